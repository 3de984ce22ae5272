"""Whether what was read out of a document says the words of a question, in any way of saying them."""

from collections.abc import Iterator

from corpus.model import Document, Section
from indexer.text.analysis import fold, unigrams
from service.answering.query import Asked


def joined(query: Asked, text: str) -> str:
    """The terms of a text in the form of the question, blank-joined with blanks at both ends."""
    terms = unigrams(text)
    return " " + " ".join(map(fold, terms) if query.question.folded else terms) + " "


def is_content(query: Asked, term: str) -> bool:
    """Whether a term of the question carries meaning."""
    question = query.question
    return question.content[question.terms.index(term)]


def holds(query: Asked, row: int, text: str) -> bool:
    """Whether a joined text holds the term of that row, or what stands for it."""
    if f" {query.terms[row]} " in text:
        return True
    return any(phrase in text for phrase, _ in query.others[row])


def headings(document: Document, at: int) -> Iterator[str]:
    """The headings above an offset, innermost first."""
    inner: Section | None = None
    for section in document.sections:
        if section.start > at:
            break
        if section.end > at:
            inner = section
    while inner is not None:
        yield document.text[inner.heading.start : inner.heading.end]
        inner = document.sections[inner.parent] if inner.parent >= 0 else None
