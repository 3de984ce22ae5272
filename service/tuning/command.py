"""What `vankien tune` does and says: learn, show what is on, switch it off."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from corpus.errors import VankienError
from indexer.embedding import load_embedder
from service.access import everyone
from service.config import Settings
from service.evaluation import read_qrels
from service.jsonl import read_jsonl
from service.tuning.reranking import FEATURES
from service.tuning.trial import FEWEST_FOR_TREES, LARGEST_P, LEAST_GAIN, MIX, TREES, Outcome, Trial, tune
from service.tuning.tuned import check_tuning, remove_tuning, write_tuning
from service.wiring import build_service

NAMES = {MIX: "tỷ lệ trộn giữa từ ngữ và ngữ nghĩa", TREES: "mô hình xếp lại các văn bản đầu"}
Told = tuple[dict[str, Any], list[str]]


def tune_set(folder: Path, settings: Settings) -> Told:
    """Learn from the judged questions in `folder`; JSON and sentences. Raises VankienError."""
    queries = list(read_jsonl(folder / "queries.jsonl"))
    qrels = _all_qrels(folder)
    index = build_service(settings).opened()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đang chạy các câu hỏi", total=None)
        outcome = tune(
            index,
            queries,
            qrels,
            everyone(),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    if outcome.tuning is not None:
        write_tuning(settings.data, outcome.tuning)
    return _outcome_shape(outcome), _outcome_words(outcome)


def _all_qrels(folder: Path) -> dict[str, dict[str, int]]:
    """The judgements of every file in `folder`/qrels."""
    files = sorted((folder / "qrels").glob("*.tsv"))
    if not files:
        raise VankienError("path_missing", path=str(folder / "qrels"))
    judged: dict[str, dict[str, int]] = {}
    for file in files:
        for name, grades in read_qrels(file).items():
            judged.setdefault(name, {}).update(grades)
    return judged


def _outcome_shape(outcome: Outcome) -> dict[str, Any]:
    return {
        "questions": outcome.questions,
        "trials": [
            {
                "kind": trial.kind,
                "before": round(trial.before, 4),
                "after": round(trial.after, 4),
                "gain": round(trial.gain, 4),
                "p": round(trial.p, 4),
                "proven": trial.proven,
            }
            for trial in outcome.trials
        ],
        "switched_on": outcome.tuning.report["kind"] if outcome.tuning else None,
    }


def _outcome_words(outcome: Outcome) -> list[str]:
    told = [f"{outcome.questions} câu hỏi được chấm; kiểm chứng chéo, nDCG@10:"]
    told += [f"  {_trial_words(trial)}" for trial in outcome.trials]
    if outcome.questions < FEWEST_FOR_TREES:
        told.append(f"  {NAMES[TREES]}: không thử, vì cần ít nhất {FEWEST_FOR_TREES} câu hỏi.")
    if outcome.tuning is None:
        least, largest = f"{LEAST_GAIN}".replace(".", ","), f"{LARGEST_P}".replace(".", ",")
        told.append(
            f"Không có gì thay đổi: chưa cách nào tốt hơn rõ rệt (cần tăng từ {least} trở lên với p ≤ {largest})."
        )
    else:
        told.append(
            f"Đã bật: {NAMES[outcome.tuning.report['kind']]}. Có thể bỏ bằng lệnh “vankien tune --off”."
        )
    return told


def _trial_words(trial: Trial) -> str:
    figures = f"{trial.before:.3f} → {trial.after:.3f} ({trial.gain:+.3f}, p = {trial.p:.3f})"
    return f"{NAMES[trial.kind]}: {figures.replace('.', ',')}"


def show_status(settings: Settings) -> Told:
    """What is switched on under the data folder. Raises VankienError('bad_tuning')."""
    tuning = check_tuning(settings.data, load_embedder(settings.embedder).name, len(FEATURES))
    if tuning is None:
        return {"switched_on": None}, ["Đang dùng cách xếp hạng mặc định, chưa điều chỉnh."]
    report = dict(tuning.report)
    kind = TREES if tuning.trees else MIX
    told = f"Đang bật: {NAMES[kind]}"
    if tuning.share is not None:
        told += f" (phần của ngữ nghĩa: {tuning.share:g})".replace(".", ",")
    lines = [told + "."]
    if {"questions", "before", "after"} <= report.keys():
        figures = f"{report['before']} → {report['after']}".replace(".", ",")
        lines.append(f"Học từ {report['questions']} câu hỏi; kiểm chứng chéo nDCG@10: {figures}.")
    return {"switched_on": kind, "share": tuning.share, "report": report}, lines


def switch_off(settings: Settings) -> Told:
    """Back to the default."""
    removed = remove_tuning(settings.data)
    words = "Đã bỏ điều chỉnh" if removed else "Chưa có điều chỉnh nào được bật"
    return {"removed": removed}, [f"{words}; kho dùng cách xếp hạng mặc định."]
