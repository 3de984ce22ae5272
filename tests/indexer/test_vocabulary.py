"""Bags of rows: unigrams, then the known bigrams inside one text."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.analysis import unigrams
from indexer.text.vocabulary import Vocabulary

WORDS = ["môi", "trường", "chỉ", "tiêu"]
PAIRS = [("môi", "trường"), ("chỉ", "tiêu")]


def vocabulary() -> Vocabulary:
    keys = [WORDS.index(left) * len(WORDS) + WORDS.index(right) for left, right in PAIRS]
    return Vocabulary(WORDS, np.sort(np.array(keys, np.int64)))


def test_bags_hold_known_terms_of_each_text_only() -> None:
    rows, offsets = vocabulary().bags(["Môi trường", "", "trường chỉ lạ tiêu chỉ", "tiêu"])
    assert offsets.tolist() == [0, 3, 3, 7, 8]
    assert rows.tolist() == [0, 1, 4, 1, 2, 3, 2, 3]


@given(st.lists(st.lists(st.sampled_from([*WORDS, "lạ"])).map(" ".join)))
def test_bags_agree_with_counting_one_by_one(texts: list[str]) -> None:
    known = vocabulary()
    rows, offsets = known.bags(texts)
    for i, text in enumerate(texts):
        terms = unigrams(text)
        expected = [WORDS.index(term) for term in terms if term in WORDS]
        pairs = [pair for pair in pairwise(terms) if pair in PAIRS]
        keys = sorted(WORDS.index(left) * len(WORDS) + WORDS.index(right) for left, right in PAIRS)
        expected += [
            len(WORDS) + keys.index(WORDS.index(left) * len(WORDS) + WORDS.index(right))
            for left, right in pairs
        ]
        assert rows[offsets[i] : offsets[i + 1]].tolist() == expected
