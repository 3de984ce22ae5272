"""Texts become bags of row numbers of an embedding table: known unigrams first, then known bigrams."""

from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from indexer.text.analysis import unigrams

Ids = NDArray[np.int32]
UNKNOWN = -1


class Vocabulary:
    """`words` are unigram terms, row i for the i-th; `pairs` are sorted keys `left * len(words) + right`.

    The row of the k-th pair is `len(words) + k`.
    """

    def __init__(self, words: Sequence[str], pairs: NDArray[np.int64]) -> None:
        self.words = list(words)
        self.pairs = pairs
        self._ids = {word: i for i, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words) + len(self.pairs)

    def ids(self, text: str) -> Ids:
        """Unigram ids of `text` in order, UNKNOWN for a term that is not in the vocabulary."""
        return self.ids_of(unigrams(text))

    def ids_of(self, terms: Sequence[str]) -> Ids:
        """Ids of unigram terms, in order."""
        return np.fromiter(map(self._ids.get, terms, repeat(UNKNOWN)), np.int32, count=len(terms))

    def bags(self, texts: Iterable[str]) -> tuple[Ids, NDArray[np.int64]]:
        """`rows_of` the ids of each text."""
        return self.rows_of([self.ids(text) for text in texts])

    def rows_of(self, sequences: Sequence[Ids]) -> tuple[Ids, NDArray[np.int64]]:
        """Rows of all sequences one after another, and `offsets` with shape (len(sequences) + 1,).

        The bag of sequence i is `rows[offsets[i]:offsets[i + 1]]`: its known unigrams, then its known
        bigrams. UNKNOWN breaks a bigram.
        """
        lengths = np.fromiter(map(len, sequences), dtype=np.int64, count=len(sequences))
        owner = np.repeat(np.arange(len(sequences)), lengths)
        flat = np.concatenate(sequences) if len(sequences) else np.empty(0, np.int32)
        pair_rows, pair_at = self._pairs_in(flat, owner)
        known = flat >= 0
        rows = np.concatenate([flat[known], pair_rows])
        owners = np.concatenate([owner[known], owner[pair_at]])
        order = np.argsort(owners, kind="stable")
        counts = np.bincount(owners, minlength=len(sequences))
        return rows[order].astype(np.int32), np.concatenate([[0], np.cumsum(counts)])

    def _pairs_in(self, flat: Ids, owner: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the known bigrams of `flat` and the positions of their left halves."""
        left, right = flat[:-1].astype(np.int64), flat[1:]
        at = np.flatnonzero((left >= 0) & (right >= 0) & (owner[:-1] == owner[1:]))
        if not len(at) or not len(self.pairs):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        keys = left[at] * len(self.words) + right[at]
        found = np.searchsorted(self.pairs, keys)
        found[found == len(self.pairs)] = 0
        hit = self.pairs[found] == keys
        return found[hit] + len(self.words), at[hit]
