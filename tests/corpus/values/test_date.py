"""Dates and periods as they stand in documents."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values.date import find_dates, find_years

D = datetime.date


@pytest.mark.parametrize(
    "text",
    [
        "ngày 05/5/2022",
        "ngày 5 tháng 5 năm 2022",
        "5-5-2022",
        "5.5.2022",
        "ngày 05 tháng năm năm 2022",
        "ngay 5 5 2022",
    ],
)
def test_every_way_to_write_a_day(text: str) -> None:
    (value,) = find_dates(f"Từ {text}, thực hiện")
    assert (value.precision, value.date) == ("day", D(2022, 5, 5))


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("từ 01/7/2025 đến 15/8/2025", "period", D(2025, 7, 1), D(2025, 8, 15)),
        ("quý III/2022", "quarter", D(2022, 7, 1), D(2022, 9, 30)),
        ("quý III năm 2022", "quarter", D(2022, 7, 1), D(2022, 9, 30)),
        ("quý 1/2026", "quarter", D(2026, 1, 1), D(2026, 3, 31)),
        ("Công tác Quý 4", "quarter", None, None),
        ("6 tháng đầu năm 2022", "period", D(2022, 1, 1), D(2022, 6, 30)),
        ("6 tháng cuối năm 2022", "period", D(2022, 7, 1), D(2022, 12, 31)),
        ("6 tháng đầu năm", "period", None, None),
        ("9 tháng năm 2021", "period", D(2021, 1, 1), D(2021, 9, 30)),
        ("giai đoạn 2021-2025", "period", D(2021, 1, 1), D(2025, 12, 31)),
        ("2026–2035", "period", D(2026, 1, 1), D(2035, 12, 31)),
        ("thời kỳ 2021-2030", "period", D(2021, 1, 1), D(2030, 12, 31)),
        ("nhiệm kỳ 2025 -2030", "period", D(2025, 1, 1), D(2030, 12, 31)),
        ("tháng 5/2022", "month", D(2022, 5, 1), D(2022, 5, 31)),
        ("trong năm 2024", "year", D(2024, 1, 1), D(2024, 12, 31)),
    ],
)
def test_periods(text: str, precision: str, start: D | None, end: D | None) -> None:
    (value,) = find_dates(text)
    assert (value.precision, value.start, value.end) == (precision, start, end)


def test_an_outlook_is_not_a_deadline() -> None:
    deadline, outlook = find_dates("đến năm 2030, tầm nhìn đến năm 2045")
    assert (deadline.start, deadline.vision) == (D(2030, 1, 1), False)
    assert (outlook.start, outlook.vision) == (D(2045, 1, 1), True)


@pytest.mark.parametrize("text", ["ngày 5/5/52022", "ngày 30/2/2022", "ngày 31/12", "ngày 5/5/22"])
def test_a_misprint_is_found_but_not_repaired(text: str) -> None:
    (value,) = find_dates(text)
    assert (text[value.span.start : value.span.end], value.date) == (text, None)


def test_a_result_is_not_a_date() -> None:
    assert [value.precision for value in find_dates("hoàn thành 20/21 chỉ tiêu năm 2025")] == ["year"]


def test_years() -> None:
    assert [value.year for value in find_years("năm 2025, 2021-2025 và 1.1.2026")] == [2025, 2021, 2025, 2026]
    assert find_years("22/2019/NQ-HĐND") == []


@given(st.text(alphabet="0123456789/-–. ngàythángnămquýIVđến", max_size=60))
def test_any_text(text: str) -> None:
    for value in find_dates(text):
        assert 0 <= value.span.start < value.span.end <= len(text)
