"""What the address of a page asks for, and the addresses that pages write."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from flask import request, url_for

from corpus.errors import BadQuestion
from corpus.model import Document, Span
from service.faces.markup import CITED_ID
from service.suggest import Suggestion

LONGEST_WORDS = 200  # code points of a filter that a person types


@dataclass(frozen=True, slots=True)
class Place:
    """A quote in a document; offsets are code points of its text."""

    document: str
    start: int
    end: int


class Cited(Protocol):
    """A quote in a document; offsets are code points of its text."""

    @property
    def document(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def cite_address(cited: Cited) -> str:
    """The address that opens a document at a quote and highlights it."""
    address = url_for("pages.document", document_id=cited.document)
    return f"{address}?tu={cited.start}&den={cited.end}#{quote(CITED_ID)}"


def suggestion_address(one: Suggestion) -> str:
    """Where a suggestion leads: to its document, to its heading there, or to a search for its words."""
    if one.document is None:
        return url_for("pages.ask", q=one.text)
    if one.start is None or one.end is None:
        return url_for("pages.document", document_id=one.document.id)
    return cite_address(Place(one.document.id, one.start, one.end))


def span_address(span: Span, document: Document) -> str:
    """The address that opens a document at a span of its text."""
    return cite_address(Place(document.id, span.start, span.end))


def chosen(name: str) -> tuple[str, ...]:
    """The values of a filter, each once. Raises BadQuestion (`bad_filter`) for control characters."""
    values = tuple(dict.fromkeys(value for value in request.args.getlist(name) if value))
    for value in values:
        if not value.isprintable():
            raise BadQuestion("bad_filter", value=ascii(value)[1:-1])
    return values


def typed(name: str) -> str:
    """Words that a person typed into a filter. Raises BadQuestion (`bad_filter`)."""
    value = " ".join(request.args.get(name, "").split())
    if len(value) > LONGEST_WORDS or not value.isprintable():
        raise BadQuestion("bad_filter", value=ascii(value)[1:-1] if not value.isprintable() else value)
    return value


def whole(value: str, code: str, most: int) -> int:
    """A whole number from 1 to `most`. Raises BadQuestion with `code`."""
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= most):
        raise BadQuestion(code, value=value)
    return int(value)
