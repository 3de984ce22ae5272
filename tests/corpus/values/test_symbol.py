"""Document numbers: spelling, keys, and formatting as the inverse of reading."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values.issuer import known_symbols
from corpus.values.symbol import (
    DocumentNumber,
    Form,
    normalise_number,
    number_key,
    parse_number,
    same_number,
    type_symbols,
)


@pytest.mark.parametrize(
    ("raw", "normalised", "key"),
    [
        ("15-NQ/TƯ", "15-NQ/TW", "15_nq_tw"),
        ("5 – KH/TU", "05-KH/TU", "5_kh_tu"),
        ("306/KH-UBND", "306/KH-UBND", "306_kh_ubnd"),
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP", "30_2020_nđ_cp"),
        ("117/2025/QH15", "117/2025/QH15", "117_2025_qh15"),
        ("07-QĐi/TW", "07-QĐi/TW", "7_qđ_tw"),
        ("57/NQ-TW", "57-NQ/TW", "57_nq_tw"),
        ("15-nq/tw", "15-NQ/TW", "15_nq_tw"),
        ("74/CP", "74/CP", "74_cp"),
        ("không phải số", "không phải số", "khong_phai_so"),
    ],
)
def test_spelling_and_key(raw: str, normalised: str, key: str) -> None:
    assert normalise_number(raw) == normalised
    assert number_key(raw) == key


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("07-QĐi/TW", "7-QĐ/TW", True),
        ("15-NQ/TƯ", "15/NQ-TW", True),
        ("12-CTr/QU", "12-CTR/QU", True),
        ("147-CTHĐ/TU", "147-CTr/TU", True),
        ("15-NQ/TW", "16-NQ/TW", False),
        ("12-CTr/TU", "12-CTr/QU", False),
        ("12-HD/TU", "12-HĐ/TU", False),
    ],
)
def test_same_number(left: str, right: str, same: bool) -> None:
    assert same_number(left, right) is same


PARTY = sorted(symbol for symbol, side in known_symbols().items() if side == "party" and not symbol.islower())
STATE = sorted(symbol for symbol, side in known_symbols().items() if side == "state")
TYPES = sorted({symbol for symbol in type_symbols().values() if len(symbol) > 1})
NUMBERS = st.integers(1, 99999).map(str)
YEARS = st.integers(1945, 2045).map(str)


@given(
    st.one_of(
        st.builds(
            DocumentNumber,
            st.just(Form.PARTY),
            NUMBERS,
            st.just(""),
            st.sampled_from(TYPES),
            st.sampled_from([symbol for symbol in PARTY if symbol != "TCTW"]),
        ),
        st.builds(
            DocumentNumber,
            st.just(Form.STATE),
            NUMBERS,
            st.one_of(st.just(""), YEARS),
            st.sampled_from(TYPES),
            st.sampled_from(STATE),
        ),
        st.builds(
            DocumentNumber, st.just(Form.LAW), NUMBERS, YEARS, st.just(""), st.sampled_from(["QH13", "QH15"])
        ),
        st.builds(
            DocumentNumber,
            st.just(Form.OLD),
            NUMBERS,
            st.just(""),
            st.just(""),
            st.sampled_from(["CP", "TTg"]),
        ),
    )
)
def test_reading_is_the_inverse_of_writing(number: DocumentNumber) -> None:
    assert parse_number(str(number)) == number
    assert normalise_number(str(number)) == str(number)


@given(st.text(max_size=40))
def test_keys_hold_only_letters_digits_and_underscores(raw: str) -> None:
    assert re.fullmatch(r"[a-z0-9đ_]*", number_key(raw))
    assert same_number(raw, raw)
