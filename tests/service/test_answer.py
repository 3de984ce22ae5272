"""Answers quote whole sentences or items at their offsets, and say no when the documents do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Header
from service.answer import Answer, Candidate, answer
from service.answering.units import UnitKind, split
from service.question import parse
from tests.needs import shared_material

PROGRAMME = Document(
    id="p",
    path="chuong-trinh.txt",
    title="Chương trình về môi trường huyện Sông Trà",
    text=(
        "CHƯƠNG TRÌNH\nvề bảo vệ môi trường huyện Sông Trà\n\n"
        "Ngày 12/3/2021, Huyện ủy Sông Trà ban hành Chương trình số 07-CTr/HU.\n\n"
        "II- MỤC TIÊU\n\n"
        "Đến năm 2025, tỷ lệ che phủ rừng đạt 52%. Có 06 chỉ tiêu về nước sạch.\n\n"
        "Hồ sơ gồm:\n\na) Đơn đề nghị;\n\nb) Bản vẽ mặt bằng;\n\nc) Giấy ủy quyền.\n\n"
        "Năm 2020, toàn huyện đã trồng được 120 ha rừng, đạt 69% kế hoạch.\n"
    ),
    header=Header(number="07-CTr/HU", issuer="Huyện ủy Sông Trà", date=date(2021, 3, 12)),
)


def ask(text: str, document: Document = PROGRAMME) -> Answer:
    return answer(parse(text), [Candidate(document, 0, len(document.text), 1.0)])


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Tỷ lệ che phủ rừng đến năm 2025 là bao nhiêu phần trăm?", "tỷ lệ che phủ rừng đạt 52%."),
        ("ty le che phu rung den nam 2025", "tỷ lệ che phủ rừng đạt 52%."),
        ("Huyện ủy Sông Trà ban hành Chương trình số 07-CTr/HU ngày nào?", "Ngày 12/3/2021"),
        ("Có bao nhiêu chỉ tiêu về nước sạch?", "Có 06 chỉ tiêu về nước sạch."),
        ("Hồ sơ gồm những gì?", "a) Đơn đề nghị;\n\nb) Bản vẽ mặt bằng;\n\nc) Giấy ủy quyền."),
    ],
)
def test_answers(question: str, quoted: str) -> None:
    found = ask(question)
    assert found.answered
    assert quoted in found.citations[0].quote


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Chương trình số 08-CTr/HU ban hành ngày nào?", "other_number"),
        ("Tỷ lệ che phủ rừng đến năm 2035 là bao nhiêu phần trăm?", "other_year"),
        ("Tỷ lệ che phủ rừng huyện Đống Đa đến năm 2025 là bao nhiêu?", "other_place"),
        ("Ai ký Chương trình số 07-CTr/HU?", "no_value"),
    ],
)
def test_refusals(question: str, reason: str) -> None:
    found = ask(question)
    assert not found.answered
    assert found.reason == reason
    assert found.citations == ()


def test_nothing_found_is_no_match() -> None:
    assert answer(parse("chỉ tiêu môi trường"), []).reason == "no_match"


def test_citation_says_where_it_stands() -> None:
    citation = ask("Tỷ lệ che phủ rừng đến năm 2025 là bao nhiêu phần trăm?").citations[0]
    assert citation.quote == PROGRAMME.text[citation.start : citation.end]
    assert (citation.number, citation.issuer, citation.date) == (
        "07-CTr/HU",
        "Huyện ủy Sông Trà",
        "2021-03-12",
    )


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Ông V.I. Lê-nin nói. Đồng chí ở TP. Hà Nội.", ["Ông V.I. Lê-nin nói.", "Đồng chí ở TP. Hà Nội."]),
        ("Gồm: (1) Một; (2) Hai.", ["Gồm:", "(1) Một;", "(2) Hai."]),
        ("Một dòng\nbị ngắt giữa chừng.", ["Một dòng\nbị ngắt giữa chừng."]),
        ("Vào các ngày 3/2; 19/5;\n2/9 hằng năm.", ["Vào các ngày 3/2; 19/5;\n2/9 hằng năm."]),
        (
            "Hỗ trợ 05 xã có đường;\n03 thôn có nhà văn hóa.",
            ["Hỗ trợ 05 xã có đường;", "03 thôn có nhà văn hóa."],
        ),
        ("1. Điều kiện:\na) Một;\nb) Hai.", ["1. Điều kiện:", "a) Một;", "b) Hai."]),
        ("Tên | Mức\nRừng | 52%\nNước | 90%", ["Tên | Mức", "Rừng | 52%", "Nước | 90%"]),
    ],
)
def test_units(text: str, units: list[str]) -> None:
    assert [text[unit.start : unit.end] for unit in split(text, 0, len(text))] == units


def test_items_know_what_introduces_them() -> None:
    units = split("Hồ sơ gồm:\na) Đơn;\nb) Bản vẽ.", 0, 31)
    assert [(unit.kind, unit.lead) for unit in units[:2]] == [(UnitKind.LEAD, -1), (UnitKind.ITEM, 0)]


@given(
    st.text(alphabet="aĐ1.:;()|-+\n\f \t%/", max_size=400),
    st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=80),
)
def test_any_text_gives_quotes_at_their_offsets(text: str, question: str) -> None:
    document = Document(id="x", path="x", title="", text=text)
    asked = parse("a đ 1 " + question)
    for citation in answer(asked, [Candidate(document, 0, len(text), 1.0)]).citations:
        assert citation.quote == text[citation.start : citation.end]


@pytest.mark.shared
def test_seed_page_tells_of_the_twelve_targets() -> None:
    path = shared_material() / "real" / "seeds" / "000_b2821f4db8fccbda.txt"
    text = path.read_text(encoding="utf-8")
    found = ask("chỉ tiêu môi trường đến 2030", Document(id="s", path=str(path), title="", text=text))
    assert "12 chỉ tiêu về xây dựng và quản lý đất đai, môi trường, đô thị" in found.citations[0].quote
    assert found.citations[0].quote == text[found.citations[0].start : found.citations[0].end]
