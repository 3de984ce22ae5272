"""The only writer: folders of files become the next generation of the index, published in one step."""

import errno
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import BadDocument, VankienError
from corpus.model import Document
from corpus.shelf import Batch, Source, scan
from corpus.values.reference import number_key
from indexer import generation
from indexer.catalogue import CatalogueWriter, Fingerprint, connect
from indexer.document_codec import encode
from indexer.embedded.writer import EmbeddedWriter
from indexer.embedding import Embedder, load_embedder
from indexer.engine import FOLDED_SUFFIX, PassageEntry, Vector
from indexer.generation import FORMAT, Manifest
from indexer.passages import cut
from indexer.text.analysis import ANALYSIS_VERSION, field_terms

BATCH = 200  # records of a collection that travel to a worker together
POOL_FROM_BYTES = 3_000_000  # below this, starting worker processes costs more than it saves
IN_FLIGHT = 3  # batches a worker may have waiting: bounds memory


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that was not indexed and why (`error.code`, `error.facts`)."""

    path: str
    error: BadDocument


@dataclass(slots=True)
class Summary:
    """What a build did; counts of sources (files) unless said otherwise."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    documents: int = 0  # documents in the published index
    passages: int = 0
    seconds: float = 0.0
    rebuilt: bool = False  # everything was read again because the analysis or the embedder changed
    published: bool = True
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Progress:
    """Work done and to do, in bytes of source files, and the documents read so far."""

    done: int
    total: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    row: dict[str, Any]
    passages: list[tuple[int, int, str]]
    terms: list[dict[str, str]]
    vectors: Vector


@dataclass(frozen=True, slots=True)
class _Done:
    source: str
    bytes: int
    prepared: list[_Prepared]
    failures: list[Failure]


def index(
    paths: Sequence[Path],
    data: Path,
    *,
    embedder: str = "default",
    workers: int = 2,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Bring the index under `data` up to date with the files under `paths` and publish it.

    A source that vanished from under `paths` is removed; sources under other paths stay. Raises
    VankienError('index_locked' | 'disk_full' | 'path_missing' | 'no_permission').
    """
    started = time.monotonic()
    for path in paths:
        if not path.exists():
            raise VankienError("path_missing", path=str(path))
    with _disk_errors(data), generation.building(data):
        summary = _build(paths, data, embedder, workers, on_progress)
    summary.seconds = time.monotonic() - started
    return summary


def _build(
    paths: Sequence[Path],
    data: Path,
    embedder_name: str,
    workers: int,
    on_progress: Callable[[Progress], None],
) -> Summary:
    embedder = load_embedder(embedder_name)
    manifest = Manifest(FORMAT, ANALYSIS_VERSION, embedder.name, embedder.dimension, ())
    name = generation.current_name(data)
    before = generation.read_manifest(data / name) if name else None
    extend = before is not None and before.fits(manifest)
    summary = Summary(rebuilt=before is not None and not extend)
    roots = dict.fromkeys([*(before.roots if before else ()), *(path.as_posix() for path in paths)])
    read_now = paths if extend or before is None else [Path(root) for root in roots]

    folder = generation.begin(data, copy=extend)
    try:
        catalogue = CatalogueWriter(connect(str(folder / generation.CATALOGUE)))
        work = _plan(read_now, catalogue, summary)
        if extend and not work.anything:
            catalogue.commit()
            shutil.rmtree(folder)
            assert before is not None
            summary.published = False
            summary.documents, summary.passages = before.documents, before.passages
            return summary
        engine = EmbeddedWriter(folder, embedder.dimension)
        for source in work.gone:
            engine.remove(catalogue.remove_source(source))
        _fill(work.sources, catalogue, engine, embedder_name, embedder, workers, summary, on_progress)
        engine.commit()
        summary.documents, summary.passages = catalogue.counts()
        catalogue.commit()
        generation.publish(
            folder,
            replace(manifest, roots=tuple(roots), documents=summary.documents, passages=summary.passages),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return summary


@dataclass(slots=True)
class _Work:
    sources: list[Source]
    gone: list[str]  # shown paths whose documents leave the index: removed and changed sources

    @property
    def anything(self) -> bool:
        return bool(self.sources or self.gone)
