"""Normalising keeps the way back to the original letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.normalise import normalise


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
    assert normalise(text).text == normal


@given(st.text())
def test_offsets_lead_back(text: str) -> None:
    normal = normalise(text)
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(text)
    assert normal.original(0, len(normal.text))[1] == len(text)


def test_a_decomposed_letter_maps_to_all_its_code_points() -> None:
    normal = normalise("be\u0302\u0301 bo")
    assert normal.text == "bế bo"
    assert normal.original(1, 2) == (1, 4)
