"""Judges the ranking on a set of questions with known relevant documents (BEIR layout)."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sql

from corpus.errors import VankienError
from indexer.catalogue import DOCUMENTS
from indexer.engine import AccessFilter, Filters
from service.measures import ndcg, recall, reciprocal_rank
from service.open_index import OpenIndex
from service.precedents import find_precedents
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

    A question that is itself a document of the index (`meta.self`) asks for that document's precedents,
    the document left out. `rewrite` changes every other question before it is asked (for example by
    dropping its diacritics).
    """
    run: Run = {}
    times = []
    asked = [query for query in queries if str(query["_id"]) in qrels]
    own = documents_of_records([_self(query) for query in asked], index, access)
    for query in asked:
        document = own.get(_self(query))
        text = rewrite(str(query["text"]))
        started = time.perf_counter()
        found = _found(index, text, access) if document is None else _similar(index, document, access)
        times.append((time.perf_counter() - started) * 1000)
        kept = [(name, score) for name, score in _named(index, found, access) if name != _self(query)]
        # Equal scores keep the order of the list, whatever a reader of the run does with ties.
        run[str(query["_id"])] = {
            name: score - rank * 1e-9 for rank, (name, score) in enumerate(kept[:DEPTH])
        }
    return _measured(run, {name: dict(qrels[name]) for name in run}, times)


Scored = list[tuple[str, float]]  # ids of documents with their scores, best first


def _self(query: Mapping[str, Any]) -> str:
    return str((query.get("meta") or {}).get("self") or "")


def documents_of_records(records: Sequence[str], index: OpenIndex, access: AccessFilter) -> dict[str, str]:
    """Record id -> document id, of the records that the index holds."""
    wanted = set(records) - {""}
    if not wanted:
        return {}
    c = DOCUMENTS.c
    query = sql.select(c.path, c.id).where(c.access.in_(sorted(access.labels)))
    with index.catalogue.reading() as connection:
        rows = connection.execute(query).all()
    return {record_id(path): name for path, name in rows if record_id(path) in wanted}


def _found(index: OpenIndex, text: str, access: AccessFilter) -> Scored:
    groups = ranked(index, parse(text), access, Filters())
    # A learnt order need not follow the scores, which a run is sorted by.
    falling = np.minimum.accumulate([*(group.score for group in groups), 0.0])[:-1]
    names = (group.passages[0].document.id for group in groups)
    return [(name, float(score)) for name, score in zip(names, falling, strict=True)]


def _similar(index: OpenIndex, document_id: str, access: AccessFilter) -> Scored:
    document = index.document(document_id, access)
    precedents = find_precedents(index, document, access) if document else []
    return [(one.document, one.score) for one in precedents]


def _named(index: OpenIndex, found: Scored, access: AccessFilter) -> Scored:
    """The same with the ids that judgements use."""
    shown = index.catalogue.summaries([name for name, _ in found[: DEPTH + 1]], access)
    return [(record_id(shown[name].path), score) for name, score in found if name in shown]


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
