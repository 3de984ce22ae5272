"""The key terms of a text: what a search for texts on the same subject looks for, and what two texts share."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise

from indexer.engine import TEXT, WeightedTerm
from indexer.text.analysis import bigrams, unigrams
from service.answering.background import idf

# Chosen on the development questions (docs/decisions/0008-precedents-and-tuning.md); none of them is sharp.
TERMS = 40
BIGRAM = 0.6
MOST_OFTEN = 2  # a term counts so often in a zone, at most
RARE = 5.0  # nats: a pair of syllables that says what a text is about
LONGEST_PHRASE = 14  # syllables
# Function words (hư từ), which a phrase neither begins nor ends with.
FUNCTION_WORDS = frozenset(
    "và của được về đối với trong các theo có là cho tại từ đến khi này đó một những để bị do cùng việc số"
    " hoặc như mà thì sau trước đã sẽ phải không trên dưới ra vào".split()
)


def key_terms(zones: Iterable[tuple[str, float]], count: int = TERMS) -> list[WeightedTerm]:
    """The `count` terms that tell the texts of `zones` (text, weight) from others, by tf·idf, heaviest first.

    Syllables, pairs of syllables and document numbers; bare figures and enumerations tell nothing.
    """
    weights: dict[str, float] = {}
    for text, weight in zones:
        terms = [term if _tells(term) else "" for term in unigrams(text)]
        pairs = [f"{left}_{right}" for left, right in pairwise(terms) if left.isalpha() and right.isalpha()]
        for found, worth in ((terms, 1.0), (pairs, BIGRAM)):
            for term, times in Counter(found).items():
                weights[term] = weights.get(term, 0.0) + weight * worth * min(times, MOST_OFTEN)
    weights.pop("", None)
    best = sorted(weights.items(), key=lambda pair: (-pair[1] * idf(pair[0]), pair[0]))[:count]
    return [WeightedTerm(TEXT, term, weight) for term, weight in best]


def _tells(term: str) -> bool:
    """A syllable or the number of a document, not a bare figure or date."""
    return not term[0].isdecimal() or any(char.isalpha() for char in term)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring syllables of a text."""
    return frozenset(bigrams(unigrams(text)))


def shared_phrases(terms: Iterable[WeightedTerm], common: Container[str], other: str, most: int) -> list[str]:
    """Up to `most` phrases of `other` that are made of pairs of `common`, around the most telling of `terms`.

    Lower case, without the function words at either end; none is part of another.
    """
    order = unigrams(other)
    pairs = [one.term for one in terms if one.term.count("_") == 1 and idf(one.term) >= RARE]
    places = {pair: place for place, pair in reversed(list(enumerate(bigrams(order))))}
    found: list[str] = []
    shown = [False] * len(order)
    for pair in pairs:
        place = places.get(pair)
        if place is None or pair not in common or shown[place] or shown[place + 1] or len(found) == most:
            continue
        first, last = _around(order, place, common)
        shown[first:last] = [True] * (last - first)
        phrase = " ".join(_bare(order[first:last]))
        if " " in phrase and not any(phrase in known or known in phrase for known in found):
            found.append(phrase)
    return found


def _around(order: Sequence[str], place: int, common: Container[str]) -> tuple[int, int]:
    """The run of `order` around the pair at `place` whose pairs are all `common`, without figures."""
    first, last = place, place + 2
    while last < len(order) and last - first < LONGEST_PHRASE and _joined(order, last - 1, common):
        last += 1
    while first and last - first < LONGEST_PHRASE and _joined(order, first - 1, common):
        first -= 1
    return first, last


def _joined(order: Sequence[str], place: int, common: Container[str]) -> bool:
    left, right = order[place], order[place + 1]
    return left.isalpha() and right.isalpha() and f"{left}_{right}" in common


def _bare(phrase: Sequence[str]) -> Sequence[str]:
    """`phrase` without the function words (hư từ) at its ends."""
    first, last = 0, len(phrase)
    while first < last and _is_hollow(phrase[first]):
        first += 1
    while first < last and _is_hollow(phrase[last - 1]):
        last -= 1
    return phrase[first:last]


def _is_hollow(syllable: str) -> bool:
    return syllable in FUNCTION_WORDS or len(syllable) == 1
