"""Questions that only name a document (tra cứu theo số): the documents they may mean, and what those are about."""

import re

from corpus.model import Document, Reference
from service.answer import Answer, cite, quoting
from service.answering.known import asks_only_for_document, subject
from service.answering.numbered import is_named
from service.lookups.shelf import Shelf
from service.question import AnswerKind, Question
from service.retrieval import candidates_of

CANDIDATES = 6  # documents offered where the number was given out several times
SURE = 1.0
COPY = "BS"  # bản sao
_ASKS_ORIGINAL = re.compile(r"bản sao|sao từ|sao lục|sao y|văn bản (?:nào|gì)", re.I)


def known_item_answer(shelf: Shelf, question: Question) -> Answer | None:
    """What the named documents are about, one citation each; None when more is asked, or none is held."""
    documents = named_on(shelf, question) or _originals(shelf, question)
    found = [cite(one, span) for one in documents if (span := subject(one)) is not None]
    return quoting(found[:CANDIDATES], SURE) if found else None


def named_on(shelf: Shelf, question: Question) -> list[Document]:
    """The documents that the question names and asks nothing else of, newest first."""
    held = shelf.meant(question, question.references)
    if not held or not asks_only_for_document(question, held):
        return []
    found = [document for document in held if is_named(question, document)]
    found = [one for one in found if _in_year(question, one)] or found
    return [one for one in found if _at_place(question, one)] or found


def _in_year(question: Question, document: Document) -> bool:
    return document.header.date is not None and document.header.date.year in question.years


def _at_place(question: Question, document: Document) -> bool:
    header = document.header
    said = " ".join(f"{header.issuer or ''} {header.superior or ''}".lower().split())
    return any(" ".join(name) in said for name in question.names)


def _originals(shelf: Shelf, question: Question) -> list[Document]:
    """The documents whose copy (bản sao) bears the number asked about, where nothing else is asked."""
    copies = [one for one in question.references if one.type == COPY and one.normalised]
    if len(copies) != 1 or len(question.references) != 1 or not _is_about_copy(question):
        return []
    return originals(shelf, question, copies[0])


def originals(shelf: Shelf, question: Question, copy: Reference) -> list[Document]:
    """The documents whose copy (bản sao) bears that number."""
    found = {}
    for candidate in candidates_of(shelf.index, question, shelf.access, shelf.filters):
        document = candidate.document
        if copy.normalised and copy.normalised in document.text and document.header.number != copy.normalised:
            found[document.id] = document
    return list(found.values())


def _is_about_copy(question: Question) -> bool:
    only = question.kind in (AnswerKind.FREE, AnswerKind.DEFINITION) and len(question.terms) <= SHORT
    return only or _ASKS_ORIGINAL.search(question.text) is not None


SHORT = 6  # terms of a question that is hardly more than a number
