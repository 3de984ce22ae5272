"""A question that only names a document by its number: which documents it may open."""

from corpus.model import Document
from indexer.engine import AccessFilter
from indexer.understanding import named_key
from indexer.understood import Understood
from service.answering.known import asks_only_for_document
from service.answering.numbered import is_named
from service.ask import understood
from service.open_index import OpenIndex
from service.question import Question


def named_documents(
    text: str, index: OpenIndex, access: AccessFilter, *, as_typed: bool = False
) -> list[Document]:
    """The documents that the question names and asks nothing else of, newest first; [] for any other.

    A year or a place beside the number narrows them. Raises BadQuestion.
    """
    question, _ = understood(text, as_typed=as_typed)
    keys = {named_key(found) for found in question.references}
    if not any(keys):
        return []
    known = Understood(index.catalogue).known(keys, access)
    names = dict.fromkeys(one.id for found in known.values() for one in found)
    held = [document for name in names if (document := index.document(name, access)) is not None]
    if not asks_only_for_document(question, held):
        return []
    found = [document for document in held if is_named(question, document)]
    found = [one for one in found if _in_year(question, one)] or found
    found = [one for one in found if _at_place(question, one)] or found
    return sorted(found, key=lambda one: one.header.date.isoformat() if one.header.date else "", reverse=True)


def _in_year(question: Question, document: Document) -> bool:
    return document.header.date is not None and document.header.date.year in question.years


def _at_place(question: Question, document: Document) -> bool:
    header = document.header
    said = " ".join(f"{header.issuer or ''} {header.superior or ''}".lower().split())
    return any(" ".join(name) in said for name in question.names)
