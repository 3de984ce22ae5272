"""The paired test calls a clear difference clear and noise noise."""

import numpy as np

from service.tuning.significance import paired_p


def test_a_steady_gain_is_significant() -> None:
    before = {str(n): 0.5 for n in range(200)}
    now = {name: value + (0.1 if int(name) % 3 else -0.05) for name, value in before.items()}
    assert paired_p(before, now) < 0.01


def test_noise_and_equality_are_not() -> None:
    noise = np.random.default_rng(3).normal(size=200)
    before = {str(n): 0.5 for n in range(200)}
    now = {str(n): 0.5 + noise[n] - noise.mean() for n in range(200)}
    assert paired_p(before, now) > 0.5
    assert paired_p(before, dict(before)) == 1.0
