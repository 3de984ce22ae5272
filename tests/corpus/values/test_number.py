"""Numbers with units as they stand in documents."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values.number import find_numbers


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("đạt 7,5%", "7.5", "%"),
        ("4.550 người", "4550", "người"),
        ("05 chỉ tiêu", "5", "chỉ tiêu"),
        ("0,30%0/năm", "0.30", "‰/năm"),
        ("225 tỷ đồng", "225", "tỷ đồng"),
        ("120 triệu đồng/năm", "120", "triệu đồng/năm"),
        ("58 triệu đồng/người/năm", "58", "triệu đồng/người/năm"),
        ("27m2sàn/người", "27", "m2sàn/người"),
        ("bảy chỉ tiêu", "7", "chỉ tiêu"),
        ("mười hai nhiệm vụ", "12", "nhiệm vụ"),
        ("hai mươi mốt", "21", None),
        ("một trăm linh năm", "105", None),
        ("khóa XIII", "13", None),
        ("1.234.567,89", "1234567.89", None),
        ("8.5%", "8.5", "%"),
    ],
)
def test_one_number_a_text(text: str, value: str, unit: str | None) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


def test_three_years_are_not_thirty_five() -> None:
    assert find_numbers("trong ba năm qua") == []


@given(st.text(alphabet="0123456789.,% tỷđồngmườihaibaIVX", max_size=60))
def test_any_text(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.span.start < number.span.end <= len(text)
