"""The documents among which something that was read out at indexing is looked up for a question."""

from service.lookups.shelf import Shelf
from service.question import Question
from service.retrieval import ranked

NEAREST = 40  # documents: a look-up must not read the rows of a whole collection


def nearest(shelf: Shelf, question: Question) -> list[str]:
    """Ids of the documents that a search for the question finds, best first."""
    if shelf.near:
        return list(shelf.near[:NEAREST])
    found = ranked(shelf.index, question, shelf.access, shelf.filters)
    return [group.passages[0].document.id for group in found[:NEAREST]]
