"""Strings become terms: the table says what a searcher relies on, the properties hold for any string."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.analysis import (
    Folded,
    Token,
    analyse,
    bigrams,
    field_terms,
    fold,
    tokens,
    unigrams,
)

TERM = re.compile(r"[^\W_](?:\w*[^\W_])?")
LETTERS = "aăâbcdđêghiklmnoôơpqrstuưvxyàáảãạộƣÐðŨ0123456789 -–/.,%_\n\u0301\u0323\u200b\u00a0ноТ"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Nghị quyết số 15-NQ/TW", "nghị quyết số 15_nq_tw 15"),
        ("15 – NQ/TƯ", "15_nq_tw 15"),
        ("36 -HD/VPTW", "36_hd_vptw 36"),
        ("05-NQ/TU", "5_nq_tu 5"),
        ("57/NQ-TW", "57_nq_tw 57"),
        ("07-QĐi/TW", "7_qđ_tw 7"),
        ("30/2020/NĐ-CP", "30_2020_nđ_cp 30"),
        ("117/2025/QH15", "117_2025_qh15 117"),
        ("74/CP", "74_cp 74"),
        ("ngày 05/5/2022", "ngày 5_5_2022 2022"),
        ("5-5-2022 và 20.11.2025", "5_5_2022 2022 và 20_11_2025 2025"),
        ("giai đoạn 2021–2025", "giai đoạn 2021 2025"),
        ("2021 - 2025", "2021 2025"),
        ("4.550 ha", "4550 ha"),
        ("đạt 7,5%", "đạt 7_5 phần_trăm"),
        ("12 người/ngày", "12 người ngày"),
        ("hoà bình, uỷ ban, thuỷ lợi, hoàn", "hòa bình ủy ban thủy lợi hoàn"),
        ("quí, kĩ sư, Mĩ, tỉ lệ, lí do, qui định", "quý kỹ sư mỹ tỷ lệ lý do quy định"),
        ("ti vi", "ti vi"),
        ("ÐẢNG Đảng", "đảng đảng"),
        ("Нội xã Hа", "hội xã ha"),
        ("Nghi\u0323", "nghị"),
        ("môi\u200btrường", "môitrường"),
        ("", ""),
        ("?! …", ""),
    ],
)
def test_unigrams(text: str, terms: str) -> None:
    assert unigrams(text) == terms.split()


def test_fields_hold_unigrams_and_bigrams_and_their_folded_twin() -> None:
    assert field_terms("Đắk Lắk hoà") == (
        "đắk lắk hòa đắk_lắk lắk_hòa",
        "dak lak hoa dak_lak lak_hoa",
    )


def test_spans_point_into_the_original() -> None:
    text = "Số 15-NQ/TƯ: Ho\u0300a bi\u0300nh\u200b 7,5 %"
    found = [(token.term, text[token.start : token.end].rstrip("\u200b")) for token in tokens(text)]
    assert found == [
        ("số", "Số"),
        ("15_nq_tw", "15-NQ/TƯ"),
        ("15", "15"),
        ("hòa", "Ho\u0300a"),
        ("bình", "bi\u0300nh"),
        ("7_5", "7,5"),
        ("phần_trăm", "%"),
    ]


@given(st.text() | st.text(alphabet=LETTERS))
def test_any_string_gives_clean_terms_with_spans_in_order(text: str) -> None:
    found: list[Token] = tokens(text)
    assert [token.term for token in found] == unigrams(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    assert all(TERM.fullmatch(term) for term in analyse(text))


@given(st.text(alphabet=LETTERS))
def test_folded_terms_are_the_terms_of_the_folded_text(text: str) -> None:
    plain, folded = field_terms(text)
    assert folded.split() == [fold(term) for term in plain.split()]
    assert plain.split() == unigrams(text) + bigrams(unigrams(text))


# What document numbers are made of, blanks in all places among it.
PARTS = st.sampled_from(
    [*" -–/", "\u00a0", "\n", "15", "2020", "12b", "a1", "nq", "NĐ", "tw", "TƯ", "x", ","]
)


@given(st.lists(PARTS).map("".join) | st.text(alphabet=LETTERS))
def test_terms_are_found_where_they_stand(text: str) -> None:
    found = tokens(text)
    assert unigrams(text) == [token.term for token in found]
    folded = Folded(text)
    assert folded.terms == [fold(token.term) for token in found]
    assert folded.ranges(range(len(found))) == [(token.start, token.end) for token in found]
