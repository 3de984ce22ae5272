"""Every parser that reads the text of documents, as one table: text in, what was found out, each with its span.

Shared by the test that no string breaks a parser and by the measurement that all of them are linear.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corpus.header import parse_header
from corpus.identity import KnownDocument, issuer_place, place_key, resolve
from corpus.model import Header, Reference, Section, Span
from corpus.relations import find_effect, find_relations
from corpus.signature import find_signer, signed_end
from corpus.structure import parse_sections
from corpus.tasks import find_tasks
from corpus.values.assignment import read_assignment
from corpus.values.clause import clauses
from corpus.values.date import date_at, find_dates, find_years
from corpus.values.field import field_of
from corpus.values.issuer import find_issuer, issuer_level
from corpus.values.letter_case import normal_case
from corpus.values.number import find_numbers, value_of_words
from corpus.values.quantity import find_quantities
from corpus.values.reference import find_references
from corpus.values.standing import standings
from corpus.values.symbol import normalise_number, number_key, parse_number, same_number
from corpus.values.target import find_targets
from service.access import everyone
from service.citations import check_text

KNOWN = KnownDocument("a", "", "05-NQ/TU", "Nghị quyết", "Tỉnh ủy Lam Hà", None, "Lam Hà", None)
Found = Any  # a Span, or what has one as its `span`
Parser = Callable[[str], Iterable[Found]]


def outline(text: str) -> tuple[Section, ...]:
    return parse_sections(text)


def referred(text: str) -> Iterator[Span]:
    for one in find_references(text):
        assert text[one.span.start : one.span.end] == one.raw
        yield one.span


def identified(text: str) -> Iterator[Span]:
    """The text as the name of a body, as the words of a reference, and as a header."""
    issuer_place(text, text)
    place_key(text)
    parse_header(text)
    read = next(iter(find_references(text)), None)
    if isinstance(read, Reference):
        resolve(read, [KNOWN])
        yield read.span


def symbol(text: str) -> Iterable[Span]:
    parse_number(text)
    normalise_number(text)
    same_number(number_key(text), text)
    return ()


def issued(text: str) -> Iterable[Span]:
    find_issuer(text)
    issuer_level(text)
    return ()


def cased(text: str) -> Iterable[Span]:
    normal_case(text.upper())
    return ()


def counted(text: str) -> Iterable[Found]:
    value_of_words(text)
    return find_numbers(text)


def fielded(text: str) -> Iterable[Span]:
    field_of(text, (text,))
    return ()


def dated(text: str) -> Iterator[Span]:
    day = date_at(text, 0)
    yield from [day.span] if day else []
    yield from (one.span for one in find_dates(text))
    yield from (one.span for one in find_years(text))


def related(text: str) -> Iterator[Span]:
    for one in find_relations(text, Header(), outline(text), find_references(text)):
        yield one.quote
        yield one.reference.span


def targeted(text: str, sections: tuple[Section, ...] = ()) -> Iterator[Span]:
    for one in find_targets(text, sections, references=()):
        yield from (one.span, one.value_span)
        yield from [one.scope] if one.scope else []


def assigned(text: str) -> Iterator[Span]:
    read = read_assignment(text)
    yield from [read.deadline.span] if read.deadline else []


def in_force(text: str) -> Iterator[Span]:
    effect = find_effect(text, Header())
    yield from [effect.span] if effect else []


def headed(text: str) -> Iterator[Span]:
    yield Span(0, parse_header(text).end)


def signed(text: str) -> Iterator[Span]:
    find_signer(text)
    yield Span(0, signed_end(text))


def sectioned(text: str) -> Iterator[Span]:
    for one in outline(text):
        yield from (Span(one.start, one.end), one.heading)


def cited(text: str) -> Iterator[Span]:
    yield from (one.reference.span for one in check_text(text, None, everyone()))


PARSERS: dict[str, Parser] = {
    "references": referred,
    "citations": cited,
    "identity": identified,
    "relations": related,
    "targets": targeted,
    "targets in outline": lambda text: targeted(text, outline(text)),
    "tasks": lambda text: find_tasks(text, outline(text)),
    "clauses": lambda text: (Span(one.start, one.end) for one in clauses(text, 0, len(text))),
    "structure": sectioned,
    "assignment": assigned,
    "effect": in_force,
    "header": headed,
    "signature": signed,
    "dates": dated,
    "numbers": counted,
    "quantities": lambda text: find_quantities(text, 0, len(text), ()),
    "standing": lambda text: standings(text, 0, len(text)),
    "field": fielded,
    "issuers": issued,
    "letter case": cased,
    "symbols": symbol,
}
