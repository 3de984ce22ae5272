"""The quick sets hold what was kept: a real drop of ranking or answers fails."""

import pytest

from service.significance import paired_p
from tests.needs import shared_material
from tests.quality import retrieval
from tests.quality.judge import read_kept

QUICK = [one for one in retrieval.SETS if one.quick]


@pytest.mark.shared
@pytest.mark.parametrize("one", QUICK, ids=lambda one: one.name)
def test_ranking_has_not_dropped(
    one: retrieval.RetrievalSet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = shared_material()
    data = tmp_path_factory.getbasetemp() / "quality" / one.corpus
    judged = retrieval.judge(shared, one, data)
    kept = read_kept()
    before, now = kept["rows"][one.name]["nDCG@10"], judged.measures["nDCG@10"]
    p = paired_p(kept["per_question"][one.name], judged.per_question["nDCG@10"])
    assert now >= before - 0.02 or p > 0.05, f"{one.name}: {before:.3f} -> {now:.3f}"
