"""Question and passages become an answer, or an honest refusal; quotes and cites, never rewrites."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document
from service.answering.evidence import Evidence, Weights, weigh
from service.answering.query import asked
from service.answering.reading import Reading, read
from service.question import Question


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked passage with its document; offsets are code points of `document.text`."""

    document: Document
    start: int
    end: int
    score: float  # fused score, higher is better, comparable within one question


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands: `quote == text[start:end]` of the document, always."""

    document: str
    path: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None  # ISO 8601
    page: int | None
    start: int
    end: int
    quote: str
    section: str = ""  # "II.3.a"


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One line of the answer, a verbatim quote, with the indexes of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`answered` is False when the documents do not hold the answer; `reason` is then a key of messages."""

    answered: bool
    items: tuple[AnswerItem, ...]
    citations: tuple[Citation, ...]
    confidence: float
    reason: str = ""


WEIGHTS = Weights()
CITATIONS = 3
MARGIN = 0.15


def answer(question: Question, candidates: Sequence[Candidate], weights: Weights = WEIGHTS) -> Answer:
    """Answer from the candidates, best passage first; quotes are whole sentences or list items."""
    if not candidates:
        return _refusal("no_match")
    found = weigh(asked(question), _readings(candidates), weights)
    if not found:
        return _refusal("no_evidence")
    chosen = [evidence for evidence in found[:CITATIONS] if evidence.score >= found[0].score - MARGIN]
    citations = tuple(_citation(evidence) for evidence in chosen)
    items = tuple(AnswerItem(citation.quote, (row,)) for row, citation in enumerate(citations))
    return Answer(True, items, citations, round(found[0].signs["context"], 4))


def _refusal(reason: str, confidence: float = 0.0) -> Answer:
    return Answer(False, (), (), confidence, reason)


def _readings(candidates: Sequence[Candidate]) -> list[tuple[Reading, float]]:
    scores = [candidate.score for candidate in candidates]
    low, high = min(scores), max(scores)
    span = (high - low) or 1.0
    return [
        (read(candidate.document, candidate.start, candidate.end), (candidate.score - low) / span)
        for candidate in candidates
    ]


def _citation(evidence: Evidence) -> Citation:
    document, start, end = evidence.reading.document, evidence.start, evidence.end
    header = document.header
    return Citation(
        document=document.id,
        path=document.path,
        title=document.title,
        number=header.number,
        issuer=header.issuer,
        date=header.date.isoformat() if header.date else None,
        page=document.page_at(start),
        start=start,
        end=end,
        quote=document.text[start:end],
        section=_section(document, start),
    )


def _section(document: Document, start: int) -> str:
    """Path of the deepest section of the outline that holds the offset."""
    path = ""
    for section in document.sections:
        if section.start > start:
            break
        if section.end > start:
            path = section.path
    return path
