"""The figures of docs/operations.md and docs/decisions/0006-cluster.md, measured on a real node.

python -m tests.cluster.measure [--articles 75353] [--questions 433]

What our way costs beyond the bare client is measured by `tests.cluster.against_bare`, round by round.
"""

import argparse
import itertools
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from elasticsearch import Elasticsearch, helpers

from indexer.build import index
from indexer.elastic.client import Access, Link
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.mapping import index_body, passage_body
from indexer.elastic.writer import ElasticWriter
from indexer.embedded.store import FolderDraft, FolderStore
from indexer.embedding import load_embedder
from indexer.engine import EngineWriter, Filters, PassageEntry, Vector
from service.access import everyone
from service.evaluation import evaluate, read_qrels
from service.jsonl import read_jsonl
from service.open_index import OpenIndex
from tests.cluster.node import Node, unpack
from tests.needs import shared_material

KINDS = ("int8_hnsw", "bbq_hnsw")
DEPTHS = (10, 100)

Batch = tuple[list[PassageEntry], Vector]


class Kept:
    """A writer that also keeps what it is given, to be written elsewhere."""

    def __init__(self, writer: EngineWriter, batches: list[Batch]) -> None:
        self._writer = writer
        self._batches = batches

    def add(self, entries: Sequence[PassageEntry], vectors: Vector) -> None:
        self._batches.append((list(entries), vectors))
        self._writer.add(entries, vectors)

    def remove(self, passages: Sequence[int]) -> None:
        self._writer.remove(passages)

    def commit(self) -> None:
        self._writer.commit()


class KeepingStore(FolderStore):
    """The embedded store, keeping what its engine is given in `batches`."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.batches: list[Batch] = []

    def begin(self, *, copy: bool) -> FolderDraft:
        draft = super().begin(copy=copy)
        engine = draft.engine
        draft.engine = lambda dimension: Kept(engine(dimension), self.batches)  # type: ignore[assignment,method-assign,return-value]
        return draft


def told(name: str, value: object) -> None:
    print(f"{name:48} {value}", flush=True)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def milliseconds(times: Sequence[float]) -> str:
    return " / ".join(f"{1000 * float(np.percentile(times, share)):.1f}" for share in (50, 95))


def articles(source: Path, target: Path, count: int) -> None:
    """The first `count` lines of the collection, as a collection of its own."""
    with zstandard.open(source, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(lines, count))


def write(link: Link, name: str, kind: str, batches: Sequence[Batch], dimension: int) -> float:
    """Seconds that the writer needs for an index of its own."""
    link.work(lambda client: client.indices.create(index=name, **index_body(dimension, quantization=kind)))
    writer = ElasticWriter(link, name)

    def work() -> None:
        for entries, vectors in batches:
            writer.add(entries, vectors.astype(np.float32))
        writer.commit()

    return timed(work)


def write_raw(
    url: str, link: Link, name: str, batches: Sequence[Batch], dimension: int, kind: str = "int8_hnsw"
) -> float:
    """Seconds that the client's own parallel_bulk needs for the same bodies, made beforehand."""
    link.work(lambda client: client.indices.create(index=name, **index_body(dimension, quantization=kind)))
    bodies = [
        {"_index": name, "_id": str(entry.id), "_source": passage_body(entry, row)}
        for entries, vectors in batches
        for entry, row in zip(entries, vectors.astype(np.float32), strict=True)
    ]
    client = Elasticsearch(url, request_timeout=120)

    def work() -> None:
        for _ in helpers.parallel_bulk(client, bodies, thread_count=2, chunk_size=500):
            pass
        client.indices.flush(index=name)
        client.indices.refresh(index=name)

    seconds = timed(work)
    client.close()
    return seconds


def merge(link: Link, name: str) -> None:
    link.work(lambda client: client.indices.forcemerge(index=name, max_num_segments=1), 900)


def sizes(link: Link, name: str) -> str:
    """Disk of an index and what its vectors need in memory, in MB."""
    stats: Any = link.work(
        lambda client: client.perform_request(
            "GET", f"/{name}/_stats/store,dense_vector", headers={"accept": "application/json"}
        )
    )
    found = stats["_all"]["primaries"]
    heap = found["dense_vector"]["off_heap"]
    quantized = heap["total_veq_size_bytes"] + heap["total_veb_size_bytes"] + heap["total_vex_size_bytes"]
    return f"{found['store']['size_in_bytes'] >> 20} MB on disk, {quantized >> 20} MB to search vectors"


def recalls(engine: ElasticEngine, batches: Sequence[Batch], questions: Sequence[Vector]) -> Iterator[str]:
    """Share of the exact neighbours that the engine finds."""
    rows = np.concatenate([vectors for _, vectors in batches]).astype(np.float32)
    ids = np.array([entry.id for entries, _ in batches for entry in entries])
    for depth in DEPTHS:
        shares = []
        for vector in questions:
            exact = set(ids[np.argpartition(-(rows @ vector), depth)[:depth]].tolist())
            hits = engine.search_vector(vector, everyone(), Filters(), depth)
            shares.append(len({hit.passage for hit in hits} & exact) / depth)
        yield f"@{depth} {float(np.mean(shares)):.3f}"


def measure(folder: Path, count: int, most_questions: int) -> None:
    shared = shared_material() / "eval" / "phapdien"
    articles(shared / "corpus.jsonl.zst", folder / "corpus.jsonl", count)
    qrels = read_qrels(shared / "qrels" / "dev.tsv")
    judged = (one for one in read_jsonl(shared / "queries.jsonl") if one["_id"] in qrels)
    questions = list(itertools.islice(judged, most_questions))
    embedder = load_embedder("static")
    store = KeepingStore(folder / "data")
    done = index([folder / "corpus.jsonl"], folder / "data", store=store)
    told("passages", done.passages)
    opened = store.open(store.current() or "", embedder.dimension)
    node = Node(unpack(folder / "elastic"), folder / "node", heap="1g").start()
    link = Link(Access((node.url,), seconds=20))
    try:
        link.work(lambda client: client.cluster.health(wait_for_status="yellow"))
        # The first time warms the node up.
        raw = min(write_raw(node.url, link, f"raw{n}", store.batches, embedder.dimension) for n in range(2))
        told("parallel_bulk, seconds", f"{raw:.1f}")
        link.work(lambda client: client.indices.delete(index="raw0,raw1"))
        vectors = [embedder.embed_question(str(one["text"])) for one in questions]
        engines: dict[str, Any] = {"embedded": opened.engine}
        for kind in KINDS:
            seconds = write(link, kind, kind, store.batches, embedder.dimension)
            told(f"{kind}: writer, seconds (share of raw speed)", f"{seconds:.1f} ({raw / seconds:.2f})")
            told(f"{kind}: as built", sizes(link, kind))
            merge(link, kind)
            told(f"{kind}: merged", sizes(link, kind))
            engines[kind] = ElasticEngine(link, kind, kind)
            told(f"{kind}: recall", ", ".join(recalls(engines[kind], store.batches, vectors)))
        for name, engine in engines.items():
            own = OpenIndex(opened.name, opened.manifest, opened.catalogue, engine, embedder)
            result = evaluate(own, questions, qrels, everyone())
            shown = {key: round(value, 4) for key, value in result.measures.items()}
            told(f"{name}: chain", f"{json.dumps(shown)} {result.ms_p50:.0f} / {result.ms_p95:.0f} ms")
    finally:
        link.close()
        node.stop()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=75_353)
    arguments.add_argument("--questions", type=int, default=433)
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vankien-measure-"))
    try:
        measure(folder, given.articles, given.questions)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
