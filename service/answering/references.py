"""Whether a document is, or cites, the documents that a question names by number (số, ký hiệu)."""

import re

from corpus.model import Document, Reference
from corpus.values.reference import number_key
from indexer.text.analysis import unigrams
from service.answering.scopes import Scopes
from service.question import Question


def is_named(question: Question, document: Document) -> bool:
    """Whether the document's own number is one of the asked, and nothing else asked of it differs."""
    if not document.header.number:
        return False
    key = number_key(document.header.number)
    return any(_same(found, key) and _agrees(question, found, document) for found in question.references)


def _same(asked: Reference, key: str) -> bool:
    """Whether a mention means the number of that key; "Nghị quyết 18" means every 18-NQ."""
    if asked.normalised:
        return _tolerant(number_key(asked.normalised)) == _tolerant(key)
    return bool(asked.number and asked.type) and key.startswith(f"{asked.number}_{asked.type}_".lower())


def held(question: Question, scopes: Scopes, document: Document) -> float:
    """1 where the document is or cites every document asked for, 0 where it misses one."""
    for asked in question.references:
        if not asked.normalised:
            continue
        key = number_key(asked.normalised)
        own = document.header.number is not None and number_key(document.header.number) == key
        if own and not _agrees(question, asked, document):
            return 0.0
        if not own and not _cited(asked, key, scopes):
            return 0.0
    return 1.0


def _agrees(question: Question, asked: Reference, document: Document) -> bool:
    """A number is given out by many bodies: date and place of the asked one must be the document's."""
    header = document.header
    if asked.date and header.date and asked.date != header.date:
        return False
    year = _YEAR_AFTER.match(question.text, asked.span.end)
    if year and header.date and int(year[1]) != header.date.year:
        return False
    issuer = " " + " ".join(unigrams(question.text[asked.span.start : asked.span.end])) + " "
    named = [" " + " ".join(name) + " " for name in question.names]
    named = [name for name in named if name in issuer]
    if not header.issuer or not named:
        return True
    parts = (header.issuer, header.superior, header.place, header.summary, document.title)
    whole = " " + " ".join(unigrams(" . ".join(part for part in parts if part))) + " "
    return any(name in whole for name in named)


_YEAR_AFTER = re.compile(r" (?:ban hành )?năm (\d{4})(?!\d)")


def _tolerant(key: str) -> str:
    """TƯ typed for TU, or the other way round: both are read as one issuer."""
    return key.replace("_tw", "_tu")


def _cited(asked: Reference, key: str, scopes: Scopes) -> bool:
    if asked.date is None:
        return scopes.place(f" {key} ") > 0
    day = f"{asked.date.day}_{asked.date.month}_{asked.date.year}"
    number = key.split("_", 1)[0]
    forms = (f" {key} {number} ngày {day} ", f" {key} {number} {day} ", f" {key} {number} ký ngày {day} ")
    return any(scopes.place(form) > 0 for form in forms)
