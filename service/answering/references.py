"""Whether a document is, or cites, the documents that a question names by number (số, ký hiệu)."""

from corpus.model import Document, Reference
from corpus.values.reference import number_key
from service.answering.numbered import agrees, spellings
from service.answering.scopes import Scopes
from service.question import Question


def held(question: Question, scopes: Scopes, document: Document) -> float:
    """1 where the document is or cites every document asked for, 0 where it misses one."""
    for asked in question.references:
        if not asked.normalised:
            continue
        key = number_key(asked.normalised)
        own = document.header.number is not None and number_key(document.header.number) == key
        if own and not agrees(question, asked, document):
            return 0.0
        if not own and not _cited(asked, key, scopes):
            return 0.0
    return 1.0


def _cited(asked: Reference, key: str, scopes: Scopes) -> bool:
    if asked.date is None:
        return any(scopes.place(f" {form} ") > 0 for form in spellings(key))
    day = f"{asked.date.day}_{asked.date.month}_{asked.date.year}"
    number = key.split("_", 1)[0]
    forms = (f" {key} {number} ngày {day} ", f" {key} {number} {day} ", f" {key} {number} ký ngày {day} ")
    return any(scopes.place(form) > 0 for form in forms)
