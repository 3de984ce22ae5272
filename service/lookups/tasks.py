"""Questions for who leads a task (cơ quan chủ trì), looked up among the tasks read at indexing.

Only where every word of the question is found in the task, the headings above it or the name of its
document; all else is left to the passages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Document, Span
from indexer.text.analysis import fold
from indexer.understood import TaskRow, Understood
from service.answer import Answer, cite, quoting
from service.answering.attributes import issued_by
from service.answering.query import Asked, asked
from service.lookups.held_words import headings, holds, is_content, joined
from service.lookups.nearest import nearest
from service.lookups.shelf import Shelf
from service.question import AnswerKind, Question

SURE = 0.9
CITATIONS = 2
LONGEST = 600  # characters of a task quoted whole
LONGEST_MARKER = 8  # characters
TOLERATED = 0.1  # of the likeness to the best task, for the same task elsewhere
FEWEST = 0.5  # share of the question that stands in the task itself
_WHO = frozenset((AnswerKind.BODY, AnswerKind.PERSON))
_DONE = re.compile(
    r"(?<!\w)đã |kết quả|thực tế|báo cáo kết quả|vì sao|tại sao|hiệu lực|ban hành ngày|ký ngày|thành lập|"
    r"(?<!\w)ký(?!\w)|là ai"
)
_FRAME = frozenset(
    "cơ quan đơn vị tổ chức chủ trì phụ trách chịu trách nhiệm giao phân công đầu mối thực hiện hoàn thành phải "
    "theo được".split()
)
_FRAME_FOLDED = frozenset(map(fold, _FRAME))


@dataclass(frozen=True, slots=True)
class _Found:
    document: Document
    span: Span
    likeness: float
    day: str


def task_lookup(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """The task asked about, with who leads it; None when there is no such task.

    `text` is the question in lower case with its diacritics.
    """
    if question.kind not in _WHO or _DONE.search(text):
        return None
    found = sorted(_found(shelf, asked(question)), key=lambda one: (one.likeness, one.day), reverse=True)
    if not found:
        return None
    best = [one for one in found if one.likeness >= found[0].likeness - TOLERATED]
    first = {one.document.id: one for one in reversed(best)}
    chosen = [one for one in best if first[one.document.id] is one]
    return quoting([cite(one.document, one.span) for one in chosen[:CITATIONS]], SURE)


def _found(shelf: Shelf, query: Asked) -> Iterator[_Found]:
    references = [one for one in query.question.references if one.type or one.normalised]
    meant = [one.id for one in shelf.meant(query.question, references)]
    documents = meant if references else nearest(shelf, query.question)
    if not documents:
        return
    for row in Understood(shelf.index.catalogue).tasks(shelf.access, documents):
        if row.task.leader is None:
            continue
        document = shelf.document(row.document.id)
        if document is None or document.header.draft or not issued_by(query.question, document):
            continue
        likeness = _likeness(query, row, document)
        if likeness >= FEWEST:
            yield _Found(document, _span(document, row), likeness, row.document.date or "")


def _likeness(query: Asked, row: TaskRow, document: Document) -> float:
    """Share of the question that the task itself holds; 0 where even its document's name lacks a word."""
    header, span = document.header, row.task.span
    named = (document.title, header.issuer, header.superior, header.number, header.type, row.document.place)
    own = joined(query, document.text[span.start : span.end])
    whole = joined(query, " . ".join(part for part in (*named, *headings(document, span.start)) if part))
    frame = _FRAME_FOLDED if query.question.folded else _FRAME
    total = held = 0.0
    for place, (term, weight) in enumerate(zip(query.terms, query.weights, strict=True)):
        if term in frame or not is_content(query, term):
            continue
        inside = holds(query, place, own)
        if not inside and not holds(query, place, whole):
            return 0.0
        total += weight
        held += weight * inside
    return held / total if total else 0.0


def _span(document: Document, row: TaskRow) -> Span:
    """The task with the marker of its item, without the blanks around it."""
    text, span = document.text, row.task.span
    start, end = span.start, span.end
    line = text.rfind("\n", 0, start) + 1
    if start - line <= LONGEST_MARKER:
        start = line + len(text[line:start]) - len(text[line:start].lstrip())
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, min(end, start + LONGEST) if end - start > LONGEST else end)
