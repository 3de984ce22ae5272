"""The only place where a string becomes terms.

Terms hold only letters, digits and `_`: syllables (`chỉ`), syllable bigrams (`chỉ_tiêu`), numbers, dates
and document numbers whole (`7_5`, `5_5_2022`, `15_nq_tw`). Index and question go through the same
functions. Raise ANALYSIS_VERSION whenever the terms of any text change: an index made with another
version refuses to open.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from indexer.text import spelling
from indexer.text.normalise import clean, mapped, spell
from indexer.text.numbers import PATTERN, number_terms

ANALYSIS_VERSION = 1

PERCENT = "phần_trăm"
# A word of letters (most matches), then numbers, then the percent sign.
_TOKEN = re.compile(rf"[^\W\d_][^\W_]*|{PATTERN}|%")


class _Terms(dict[str, str]):
    """From a raw lower-case token to its blank-joined terms, filled as tokens are met."""

    limit = 1 << 18  # distinct tokens kept: a damaged text cannot fill the memory

    def __missing__(self, raw: str) -> str:
        if len(self) >= self.limit:
            self.clear()
        terms = self[raw] = _terms_of(raw)
        return terms


def _terms_of(raw: str) -> str:
    if raw == "%":
        return PERCENT
    if raw[0].isdigit():
        return " ".join(term for term, _, _ in number_terms(spell(raw)))
    return spelling.canonical(raw)


_terms = _Terms()


class _Folded(dict[str, str | None]):
    """From a raw lower-case token to its term without diacritics, None for a number, which has several."""

    def __missing__(self, raw: str) -> str | None:
        if len(self) >= _Terms.limit:
            self.clear()
        folded = self[raw] = None if raw[0].isdigit() else spelling.fold(_terms[raw])
        return folded


_folded = _Folded()


@dataclass(frozen=True, slots=True)
class Token:
    """A unigram term with the code points of the original text that it came from."""

    term: str
    start: int
    end: int


def unigrams(text: str) -> list[str]:
    """Syllables and numbers of `text` in order, without bigrams."""
    return " ".join(map(_terms.__getitem__, _TOKEN.findall(clean(text)))).split()


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
    found: list[Token] = []
    for match in _TOKEN.finditer(lowered):
        raw, at = match.group(), match.start()
        if raw[0].isdigit():
            found.extend(
                Token(term, offsets[at + start], offsets[at + end])
                for term, start, end in number_terms(spell(raw))
            )
        else:
            found.append(Token(_terms[raw], offsets[at], offsets[match.end()]))
    return found


class Occurrence(NamedTuple):
    """A folded unigram found in a text: which of its unigrams it is, from 0, and its code points."""

    place: int
    term: str
    start: int
    end: int


def occurrences(text: str, folded: Container[str]) -> list[Occurrence]:
    """Where those of `tokens(text)` stand whose terms without diacritics are among `folded`, in order."""
    lowered, offsets = mapped(text)
    found: list[Occurrence] = []
    place = 0
    for match in _TOKEN.finditer(lowered):
        raw = match.group()
        word = _folded[raw]
        if word is None:
            at = match.start()
            for term, start, end in number_terms(spell(raw)):
                if fold(term) in folded:
                    found.append(Occurrence(place, fold(term), offsets[at + start], offsets[at + end]))
                place += 1
            continue
        if word in folded:
            found.append(Occurrence(place, word, offsets[match.start()], offsets[match.end()]))
        place += 1
    return found
