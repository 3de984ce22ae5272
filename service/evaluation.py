"""Judges the ranking on a set of questions with known relevant documents (BEIR layout)."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import VankienError
from indexer.engine import AccessFilter, Filters
from service.measures import ndcg, recall, reciprocal_rank
from service.open_index import OpenIndex
from service.question import parse
from service.retrieval import ranked

MEASURES = {
    "nDCG@10": partial(ndcg, depth=10),
    "R@10": partial(recall, depth=10),
    "R@100": partial(recall, depth=100),
    "MRR@10": partial(reciprocal_rank, depth=10),
}
DEPTH = 100

Run = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over the questions, and milliseconds a question for the whole chain (p50, p95)."""

    questions: int
    measures: Mapping[str, float]
    per_question: Mapping[str, Mapping[str, float]]  # measure -> question id -> value
    ms_p50: float
    ms_p95: float
    run: Run


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """BEIR judgements: question id -> document id -> grade; a header line is skipped."""
    judged: dict[str, dict[str, int]] = {}
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                parts = line.rstrip("\n").split("\t")
                if len(parts) >= 3 and parts[-1].lstrip("-").isdigit():
                    judged.setdefault(parts[0], {})[parts[-2]] = int(parts[-1])
    except FileNotFoundError as error:
        raise VankienError("path_missing", path=str(path)) from error
    return judged


def record_id(path: str) -> str:
    """The id that judgements use for a document: a collection's `_id`, else the path."""
    return path.partition("#")[2] or path


def evaluate(
    index: OpenIndex,
    queries: Sequence[Mapping[str, Any]],
    qrels: Mapping[str, Mapping[str, int]],
    access: AccessFilter,
    rewrite: Callable[[str], str] = lambda text: text,
) -> Evaluation:
    """Run every judged question through the whole ranking chain in this process, one after another.

    A question's own document (`meta.self`) is left out of its results. `rewrite` changes each
    question before it is asked (for example by dropping its diacritics).
    """
    run: Run = {}
    times = []
    for query in queries:
        name = str(query["_id"])
        if name not in qrels:
            continue
        own = (query.get("meta") or {}).get("self")
        text = rewrite(str(query["text"]))
        started = time.perf_counter()
        found = ranked(index, parse(text), access, Filters())
        times.append((time.perf_counter() - started) * 1000)
        names = [record_id(group.passages[0].document.path) for group in found]
        kept = [(name_, group.score) for name_, group in zip(names, found, strict=True) if name_ != own]
        # Equal scores keep the order of the list, whatever a reader of the run does with ties.
        run[name] = {doc: score - rank * 1e-9 for rank, (doc, score) in enumerate(kept[:DEPTH])}
    return _measured(run, {name: dict(qrels[name]) for name in run}, times)


def _measured(run: Run, qrels: Mapping[str, Mapping[str, int]], times: Sequence[float]) -> Evaluation:
    if not run:
        raise VankienError("no_judged_question")
    orders = {name: sorted(scores, key=lambda one: -scores[one]) for name, scores in run.items()}
    per_question = {
        measure: {name: judge(order, qrels[name]) for name, order in orders.items()}
        for measure, judge in MEASURES.items()
    }
    return Evaluation(
        questions=len(run),
        measures={name: float(np.mean(list(values.values()))) for name, values in per_question.items()},
        per_question=per_question,
        ms_p50=float(np.percentile(times, 50)),
        ms_p95=float(np.percentile(times, 95)),
        run=run,
    )


def write_trec(run: Run, path: Path) -> None:
    """Write a run in TREC format, best first."""
    with path.open("w", encoding="utf-8") as file:
        for name, scores in run.items():
            ordered = sorted(scores.items(), key=lambda pair: -pair[1])
            for rank, (document, score) in enumerate(ordered, 1):
                file.write(f"{name} Q0 {document} {rank} {score:.9f} vankien\n")
