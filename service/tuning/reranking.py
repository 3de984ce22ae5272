"""The evidence for each document that a search found, as numbers, and the order that learnt trees make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.articles import ActPlace
from indexer.engine import Hit
from indexer.text.analysis import bigrams, unigrams
from service.answering.background import idf
from service.fusion import standardised
from service.named_acts import is_law
from service.question import Question
from service.rank import RankedDocument
from service.tuning.boosting import Floats, Trees

REORDERED = 100  # documents
FEATURES = (
    "terms",  # standardised score of the best passage by terms
    "vector",
    "mixed",
    "rank",
    "second",  # mixed score of the second passage
    "passages",
    "title_of_question",  # share of the question's idf that the title holds
    "question_of_title",
    "title_pairs",
    "title_length",
    "terms_of_best",  # score by terms as a share of the best one
    "cosine",
    "behind_best",
    "question_length",
    "law",
    "decree",
    "beginning",  # the best passage opens the document
    "length",
)


@dataclass(frozen=True, slots=True)
class Lists:
    """What both searches of one question gave, and their mix, best first."""

    by_terms: Sequence[Hit]
    by_vector: Sequence[Hit]
    mixed: Sequence[Hit]


def evidence(
    question: Question,
    lists: Lists,
    found: Sequence[RankedDocument],
    places: Mapping[str, ActPlace | None],
) -> Floats:
    """A row of FEATURES for each of `found`; `places` tells laws and decrees from what is below them."""
    scaled = standardised(lists.by_terms), standardised(lists.by_vector)
    raw = tuple({hit.passage: hit.score for hit in hits} for hits in (lists.by_terms, lists.by_vector))
    best_terms = max(raw[0].values(), default=0.0) or 1.0
    asked = set(question.terms), set(bigrams(list(question.terms)))
    weights = tuple(sum(map(idf, terms)) or 1.0 for terms in asked)
    top = found[0].score if found else 0.0
    rows = []
    for rank, one in enumerate(found):
        best = one.passages[0]
        ids = [row.id for row in one.passages]
        highest = [max((scores.get(name, 0.0) for name in ids), default=0.0) for scores in (*scaled, *raw)]
        rows.append(
            [
                *highest[:2],
                one.score,
                np.log1p(rank),
                one.scores[1] if len(one.scores) > 1 else 0.0,
                len(ids),
                *_title(best.document.title, asked, weights),
                highest[2] / best_terms,
                highest[3],
                top - one.score,
                len(question.terms),
                *_standing(places.get(best.document.id)),
                best.start == 0,
                best.end - best.start,
            ]
        )
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def _title(title: str, asked: tuple[set[str], set[str]], weights: tuple[float, ...]) -> list[float]:
    terms = unigrams(title)
    held, pairs = set(terms), set(bigrams(terms))
    shared = sum(map(idf, asked[0] & held))
    return [
        shared / weights[0],
        shared / (sum(map(idf, held)) or 1.0),
        sum(map(idf, asked[1] & pairs)) / weights[1],
        len(terms),
    ]


def _standing(place: ActPlace | None) -> list[bool]:
    if place is None:
        return [False, False]
    return [is_law(place), place.act.endswith("_nđ_cp")]


def reordered(
    trees: Trees,
    question: Question,
    lists: Lists,
    found: Sequence[RankedDocument],
    places: Mapping[str, ActPlace | None],
) -> list[RankedDocument]:
    """The first REORDERED of `found` in the order of the trees, the others behind them."""
    first = found[:REORDERED]
    start = np.array([one.score for one in first])
    scores = start + trees.scores(evidence(question, lists, first, places))
    order = np.argsort(-scores, kind="stable")
    return [*(first[place] for place in order), *found[REORDERED:]]
