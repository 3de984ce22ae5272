"""Normalising keeps the way back to the original letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.normalise import clean, mapped, spell


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Uỷ ban", "ủy ban"),
        ("HOÀ BÌNH", "hòa bình"),
        ("khoẻ khoắn", "khỏe khoắn"),
        ("quỹ quí", "quỹ quý"),
        ("giếng, gìn, giò", "giếng, gìn, giò"),
        ("khuỷu thuở nguyễn", "khuỷu thuở nguyễn"),
        ("a\u00a0b – c", "a b - c"),
        ("Москва", "москва"),
        ("İstanbul", "istanbul"),
    ],
)
def test_one_spelling(text: str, normal: str) -> None:
    assert spell(clean(text)) == normal


@given(st.text())
def test_offsets_lead_back(text: str) -> None:
    lowered, offsets = mapped(text)
    assert lowered == clean(text)
    assert len(offsets) == len(lowered) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)


def test_a_decomposed_letter_maps_to_all_its_code_points() -> None:
    lowered, offsets = mapped("be\u0302\u0301 bo")
    assert lowered == "bế bo"
    assert (offsets[1], offsets[2]) == (1, 4)
