"""Which document a reference means: reasons, collisions, and no silent guess."""

import datetime
from datetime import date

import pytest

from corpus.identity import Candidates, Citing, KnownDocument, Reason, issuer_place, resolve, term_of
from corpus.values.reference import find_references

NORTH = KnownDocument(
    "north", "Chương trình", "12-CTr/HU", "Chương trình", "Huyện ủy Vân Sơn", "Đảng bộ tỉnh Lam Hà",
    "Vân Sơn", date(2021, 10, 20),
)  # fmt: skip
SOUTH = KnownDocument(
    "south", "Chương trình", "12-CTr/HU", "Chương trình", "Huyện ủy Thượng Khê", "Đảng bộ tỉnh Lam Hà",
    "Thượng Khê", date(2021, 11, 5),
)  # fmt: skip
OLD = KnownDocument(
    "old", "Nghị quyết", "05-NQ/TU", "Nghị quyết", "Tỉnh ủy Lam Hà", None, "Lam Hà", date(2021, 6, 15)
)
NEW = KnownDocument(
    "new", "Nghị quyết", "05-NQ/TU", "Nghị quyết", "Tỉnh ủy Lam Hà", None, "Lam Hà", date(2026, 3, 20)
)
LAW = KnownDocument("law", "Luật", "117/2025/QH15", "Luật", "Quốc hội", None, "Hà Nội", date(2025, 12, 10))
CENTRAL = KnownDocument(
    "c", "Nghị quyết", "18-NQ/TW", "Nghị quyết", "Bộ Chính trị", None, "Hà Nội", date(2022, 6, 16)
)
HERE = Citing("Tỉnh ủy Lam Hà", None, "Lam Hà", date(2026, 5, 1))


def judged(text: str, *documents: KnownDocument, citing: Citing | None = None) -> Candidates:
    (reference,) = find_references(text)
    return resolve(reference, documents, citing)


def test_a_number_of_two_districts_gives_both_and_resolves_to_neither() -> None:
    found = judged("Chương trình số 12-CTr/HU", NORTH, SOUTH)
    assert {one.document.id for one in found.possible} == {"north", "south"}
    assert all(one.reasons == (Reason.NUMBER,) for one in found.possible)
    assert found.resolved is None


def test_a_number_of_two_terms_gives_both_and_resolves_to_neither() -> None:
    found = judged("Nghị quyết số 05-NQ/TU", OLD, NEW)
    assert [one.document.id for one in found.possible] == ["old", "new"]
    assert found.resolved is None


@pytest.mark.parametrize(
    ("text", "documents", "meant", "reason"),
    [
        ("Chương trình số 12-CTr/HU ngày 05/11/2021", (NORTH, SOUTH), "south", Reason.DATE),
        ("Nghị quyết số 05-NQ/TU ngày 20/3/2026 của Tỉnh ủy", (OLD, NEW), "new", Reason.DATE),
        ("Luật số 117/2025/QH15", (LAW,), "law", Reason.DATED_NUMBER),
    ],
)
def test_a_date_or_a_year_in_the_number_decides(
    text: str, documents: tuple[KnownDocument, ...], meant: str, reason: Reason
) -> None:
    resolved = judged(text, *documents).resolved
    assert resolved is not None
    assert resolved.document.id == meant
    assert reason in resolved.reasons


def test_the_place_of_the_issuer_narrows() -> None:
    found = judged("Chương trình số 12-CTr/HU của Huyện ủy Thượng Khê", NORTH, SOUTH)
    assert [one.document.id for one in found.possible] == ["south"]
    assert Reason.PLACE in found.possible[0].reasons
    assert Reason.OTHER_PLACE in found.all[1].against


def test_a_document_issued_later_than_the_one_that_cites_is_ruled_out_with_the_reason() -> None:
    citing = Citing("Huyện ủy Vân Sơn", "Đảng bộ tỉnh Lam Hà", "Vân Sơn", date(2023, 12, 20))
    found = judged("Nghị quyết 05-NQ/TU", OLD, NEW, citing=citing)
    assert found.resolved is not None
    assert found.resolved.document.id == "old"
    assert set(found.resolved.reasons) == {Reason.NUMBER, Reason.TERM, Reason.SAME_PROVINCE}
    assert found.all[1].against == (Reason.LATER,)


def test_a_lone_document_of_another_term_is_offered_and_not_taken() -> None:
    found = judged("Nghị quyết 05-NQ/TU", OLD, citing=HERE)
    assert [one.document.id for one in found.possible] == ["old"]
    assert found.resolved is None


def test_a_central_number_without_date_or_context_is_not_taken_for_the_one_in_the_index() -> None:
    found = judged("Nghị quyết 18-NQ/TW", CENTRAL)
    assert found.resolved is None
    assert Reason.ISSUER in found.possible[0].reasons


def test_another_date_speaks_against() -> None:
    found = judged("Nghị quyết số 18-NQ/TW ngày 25/10/2017", CENTRAL)
    assert found.possible == ()
    assert found.all[0].against == (Reason.OTHER_DATE,)


def test_a_bare_number_offers_candidates_of_its_type() -> None:
    found = judged("Nghị quyết 18 của Bộ Chính trị", CENTRAL, OLD)
    assert [one.document.id for one in found.all] == ["c"]
    assert Reason.BARE_NUMBER in found.all[0].reasons
    assert found.resolved is None


def test_a_draft_is_never_the_document_meant() -> None:
    draft = KnownDocument(
        "d", "", "05-NQ/TU", "Nghị quyết", "Tỉnh ủy Lam Hà", None, "Lam Hà", date(2026, 3, 20), True
    )
    assert judged("Nghị quyết số 05-NQ/TU ngày 20/3/2026", draft).resolved is None


@pytest.mark.parametrize(
    ("issuer", "superior", "place"),
    [
        ("Huyện ủy Vân Sơn", None, "Vân Sơn"),
        ("Đảng ủy xã Vân Sơn", "Đảng bộ tỉnh Lam Hà", "xã Vân Sơn"),
        ("Ban Tổ chức", "Tỉnh ủy Lam Hà", "Lam Hà"),
        ("Ủy ban nhân dân tỉnh Lam Hà", None, "Lam Hà"),
        ("Ủy ban nhân dân phường Bắc Lam", None, "phường Bắc Lam"),
        ("Ban Thường vụ Huyện ủy Vân Sơn", None, "Vân Sơn"),
        ("Đại hội đại biểu lần thứ XVIII", "Đảng bộ tỉnh Lam Hà", "Lam Hà"),
        ("Bộ Chính trị", None, None),
        ("Bộ Tài nguyên và Môi trường", None, None),
        ("Ban Chấp hành Đảng bộ tỉnh", None, None),
        ("Đại hội Đảng", None, None),
        ("", None, None),
    ],
)
def test_the_place_stands_in_the_name_of_the_body_or_of_the_one_above(
    issuer: str, superior: str | None, place: str | None
) -> None:
    assert issuer_place(issuer, superior) == place


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (datetime.date(2021, 6, 15), 2020),
        (datetime.date(2025, 6, 27), 2020),
        (datetime.date(2025, 9, 26), None),
        (datetime.date(2026, 1, 20), None),
        (datetime.date(2026, 3, 20), 2025),
    ],
)
def test_the_months_of_the_congresses_belong_to_no_certain_term(day: datetime.date, term: int | None) -> None:
    assert term_of(day) == term
