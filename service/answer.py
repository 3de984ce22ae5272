"""Question and passages become an answer, or an honest refusal; quotes and cites, never rewrites."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document


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


def answer(candidates: Sequence[Candidate]) -> Answer:
    raise NotImplementedError
