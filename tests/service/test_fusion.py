"""Two ranked lists become one by mixing standardised scores."""

import pytest

from indexer.engine import Hit
from service.fusion import mix, standardised


def test_scores_are_counted_in_standard_deviations_from_the_lowest() -> None:
    scaled = standardised([Hit(1, 30.0), Hit(2, 20.0), Hit(3, 10.0)])
    assert scaled == pytest.approx({1: 2.4495, 2: 1.2247, 3: 0.0}, abs=1e-3)
    assert standardised([Hit(1, 3.0), Hit(2, 3.0)]) == {1: 0.0, 2: 0.0}
    assert standardised([]) == {}


def test_scale_and_offset_of_an_engine_do_not_matter() -> None:
    one = [Hit(1, 9.0), Hit(2, 4.0), Hit(3, 1.0)]
    other = [Hit(hit.passage, hit.score * 100 + 7) for hit in one]
    assert standardised(one) == pytest.approx(standardised(other))


def test_share_decides_and_absence_is_the_lowest() -> None:
    terms, vectors = [Hit(1, 9.0), Hit(2, 1.0)], [Hit(3, 0.9), Hit(2, 0.5)]
    mixed = {hit.passage: hit.score for hit in mix(terms, vectors, 0.25)}
    assert mixed == pytest.approx({1: 1.5, 3: 0.5, 2: 0.0})
    assert [hit.passage for hit in mix(terms, vectors, 0.75)] == [3, 1, 2]


def test_equal_scores_keep_the_order_of_passages() -> None:
    assert [hit.passage for hit in mix([Hit(5, 1.0), Hit(2, 1.0)], [], 0.3)] == [2, 5]
