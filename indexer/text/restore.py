"""Questions as people type them get their diacritics back: none, some, wrong ones, or keyboard leftovers.

A beam search over the syllables that each word may stand for, scored by how often neighbours stand side
by side (bigrams with back-off, Brants et al. 2007) and by how much each reading departs from what was
typed. The counts are learnt by `indexer.training.syllables`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.text.analysis import fold, tokens
from indexer.text.keyboard import telex, vni

DATA = Path(__file__).with_name("syllables.npz")
STEP = 1 / 16  # of a stored logarithm
ALTERNATIVES = 3
LONGEST = 400  # words: a longer text is no question and stays as it is
_BEAM = 24
_WORDS_KEPT = 4096
_BACK_OFF = -4.0
_UNKNOWN = -18.0  # log probability of a word that the texts do not hold
_KEYBOARD = -1.0
_MARGIN = 0.01  # above what sums of small floats may be wrong by
_SYLLABLE = re.compile(
    "(?:ngh|gh|gi|kh|ng|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """Log costs of reading a word otherwise than typed, by what was typed."""

    accented: float = -9.0
    bare_among_accented: float = -5.0


def is_syllable(term: str) -> bool:
    """Whether `term` has the shape of a Vietnamese syllable, with or without diacritics."""
    return _SYLLABLE.fullmatch(fold(term)) is not None or fold(term) == "d"


class _Syllables:
    """The learnt counts: readings of each bare syllable and how often neighbours occur."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as data:
            self.words = str(data["syllables"]).split()
            self.counts = data["counts"].astype(np.float32) * STEP
            self.pairs: NDArray[np.uint32] = data["pairs"]
            self._pair_counts = data["pair_counts"]
        self.ids = {word: i for i, word in enumerate(self.words)}
        self.total = float(np.log(np.exp(self.counts).sum()))
        self.readings: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words):
            self.readings[fold(word)].append(i)

    def transitions(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float32]:
        """Log probability of each `right` id after the `left` id at its place; -1 is unknown."""
        alone = np.where(right >= 0, self.counts[right] - self.total, _UNKNOWN) + _BACK_OFF
        keys = ((left << 13) | right).astype(np.uint32)
        at = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        hit = (left >= 0) & (right >= 0) & (self.pairs[at] == keys)
        together = self._pair_counts[at] * np.float32(STEP)
        scores: NDArray[np.float32] = np.where(hit, together - self.counts[left], alone)
        return scores


@cache
def _syllables() -> _Syllables:
    return _Syllables(DATA)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a typed word may stand for: words, their ids (-1 unknown) and the cost of each."""

    words: list[str]
    ids: NDArray[np.int64]
    costs: NDArray[np.float32]


@lru_cache(maxsize=_WORDS_KEPT)
def _readings(word: str, any_accent: bool, lean: Leaning) -> _Reading:
    known = _syllables()
    bare = fold(word)
    found: dict[str, float] = {word: 0.0}
    for decoded in (telex(word), vni(word)) if word not in known.ids else ():
        if decoded in known.ids:
            found.setdefault(decoded, _KEYBOARD)
    if is_syllable(word):
        other = 0.0 if not any_accent else lean.bare_among_accented if word == bare else lean.accented
        for i in known.readings.get(bare, ()):
            found.setdefault(known.words[i], other)
    words = list(found)
    ids = np.array([known.ids.get(reading, -1) for reading in words], np.int64)
    return _Reading(words, ids, np.array(list(found.values()), np.float32))


def _typed_is_best(readings: Sequence[_Reading]) -> bool:
    """Whether no other reading of any run of words can outweigh the typed ones: mostly so, and quick to tell.

    Steps from and to typed words are looked up; one between two words read otherwise is taken as certain.
    """
    sizes = np.array([len(reading.ids) for reading in readings])
    starts = np.cumsum(sizes) - sizes
    ids = np.concatenate([reading.ids for reading in readings])
    costs = np.concatenate([reading.costs for reading in readings])
    typed, inner = ids[starts], len(ids) - sizes[-1]
    before = np.concatenate([np.repeat(np.append(-1, typed[:-1]), sizes), ids[:inner]])
    after = np.concatenate([ids, np.repeat(typed[1:], sizes[:-1])])
    steps = _syllables().transitions(before, after)
    as_typed = steps[starts]
    other = np.zeros(len(ids), np.float32)
    other[starts] = -np.inf
    enter = np.maximum.reduceat(steps[: len(ids)] + costs + other, starts) - as_typed
    go_on = np.maximum.reduceat(costs + other, starts) - as_typed
    leave = np.zeros(len(readings), np.float32)
    if inner:
        leave[:-1] = np.maximum.reduceat(steps[len(ids) :] + other[:inner], starts[:-1]) - as_typed[1:]
    gain = -np.inf  # of the best run of other readings up to here
    for first, further, last in zip(enter.tolist(), go_on.tolist(), leave.tolist(), strict=True):
        gain = max(first, gain + further)
        if gain + last > -_MARGIN:
            return False
    return True


def _search(readings: list[_Reading]) -> list[list[str]]:
    """The best word sequences, best first."""
    first = readings[0]
    scores = _syllables().transitions(np.full(len(first.ids), -1), first.ids) + first.costs
    last = np.arange(len(first.ids))
    steps = []
    for reading, follows in zip(readings[1:], _neighbours(readings), strict=True):
        flat = (scores[:, None] + follows[last] + reading.costs[None, :]).ravel()
        best = np.argsort(-flat, kind="stable")[:_BEAM]
        came, last = np.divmod(best, len(reading.ids))
        steps.append((came, last))
        scores = flat[best]
    order = np.argsort(-scores, kind="stable")[:ALTERNATIVES]
    return [_path(readings, steps, int(end)) for end in order]


def _neighbours(readings: list[_Reading]) -> list[NDArray[np.float32]]:
    """For each word but the first, the log probability of its readings (columns) after those of the word before.

    Those of all words are looked up together, row after row.
    """
    ids = np.concatenate([reading.ids for reading in readings])
    sizes = np.array([len(reading.ids) for reading in readings])
    starts = np.cumsum(sizes) - sizes
    row_sizes = np.repeat(sizes[1:], sizes[:-1])
    row_starts = np.cumsum(row_sizes) - row_sizes
    before = np.repeat(ids[: len(row_sizes)], row_sizes)
    shift = np.repeat(starts[1:], sizes[:-1]) - row_starts
    after = ids[np.arange(len(before)) + np.repeat(shift, row_sizes)]
    tables = np.split(_syllables().transitions(before, after), np.cumsum(sizes[:-1] * sizes[1:])[:-1])
    return [table.reshape(-1, size) for table, size in zip(tables, sizes[1:].tolist(), strict=False)]


def _path(readings: list[_Reading], steps: Sequence[tuple[NDArray[np.int64], ...]], end: int) -> list[str]:
    """The words of the path that is the `end`-th after the last step."""
    words = []
    for reading, (came, went) in zip(reversed(readings), reversed(steps), strict=False):
        words.append(reading.words[went[end]])
        end = int(came[end])
    return [readings[0].words[end], *reversed(words)]


def _in_case(word: str, typed: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def restore(text: str, lean: Leaning = Leaning()) -> list[str]:
    """Other readings of a question, best first, at most ALTERNATIVES; [] when it reads best as typed.

    Linear in the length of `text`; numbers, punctuation and letter case stay.
    """
    words = [token for token in tokens(text) if token.term.isalnum() and not token.term[0].isdigit()]
    if not words or len(words) > LONGEST:
        return []
    typed = [token.term for token in words]
    any_accent = any(not term.isascii() for term in typed)
    readings = [_readings(term, any_accent, lean) for term in typed]
    if any_accent and _typed_is_best(readings):
        return []
    found: list[str] = []
    for path in _search(readings):
        if path == typed:
            break
        pieces, done = [], 0
        for token, term, word in zip(words, typed, path, strict=True):
            original = text[token.start : token.end]
            pieces += [text[done : token.start], original if word == term else _in_case(word, original)]
            done = token.end
        found.append("".join([*pieces, text[done:]]))
    return found
