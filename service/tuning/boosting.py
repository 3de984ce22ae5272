"""Small boosted trees that learn an order from judged questions (LambdaMART, Burges 2010), in numpy alone.

Each tree is complete and of DEPTH levels, stored as arrays: nothing of it is code, so a model can be read
from a file without trusting the file. Scores are what the trees add to a starting score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Chosen by cross-validation on the development questions of phapdien (docs/decisions/0008).
TREES = 60
DEPTH = 3
RATE = 0.1  # learning rate
DAMPING = 0.5  # added to the second derivative of a leaf
SMALLEST = 50  # rows of a leaf
BINS = 32
MEASURED = 10  # nDCG of the first ten is what is learnt
_INNER, _LEAVES = 2**DEPTH - 1, 2**DEPTH


@dataclass(frozen=True, slots=True)
class Example:
    """One judged question: a row of features a document, starting scores, grades."""

    features: Floats
    start: Floats
    grades: Floats


@dataclass(frozen=True, slots=True)
class Trees:
    """`feature` and `cut` have a row a tree and a column an inner node, `leaf` a column a leaf."""

    feature: NDArray[np.int64]
    cut: Floats
    leaf: Floats

    def scores(self, features: Floats) -> Floats:
        """What the trees add to the score of each row of `features`."""
        if not len(features):
            return np.zeros(0)
        trees = np.arange(len(self.leaf))[:, None]
        node = np.zeros((len(self.leaf), len(features)), np.int64)
        rows = np.arange(len(features))[None, :]
        for _ in range(DEPTH):
            right = features[rows, self.feature[trees, node]] > self.cut[trees, node]
            node = 2 * node + 1 + right
        added: Floats = self.leaf[trees, node - _INNER].sum(axis=0)
        return added

    def plain(self) -> dict[str, Any]:
        """As values of JSON; `Trees.read` gives the same trees back."""
        return {"feature": self.feature.tolist(), "cut": self.cut.tolist(), "leaf": self.leaf.tolist()}

    @staticmethod
    def read(plain: dict[str, Any], width: int) -> "Trees":
        """The trees in values of JSON, over `width` features. Raises ValueError when they are none."""
        try:
            feature = np.array(plain["feature"], dtype=np.int64)
            cut, leaf = (np.array(plain[name], dtype=np.float64) for name in ("cut", "leaf"))
        except (KeyError, TypeError, OverflowError) as error:
            raise ValueError("no trees") from error
        shapes = (feature.shape, cut.shape, leaf.shape)
        if shapes != ((len(leaf), _INNER), (len(leaf), _INNER), (len(leaf), _LEAVES)):
            raise ValueError("shape of trees")
        if feature.size and not (feature.min() >= 0 and feature.max() < width):
            raise ValueError("features of trees")
        if not (np.isfinite(leaf).all() and np.isfinite(cut).all()):
            raise ValueError("numbers of trees")
        return Trees(feature, cut, leaf)


def learn(examples: Sequence[Example]) -> Trees:
    """Trees that order the documents of `examples` better; the same examples give the same trees."""
    features = np.concatenate([one.features for one in examples])
    cuts = [_cuts(column) for column in features.T]
    binned = np.stack([np.searchsorted(cut, column) for cut, column in zip(cuts, features.T, strict=True)], 1)
    ends = np.cumsum([0, *(len(one.grades) for one in examples)])
    scores = np.concatenate([one.start for one in examples]).astype(np.float64)
    made = []
    for _ in range(TREES):
        slope, curve = np.zeros(len(scores)), np.zeros(len(scores))
        for place, one in enumerate(examples):
            part = slice(ends[place], ends[place + 1])
            slope[part], curve[part] = _lambdas(one.grades, scores[part])
        tree = _Grown(binned, cuts, slope, curve)
        scores += tree.added
        made.append(tree)
    return Trees(*(np.stack([getattr(tree, name) for tree in made]) for name in ("feature", "cut", "leaf")))


def _cuts(column: Floats) -> Floats:
    """At most BINS - 1 values between which a column may be cut."""
    found: Floats = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))
    return found


def _lambdas(grades: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """First and second derivatives of nDCG@MEASURED, smoothed by pairs of documents."""
    slope, curve = np.zeros(len(scores)), np.zeros(len(scores))
    ideal = np.sort(grades)[::-1][:MEASURED] @ (1 / np.log2(np.arange(2, 2 + min(MEASURED, len(grades)))))
    if ideal <= 0:
        return slope, curve
    rank = np.empty(len(scores), np.int64)
    rank[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    discount = np.where(rank < 3 * MEASURED, 1 / np.log2(rank + 2.0), 0.0)
    for better in np.flatnonzero(grades > 0):
        worse = grades < grades[better]
        stake = np.abs(discount[better] - discount) * (grades[better] - grades) * worse / ideal
        doubt = 1 / (1 + np.exp(np.clip(scores[better] - scores, -50, 50)))
        pull = doubt * stake
        slope[better] += pull.sum()
        slope -= pull
        bend = pull * (1 - doubt)
        curve[better] += bend.sum()
        curve += bend
    return slope, curve


class _Grown:
    """One tree, grown from the root: each node takes the cut that gains most, or none."""

    def __init__(
        self, binned: NDArray[np.int64], cuts: Sequence[Floats], slope: Floats, curve: Floats
    ) -> None:
        self._binned, self._cuts, self._slope, self._curve = binned, cuts, slope, curve
        self.feature = np.zeros(_INNER, np.int64)
        self.cut = np.full(_INNER, np.finfo(np.float64).max)  # everything goes to the left
        self.leaf = np.zeros(_LEAVES)
        self.added = np.zeros(len(slope))
        self._grow(0, np.arange(len(slope)))

    def _grow(self, node: int, rows: NDArray[np.int64]) -> None:
        if node >= _INNER:
            value = RATE * self._slope[rows].sum() / (self._curve[rows].sum() + DAMPING)
            self.leaf[node - _INNER] = value
            self.added[rows] = value
            return
        best = self._best(rows)
        left = np.ones(len(rows), bool)
        if best is not None:
            feature, place = best
            self.feature[node], self.cut[node] = feature, self._cuts[feature][place]
            left = self._binned[rows, feature] <= place
        self._grow(2 * node + 1, rows[left])
        self._grow(2 * node + 2, rows[~left])

    def _best(self, rows: NDArray[np.int64]) -> tuple[int, int] | None:
        if len(rows) < 2 * SMALLEST:
            return None
        slope, curve = self._slope[rows], self._curve[rows]
        all_slope, all_curve = slope.sum(), curve.sum()
        best, gained = None, 1e-6
        for feature, cut in enumerate(self._cuts):
            if not len(cut):
                continue
            bins, count = self._binned[rows, feature], len(cut) + 1
            low = np.cumsum(np.bincount(bins, slope, count))[:-1]
            bend = np.cumsum(np.bincount(bins, curve, count))[:-1]
            held = np.cumsum(np.bincount(bins, minlength=count))[:-1]
            gain = low**2 / (bend + DAMPING) + (all_slope - low) ** 2 / (all_curve - bend + DAMPING)
            gain = gain - all_slope**2 / (all_curve + DAMPING)
            gain[(held < SMALLEST) | (len(rows) - held < SMALLEST)] = 0
            place = int(gain.argmax())
            if gain[place] > gained:
                best, gained = (feature, place), float(gain[place])
        return best
