"""Which stretches of text an answer quotes: whole sentences, items, or a list with its lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document, Span
from service.answering.constraints import Fit
from service.answering.evidence import HARD_KINDS, Evidence, leads
from service.answering.query import Asked
from service.answering.types import holds_answer
from service.answering.units import UnitKind
from service.question import AnswerKind

LONGEST_BLOCK = 600  # characters of a list quoted in one piece beside the asked item
LONGEST_LIST = 2_500  # of a list that is itself asked for
LEAD_NEEDED = 0.12  # idf share of the question that only the lead holds
LIST_KINDS = frozenset((AnswerKind.LIST, AnswerKind.MANNER, AnswerKind.DEFINITION))


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of a document to quote, for the evidence it came from."""

    document: Document
    span: Span
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """Evidence with how it fits, and the score after that."""

    evidence: Evidence
    fit: Fit
    score: float


def pieces(query: Asked, evidence: Evidence) -> list[Piece]:
    """What to quote for one unit: itself, the list it belongs to, or its lead and itself."""
    reading, row = evidence.reading, evidence.row
    top = _lead(evidence)
    if top < 0:
        return [_piece(evidence, evidence.start, evidence.end)]
    start, end = reading.units[top].start, _last(evidence, top)
    limit = LONGEST_LIST if top == row and query.question.kind in LIST_KINDS else LONGEST_BLOCK
    needed = top == row or _needs_lead(query, evidence, top)
    if needed and end - start <= limit:
        return [_piece(evidence, start, end)]
    if top == row:
        return [_piece(evidence, evidence.start, evidence.end), *_best_child(query, evidence)]
    if needed and _lead_answers(query, evidence, top):
        return [
            _piece(evidence, start, reading.units[top].end),
            _piece(evidence, evidence.start, evidence.end),
        ]
    return [_piece(evidence, evidence.start, evidence.end)]


def _piece(evidence: Evidence, start: int, end: int) -> Piece:
    return Piece(evidence.reading.document, Span(start, end), evidence)


def _lead(evidence: Evidence) -> int:
    """Row of the lead of the unit, the unit's own when it is one, -1 when it stands alone."""
    units = evidence.reading.units
    if evidence.unit.kind is UnitKind.LEAD:
        return evidence.row if any(unit.lead == evidence.row for unit in units) else -1
    lead = evidence.unit.lead
    return lead if lead >= 0 and units[lead].kind is UnitKind.LEAD else -1


def _last(evidence: Evidence, top: int) -> int:
    """End of the last item below the lead."""
    reading = evidence.reading
    below = [row for row in range(top, len(reading.units)) if row == top or top in leads(reading, row)]
    return reading.units[below[-1]].end


def _needs_lead(query: Asked, evidence: Evidence, top: int) -> bool:
    reading = evidence.reading
    own, above = evidence.held, query.held(reading.terms[top])
    more = [max(0.0, there - here) for here, there in zip(own, above, strict=True)]
    return query.share(more) >= LEAD_NEEDED or _lead_answers(query, evidence, top)


def _lead_answers(query: Asked, evidence: Evidence, top: int) -> bool:
    """The lead, and not the item, holds the asked number or date."""
    reading, question = evidence.reading, query.question
    if question.kind not in HARD_KINDS and question.kind is not AnswerKind.MANNER:
        return False
    kind = AnswerKind.NUMBER if question.kind is AnswerKind.MANNER else question.kind
    if kind is not question.kind:
        return any(char.isdigit() for char in reading.quote(top)[3:])
    return holds_answer(question, reading.quote(top), reading.terms[top]) > holds_answer(
        question, reading.quote(evidence.row), reading.terms[evidence.row]
    )


def _best_child(query: Asked, evidence: Evidence) -> list[Piece]:
    """The item below a lead that holds most of the question, if any holds something."""
    reading = evidence.reading
    shares = [
        (query.share(query.held(reading.terms[row])), row)
        for row, unit in enumerate(reading.units)
        if unit.lead == evidence.row
    ]
    if not shares or max(shares)[0] < LEAD_NEEDED:
        return []
    unit = reading.units[max(shares)[1]]
    return [_piece(evidence, unit.start, unit.end)]


def choose(query: Asked, judged: Sequence[Judged], limit: int, margin: float) -> list[Piece]:
    """Pieces of the best evidence and of what comes within `margin` of it, at most `limit`, none twice."""
    chosen: list[Piece] = []
    for found in judged:
        if found.score < judged[0].score - margin:
            break
        for piece in pieces(query, found.evidence):
            if len(chosen) < limit and not any(_overlap(piece, other) for other in chosen):
                chosen.append(piece)
    return chosen


def _overlap(left: Piece, right: Piece) -> bool:
    return (
        left.document.id == right.document.id
        and left.span.start < right.span.end
        and right.span.start < left.span.end
    )
