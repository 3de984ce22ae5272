"""Which stretches of text an answer quotes: whole sentences, items, or a list with its lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Document, Span
from service.answering.evidence import HARD_KINDS, Evidence, leads
from service.answering.query import Asked
from service.answering.reading import Terms
from service.answering.types import holds_answer
from service.answering.units import INLINE_DEPTH, NO_MARKER, Unit, UnitKind
from service.question import AnswerKind

LONGEST_BLOCK = 600  # characters of a list quoted in one piece beside the asked item
LONGEST_HEADING = 160
LONGEST_SENTENCE = 8_000  # that is looked through for the clauses to quote
LONGEST_LIST = 2_500  # of a list that is itself asked for
LEAD_NEEDED = 0.12  # idf share of the question that only the lead holds
WHOLE_KINDS = frozenset((AnswerKind.LIST, AnswerKind.FREE, AnswerKind.DEFINITION))
# What the lead of a list says of all its items ("Bộ Quốc phòng chịu trách nhiệm:").
SUBJECT_KINDS = frozenset((AnswerKind.BODY, AnswerKind.PERSON, AnswerKind.MANNER, AnswerKind.DEFINITION))
LIST_KINDS = frozenset((AnswerKind.LIST, AnswerKind.MANNER, AnswerKind.DEFINITION))


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of a document to quote, for the evidence it came from."""

    document: Document
    span: Span
    evidence: Evidence


def pieces(query: Asked, evidence: Evidence) -> list[Piece]:
    """What to quote for one unit: itself, the list it belongs to, or its lead and itself; with its heading."""
    found = [_headed(_shortened(query, piece)) for piece in _parts(query, evidence)]
    return found + _subject_heading(query, evidence, found)


def _subject_heading(query: Asked, evidence: Evidence, found: list[Piece]) -> list[Piece]:
    """The heading that alone names the body or person asked for ("Trách nhiệm của Bộ Quốc phòng")."""
    reading, row = evidence.reading, evidence.row
    if (
        query.question.kind not in (AnswerKind.BODY, AnswerKind.PERSON)
        or evidence.unit.kind is not UnitKind.ITEM
    ):
        return []
    above = next((at for at in range(row - 1, -1, -1) if reading.units[at].kind is UnitKind.HEADING), -1)
    if above < 0 or reading.units[above].start < reading.document.header.end:
        return []
    own, named = (query.form(reading.terms[at]).single for at in (row, above))
    unit = reading.units[above]
    if not (query.focus & named) - own or any(p.span.start <= unit.start < p.span.end for p in found):
        return []
    return [_piece(evidence, unit.start, unit.end)]


_CLAUSE = re.compile(r"[;,] ")


def _shortened(query: Asked, piece: Piece) -> Piece:
    """Of a sentence too long to quote, the run of whole clauses that holds most of the question."""
    text, unit = piece.document.text, piece.evidence.unit
    if piece.span != Span(unit.start, unit.end) or unit.end - unit.start <= LONGEST_BLOCK:
        return piece
    stop = min(unit.end, unit.start + LONGEST_SENTENCE)
    starts = [unit.start, *(match.end() for match in _CLAUSE.finditer(text, unit.start, stop))]
    ends = [*(start - 1 for start in starts[1:]), stop]
    best, span, last = -1.0, piece.span, 0
    for first, start in enumerate(starts):
        last = max(last, first)
        while last + 1 < len(ends) and ends[last + 1] - start <= LONGEST_BLOCK:
            last += 1
        held = query.share(query.held(Terms(text[start : ends[last]])))
        if held > best and ends[last] - start <= LONGEST_BLOCK:
            best, span = held, Span(start, ends[last])
    return Piece(piece.document, span, piece.evidence)


def _headed(piece: Piece) -> Piece:
    """The piece with the heading right above it, which names what it is about, where both are short."""
    reading, start = piece.evidence.reading, piece.span.start
    row = next((row for row, unit in enumerate(reading.units) if unit.start == start), 0)
    above = reading.units[row - 1] if row else None
    if above is None or above.kind is not UnitKind.HEADING or above.start < piece.document.header.end:
        return piece
    if above.end - above.start > LONGEST_HEADING or piece.span.end - above.start > LONGEST_BLOCK:
        return piece
    return Piece(piece.document, Span(above.start, piece.span.end), piece.evidence)


def _parts(query: Asked, evidence: Evidence) -> list[Piece]:
    reading, row = evidence.reading, evidence.row
    top = _lead(evidence)
    if top < 0:
        return _provision(query, evidence)
    start, end = reading.units[top].start, _last(evidence, top)
    whole = _asks_whole(query, evidence, top)
    limit = LONGEST_LIST if whole else LONGEST_BLOCK
    needed = whole or top == row or _needs_lead(query, evidence, top)
    if needed and end - start <= limit:
        return [_piece(evidence, start, end)]
    if top == row:
        return [_piece(evidence, evidence.start, evidence.end), *_best_child(query, evidence)]
    if needed and _lead_answers(query, evidence, top):
        return [
            _piece(evidence, start, reading.units[top].end),
            _piece(evidence, evidence.start, evidence.end),
        ]
    return _provision(query, evidence)


def _asks_whole(query: Asked, evidence: Evidence, top: int) -> bool:
    """Whether the list is asked for and not one of its items."""
    kind = query.question.kind
    if top == evidence.row:
        return kind in LIST_KINDS or evidence.unit.kind is UnitKind.HEADING
    if _adds(query, evidence) > ITEM_ANSWERS:
        return False
    if kind is AnswerKind.LIST or _asks_items(query, evidence, top):
        return evidence.reading.units[top].kind is UnitKind.LEAD
    return evidence.unit.depth == INLINE_DEPTH and kind in WHOLE_KINDS


def _asks_items(query: Asked, evidence: Evidence, top: int) -> bool:
    """Whether the lead names the asked kind of items ("trong trường hợp nào": "trong trường hợp sau đây:")."""
    if query.question.kind in HARD_KINDS or not query.focus:
        return False
    lead = query.form(evidence.reading.terms[top]).single
    return query.asks_which and query.focus <= lead


def _adds(query: Asked, evidence: Evidence) -> float:
    """idf share of the question that the item holds and the lines above it do not."""
    reading = evidence.reading
    own = query.held(reading.terms[evidence.row])
    above = query.held(
        Terms([term for row in leads(reading, evidence.row) for term in reading.terms[row].row])
    )
    return query.share([max(0.0, here - there) for here, there in zip(own, above, strict=True)])


ITEM_ANSWERS = 0.15  # of an item that is meant itself, not its list
LONGEST_ITEM = 450


def _provision(query: Asked, evidence: Evidence) -> list[Piece]:
    """The list item; with its unmarked paragraphs where one asks how a matter is provided for.

    In one piece where that is short enough to read, else in two.
    """
    start, end = _item(evidence)
    if query.question.kind is not AnswerKind.MANNER or evidence.unit.kind is not UnitKind.ITEM:
        return [_piece(evidence, start, end)]
    rest = list(_unmarked(evidence, end))
    if not rest:
        return [_piece(evidence, start, end)]
    last = max((unit.end for unit in rest if unit.end - start <= LONGEST_ITEM), default=end)
    after = [unit for unit in rest if unit.start >= last and unit.end - rest[0].start <= LONGEST_BLOCK]
    found = [_piece(evidence, start, last)]
    return [*found, _piece(evidence, after[0].start, after[-1].end)] if after else found


def _item(evidence: Evidence) -> tuple[int, int]:
    """The list item with all its sentences where it is short ("…; hoàn thành trong năm. Sở A chủ trì.")."""
    units, unit = evidence.reading.units, evidence.unit
    if unit.kind is not UnitKind.ITEM or unit.depth == INLINE_DEPTH:
        return unit.start, unit.end
    same = [other for other in units if other.paragraph == unit.paragraph and other.kind is UnitKind.ITEM]
    start, end = same[0].start, same[-1].end
    return (start, end) if end - start <= LONGEST_ITEM else (unit.start, unit.end)


def _unmarked(evidence: Evidence, end: int) -> Iterator[Unit]:
    """The unmarked sentences that follow an item, up to the next marker."""
    for unit in evidence.reading.units:
        if unit.start < end:
            continue
        if unit.kind is not UnitKind.SENTENCE or unit.depth != NO_MARKER:
            return
        yield unit


def _piece(evidence: Evidence, start: int, end: int) -> Piece:
    return Piece(evidence.reading.document, Span(start, end), evidence)


def _lead(evidence: Evidence) -> int:
    """Row of the lead of the unit, the unit's own when it is one, -1 when it stands alone."""
    units = evidence.reading.units
    if evidence.signs["listed"] or evidence.unit.kind is UnitKind.LEAD:
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
    """The lead, and not the item, holds what is asked for: its words, or the number or date."""
    reading, question = evidence.reading, query.question
    own, above = (query.form(reading.terms[row]).single for row in (evidence.row, top))
    if question.kind in SUBJECT_KINDS and (query.focus & above) - own:
        return True
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
