"""A question that only names a document by its number: which documents it may open."""

from corpus.model import Document
from indexer.engine import AccessFilter, Filters
from service.ask import understood
from service.lookups.known_items import named_on
from service.lookups.shelf import Shelf
from service.open_index import OpenIndex


def named_documents(
    text: str, index: OpenIndex, access: AccessFilter, *, as_typed: bool = False
) -> list[Document]:
    """The documents that the question names and asks nothing else of, newest first; [] for any other.

    A year or a place beside the number narrows them. Raises BadQuestion.
    """
    question, _ = understood(text, as_typed=as_typed)
    return named_on(Shelf(index, access, Filters()), question)
