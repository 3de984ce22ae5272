"""A question's text becomes weighted terms, and fused passages become documents in order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.catalogue import PassageRow
from indexer.engine import TEXT, TEXT_FOLDED, Hit, WeightedTerm
from indexer.text.analysis import bigrams
from service.question import Question


@dataclass(frozen=True, slots=True)
class Recipe:
    """The weights of the first stage; chosen on the development questions, see docs/quality.md."""

    bigram: float = 0.6
    number: float = 3.0  # a document number in the question outweighs the words around it
    alternative: float = 0.5  # an abbreviation written out, a synonym
    vector_share: float = 0.3
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


def weighted_terms(
    question: Question, words: Sequence[str] = (), recipe: Recipe = RECIPE
) -> list[WeightedTerm]:
    """The disjunction that finds `question`: every syllable, pair of syllables and number.

    Abbreviations and synonyms are added as alternatives, never put in place of what was typed. A
    question without a single diacritic is looked up in the folded field, where it finds what it
    would find with them. `words` are those of a segmented question, for an index that holds words.
    """
    weights: dict[str, float] = {}
    for term, count in Counter(question.terms).items():
        weights[term] = _unigram_weight(term, recipe) * count
    for term, count in Counter(bigrams(list(question.terms))).items():
        weights[term] = recipe.bigram * count
    for other in question.alternatives:
        worth = recipe.alternative * other.credit
        phrase = list(other.phrase)
        for term, weight in (
            *((t, worth) for t in phrase),
            *((t, worth * recipe.bigram) for t in bigrams(phrase)),
        ):
            weights[term] = max(weight, weights.get(term, 0.0))
    for word in words:
        weights[word] = max(recipe.bigram, weights.get(word, 0.0))
    field = TEXT_FOLDED if question.folded else TEXT
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
    groups: dict[str, tuple[list[PassageRow], list[float]]] = {}
    for hit in hits:
        row = rows.get(hit.passage)
        if row is None:
            continue
        kept, scores = groups.setdefault(row.document.id, ([], []))
        if not kept or (len(kept) < per_document and not any(_overlap(row, other) for other in kept)):
            kept.append(row)
            scores.append(hit.score)
    return [RankedDocument(tuple(kept), tuple(scores)) for kept, scores in groups.values()]


def _overlap(left: PassageRow, right: PassageRow) -> bool:
    """True when more than half of the shorter passage lies inside the other."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    return shared * 2 > min(left.end - left.start, right.end - right.start)
