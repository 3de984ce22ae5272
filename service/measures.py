"""The measures of a ranking: nDCG, recall and reciprocal rank, as ir-measures defines them.

Written out because that library brings scipy, a third of the default installation; a test holds them to
it on random runs. A document counts as relevant from grade 1; nDCG uses the grade as gain and
log2(rank + 1) as discount (Järvelin and Kekäläinen 2002).
"""

from collections.abc import Mapping, Sequence
from math import log2


def ndcg(ranking: Sequence[str], judged: Mapping[str, int], depth: int) -> float:
    """Discounted gain of the first `depth` documents as a share of the best possible."""
    best = sorted((grade for grade in judged.values() if grade > 0), reverse=True)
    ideal = _discounted(best[:depth])
    gained = _discounted([max(0, judged.get(name, 0)) for name in ranking[:depth]])
    return gained / ideal if ideal else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 2) for rank, gain in enumerate(gains))


def recall(ranking: Sequence[str], judged: Mapping[str, int], depth: int) -> float:
    """Share of the relevant documents that stand among the first `depth`."""
    relevant = {name for name, grade in judged.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Mapping[str, int], depth: int) -> float:
    """1 over the rank of the first relevant document among the first `depth`, else 0."""
    return next((1 / (rank + 1) for rank, name in enumerate(ranking[:depth]) if judged.get(name, 0) > 0), 0.0)
