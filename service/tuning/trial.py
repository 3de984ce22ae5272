"""Learns from a collection's own judged questions, and keeps what was learnt only when it is proven to help.

Two things may be learnt: the share of the vectors in the mix (one number, for few questions), and small
trees that reorder the first documents (many questions). Each is judged by cross-validation: a question is
never ordered by what was learnt from it. Without a clear gain nothing is changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import VankienError
from indexer.engine import AccessFilter, Filters
from service.evaluation import record_id
from service.fusion import mix
from service.measures import ndcg
from service.named_acts import places_of
from service.open_index import OpenIndex
from service.question import Question, parse
from service.rank import RECIPE, RankedDocument
from service.retrieval import documents, searched
from service.tuning.boosting import Example, Trees, learn
from service.tuning.reranking import REORDERED, Lists, evidence
from service.tuning.significance import paired_p
from service.tuning.tuned import Tuning

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
FOLDS = 5
FEWEST_FOR_SHARE = 25  # judged questions
FEWEST_FOR_TREES = 100  # with 25 they do harm, see docs/decisions/0008-precedents-and-tuning.md
LEAST_GAIN = 0.005  # nDCG@10, in cross-validation
LARGEST_P = 0.025  # two things are tried
DEPTH = 10
MIX, TREES = "mix", "trees"

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with its lists, what the mix of the project finds, its evidence and its grades."""

    name: str
    question: Question
    lists: Lists
    found: Sequence[RankedDocument]
    features: Values
    grades: Mapping[str, int]
    by_share: Mapping[float, float]  # share -> nDCG@10


@dataclass(frozen=True, slots=True)
class Trial:
    """What cross-validation says of one thing to learn: nDCG@10 before and with it, and the paired p."""

    kind: str
    before: float
    after: float
    p: float

    @property
    def gain(self) -> float:
        return self.after - self.before

    @property
    def proven(self) -> bool:
        return self.gain >= LEAST_GAIN and self.p <= LARGEST_P


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was tried, and the tuning to switch on: None when nothing is proven to help."""

    questions: int
    trials: tuple[Trial, ...]
    tuning: Tuning | None


def tune(
    index: OpenIndex,
    queries: Sequence[Mapping[str, Any]],
    qrels: Mapping[str, Mapping[str, int]],
    access: AccessFilter,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Try both ways on the judged questions. Raises VankienError('few_judged_questions')."""
    asked = [one for one in queries if any(qrels.get(str(one["_id"]), {}).values())]
    # A question that is itself a document asks for precedents, which are ranked by other evidence.
    asked = [one for one in asked if not (one.get("meta") or {}).get("self")]
    if len(asked) < FEWEST_FOR_SHARE:
        raise VankienError("few_judged_questions", found=len(asked), needed=FEWEST_FOR_SHARE)
    judged = []
    for done, one in enumerate(asked):
        on_progress(done, len(asked))
        judged.append(_judged(index, str(one["_id"]), str(one["text"]), qrels[str(one["_id"])], access))
    on_progress(len(asked), len(asked))
    trials = [_try_share(judged)]
    if len(judged) >= FEWEST_FOR_TREES:
        trials.append(_try_trees(judged))
    best = max(trials, key=lambda trial: trial.gain)
    tuning = _learnt(index, judged, best) if best.proven else None
    return Outcome(len(judged), tuple(trials), tuning)


def _learnt(index: OpenIndex, judged: Sequence[Judged], trial: Trial) -> Tuning:
    """What is learnt of all questions, in the way that was proven."""
    report = {
        "kind": trial.kind,
        "questions": len(judged),
        "before": round(trial.before, 4),
        "after": round(trial.after, 4),
        "p": round(trial.p, 4),
    }
    if trial.kind == MIX:
        return Tuning(index.embedder.name, share=_best_share(judged), report=report)
    return Tuning(index.embedder.name, trees=_trees(judged), report=report)


def _judged(
    index: OpenIndex, name: str, text: str, grades: Mapping[str, int], access: AccessFilter
) -> Judged:
    question = parse(text)
    lists = searched(index, question, access, Filters())
    by_share = {}
    for share in SHARES:
        mixed = mix(lists.by_terms, lists.by_vector, share)
        by_share[share] = _measured(documents(index, question, mixed, access), grades)
    own = Lists(lists.by_terms, lists.by_vector, mix(lists.by_terms, lists.by_vector, RECIPE.vector_share))
    found = documents(index, question, own.mixed, access)[:REORDERED]
    features = evidence(question, own, found, places_of(found))
    by_share[RECIPE.vector_share] = _measured(found, grades)
    return Judged(name, question, own, found, features, grades, by_share)


def _names(found: Sequence[RankedDocument]) -> list[str]:
    return [record_id(one.passages[0].document.path) for one in found]


def _measured(found: Sequence[RankedDocument], grades: Mapping[str, int]) -> float:
    return ndcg(_names(found), grades, DEPTH)


def _folds(judged: Sequence[Judged]) -> list[tuple[list[Judged], list[Judged]]]:
    """(learnt from, judged on) for each fold; the same questions give the same folds."""
    order = np.random.default_rng(1).permutation(len(judged))
    folds = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        learnt = [one for place, one in enumerate(judged) if place not in held]
        folds.append((learnt, [judged[place] for place in sorted(held)]))
    return folds


def _try_share(judged: Sequence[Judged]) -> Trial:
    after = {}
    for learnt, held in _folds(judged):
        share = _best_share(learnt)
        after.update({one.name: one.by_share[share] for one in held})
    return _trial(MIX, judged, after)


def _best_share(judged: Sequence[Judged]) -> float:
    """The share with the best mean; the project's own where another is no better."""
    own = RECIPE.vector_share
    means = {share: np.mean([one.by_share[share] for one in judged]) for share in judged[0].by_share}
    best = max(means, key=lambda share: (means[share], share == own))
    return float(best)


def _try_trees(judged: Sequence[Judged]) -> Trial:
    after = {}
    for learnt, held in _folds(judged):
        trees = _trees(learnt)
        after.update({one.name: _with_trees(trees, one) for one in held})
    return _trial(TREES, judged, after)


def _trees(judged: Sequence[Judged]) -> Trees:
    examples = [
        Example(one.features, _start(one), np.array([one.grades.get(name, 0) for name in _names(one.found)]))
        for one in judged
        if one.found
    ]
    return learn([one for one in examples if np.any(one.grades > 0)])


def _start(one: Judged) -> Values:
    return np.array([document.score for document in one.found], dtype=np.float64)


def _with_trees(trees: Trees, one: Judged) -> float:
    order = np.argsort(-(_start(one) + trees.scores(one.features)), kind="stable")
    names = _names(one.found)
    return ndcg([names[place] for place in order], one.grades, DEPTH)


def _trial(kind: str, judged: Sequence[Judged], after: Mapping[str, float]) -> Trial:
    before = {one.name: one.by_share[RECIPE.vector_share] for one in judged}
    return Trial(kind, _mean(before), _mean(after), paired_p(before, after))


def _mean(values: Mapping[str, float]) -> float:
    return float(np.mean(list(values.values())))
