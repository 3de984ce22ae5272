"""Is a difference between two runs over the same questions more than luck?"""

from collections.abc import Mapping

import numpy as np

FLIPS = 10_000


def paired_p(before: Mapping[str, float], now: Mapping[str, float]) -> float:
    """Two-sided p of the paired randomisation test (Fisher; for retrieval: Smucker et al. 2007).

    Only questions of both runs count; 1.0 when nothing differs.
    """
    shared = sorted(before.keys() & now.keys())
    differences = np.array([now[name] - before[name] for name in shared])
    if not np.any(differences):
        return 1.0
    signs = np.random.default_rng(1).choice([-1.0, 1.0], size=(FLIPS, len(differences)))
    means = np.abs(signs @ differences) / len(differences)
    return float((np.sum(means >= abs(differences.mean()) - 1e-12) + 1) / (FLIPS + 1))
