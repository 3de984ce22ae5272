"""What a document holds of a question in every sentence: by its number, issuer, place, year and title."""

from indexer.text.analysis import unigrams
from service.answering.numbered import is_named
from service.answering.query import Asked
from service.answering.reading import Reading
from service.question import Question


def given_terms(query: Asked, reading: Reading) -> frozenset[str]:
    """Terms of the question that name the document itself: its number, its place, its issuer, its year."""
    question, document = query.question, reading.document
    given: set[str] = set()
    if question.references and is_named(question, document):
        for found in question.references:
            given.update(unigrams(question.text[found.span.start : found.span.end]))
    title = query.form(reading.title).joined
    for name, level in zip(question.names, question.levels, strict=True):
        if " " + " ".join(name) + " " in title:
            given.update(name, (level,) if level else ())
    if document.header.official:  # the title of a statute's article is its rule
        given.update(_titled(question, title))
    date = document.header.date
    if date:
        given.update(number.term for number in question.numbers if number.term == str(date.year))
    return frozenset(given)


TITLED = 3  # terms of a question in a row that name the document by its title


def _titled(question: Question, title: str) -> set[str]:
    """Terms that repeat the title of the document, blank-joined: they say which one is meant, in any sentence."""
    named: set[str] = set()
    terms = question.terms
    for first in range(len(terms) - TITLED + 1):
        if " " + " ".join(terms[first : first + TITLED]) + " " in title:
            named.update(terms[first : first + TITLED])
    return named
