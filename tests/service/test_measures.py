"""Our measures are those of ir-measures, on any run."""

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from service.measures import ndcg, recall, reciprocal_rank

NAMES = [f"d{number}" for number in range(30)]


@given(
    st.permutations(NAMES),
    st.integers(1, 30),
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), min_size=1),
    st.sampled_from([1, 5, 10, 100]),
)
def test_they_agree_with_the_library(
    order: list[str], length: int, judged: dict[str, int], depth: int
) -> None:
    ranking = order[:length]
    run = {"q": {name: float(length - rank) for rank, name in enumerate(ranking)}}
    expected = ir_measures.calc_aggregate([nDCG @ depth, R @ depth, RR @ depth], {"q": judged}, run)
    assert ndcg(ranking, judged, depth) == pytest.approx(expected[nDCG @ depth])
    assert reciprocal_rank(ranking, judged, depth) == pytest.approx(expected[RR @ depth])
    if any(judged.values()):
        assert recall(ranking, judged, depth) == pytest.approx(expected[R @ depth])


def test_nothing_relevant_scores_nothing() -> None:
    assert (ndcg(["a"], {"b": 1}, 10), recall(["a"], {"b": 1}, 10), reciprocal_rank(["a"], {"b": 1}, 10)) == (
        0,
        0,
        0,
    )
    assert (ndcg(["a"], {}, 10), recall(["a"], {}, 10), reciprocal_rank([], {"a": 1}, 10)) == (0, 0, 0)
