"""Two ranked lists become one by min-max mixing."""

import pytest

from indexer.engine import Hit
from service.fusion import min_max, mix


def test_scores_scale_to_one_and_zero() -> None:
    assert min_max([Hit(1, 10.0), Hit(2, 5.0), Hit(3, 0.0)]) == {1: 1.0, 2: 0.5, 3: 0.0}
    assert min_max([Hit(1, 3.0), Hit(2, 3.0)]) == {1: 1.0, 2: 1.0}
    assert min_max([]) == {}


def test_share_decides_and_absence_is_zero() -> None:
    terms, vectors = [Hit(1, 9.0), Hit(2, 1.0)], [Hit(3, 0.9), Hit(2, 0.5)]
    mixed = {hit.passage: hit.score for hit in mix(terms, vectors, 0.25)}
    assert mixed == pytest.approx({1: 0.75, 3: 0.25, 2: 0.0})
    assert [hit.passage for hit in mix(terms, vectors, 0.75)] == [3, 1, 2]


def test_equal_scores_keep_the_order_of_passages() -> None:
    assert [hit.passage for hit in mix([Hit(5, 1.0), Hit(2, 1.0)], [], 0.3)] == [2, 5]
