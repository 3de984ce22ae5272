"""The steps from a question to hits or to an answer, in order; knows no Flask."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.model import Document, Span
from indexer.catalogue import DocumentSummary, PassageRow
from indexer.engine import AccessFilter, Filters
from service import answer as answering
from service import question as questions
from service.answer import AnswerItem, Citation
from service.correction import correct
from service.facts import answer_from_facts
from service.highlight import highlights
from service.open_index import OpenIndex, UnknownDocument
from service.question import Question
from service.rank import RankedDocument
from service.retrieval import candidates, ranked

NEAREST = 5  # documents offered under an answer
FACET_LIMIT = 20
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


@dataclass(frozen=True, slots=True)
class Spelling:
    """What was searched for when it is not what was typed, and what else may have been meant.

    `typed` is the question as it was typed, cleaned. At most one of the two others is set: `corrected`
    when another reading was used, `suggestion` when one is only offered.
    """

    typed: str
    corrected: str = ""
    suggestion: str = ""


Facets = Mapping[str, tuple[tuple[str, int], ...]]


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
    ) -> SearchResult:
        """One page of the documents that match. Raises BadQuestion, EngineUnavailable.

        `as_typed` searches for the very words even where they look like keyboard leftovers.
        """
        started = time.perf_counter()
        question, spelling = understood(text, as_typed=as_typed)
        index = self.opened()
        found = ranked(index, question, access, filters)
        return _page(index, found, question, spelling, access, page, per_page, started)

    def ask(
        self,
        text: str,
        access: AccessFilter,
        filters: Filters,
        per_page: int = NEAREST,
        *,
        as_typed: bool = False,
    ) -> AskResult:
        """The answer with its citations, or an honest refusal, and the first page of what was found.

        Raises BadQuestion, EngineUnavailable. `as_typed` as for `search`.
        """
        started = time.perf_counter()
        result = self._answered(self.opened(), text, access, filters, per_page, as_typed)
        return replace(result, took_ms=_since(started))


def _answered(
    index: OpenIndex, text: str, access: AccessFilter, filters: Filters, per_page: int, as_typed: bool
) -> AskResult:
    started = time.perf_counter()
    question, spelling = understood(text, as_typed=as_typed)
    found = ranked(index, question, access, filters)
    answer = answer_from_facts(index, question, access, filters)
    if answer is None:
        answer = answering.answer(question, candidates(index, found, access))
    return AskResult(
        question=spelling.typed,
        status="answered" if answer.answered else "no_answer",
        reason=answer.reason,
        answer=answer.items,
        citations=answer.citations,
        found=_page(index, found, question, spelling, access, 1, per_page, started),
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


def _page(
    index: OpenIndex,
    found: Sequence[RankedDocument],
    question: Question,
    spelling: Spelling,
    access: AccessFilter,
    page: int,
    per_page: int,
    started: float,
) -> SearchResult:
    first = (page - 1) * per_page
    hits = _hits(index, found[first : first + per_page], question, access)
    return SearchResult(len(found), hits, _facets(found), _since(started), page, per_page, spelling)


def _hits(
    index: OpenIndex, found: Sequence[RankedDocument], question: Question, access: AccessFilter
) -> tuple[SearchHit, ...]:
    hits = []
    for group in found:
        document = index.document(group.passages[0].document.id, access)
        if document is None:
            continue
        for row, score in zip(group.passages, group.scores, strict=True):
            hits.append(_hit(document, row, score, question))
    return tuple(hits)


def _hit(document: Document, row: PassageRow, score: float, question: Question) -> SearchHit:
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
        highlights=highlights(text, question.text, row.start),
        score=round(score, 6),
        section=row.section,
    )


def _facets(found: Sequence[RankedDocument]) -> Facets:
    """Documents found, counted by type, issuer and year; most frequent first, years newest first."""
    summaries = [group.passages[0].document for group in found]
    types = Counter(summary.type for summary in summaries if summary.type)
    issuers = Counter(summary.issuer for summary in summaries if summary.issuer)
    years = Counter(str(summary.year) for summary in summaries if summary.year)
    return {
        "type": tuple(types.most_common(FACET_LIMIT)),
        "issuer": tuple(issuers.most_common(FACET_LIMIT)),
        "year": tuple(sorted(years.items(), reverse=True)),
    }


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
