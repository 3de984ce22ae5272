"""Which words of a passage to mark: those it shares with the question, with or without diacritics."""

from functools import lru_cache
from itertools import pairwise

from corpus.model import Span
from indexer.text.analysis import Token, fold, tokens, unigrams

PASSAGES_CACHED = 1024


def highlights(text: str, question: str, offset: int = 0) -> tuple[Span, ...]:
    """Spans of `text`, shifted by `offset`: runs of two or more words that the question has, and its numbers.

    A lone common syllable is not marked: nearly every Vietnamese passage shares some with any
    question. A question of one syllable marks that syllable.
    """
    asked = [fold(term) for term in unigrams(question)]
    pairs = set(pairwise(asked))
    numbers = {term for term in asked if any(character.isdigit() for character in term)}
    alone = set(asked) if len(asked) == 1 else numbers
    found, folded = _folded_tokens(text)
    marked = [term in alone for term in folded]
    for place, pair in enumerate(pairwise(folded)):
        if pair in pairs:
            marked[place] = marked[place + 1] = True
    return _joined(text, found, marked, offset)


@lru_cache(maxsize=PASSAGES_CACHED)
def _folded_tokens(text: str) -> tuple[list[Token], list[str]]:
    found = tokens(text)
    return found, [fold(token.term) for token in found]


def _joined(text: str, found: list[Token], marked: list[bool], offset: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    for token, is_marked in zip(found, marked, strict=True):
        if not is_marked:
            continue
        start, end = token.start + offset, token.end + offset
        if spans and text[spans[-1].end - offset : token.start].isspace():
            spans[-1] = Span(spans[-1].start, end)
        elif not spans or spans[-1].end <= start:
            spans.append(Span(start, end))
    return tuple(spans)
