"""Two ranked lists become one: scores standardised within each list, then mixed."""

from collections.abc import Sequence

import numpy as np

from indexer.engine import Hit


def standardised(hits: Sequence[Hit]) -> dict[int, float]:
    """Standard deviations above the list's lowest score; a list of equal scores gives 0 to all."""
    if not hits:
        return {}
    scores = np.array([hit.score for hit in hits])
    spread = float(scores.std())
    scaled = (scores - scores.min()) / spread if spread else np.zeros(len(hits))
    return {hit.passage: value for hit, value in zip(hits, scaled.tolist(), strict=True)}


def mix(terms: Sequence[Hit], vectors: Sequence[Hit], vector_share: float) -> list[Hit]:
    """One list, best first: (1 - share) * terms + share * vectors; absent from a list counts as its lowest.

    Adding standardised scores (CombSUM, Fox and Shaw 1994, with the normalisation of Renda and
    Straccia 2003) keeps how far apart scores lie, which reciprocal rank fusion throws away, and
    depends less on a single outlier than scaling by minimum and maximum. docs/decisions/0005-mix.md
    has the figures.
    """
    by_terms, by_vectors = standardised(terms), standardised(vectors)
    best_first = sorted(
        (
            -((1 - vector_share) * by_terms.get(passage, 0.0) + vector_share * by_vectors.get(passage, 0.0)),
            passage,
        )
        for passage in by_terms.keys() | by_vectors.keys()
    )
    return [Hit(passage, -score) for score, passage in best_first]
