"""The steps from a question to hits or to an answer, in order; knows no Flask."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.model import Document, Span
from indexer.catalogue import DocumentSummary, PassageRow
from indexer.engine import AccessFilter, Filters
from service import answer as answering
from service import question as questions
from service.answer import AnswerItem, Citation
from service.correction import correct
from service.facets import Facets, Narrowing, facets, found_by
from service.highlight import Marking, highlights
from service.lookups.facts import answer_from_facts
from service.open_index import OpenIndex, UnknownDocument
from service.order import Order, in_reach, ordered
from service.question import Question
from service.rank import RankedDocument
from service.relations import State, StatusLine
from service.retrieval import candidates, ranked
from service.statuses import Lines, statuses, with_states

NEAREST = 5  # documents offered under an answer
ANSWERS_KEPT = 256


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage found; offsets and highlights are code points of the document's text."""

    document: str
    path: str
    title: str
    number: str | None
    type: str | None
    issuer: str | None
    date: str | None
    start: int
    end: int
    text: str
    highlights: tuple[Span, ...]
    score: float
    section: str = ""
    level: str | None = None
    fields: tuple[str, ...] = ()
    status: tuple[StatusLine, ...] = ()  # what texts say of the document's force


@dataclass(frozen=True, slots=True)
class Spelling:
    """What was searched for when it is not what was typed, and what else may have been meant.

    `typed` is the question as it was typed, cleaned. At most one of the two others is set: `corrected`
    when another reading was used, `suggestion` when one is only offered.
    """

    typed: str
    corrected: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of documents; `total` counts documents, hits of one document stand together."""

    total: int
    hits: tuple[SearchHit, ...]
    facets: Facets
    took_ms: float
    page: int
    per_page: int
    spelling: Spelling


@dataclass(frozen=True, slots=True)
class AskResult:
    """`status` is 'answered' or 'no_answer'; `found` holds the nearest passages in both cases."""

    question: str
    status: str
    reason: str
    answer: tuple[AnswerItem, ...]
    citations: tuple[Citation, ...]
    found: SearchResult
    took_ms: float
    confidence: float

    @property
    def passages(self) -> tuple[SearchHit, ...]:
        return self.found.hits

    @property
    def facets(self) -> Facets:
        return self.found.facets


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is open: the generation's name and how much it holds for this person."""

    generation: str
    documents: int
    passages: int


class Service:
    """Answers questions over the published index and follows it when a new one is published."""

    def __init__(self, current: Callable[[], str | None], open_index: Callable[[], OpenIndex]) -> None:
        self._current = current
        self._open_index = open_index
        self._open: OpenIndex | None = None
        self._lock = threading.Lock()
        # In memory only, and dropped with the generation: the same question gets the same answer.
        self._answered = lru_cache(maxsize=ANSWERS_KEPT)(_answered)

    def opened(self) -> OpenIndex:
        """The published index. Raises EngineUnavailable when there is none that fits."""
        name = self._current()
        opened = self._open
        if opened is not None and opened.name == name:
            return opened
        with self._lock:
            if self._open is None or self._open.name != name:
                self._open = self._open_index()
                self._answered.cache_clear()
            return self._open

    def ready(self, access: AccessFilter) -> Readiness:
        """What can be searched now. Raises EngineUnavailable, also when a remote engine is away."""
        index = self.opened()
        passages = index.engine.statistics().passages
        return Readiness(index.name, index.catalogue.count_documents(access), passages)

    def document(self, document_id: str, access: AccessFilter) -> Document:
        """The document. Raises UnknownDocument, also for one that `access` excludes."""
        found = self.opened().document(document_id, access)
        if found is None:
            raise UnknownDocument("unknown_document", document=document_id)
        return found

    def find(self, name: str, access: AccessFilter) -> Document:
        """The document whose id, path or file name is `name`. Raises UnknownDocument."""
        document_id = self.opened().catalogue.find_document(name, access)
        if document_id is None:
            raise UnknownDocument("unknown_document", document=name)
        return self.document(document_id, access)

    def search(
        self,
        text: str,
        access: AccessFilter,
        filters: Filters,
        page: int = 1,
        per_page: int = 10,
        *,
        as_typed: bool = False,
        states: tuple[State, ...] = (),
        order: Order = Order.RELEVANCE,
    ) -> SearchResult:
        """One page of the documents that match. Raises BadQuestion, EngineUnavailable.

        `as_typed` searches for the very words even where they look like keyboard leftovers. `states`
        keeps documents of which a text says one of them. `order` sorts the documents found, over all pages;
        an order other than relevance leaves out those far from the question.
        """
        started = time.perf_counter()
        question, spelling = understood(text, as_typed=as_typed)
        index, narrowing = self.opened(), Narrowing(filters, states)
        found = found_by(index, question, access, narrowing)
        asked = _Asked(index, question, spelling, access, narrowing, order, page, per_page)
        return _page(asked, found, started)

    def ask(
        self,
        text: str,
        access: AccessFilter,
        filters: Filters,
        per_page: int = NEAREST,
        *,
        as_typed: bool = False,
        states: tuple[State, ...] = (),
        order: Order = Order.RELEVANCE,
    ) -> AskResult:
        """The answer with its citations, or an honest refusal, and the first page of what was found.

        Raises BadQuestion, EngineUnavailable. `as_typed`, `states` and `order` as for `search`; the order
        changes nothing of the answer.
        """
        started = time.perf_counter()
        narrowing = Narrowing(filters, states)
        result = self._answered(self.opened(), text, access, narrowing, per_page, as_typed, order)
        return replace(result, took_ms=_since(started))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One search: what is asked, by whom, how narrowed and sorted, and which page of it."""

    index: OpenIndex
    question: Question
    spelling: Spelling
    access: AccessFilter
    narrowing: Narrowing
    order: Order
    page: int
    per_page: int


def _answered(
    index: OpenIndex,
    text: str,
    access: AccessFilter,
    narrowing: Narrowing,
    per_page: int,
    as_typed: bool,
    order: Order,
) -> AskResult:
    started = time.perf_counter()
    question, spelling = understood(text, as_typed=as_typed)
    filters = with_states(index, narrowing.filters, narrowing.statuses, access)
    found = ranked(index, question, access, filters)
    near = [group.passages[0].document.id for group in found]
    answer = answer_from_facts(index, question, access, filters, near)
    if answer is None:
        answer = answering.answer(question, candidates(index, found, access))
    return AskResult(
        question=spelling.typed,
        status="answered" if answer.answered else "no_answer",
        reason=answer.reason,
        answer=answer.items,
        citations=answer.citations,
        found=_page(_Asked(index, question, spelling, access, narrowing, order, 1, per_page), found, started),
        took_ms=_since(started),
        confidence=answer.confidence,
    )


def understood(text: str, *, as_typed: bool = False) -> tuple[Question, Spelling]:
    """The question to search for, and how it departs from what was typed. Raises BadQuestion."""
    question = questions.parse(text)
    if as_typed:
        return question, Spelling(question.text)
    correction = correct(question.text)
    if correction is None:
        return question, Spelling(question.text)
    if correction.sure:
        return questions.parse(correction.text), Spelling(question.text, corrected=correction.text)
    return question, Spelling(question.text, suggestion=correction.text)


def _page(asked: _Asked, found: Sequence[RankedDocument], started: float) -> SearchResult:
    found = in_reach(found, asked.order)
    said = statuses(asked.index, found, asked.access)
    first = (asked.page - 1) * asked.per_page
    shown = ordered(found, asked.order)[first : first + asked.per_page]
    return SearchResult(
        total=len(found),
        hits=_hits(asked, shown, said),
        facets=facets(asked.index, asked.question, asked.access, asked.narrowing, found, asked.order),
        took_ms=_since(started),
        page=asked.page,
        per_page=asked.per_page,
        spelling=asked.spelling,
    )


def _hits(asked: _Asked, found: Sequence[RankedDocument], said: Lines) -> tuple[SearchHit, ...]:
    marking = Marking.of(asked.question.terms)
    documents = asked.index.documents([group.passages[0].document.id for group in found], asked.access)
    hits = []
    for group in found:
        document = documents.get(group.passages[0].document.id)
        if document is None:
            continue
        for row, score in zip(group.passages, group.scores, strict=True):
            hits.append(_hit(document, row, score, marking, said[document.id]))
    return tuple(hits)


def _hit(
    document: Document, row: PassageRow, score: float, marking: Marking, status: tuple[StatusLine, ...]
) -> SearchHit:
    text = document.text[row.start : row.end]
    summary: DocumentSummary = row.document
    return SearchHit(
        document=summary.id,
        path=summary.path,
        title=summary.title,
        number=summary.number,
        type=summary.type,
        issuer=summary.issuer,
        date=summary.date,
        start=row.start,
        end=row.end,
        text=text,
        highlights=highlights(text, marking, row.start),
        score=round(score, 6),
        section=row.section,
        level=summary.level,
        fields=summary.fields,
        status=status,
    )


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
