"""Which words of a passage to mark: those it shares with the question, with or without diacritics."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span
from indexer.text.analysis import Folded, fold


@dataclass(frozen=True, slots=True)
class Marking:
    """Which pairs of words of a question are marked, without diacritics, and which words alone."""

    pairs: frozenset[tuple[str, str]]
    alone: frozenset[str]

    @classmethod
    def of(cls, terms: Sequence[str]) -> "Marking":
        """The marking for the terms of a question.

        A lone common syllable is not marked: nearly every Vietnamese passage shares some with any
        question. Numbers are, and a question of one syllable marks that syllable.
        """
        asked = [fold(term) for term in terms]
        numbers = {term for term in asked if any(character.isdigit() for character in term)}
        return cls(frozenset(pairwise(asked)), frozenset(asked if len(asked) == 1 else numbers))


def highlights(text: str, marking: Marking, offset: int = 0) -> tuple[Span, ...]:
    """Spans of `text`, shifted by `offset`: runs of two or more words that the question has, and its numbers."""
    found = Folded(text)
    marked = {row for row, term in enumerate(found.terms) if term in marking.alone}
    rows = [row for row, pair in enumerate(pairwise(found.terms)) if pair in marking.pairs]
    marked.update(rows, (row + 1 for row in rows))
    return _joined(text, found.ranges(sorted(marked)), offset)


def _joined(text: str, found: Sequence[tuple[int, int]], offset: int) -> tuple[Span, ...]:
    """The ranges shifted by `offset`, those with only blanks between them as one."""
    runs: list[list[int]] = []
    for start, end in found:
        if runs and text[runs[-1][1] : start].isspace():
            runs[-1][1] = end
        elif not runs or runs[-1][1] <= start:
            runs.append([start, end])
    return tuple(Span(start + offset, end + offset) for start, end in runs)
