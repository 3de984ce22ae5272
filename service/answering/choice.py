"""How many stretches of text an answer quotes, and which neighbours are quoted in one piece."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Span
from service.answering.constraints import Fit
from service.answering.evidence import Evidence
from service.answering.query import Asked
from service.answering.select import LONGEST_BLOCK, Piece, pieces
from service.answering.units import INLINE_DEPTH, UnitKind


@dataclass(frozen=True, slots=True)
class Judged:
    """Evidence with how it fits, and the score after that."""

    evidence: Evidence
    fit: Fit
    score: float


@dataclass(frozen=True, slots=True)
class Margins:
    """How far below the best evidence another may score: quoted apart, or in one piece with a neighbour."""

    apart: float
    joined: float


@dataclass(frozen=True, slots=True)
class Widening:
    """The weaker the best evidence, the more stands near it: the margins grow with what it lacks of `clear`."""

    sure: Margins = Margins(apart=0.25, joined=1.3)
    unsure: Margins = Margins(apart=0.9, joined=2.0)
    compared: Margins = Margins(apart=0.6, joined=2.0)  # of provisions of which the highest is asked for
    clear: float = 2.4  # score of evidence that stands alone
    weak: float = 1.4  # score at which the margins are widest

    def at(self, score: float) -> Margins:
        share = min(max((self.clear - score) / (self.clear - self.weak), 0.0), 1.0)
        return Margins(
            self.sure.apart + share * (self.unsure.apart - self.sure.apart),
            self.sure.joined + share * (self.unsure.joined - self.sure.joined),
        )


FORM = Widening()  # papers of an office, whose provisions stand each for itself
# Prose tells one thing in several sentences and places, and what is asked for in other words.
PROSE = Widening(sure=Margins(apart=0.2, joined=1.3), unsure=Margins(apart=1.0, joined=2.0), clear=3.4)


def choose(query: Asked, judged: Sequence[Judged], limit: int) -> list[Piece]:
    """Pieces of the best evidence and of what comes near it in score, at most `limit`, none twice.

    Copies of one document count as one. Sentences of one paragraph that come near enough are quoted in one
    piece with what stands between.
    """
    chosen: list[Piece] = []
    widening = FORM if judged[0].evidence.official else PROSE
    margins = widening.compared if query.asks_extreme else widening.at(judged[0].score)
    for found in judged:
        below = judged[0].score - found.score
        if below > max(margins.joined, margins.apart):
            break
        for piece in pieces(query, found.evidence):
            if any(_overlap(piece, other) or _copied(piece, other) for other in chosen):
                continue
            at = _neighbour(chosen, piece) if below <= margins.joined else -1
            if at >= 0:
                chosen[at] = _joined(chosen[at], piece)
            elif len(chosen) < limit and below <= margins.apart:
                chosen.append(piece)
    return chosen


def _neighbour(chosen: Sequence[Piece], piece: Piece) -> int:
    """Row of a chosen piece that can be read as one quote with `piece`, -1 when none can."""
    for row, other in enumerate(chosen):
        if _together(piece, other):
            both = _joined(other, piece)
            if not any(_overlap(both, third) for third in chosen if third is not other):
                return row
    return -1


_PROSE = frozenset((UnitKind.SENTENCE, UnitKind.ITEM))


def _together(left: Piece, right: Piece) -> bool:
    """Neighbours, or sentences of one paragraph, that with what stands between are short enough to quote."""
    if left.document.id != right.document.id:
        return False
    first, last = (left, right) if left.span < right.span else (right, left)
    between = left.document.text[first.span.end : last.span.start]
    if last.span.end - first.span.start > LONGEST_BLOCK or "\n\n" in between:
        return False
    if between.strip() and not _one_paragraph(first, last):
        return False
    units = (left.evidence.unit, right.evidence.unit)
    return all(unit.kind in _PROSE and unit.depth != INLINE_DEPTH for unit in units)


def _one_paragraph(first: Piece, last: Piece) -> bool:
    units = first.evidence.reading.units
    return any(
        unit.start <= last.span.start < unit.end and unit.paragraph == first.evidence.unit.paragraph
        for unit in units
    )


def _joined(left: Piece, right: Piece) -> Piece:
    span = Span(min(left.span.start, right.span.start), max(left.span.end, right.span.end))
    return Piece(left.document, span, left.evidence)


def _copied(left: Piece, right: Piece) -> bool:
    """The same words in two copies (bản sao) of one document: quoted once."""
    one, other = left.document, right.document
    if one.id == other.id or (one.header.number, one.title) != (other.header.number, other.title):
        return False
    return _words(left) == _words(right)


def _words(piece: Piece) -> list[str]:
    return piece.document.text[piece.span.start : piece.span.end].split()


def _overlap(left: Piece, right: Piece) -> bool:
    return (
        left.document.id == right.document.id
        and left.span.start < right.span.end
        and right.span.start < left.span.end
    )
