"""Tuning: learnt from judged questions, kept only when cross-validation proves it, never code in the file."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from corpus.errors import VankienError
from indexer.build import index
from indexer.engine import Filters
from service.access import everyone
from service.cli import main
from service.commands.terminal import EXIT_UNAVAILABLE, EXIT_USAGE
from service.config import Settings
from service.evaluation import evaluate, read_qrels
from service.jsonl import read_jsonl
from service.open_index import OpenIndex
from service.question import parse
from service.retrieval import ranked
from service.tuning.boosting import DEPTH, Example, Trees, learn
from service.tuning.reranking import FEATURES
from service.tuning.trial import FEWEST_FOR_SHARE, MIX, TREES, Trial, tune
from service.tuning.tuned import FILE, Tuning, check_tuning, read_tuning, remove_tuning, write_tuning
from service.wiring import build_service
from tests.needs import shared_material

QUESTION = "tỷ lệ che phủ rừng"


def upside_down() -> Trees:
    """One tree that puts the documents after the third above all others."""
    inner, leaves = 2**DEPTH - 1, 2**DEPTH
    feature = np.full((1, inner), FEATURES.index("rank"))
    leaf = np.repeat([[0.0, 100.0]], leaves // 2, axis=1)
    return Trees(feature, np.full((1, inner), np.log1p(2.5)), leaf)


@pytest.fixture
def own_data(tmp_path: Path, sample_data: Path) -> Path:
    """An index of the samples that a test may tune."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


def opened(data: Path) -> OpenIndex:
    return build_service(Settings(data=data)).opened()


def found(data: Path, question: str = QUESTION) -> list[str]:
    groups = ranked(opened(data), parse(question), everyone(), Filters())
    return [group.passages[0].document.id for group in groups]


def examples(count: int, seed: int) -> list[Example]:
    """Questions whose relevant document is the one with the largest second feature."""
    draw = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        features = draw.normal(size=(30, 4))
        grades = np.zeros(30)
        grades[features[:, 1].argmax()] = 1
        made.append(Example(features, draw.normal(size=30), grades))
    return made


def first_right(trees: Trees | None, judged: list[Example]) -> float:
    scores = [one.start + (trees.scores(one.features) if trees else 0) for one in judged]
    return float(np.mean([one.grades[score.argmax()] for one, score in zip(judged, scores, strict=True)]))


def test_trees_learn_what_orders_the_documents_and_keep_it_for_new_questions() -> None:
    trees = learn(examples(80, 1))
    fresh = examples(60, 2)
    assert first_right(None, fresh) < 0.2
    assert first_right(trees, fresh) > 0.6


def test_the_same_questions_give_the_same_trees_and_a_file_gives_them_back() -> None:
    one, other = learn(examples(20, 3)), learn(examples(20, 3))
    assert one.plain() == other.plain()
    read = Trees.read(json.loads(json.dumps(one.plain())), 4)
    features = examples(1, 4)[0].features
    assert np.array_equal(read.scores(features), one.scores(features))
    assert len(one.scores(np.zeros((0, 4)))) == 0


@pytest.mark.parametrize(
    "damage",
    [
        {"feature": "x"},
        {"feature": [[4] * 7]},
        {"feature": [[-1] * 7]},
        {"leaf": [[0.0] * 3]},
        {"leaf": [[float("nan")] * 8]},
        {"cut": None},
    ],
)
def test_trees_that_are_none_are_refused(damage: dict[str, Any]) -> None:
    sound = Trees(np.zeros((1, 7), np.int64), np.zeros((1, 7)), np.zeros((1, 8))).plain()
    assert len(Trees.read(sound, 4).leaf) == 1
    with pytest.raises(ValueError, match=r"."):
        Trees.read({**sound, **damage}, 4)


def test_a_tuned_order_is_used_from_the_next_opening_on_and_off_again(own_data: Path) -> None:
    before = found(own_data)
    assert len(before) > 4
    write_tuning(own_data, Tuning(opened(own_data).embedder.name, trees=upside_down()))
    tuned = found(own_data)
    assert tuned[0] == before[3]
    assert tuned[-3:] == before[:3]
    assert sorted(tuned) == sorted(before)
    judged = evaluate(opened(own_data), [{"_id": "q", "text": QUESTION}], {"q": {"absent": 1}}, everyone())
    assert len(judged.run["q"]) == len(before)
    assert remove_tuning(own_data)
    assert not remove_tuning(own_data)
    assert found(own_data) == before


def test_a_number_in_the_question_decides_whatever_was_learnt(own_data: Path) -> None:
    asked = "chỉ tiêu của Nghị quyết 05-NQ/TU"
    before = found(own_data, asked)
    write_tuning(own_data, Tuning(opened(own_data).embedder.name, trees=upside_down()))
    assert found(own_data, asked) == before


def test_a_share_of_its_own_changes_the_mix(own_data: Path) -> None:
    name = opened(own_data).embedder.name
    write_tuning(own_data, Tuning(name, share=1.0))
    by_meaning = found(own_data, "rừng cây xanh mát")
    write_tuning(own_data, Tuning(name, share=0.0))
    assert found(own_data, "rừng cây xanh mát") != by_meaning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version": 9}',
        '{"version": 1, "analysis": 1, "embedder": "other"}',
        '{"version": 1, "analysis": 1, "embedder": "static", "share": 7.0}',
        '{"version": 1, "analysis": 1, "embedder": "static", "share": "0.3"}',
        '{"version": 1, "analysis": 1, "embedder": "static", "trees": {"feature": []}}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_none_of_ours_is_ignored_and_status_says_so(
    tmp_path: Path, text: str, sample_service: Any
) -> None:
    name = sample_service.opened().embedder.name
    (tmp_path / FILE).write_text(text.replace('"static"', json.dumps(name)), "utf-8")
    assert read_tuning(tmp_path, name, len(FEATURES)) is None
    with pytest.raises(VankienError) as refused:
        check_tuning(tmp_path, name, len(FEATURES))
    assert refused.value.code == "bad_tuning"


@pytest.mark.parametrize(
    ("trial", "proven"),
    [
        (Trial(TREES, 0.80, 0.82, 0.01), True),
        (Trial(TREES, 0.80, 0.82, 0.04), False),
        (Trial(MIX, 0.80, 0.803, 0.001), False),
        (Trial(MIX, 0.80, 0.78, 0.001), False),
    ],
)
def test_only_a_clear_gain_is_proven(trial: Trial, proven: bool) -> None:
    assert trial.proven is proven


def own_questions(data: Path, folder: Path, count: int) -> Path:
    """Judged questions of the samples: the title of each asks for its document, in turns."""
    with opened(data).catalogue.reading() as connection:
        rows = connection.exec_driver_sql("SELECT path, title FROM documents ORDER BY path").all()
    (folder / "qrels").mkdir(parents=True)
    asked = [(f"q{place}", *rows[place % len(rows)]) for place in range(count)]
    lines = [json.dumps({"_id": name, "text": title}, ensure_ascii=False) for name, _, title in asked]
    (folder / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    judged = ["query-id\tcorpus-id\tscore", *(f"{name}\t{path}\t1" for name, path, _ in asked)]
    (folder / "qrels" / "own.tsv").write_text("\n".join(judged) + "\n", "utf-8")
    return folder


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["tune", *arguments])
    return done.exit_code, done.output


def test_without_a_clear_gain_nothing_changes_and_that_is_said(own_data: Path, tmp_path: Path) -> None:
    folder = own_questions(own_data, tmp_path / "set", FEWEST_FOR_SHARE)
    code, said = run(str(folder), "--data", str(own_data))
    assert code == 0, said
    assert "Không có gì thay đổi" in said
    assert "cần ít nhất 100 câu hỏi" in said
    assert not (own_data / FILE).exists()
    assert "mặc định, chưa điều chỉnh" in run("--status", "--data", str(own_data))[1]
    assert "Chưa có điều chỉnh nào" in run("--off", "--data", str(own_data))[1]


def test_too_few_questions_are_refused(own_data: Path, tmp_path: Path) -> None:
    folder = own_questions(own_data, tmp_path / "set", 5)
    code, said = run(str(folder), "--data", str(own_data))
    assert code == EXIT_UNAVAILABLE
    assert "Chỉ có 5 câu hỏi được chấm" in said


def test_status_and_off_say_what_is_on(own_data: Path) -> None:
    report = {"kind": TREES, "questions": 433, "before": 0.83, "after": 0.846}
    write_tuning(own_data, Tuning(opened(own_data).embedder.name, trees=upside_down(), report=report))
    said = run("--status", "--data", str(own_data))[1]
    assert "Đang bật: mô hình xếp lại" in said
    assert "433 câu hỏi" in said
    assert json.loads(run("--status", "--json", "--data", str(own_data))[1])["switched_on"] == TREES
    assert json.loads(run("--off", "--json", "--data", str(own_data))[1]) == {"removed": True}
    (own_data / FILE).write_text("{}", "utf-8")
    code, said = run("--status", "--data", str(own_data))
    assert code == EXIT_UNAVAILABLE
    assert "không dùng được" in said


@pytest.mark.parametrize("arguments", [(), ("--status", "--off"), ("set", "--off"), ("set", "--status")])
def test_one_thing_at_a_time(arguments: tuple[str, ...], own_data: Path) -> None:
    assert run(*arguments, "--data", str(own_data))[0] == EXIT_USAGE


@pytest.mark.shared
def test_a_learnt_order_is_judged_on_questions_it_was_not_learnt_from(tmp_path: Path) -> None:
    """On the exam questions of alqac: what tune reports is what its parts, asked again, give."""
    folder = shared_material() / "eval" / "alqac"
    index([folder / "corpus.jsonl.zst"], tmp_path)
    queries = list(read_jsonl(folder / "queries.jsonl"))[:130]
    qrels = read_qrels(folder / "qrels" / "dev.tsv")
    calls: list[tuple[int, int]] = []
    outcome = tune(opened(tmp_path), queries, qrels, everyone(), lambda *at: calls.append(at))
    assert [trial.kind for trial in outcome.trials] == [MIX, TREES]
    assert calls[-1] == (outcome.questions, outcome.questions)
    untouched = evaluate(opened(tmp_path), queries, qrels, everyone())
    for trial in outcome.trials:
        assert trial.before == pytest.approx(untouched.measures["nDCG@10"], abs=1e-9)
    proven = [trial for trial in outcome.trials if trial.proven]
    assert (outcome.tuning is None) == (not proven)
    own_document = [replace_self(one) for one in queries]
    with pytest.raises(VankienError):
        tune(opened(tmp_path), own_document, qrels, everyone())


def replace_self(query: dict[str, Any]) -> dict[str, Any]:
    return {**query, "meta": {"self": "any"}}
