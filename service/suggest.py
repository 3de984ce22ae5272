"""What a person may be typing (gợi ý): at most ten numbers, titles and headings of documents they may see."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.catalogue import DocumentSummary
from indexer.engine import AccessFilter
from indexer.phrases import Fit, Phrase, PhraseKind, find_phrases, words_of
from service.open_index import OpenIndex

MOST = 10
LOOKED_AT = 40  # phrases of each fit that are weighed against one another
ENOUGH = 30  # that begin as typed: others are not looked for
LONGEST_TYPED = 200  # code points; more is a question, not the beginning of a phrase
MOST_WORDS = 12
_WORD = re.compile(r"[^\W\d_]+|\d+")
SPARE = 5  # of a document that is offered already
SHORTEST_BEGINNING = 2  # letters: with one, any word would do


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that completes what was typed; `document` None when `documents` of them share it.

    `start` and `end` are those of a heading in its document, code points.
    """

    kind: PhraseKind
    text: str
    documents: int
    document: DocumentSummary | None
    start: int | None = None
    end: int | None = None


def suggestions(index: OpenIndex, typed: str, access: AccessFilter) -> list[Suggestion]:
    """Suggestions, best first: the number typed, then what begins as typed, then what holds its words."""
    words = _looked_up(typed)
    if not words:
        return []
    found = _found(index, words, access)
    accented = [word for word in _lowered(typed) if word not in words]
    figures = any(word.isdigit() for word in words)

    def place(phrase: Phrase) -> tuple[bool, int, bool, bool]:
        number = phrase.kind is PhraseKind.NUMBER
        unlike = 0 if number else _unlike(phrase.text, accented)
        return not (number and figures), unlike, found[phrase] is not Fit.START, number

    merged = _merged(sorted(found, key=place))
    known = index.catalogue.summaries({phrase.document for phrase in merged[: MOST + SPARE]}, access)
    return list(_suggested(merged, known))[:MOST]


def _found(index: OpenIndex, words: Sequence[str], access: AccessFilter) -> dict[Phrase, Fit]:
    """The phrases that fit, each with the closest fit; a wider one is tried only while there are too few."""
    found: dict[Phrase, Fit] = {}
    with index.catalogue.reading() as connection:
        for fit in Fit:
            for phrase in find_phrases(connection, words, fit, access, LOOKED_AT):
                if _meant(phrase, words):
                    found.setdefault(phrase, fit)
            unfinished = len(words) > 1 and min(map(len, words)) >= SHORTEST_BEGINNING
            if len(found) >= (ENOUGH if fit is Fit.START else MOST) or (fit is Fit.WORDS and not unfinished):
                break
    return found


def _looked_up(typed: str) -> list[str]:
    words = words_of(typed)[:MOST_WORDS] if len(typed) <= LONGEST_TYPED else []
    if len(words) > 1 and words[0] == "so" and words[1].isdigit():
        words = words[1:]  # "số 15"
    return words


def _meant(phrase: Phrase, words: Sequence[str]) -> bool:
    """Figures in a title or heading count only where they stand as typed: they are parts of dates and numbers."""
    if phrase.kind is PhraseKind.NUMBER or not any(word.isdigit() for word in words):
        return True
    return f" {' '.join(words)}" in f" {' '.join(words_of(phrase.text))}"


def _lowered(text: str) -> list[str]:
    """The words as written, in lower case."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _unlike(text: str, accented: Sequence[str]) -> int:
    """How many words typed with diacritics begin no word of the phrase."""
    own = _lowered(text)
    return sum(not any(word.startswith(typed) for word in own) for typed in accented)


def _merged(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Phrases of one kind and text as one, numbers aside: a number may name several documents."""
    together: dict[tuple[str, ...], Phrase] = {}
    for phrase in phrases:
        number = phrase.document if phrase.kind is PhraseKind.NUMBER else ""
        key = (phrase.kind, " ".join(_lowered(phrase.text)), number)
        first = together.get(key)
        together[key] = replace(first, documents=first.documents + phrase.documents) if first else phrase
    return list(together.values())


def _suggested(phrases: Sequence[Phrase], known: dict[str, DocumentSummary]) -> Iterator[Suggestion]:
    """A document once, under its number or its title, whichever comes first."""
    named: set[str] = set()
    for phrase in phrases:
        if phrase.documents > 1:
            yield Suggestion(phrase.kind, phrase.text, phrase.documents, None)
        elif phrase.document in known:
            document = known[phrase.document]
            if phrase.kind is PhraseKind.HEADING:
                yield Suggestion(phrase.kind, phrase.text, 1, document, phrase.start, phrase.end)
            elif document.id not in named:
                named.add(document.id)
                yield Suggestion(phrase.kind, phrase.text, 1, document)
