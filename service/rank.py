"""A question's text becomes weighted terms, and fused passages become documents in order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.catalogue import PassageRow
from indexer.engine import TEXT, TEXT_FOLDED, Hit, WeightedTerm
from indexer.text.analysis import bigrams, fold, unigrams


@dataclass(frozen=True, slots=True)
class Recipe:
    """The weights of the first stage; chosen on the development questions, see docs/quality.md."""

    bigram: float = 0.6
    number: float = 3.0  # a document number in the question outweighs the words around it
    vector_share: float = 0.35
    depth: int = 200  # passages taken from each list
    kept: int = 250  # passages that go on after mixing


RECIPE = Recipe()
PASSAGES_A_DOCUMENT = 3


@dataclass(frozen=True, slots=True)
class RankedDocument:
    """A document's best passages, best first; `score` is that of the best."""

    passages: tuple[PassageRow, ...]
    scores: tuple[float, ...]

    @property
    def score(self) -> float:
        return self.scores[0]


def weighted_terms(text: str, recipe: Recipe = RECIPE) -> list[WeightedTerm]:
    """The disjunction that finds `text`: every syllable, pair of syllables and number, accented or folded.

    A text without a single diacritic is looked up in the folded fields, where it finds what it would
    find with them.
    """
    syllables = unigrams(text)
    field = TEXT_FOLDED if all(fold(term) == term for term in syllables) else TEXT
    counted = Counter(syllables)
    weights = {term: _unigram_weight(term, recipe) * count for term, count in counted.items()}
    for term, count in Counter(bigrams(syllables)).items():
        weights[term] = recipe.bigram * count
    return [WeightedTerm(field, term, weight) for term, weight in weights.items()]


def _unigram_weight(term: str, recipe: Recipe) -> float:
    return recipe.number if "_" in term and term[0].isdigit() else 1.0


def by_document(
    hits: Sequence[Hit], rows: Mapping[int, PassageRow], per_document: int = PASSAGES_A_DOCUMENT
) -> list[RankedDocument]:
    """Group passages by document in the order of each document's best passage.

    A hit without a row (its document may not be seen) is dropped. Overlapping windows of one
    document count once.
    """
    groups: dict[str, list[tuple[PassageRow, float]]] = {}
    for hit in hits:
        row = rows.get(hit.passage)
        if row is None:
            continue
        kept = groups.setdefault(row.document.id, [])
        if len(kept) < per_document and not any(_overlap(row, other) for other, _ in kept):
            kept.append((row, hit.score))
    return [
        RankedDocument(tuple(row for row, _ in kept), tuple(score for _, score in kept))
        for kept in groups.values()
    ]


def _overlap(left: PassageRow, right: PassageRow) -> bool:
    """True when more than half of the shorter passage lies inside the other."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    return shared * 2 > min(left.end - left.start, right.end - right.start)
