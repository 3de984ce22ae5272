"""The precedents of a document or passage as they are shown: each with its reasons, and each reason quoted."""

import time
from dataclasses import dataclass

from corpus.model import Document, Span
from corpus.values.clause import clauses
from indexer.catalogue import DocumentSummary
from indexer.engine import AccessFilter
from indexer.passages import cut
from service.key_terms import pairs_of, shared_phrases
from service.open_index import OpenIndex
from service.precedents import Ground, Precedent, Subject, Tie, find_precedents, subject_of

LISTED = 10
NEAR = 0.25  # of the document's own score: below it a shared subject is not worth saying
PHRASES = 3
LONGEST_EXCERPT = 280  # code points
LONGEST_QUOTE = 280
_QUOTE_REACH = 600  # code points around a citation in which its clause is looked for


@dataclass(frozen=True, slots=True)
class Said:
    """A ground with the words that state it: `text == document.text[start:end]` of `ground.document`.

    `cut` when the sentence goes on.
    """

    ground: Ground
    start: int
    end: int
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A precedent: its nearest passage and why it is one. `shared` are phrases that both texts hold."""

    document: DocumentSummary
    start: int
    end: int
    text: str
    section: str
    said: tuple[Said, ...]
    shared: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Similar:
    """The precedents of `document`, or of its passage `span`, best first."""

    document: Document
    span: Span | None
    items: tuple[SimilarDocument, ...]
    took_ms: float


def passage_at(document: Document, start: int) -> Span | None:
    """The indexed passage that holds the code point `start`; None outside of all."""
    for passage in cut(document):
        if passage.start <= start < passage.end:
            return Span(passage.start, passage.end)
    return None


def similar(
    index: OpenIndex,
    document: Document,
    access: AccessFilter,
    span: Span | None = None,
    limit: int = LISTED,
) -> Similar:
    """At most `limit` precedents that there is a reason to name. Raises EngineUnavailable."""
    started = time.perf_counter()
    found = [one for one in find_precedents(index, document, access, span) if _is_worth(one)][:limit]
    subject = subject_of(document, span)
    own = pairs_of(document.text[span.start : span.end] if span else f"{document.title}\n{document.text}")
    summaries = index.catalogue.summaries([one.document for one in found], access)
    items = [
        _shown(index, one, summaries[one.document], subject, own, access)
        for one in found
        if one.document in summaries
    ]
    took = round((time.perf_counter() - started) * 1000, 2)
    return Similar(document, span, tuple(item for item in items if item is not None), took)


def _is_worth(one: Precedent) -> bool:
    return bool(one.grounds) or one.likeness >= NEAR


def _shown(
    index: OpenIndex,
    one: Precedent,
    summary: DocumentSummary,
    subject: Subject,
    own: frozenset[str],
    access: AccessFilter,
) -> SimilarDocument | None:
    document = index.document(one.document, access)
    if document is None:
        return None
    start, end = (one.row.start, one.row.end) if one.row else (document.header.end, len(document.text))
    shared: tuple[str, ...] = ()
    if one.likeness >= NEAR:
        other = f"{document.title}\n{document.text[start:end]}"
        shared = tuple(shared_phrases(subject.terms, own, other, PHRASES))
    said = tuple(quoted for ground in one.grounds if (quoted := _said(index, ground, access)))
    below = document.header.end  # the letterhead says nothing of the subject
    excerpt = _excerpt(document, below if start < below < end else start, end)
    return SimilarDocument(
        summary,
        excerpt.start,
        excerpt.end,
        document.text[excerpt.start : excerpt.end],
        one.row.section if one.row else "",
        said,
        shared,
        round(one.score, 6),
    )


def _excerpt(document: Document, start: int, end: int) -> Span:
    """The beginning of a passage, as many of its whole words as fit."""
    while start < end and document.text[start].isspace():
        start += 1
    if end - start > LONGEST_EXCERPT:
        end = _word_end(document.text, start, start + LONGEST_EXCERPT)
    return Span(start, max(start, end))


def _word_end(text: str, start: int, end: int) -> int:
    at = next((at for at in range(end, start, -1) if text[at].isspace()), end)
    return at if at > end - 40 else end


def _said(index: OpenIndex, ground: Ground, access: AccessFilter) -> Said | None:
    source = index.document(ground.document, access)
    if source is None or ground.span is None:
        return None
    span = ground.span
    if ground.tie in (Tie.CITES, Tie.CITED_BY):
        span = _clause(source.text, span)
    end = span.end
    if end - span.start > LONGEST_QUOTE:
        end = _word_end(source.text, span.start, span.start + LONGEST_QUOTE)
    return Said(ground, span.start, end, source.text[span.start : end], cut=end < span.end)


def _clause(text: str, span: Span) -> Span:
    """The clause in which a citation stands, the citation alone where the clause is too long."""
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - _QUOTE_REACH)
    stop = text.find("\n", span.end)
    last = min(stop if stop >= 0 else len(text), span.end + _QUOTE_REACH)
    for clause in clauses(text, first, last):
        if clause.start <= span.start < clause.end:
            end = max(clause.end, span.end)
            return Span(clause.start, end) if end - clause.start <= LONGEST_QUOTE else span
    return span
