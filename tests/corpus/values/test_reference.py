"""References as people really write them: one table of texts and what they mean."""

import csv
import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Reference, ReferenceKind
from corpus.values.issuer import find_issuer
from corpus.values.reference import find_references
from tests.needs import shared_material

Row = tuple[str | None, str | None, str | None]


def parts(reference: Reference) -> Row:
    return reference.type, reference.number, reference.issuer


ONE = [
    ("Nghị quyết số 27-NQ/TƯ", ("NQ", "27", "TW"), "27-NQ/TW"),
    ("Nghị quyết số 27-NQ/T.Ư", ("NQ", "27", "TW"), "27-NQ/TW"),
    ("Chương trình hành động số 31-Ctr/TU ngày 2/3/2021 của Tỉnh ủy", ("CTr", "31", "TU"), "31-CTr/TU"),
    ("Kế hoạch số 412/KH-UBND", ("KH", "412", "UBND"), "412/KH-UBND"),
    ("Chỉ thị 24-CT/TU", ("CT", "24", "TU"), "24-CT/TU"),
    ("Nghị quyết số 14/2020/NQ-HĐND", ("NQ", "14/2020", "HĐND"), "14/2020/NQ-HĐND"),
    ("Hướng dẫn số 31 – HD/BTCTW", ("HD", "31", "BTCTW"), "31-HD/BTCTW"),
    ("Nghị quyết 2537- NQ/ĐU", ("NQ", "2537", "ĐU"), "2537-NQ/ĐU"),
    ("Nghị quyết số 57/NQ-TW", ("NQ", "57", "TW"), "57-NQ/TW"),
    ("Nghị quyết số 72-NQ-TW", ("NQ", "72", "TW"), "72-NQ/TW"),
    ("Nghị quyết số 19 NQ/TW", ("NQ", "19", "TW"), "19-NQ/TW"),
    ("03/-CV/BCSĐ", ("CV", "3", "BCSĐ"), "03-CV/BCSĐ"),
    ("Regulation No. 07-QDi/TW", ("QĐi", "7", "TW"), "07-QĐi/TW"),
    ("Conclusion No. 126-KL/TW of the Politburo", ("KL", "126", "TW"), "126-KL/TW"),
    ("HD12-HD/BTCTW", ("HD", "12", "BTCTW"), "12-HD/BTCTW"),
    ("HD 12-HD/TCTW", ("HD", "12", "BTCTW"), "12-HD/BTCTW"),
    ("KL 301-KL/TU", ("KL", "301", "TU"), "301-KL/TU"),
    ("Kế hoạch số 65-Ctr/TU", ("CTr", "65", "TU"), "65-CTr/TU"),
    ("147-CTHĐ/TU", ("CTHĐ", "147", "TU"), "147-CTHĐ/TU"),
    ("Số: 367 - QĐ/TWĐTN-VP", ("QĐ", "367", "TWĐTN-VP"), "367-QĐ/TWĐTN-VP"),
    ("12/CV-VPTU", ("CV", "12", "VPTU"), "12-CV/VPTU"),
    ("Nghị định số 30/2020/NĐ-CP", ("NĐ", "30/2020", "CP"), "30/2020/NĐ-CP"),
    ("Thông tư liên tịch số 13/2019/TTLT-BTC-BNV.", ("TTLT", "13/2019", "BTC-BNV"), "13/2019/TTLT-BTC-BNV"),
    ("Luật số 117/2025/QH15", ("L", "117/2025", "QH15"), "117/2025/QH15"),
    ("Nghị quyết 1656/NQ-UBTVQH15", ("NQ", "1656", "UBTVQH15"), "1656/NQ-UBTVQH15"),
    ("Nghị định 74/CP", ("NĐ", "74", "CP"), "74/CP"),
    ("423/TTg", (None, "423", "TTg"), "423/TTg"),
    ("quyết định số 899/QĐ-UB", ("QĐ", "899", "UB"), "899/QĐ-UB"),
    ("Nghị quyết 15 của Bộ Chính trị", ("NQ", "15", "Bộ Chính trị"), ""),
    ("NQ18", ("NQ", "18", None), ""),
    ("Chỉ thị 01", ("CT", "1", None), ""),
    ("Quyết định số 2483/2017", ("QĐ", "2483/2017", None), ""),
    ("Nghị quyết T.Ư 4 (khóa XII)", ("NQ", "HNTW4-XII", "TW"), ""),
    ("Nghị quyết T.Ư 4, khoá 11", ("NQ", "HNTW4-XI", "TW"), ""),
    ("Nghị quyết Trung ương 4", ("NQ", "HNTW4-?", "TW"), ""),
    ("NQTW 4", ("NQ", "HNTW4-?", "TW"), ""),
    (
        "Nghị quyết Hội nghị lần thứ bảy Ban Chấp hành Trung ương Đảng khóa XII",
        ("NQ", "HNTW7-XII", "TW"),
        "",
    ),
    ("Nghị quyết Đại hội XIII của Đảng", ("NQ", None, "ĐH XIII"), ""),
    ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII", ("NQ", None, "ĐH XIII"), ""),
    ("Nghị Quyết Đại hội Đảng bộ quận Tây Lam lần thứ VI", ("NQ", None, "ĐH quận Tây Lam VI"), ""),
    ("Nghị quyết Đại hội đảng các cấp", ("NQ", None, None), ""),
    (
        "Chương trình hành động ngày 2/11/2020 của Thành ủy Yên Lam",
        ("CTr", None, "Thành ủy Yên Lam"),
        "",
    ),
    ("nghi quyet so 30 nq cp", ("NQ", "30", "CP"), "30/NQ-CP"),
    ("quyet dinh 977 qd ttg ngay 7 7 2020", ("QĐ", "977", "TTg"), "977/QĐ-TTg"),
    ("12 CTr QU", ("CTr", "12", "QU"), "12-CTr/QU"),
]


@pytest.mark.parametrize(("text", "expected", "normalised"), ONE)
def test_one_reference_a_text(text: str, expected: Row, normalised: str) -> None:
    (found,) = find_references(text)
    assert parts(found) == expected
    assert found.normalised == normalised
    assert found.raw == text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị quyết số 15-NQ/TW ngày 05/5/2022 của Bộ Chính trị", datetime.date(2022, 5, 5)),
        ("Nghị quyết số 57-NQ/TW, ngày 22/12/2024", datetime.date(2024, 12, 22)),
        ("Quy định số 08-QĐi/TW ngày 25-10-2018", datetime.date(2018, 10, 25)),
        ("Công văn số 8034-CV/BTCTU ngày 08 tháng 4 năm 2024", datetime.date(2024, 4, 8)),
        ("Nghị quyết số 15-NQ/TW ngày 5/5/52022", None),
    ],
)
def test_the_date_beside_a_number(text: str, expected: datetime.date | None) -> None:
    assert find_references(text)[0].date == expected


@pytest.mark.parametrize(
    ("text", "number", "provision"),
    [
        ("QĐ 296-QĐ/TW, Điều 10, mục 1.1", "296", "Điều 10 mục 1.1"),
        ("Quyết định 190-QĐ/TW ngày 10/10/2024 - điều 3", "190", "Điều 3"),
        ("điểm a, b khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP", "30/2020", "Điều 5 khoản 2 điểm a, b"),
        ("Hướng dẫn 06 – mục 3.4, điểm d", "6", "mục 3.4 điểm d"),
        ("các Khoản 1, 2, 3, Điều 4 Điều lệ Đảng", None, "Điều 4 khoản 1, 2, 3"),
        ("Khoản 3, Khoản 4, Điều 11 Điều lệ Đảng", None, "Điều 11 khoản 3 khoản 4"),
        ("theo Khoản 2 Điều 21 của Luật này", None, "Điều 21 khoản 2"),
        ("tại Điểm 3.6 và 3.7, Mục 3 của Hướng dẫn này", None, "mục 3 điểm 3.6 và 3.7"),
    ],
)
def test_provisions_in_both_orders(text: str, number: str | None, provision: str) -> None:
    (found,) = find_references(text)
    assert (found.number, found.provision) == (number, provision)


def test_a_heading_of_the_text_is_no_reference() -> None:
    assert find_references("Điều 5. Phạm vi\n1. Áp dụng từ ngày ký.") == []


@pytest.mark.parametrize(
    "text",
    [
        "quy định 3 trường hợp",
        "kế hoạch 5 năm",
        "Kế hoạch 5 năm 2021-2025",
        "thông báo 30 ngày",
        "20/21 chỉ tiêu",
    ],
)
def test_counts_are_no_references(text: str) -> None:
    assert find_references(text) == []


def test_a_range_is_expanded() -> None:
    found = find_references("từ Chương trình số 02-CTr/TU đến Chương trình số 09-CTr/TU")
    assert [reference.normalised for reference in found] == [f"0{n}-CTr/TU" for n in range(2, 10)]


def test_a_set_takes_the_symbol_of_its_last_member() -> None:
    found = find_references("các Nghị quyết số 57, 59, 66 và 68-NQ/TW của Bộ Chính trị")
    assert [reference.normalised for reference in found] == ["57-NQ/TW", "59-NQ/TW", "66-NQ/TW", "68-NQ/TW"]


def test_a_set_without_a_symbol_takes_the_issuer() -> None:
    found = find_references("các nghị quyết 57, 59 và 68 của Bộ Chính trị")
    assert [parts(reference) for reference in found] == [
        ("NQ", number, "Bộ Chính trị") for number in ("57", "59", "68")
    ]


def test_the_words_of_a_local_committee_win_over_a_mistyped_symbol() -> None:
    (found,) = find_references("Thành ủy Yên Lam vừa ban hành Nghị quyết số 18-NQ/TƯ")
    assert found.issuer == "TU"
    (central,) = find_references("Nghị quyết số 18-NQ/TƯ của Bộ Chính trị")
    assert central.issuer == "TW"


def test_an_alias_stands_for_its_document() -> None:
    text = (
        "Nghị quyết số 15-NQ/TW ngày 05/5/2022 của Bộ Chính trị (sau đây gọi tắt là Nghị quyết 15)."
        " Theo Nghị quyết 15, cấp ủy xây dựng kế hoạch."
    )
    full, defined, used = find_references(text)
    assert full.kind is ReferenceKind.PARTY
    assert {defined.kind, used.kind} == {ReferenceKind.ALIAS}
    assert defined.normalised == used.normalised == "15-NQ/TW"
    assert used.date == full.date


def test_an_alias_number_is_not_the_number_of_the_document() -> None:
    full, alias = find_references("Chương trình số 12-CTr/QU (Gọi tắt là Chương trình 04)")
    assert (alias.kind, alias.number, alias.normalised) == (ReferenceKind.ALIAS, "4", full.normalised)


def test_a_lost_letter_is_repaired_only_when_the_issuing_body_agrees() -> None:
    assert find_references("Số 328-CV/U")[0].issuer == "U"
    assert find_references("Số 328-CV/U", issuer="Đảng ủy xã An Bình")[0].issuer == "ĐU"


def stated(raw: str, words: str) -> bool:
    """Whether a row of the table states the part at all; the rest is knowledge about the document."""
    return re.search(words, raw) is not None


@pytest.mark.shared
def test_every_row_of_the_collected_references() -> None:
    table = shared_material() / "domain" / "references.tsv"
    wrong = []
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found = find_references(row["raw"], issuer="Đảng ủy xã An Bình")
            if not _agrees(row, found):
                wrong.append((row["raw"], [parts(reference) for reference in found]))
    assert wrong == []


def _agrees(row: dict[str, str], found: list[Reference]) -> bool:
    if not found or found[0].type != row["type"]:
        return False
    first, last = found[0], found[-1]
    if ".." in row["number"]:
        return [first.number, last.number] == [part.lstrip("0") for part in row["number"].split("..")]
    number = row["number"].removesuffix(" (alias)").lstrip("0")
    dated = not stated(row["raw"], r"ngày \d") or str(first.date) == row["date"]
    return (first.number or "-").split("/2017")[0] == number and dated and _same_issuer(row, first)


def _same_issuer(row: dict[str, str], reference: Reference) -> bool:
    expected, issuer = row["issuer_symbol"], reference.issuer
    if issuer is None:  # the row knows it from elsewhere, the text does not say
        return not stated(row["raw"], r"/[A-ZĐ]|của ")
    body = find_issuer(issuer)
    return expected == issuer or (body is not None and expected in (body.symbol, "BCT"))


PIECES = [
    *"0123456789/-–. ,()\n",
    *("Nghị quyết ", "số ", "NQ", "TW", "QĐ", "CP", "TƯ", "Điều ", "khoản ", "điểm a ", "ngày ", "của "),
    *("Tỉnh ủy ", "đến ", "gọi tắt là ", "Đại hội ", "khóa XII", "a"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=80)))
def test_any_text_gives_references_inside_it(text: str) -> None:
    for reference in find_references(text):
        assert 0 <= reference.span.start < reference.span.end <= len(text)
        assert reference.raw == text[reference.span.start : reference.span.end]
