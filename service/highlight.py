"""Which words of a passage to mark: those it shares with the question, with or without diacritics."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span
from indexer.text.analysis import Occurrence, fold, occurrences


@dataclass(frozen=True, slots=True)
class Marking:
    """The words of a question without diacritics, which pairs of them are marked, and which of them alone."""

    words: frozenset[str]
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
        return cls(
            frozenset(asked), frozenset(pairwise(asked)), frozenset(asked if len(asked) == 1 else numbers)
        )


def highlights(text: str, marking: Marking, offset: int = 0) -> tuple[Span, ...]:
    """Spans of `text`, shifted by `offset`: runs of two or more words that the question has, and its numbers."""
    found = occurrences(text, marking.words)
    marked = [one.term in marking.alone for one in found]
    for at, (left, right) in enumerate(pairwise(found)):
        if right.place == left.place + 1 and (left.term, right.term) in marking.pairs:
            marked[at] = marked[at + 1] = True
    return _joined(text, [one for one, is_marked in zip(found, marked, strict=True) if is_marked], offset)


def _joined(text: str, found: Sequence[Occurrence], offset: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    for one in found:
        start, end = one.start + offset, one.end + offset
        if spans and text[spans[-1].end - offset : one.start].isspace():
            spans[-1] = Span(spans[-1].start, end)
        elif not spans or spans[-1].end <= start:
            spans.append(Span(start, end))
    return tuple(spans)
