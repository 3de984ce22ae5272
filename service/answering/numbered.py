"""Whether a document bears the number (số, ký hiệu) that a question names."""

import re

from corpus.model import Document, Reference
from corpus.values.reference import number_key
from indexer.text.analysis import unigrams
from service.question import Question


def is_named(question: Question, document: Document) -> bool:
    """Whether the document's own number is one of the asked, and nothing else asked of it differs."""
    if not document.header.number:
        return False
    key = number_key(document.header.number)
    return any(_same(found, key) and agrees(question, found, document) for found in question.references)


def _same(asked: Reference, key: str) -> bool:
    """Whether a mention means the number of that key; "Nghị quyết 18" means every 18-NQ."""
    if asked.normalised:
        return _tolerant(number_key(asked.normalised)) == _tolerant(key)
    return bool(asked.number and asked.type) and key.startswith(f"{asked.number}_{asked.type}_".lower())


def agrees(question: Question, asked: Reference, document: Document) -> bool:
    """A number is given out by many bodies: date and place of the asked one must be the document's."""
    header = document.header
    if asked.date and header.date and asked.date != header.date:
        return False
    year = _YEAR_AFTER.match(question.text, asked.span.end)
    if year and header.date and int(year[1]) != header.date.year:
        return False
    issuer = " " + " ".join(unigrams(question.text[asked.span.start : asked.span.end])) + " "
    names = {name for name in question.names if " " + " ".join(name) + " " in issuer} | _given_by(
        question, asked
    )
    named = [" " + " ".join(name) + " " for name in names]
    if not header.issuer or not named:
        return True
    parts = (header.issuer, header.superior, header.place, header.summary, document.title)
    whole = " " + " ".join(unigrams(" . ".join(part for part in parts if part))) + " "
    return any(name in whole for name in named)


def _given_by(question: Question, asked: Reference) -> set[tuple[str, ...]]:
    """The name right behind the number ("Chương trình 12 của Vân Sơn", "… của huyện Vân Sơn")."""
    after = tuple(unigrams(question.text[asked.span.end : asked.span.end + BEHIND]))
    first = after.index("của") + 1 if "của" in after[:OF] else len(after)
    places = range(first, min(first + OF, len(after)))
    return {name for name in question.names if any(after[at : at + len(name)] == name for at in places)}


BEHIND = 60  # characters behind a number in which the name of its unit may stand
OF = 3  # words before "của", and from it to the name
_YEAR_AFTER = re.compile(r" (?:ban hành )?năm (\d{4})(?!\d)")


def spellings(key: str) -> tuple[str, ...]:
    """The key, and as it reads where TƯ was typed for TU."""
    return (key, key.replace("_tu", "_tw")) if key.endswith("_tu") else (key,)


def _tolerant(key: str) -> str:
    """TƯ typed for TU, or the other way round: both are read as one issuer."""
    return key.replace("_tw", "_tu")
