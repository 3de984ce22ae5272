"""The order of documents found: by relevance, by date, by number; the same in every run and on every page."""

from collections.abc import Sequence
from enum import StrEnum

from corpus.values.reference import parse_number
from indexer.catalogue import DocumentSummary
from service.rank import RankedDocument


class Order(StrEnum):
    """What documents are sorted by; those that lack it come last."""

    RELEVANCE = "relevance"  # phù hợp nhất
    NEWEST = "newest"  # mới nhất
    OLDEST = "oldest"  # cũ nhất
    NUMBER = "number"  # số, ký hiệu


# Of the score of the best document. Below a third of it a document of the samples no longer speaks of
# what was asked, and an order that ignores relevance would put it first.
LEAST_SHARE = 1 / 3


def in_reach(found: Sequence[RankedDocument], order: Order) -> Sequence[RankedDocument]:
    """The documents that are put into `order`: all by relevance, else only those close to the question."""
    if order is Order.RELEVANCE or not found:
        return found
    least = LEAST_SHARE * max(one.score for one in found)
    return [one for one in found if one.score >= least]


def ordered(found: Sequence[RankedDocument], order: Order) -> list[RankedDocument]:
    """The documents in another order; equal ones stand by number, then by identity."""
    if order is Order.RELEVANCE:
        return list(found)
    documents = sorted(found, key=lambda one: (_number(_document(one)), _document(one).id))
    if order is Order.NUMBER:
        return documents
    dated = [one for one in documents if _document(one).date]
    dated.sort(key=lambda one: _document(one).date or "", reverse=order is Order.NEWEST)
    return [*dated, *(one for one in documents if not _document(one).date)]


def _document(found: RankedDocument) -> DocumentSummary:
    return found.passages[0].document


def _number(document: DocumentSummary) -> tuple[bool, int, str, str]:
    """By the figure, then by the symbol, then by date; a number of another form comes after the others."""
    read = parse_number(document.number) if document.number else None
    figure = int(read.number) if read and read.number.isdecimal() else 0
    return read is None, figure, document.number or "\uffff", document.date or ""
