"""How citations and dates are written."""

from datetime import date

import pytest

from service.answer import Citation
from service.wording import citation_line, section_name, vietnamese_date


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("II.3.a", "mục II.3.a"),
        ("4", "mục 4"),
        ("a", "mục a"),
        ("Điều 5.2.a", "Điều 5.2.a"),
        ("PHỤ LỤC", "PHỤ LỤC"),
        ("Chương I.Điều 2", "Chương I.Điều 2"),
    ],
)
def test_a_place_is_called_by_its_own_name(path: str, name: str) -> None:
    assert section_name(path) == name


@pytest.mark.parametrize(
    ("value", "written"),
    [("2026-01-09", "09/01/2026"), (date(2025, 12, 31), "31/12/2025"), (None, ""), ("2026", "2026")],
)
def test_dates_are_written_day_first(value: str | date | None, written: str) -> None:
    assert vietnamese_date(value) == written


def test_a_citation_names_everything_that_finds_it_again_once() -> None:
    cited = Citation(
        document="a",
        path="a.pdf",
        title="Chương trình số 12-CTr/HU về môi trường",
        number="12-CTr/HU",
        issuer="Huyện ủy Vân Sơn",
        date="2021-10-20",
        page=3,
        start=0,
        end=9,
        quote="Thu gom 92%.",
        section="II.3",
    )
    assert citation_line(cited) == (
        "“Thu gom 92%.” (Chương trình số 12-CTr/HU về môi trường, ngày 20/10/2021, Huyện ủy Vân Sơn, "
        "mục II.3, trang 3)"
    )
