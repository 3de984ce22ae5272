"""The quick sets hold what was kept: a real drop of ranking or answers fails."""

import pytest

from service.tuning.significance import paired_p
from tests.needs import shared_material
from tests.quality import answers, retrieval
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


# Least of each measure on the quick subset (every sixth question): two standard errors below what was reached.
ANSWER_FLOORS = {
    "seeds, answers": {"@1": 0.93, "@3": 1.0, "precision": 0.65, "refused": 1.0, "verbatim": 1.0},
    "samples, answers": {"@1": 0.76, "@3": 0.89, "precision": 0.74, "refused": 0.80, "verbatim": 1.0},
    "fresh, first examiner, answers": {
        "@1": 0.82,
        "@3": 0.87,
        "precision": 0.72,
        "refused": 0.75,
        "verbatim": 1.0,
    },
    "xquad_vi, answers": {"@1": 0.87, "@3": 0.91, "precision": 0.63, "verbatim": 1.0},
    "alqac_span, answers": {"@1": 0.77, "@3": 0.90, "precision": 0.52, "verbatim": 1.0},
    "near-misses": {"AUROC": 0.93, "coverage at 95 %": 0.75},
}
MOST_CITATIONS = 1.7  # on average


@pytest.mark.shared
def test_answers_have_not_dropped(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr(answers, "INDEXES", tmp_path_factory.getbasetemp() / "quality")
    rows = answers.measure(shared_material(), quick=True)
    fallen = [
        f"{name}: {measure} {rows[name][measure]:.3f} < {least}"
        for name, floors in ANSWER_FLOORS.items()
        for measure, least in floors.items()
        if rows[name][measure] < least
    ]
    fallen += [
        f"{name}: {row['citations']:.2f} citations"
        for name, row in rows.items()
        if row.get("citations", 0.0) > MOST_CITATIONS
    ]
    assert not fallen
