"""The only place where a string becomes terms.

Terms hold only letters, digits and `_`: syllables (`chỉ`), syllable bigrams (`chỉ_tiêu`), numbers, dates
and document numbers whole (`7_5`, `5_5_2022`, `15_nq_tw`). Index and question go through the same
functions. Raise ANALYSIS_VERSION whenever the terms of any text change: an index made with another
version refuses to open.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from indexer.text import spelling
from indexer.text.normalise import clean, mapped, spell
from indexer.text.numbers import BLANK_BESIDE, PATTERN, SPACED, number_terms

ANALYSIS_VERSION = 1

PERCENT = "phần_trăm"
# A word of letters (most matches), then numbers, then the percent sign.
_TOKEN = re.compile(rf"[^\W\d_][^\W_]*|{PATTERN}|%")
_BLANK_BESIDE, _SPACED = re.compile(BLANK_BESIDE), re.compile(SPACED)
_KEPT = 1 << 17  # pieces whose terms are remembered: a damaged text cannot fill the memory


class _Terms(dict[str, tuple[str, ...]]):
    """From a piece of `clean` text without blanks to its terms, filled as pieces are met."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= _KEPT:
            self.clear()
        terms = self[piece] = tuple(term for term, _, _ in _read(piece))
        return terms


class _FoldedTerms(dict[str, tuple[str, ...]]):
    """The same without diacritics."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= _KEPT:
            self.clear()
        terms = tuple(fold(term) for term, _, _ in _read(piece))
        if " " not in piece:  # else a whole text
            self[piece] = terms
        return terms


_terms = _Terms()
_folded = _FoldedTerms()


def _read(lowered: str) -> Iterator[tuple[str, int, int]]:
    """The terms of `clean` text with their ranges in it, token after token."""
    for match in _TOKEN.finditer(lowered):
        raw, at = match.group(), match.start()
        if raw[0].isdigit():
            for term, start, end in number_terms(spell(raw)):
                yield term, at + start, at + end
        else:
            yield PERCENT if raw == "%" else spelling.canonical(raw), at, match.end()


def _holds_spaced_number(lowered: str) -> bool:
    """Whether a document number with blanks in it stands there, which cuts at blanks would tear apart."""
    if not _BLANK_BESIDE.search(lowered):  # most texts, and several times quicker to tell
        return False
    return any(" " in number or "\u00a0" in number for number in _SPACED.findall(lowered))


@dataclass(frozen=True, slots=True)
class Token:
    """A unigram term with the code points of the original text that it came from."""

    term: str
    start: int
    end: int


def unigrams(text: str) -> list[str]:
    """Syllables and numbers of `text` in order, without bigrams."""
    lowered = clean(text)
    pieces = _TOKEN.findall(lowered) if _holds_spaced_number(lowered) else lowered.split()
    return list(chain.from_iterable(map(_terms.__getitem__, pieces)))


def bigrams(terms: list[str]) -> list[str]:
    """Neighbouring terms joined by `_`."""
    return [f"{left}_{right}" for left, right in pairwise(terms)]


def analyse(text: str) -> list[str]:
    """Terms of `text`: unigrams in order, then bigrams in order."""
    terms = unigrams(text)
    return terms + bigrams(terms)


def fold(term: str) -> str:
    """`term` without diacritics (đ becomes d)."""
    return spelling.fold(term)


def field_terms(text: str) -> tuple[str, str]:
    """What an engine stores of a field: `analyse(text)` blank-joined, and the same folded."""
    terms = unigrams(text)
    folded = list(map(spelling.fold, terms))
    return " ".join(terms + bigrams(terms)), " ".join(folded + bigrams(folded))


def tokens(text: str) -> list[Token]:
    """Unigrams with their ranges in `text`; a document number gives its key and its bare number."""
    lowered, offsets = mapped(text)
    return [Token(term, offsets[start], offsets[end]) for term, start, end in _read(lowered)]


class Folded:
    """The unigrams of a text without diacritics; where they stand is worked out for those asked for."""

    def __init__(self, text: str) -> None:
        lowered, self._offsets = mapped(text)
        spaced = _holds_spaced_number(lowered)
        self._pieces = [lowered] if spaced else lowered.replace("\n", " ").split(" ")
        self._terms = list(map(_folded.__getitem__, self._pieces))
        self.terms = list(chain.from_iterable(self._terms))

    def ranges(self, rows: Iterable[int]) -> list[tuple[int, int]]:
        """Code points of the text that the terms in these rows came from."""
        first_rows = list(accumulate(map(len, self._terms), initial=0))
        lengths = list(accumulate(map(len, self._pieces), initial=0))
        # A text in one piece is read for itself: kept for later, such texts would fill the memory.
        whole = tuple(_read(self._pieces[0])) if len(self._pieces) == 1 else ()
        found = []
        for row in rows:
            at = bisect_right(first_rows, row) - 1
            begins = lengths[at] + at  # a blank stands before each piece but the first
            _, start, end = (whole or _ranges(self._pieces[at]))[row - first_rows[at]]
            found.append((self._offsets[begins + start], self._offsets[begins + end]))
        return found


@lru_cache(maxsize=1 << 14)
def _ranges(piece: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_read(piece))
