"""Our way through Elasticsearch against the bare client: writing and asking, in turns, so that noise hits both.

    python -m tests.cluster.against_bare [--articles 4000] [--rounds 3] [--writes 3] [--questions 120]

Writing: `ElasticWriter` (bodies made on the way) against `helpers.parallel_bulk` of bodies made beforehand, same
mapping, same batches, both flushed and refreshed. Asking: the engine, and the whole search of the service, against
the client's own msearch of the same bodies. What comes first alternates; the first round warms up and is not
counted; a figure is the median over rounds. `--writes 0` writes once and compares only the asking.
"""

import argparse
import gc
import itertools
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from elasticsearch import Elasticsearch

from indexer.build import index
from indexer.elastic.client import Access, Link
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.query import terms_body, vector_body
from indexer.embedding import load_embedder
from indexer.engine import Filters, Vector
from service.access import everyone
from service.ask import Service
from service.evaluation import read_qrels
from service.jsonl import read_jsonl
from service.open_index import OpenIndex
from service.question import parse
from service.rank import RECIPE, weighted_terms
from tests.cluster.measure import (
    KINDS,
    Batch,
    KeepingStore,
    articles,
    merge,
    milliseconds,
    timed,
    told,
    write,
    write_raw,
)
from tests.cluster.node import Node, unpack
from tests.needs import shared_material

LEAST_SHARE = 0.60  # of the raw writing speed
MOST_TIMES = 1.3  # the bare msearch at p95


def in_turn(round_: int, one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """Both, the second first in every other round."""
    if round_ % 2:
        late = other()
        return one(), late
    return one(), other()


def writing(node: Node, link: Link, kind: str, batches: Sequence[Batch], rounds: int) -> None:
    dimension = batches[0][1].shape[1]
    if not rounds:
        write(link, f"ours-{kind}", kind, batches, dimension)
        return
    ours, raw = [], []
    for round_ in range(rounds + 1):
        mine, theirs = in_turn(
            round_,
            partial(write, link, f"ours-{kind}", kind, batches, dimension),
            partial(write_raw, node.url, link, f"raw-{kind}", batches, dimension, kind),
        )
        done = [f"raw-{kind}"] + ([f"ours-{kind}"] if round_ < rounds else [])  # the last one is asked below
        link.work(partial(_delete, done))
        if round_:
            ours.append(mine)
            raw.append(theirs)
    share = statistics.median(bare / own for bare, own in zip(raw, ours, strict=True))
    shown = ", ".join(f"{bare:.1f}/{own:.1f}" for bare, own in zip(raw, ours, strict=True))
    told(f"{kind}: parallel_bulk/our writer, seconds a round", shown)
    told(
        f"{kind}: share of the raw speed (at least {LEAST_SHARE})",
        f"{share:.2f} {_verdict(share >= LEAST_SHARE)}",
    )


def _delete(names: Sequence[str], client: Elasticsearch) -> None:
    client.indices.delete(index=",".join(names))


def asking(
    link: Link, kind: str, service: Service, texts: Sequence[str], vectors: Sequence[Vector], rounds: int
) -> None:
    engine = ElasticEngine(link, f"ours-{kind}", kind)
    gc.collect()
    gc.freeze()  # the batches kept in memory are no part of a service
    quotients: dict[str, list[float]] = {"engine": [], "whole search": []}
    last: dict[str, list[float]] = {}
    for round_ in range(rounds + 1):
        taken: dict[str, list[float]] = {"bare": [], "engine": [], "whole search": []}
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
            terms = weighted_terms(parse(text))
            ways: dict[str, Callable[[], object]] = {
                "bare": partial(
                    link.once, partial(Elasticsearch.msearch, searches=_bodies(kind, terms, vector))
                ),
                "engine": partial(engine.search, terms, vector, everyone(), Filters(), RECIPE.depth),
                "whole search": partial(service.search, text, everyone(), Filters()),
            }
            names = list(ways)
            turn = (number + round_) % len(names)
            for name in names[turn:] + names[:turn]:
                taken[name].append(timed(ways[name]))
        if round_:
            bare = float(np.percentile(taken["bare"], 95))
            for name, found in quotients.items():
                found.append(float(np.percentile(taken[name], 95)) / bare)
            last = taken
    told(
        f"{kind}: ms p50 / p95, last round",
        "; ".join(f"{name} {milliseconds(ms)}" for name, ms in last.items()),
    )
    for name, found in quotients.items():
        times = statistics.median(found)
        told(
            f"{kind}: {name}, p95 by the bare p95 (at most {MOST_TIMES})",
            f"{times:.2f} {_verdict(times <= MOST_TIMES)}",
        )


def _bodies(kind: str, terms: Any, vector: Vector) -> list[dict[str, Any]]:
    bodies = (
        terms_body(terms, everyone(), Filters(), RECIPE.depth, 20),
        vector_body(vector, everyone(), Filters(), RECIPE.depth, 20, kind),
    )
    return [part for body in bodies for part in ({"index": f"ours-{kind}"}, body)]


def _verdict(holds: bool) -> str:
    return "ok" if holds else "MISSED"


def compare(folder: Path, count: int, most_questions: int, rounds: int, writes: int) -> None:
    shared = shared_material() / "eval" / "phapdien"
    articles(shared / "corpus.jsonl.zst", folder / "corpus.jsonl", count)
    qrels = read_qrels(shared / "qrels" / "dev.tsv")
    judged: Iterator[Any] = (one for one in read_jsonl(shared / "queries.jsonl") if one["_id"] in qrels)
    texts = [str(one["text"]) for one in itertools.islice(judged, most_questions)]
    embedder = load_embedder("static")
    vectors = [embedder.embed_question(text) for text in texts]
    store = KeepingStore(folder / "data")
    told("passages", index([folder / "corpus.jsonl"], folder / "data", store=store).passages)
    opened = store.open(store.current() or "", embedder.dimension)
    node = Node(unpack(folder / "elastic"), folder / "node", heap="1g").start()
    link = Link(Access((node.url,), seconds=20))
    try:
        link.work(lambda client: client.cluster.health(wait_for_status="yellow"))
        for kind in KINDS:
            writing(node, link, kind, store.batches, writes)
            merge(link, f"ours-{kind}")
            engine = ElasticEngine(link, f"ours-{kind}", kind)
            own = OpenIndex(opened.name, opened.manifest, opened.catalogue, engine, embedder)
            service = Service(lambda: opened.name, lambda own=own: own)  # type: ignore[misc]
            asking(link, kind, service, texts, vectors, rounds)
    finally:
        link.close()
        node.stop()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=4_000)
    arguments.add_argument("--questions", type=int, default=120)
    arguments.add_argument("--rounds", type=int, default=3, help="of asking")
    arguments.add_argument("--writes", type=int, default=3, help="rounds of writing")
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vankien-bare-"))
    try:
        compare(folder, given.articles, given.questions, given.rounds, given.writes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
