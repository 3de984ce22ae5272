"""Files become what the writer needs: rows, terms and vectors, made in worker processes."""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Any

import numpy as np

from corpus.errors import BadDocument, VankienError
from corpus.model import Document
from corpus.shelf import Batch, Source
from corpus.values.reference import number_key
from indexer.citing import act_rows, citation_rows
from indexer.document_codec import encode
from indexer.embedding import Embedder, load_embedder
from indexer.engine import TEXT, TEXT_FOLDED, Vector
from indexer.passages import cut
from indexer.text.analysis import field_terms
from indexer.text.words import word_terms
from indexer.understanding import (
    Row,
    heading_rows,
    relation_rows,
    target_rows,
    task_rows,
    understand,
    understood_columns,
)

BATCH = 200  # records of a collection that travel to a worker together
TITLE_WEIGHT = 6  # chosen on the development questions, see docs/decisions/0002-terms.md
HEADING_WEIGHT = 2
IN_FLIGHT = 3  # batches a worker may have waiting: bounds memory


@dataclass(frozen=True, slots=True)
class Preparation:
    """How documents are prepared; the same for every worker of a build."""

    embedder: str  # name, as for `load_embedder`
    segmentation: bool = False  # also index the words that underthesea finds: slow


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that was not indexed and why (`error.code`, `error.facts`)."""

    path: str
    error: BadDocument


@dataclass(frozen=True, slots=True)
class Prepared:
    row: dict[str, Any]
    passages: list[tuple[int, int, str]]
    terms: list[dict[str, str]]
    to_embed: list[str]
    understood: tuple[list[Row], ...]  # rows of each table of `indexer.catalogue.UNDERSTOOD`
    cited: tuple[list[Row], list[Row]]  # rows of ACTS and CITATIONS


@dataclass(frozen=True, slots=True)
class Done:
    source: str
    bytes: int
    prepared: list[Prepared]
    vectors: Vector  # float16, one row a passage of `prepared`, in order
    failures: list[Failure]


@dataclass(frozen=True, slots=True)
class Piece:
    batch: Batch
    bytes: int  # of the source file, for progress


def pieces(sources: Iterable[Source]) -> Iterator[Piece]:
    for source in sources:
        if not source.is_collection:
            yield from (Piece(batch, source.size) for batch in source.batches())
            continue
        # Compressed sizes are not known per record: the share is guessed and capped by the total.
        ratio = 5.5 if source.file.suffix == ".zst" else 1.0
        for batch in source.batches(BATCH):
            yield Piece(batch, int(sum(map(len, batch.lines or ())) / ratio))


def prepared(work: Iterator[Piece], how: Preparation, workers: int) -> Iterator[Done]:
    """Pieces through the workers, in order, with a bounded number under way.

    Raises VankienError('worker_died') when a worker is killed from outside or by a file.
    """
    if workers < 2:
        worker = Worker(how)
        for piece in work:
            yield worker.prepare(piece)
        return
    try:
        yield from _in_workers(work, how, workers)
    except BrokenProcessPool as error:
        raise VankienError("worker_died") from error


def _in_workers(work: Iterator[Piece], how: Preparation, workers: int) -> Iterator[Done]:
    # Workers are started afresh: a forked copy of a process with engine threads may hang.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (how,)) as pool:
        waiting: deque[Future[Done]] = deque()
        for piece in work:
            waiting.append(pool.submit(_prepare_in_worker, piece))
            if len(waiting) >= workers * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_WORKER: list["Worker"] = []


def _start_worker(how: Preparation) -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    _WORKER[:] = [Worker(how)]


def _end_with_the_parent() -> None:
    """A killed parent cannot stop its workers: they watch it, and go when it goes."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare_in_worker(piece: Piece) -> Done:
    return _WORKER[0].prepare(piece)


class Worker:
    """Prepares documents in one process."""

    def __init__(self, how: Preparation) -> None:
        self._embedder: Embedder = load_embedder(how.embedder)
        self._segmentation = how.segmentation

    def prepare(self, piece: Piece) -> Done:
        """Read a piece and make everything the writer needs of it; failures are kept, never raised."""
        return self.prepare_documents(piece.batch.source.path, piece.batch.documents(), piece.bytes)

    def prepare_documents(
        self, source: str, documents: Iterable[Document | BadDocument], size: int = 0
    ) -> Done:
        """As `prepare`, of documents that were read from `source`, `size` bytes of it."""
        made, failures = [], []
        for item in documents:
            if isinstance(item, BadDocument):
                failures.append(Failure(str(item.facts.get("path", source)), item))
            else:
                made.append(_prepare_document(item, source, segmentation=self._segmentation))
        texts = [text for one in made for text in one.to_embed]
        empty = np.zeros((0, self._embedder.dimension), np.float32)
        vectors = self._embedder.embed_passages(texts) if texts else empty
        return Done(source, size, made, vectors.astype(np.float16), failures)


def _prepare_document(document: Document, source: str, *, segmentation: bool) -> Prepared:
    header, number = document.header, document.header.number
    title, title_folded = field_terms(f"{number or ''} {document.title}")
    passages, terms, to_embed = [], [], []
    for passage in cut(document):
        text = document.text[passage.start : passage.end]
        above = f"{document.context} {passage.heading}".strip()
        heading, heading_folded = field_terms(above)
        body, body_folded = field_terms(text)
        if segmentation:
            body = f"{body} {' '.join(word_terms(text))}"
        passages.append((passage.start, passage.end, passage.section))
        terms.append(
            {
                TEXT: weighted_field(title, heading, body),
                TEXT_FOLDED: weighted_field(title_folded, heading_folded, body_folded),
            }
        )
        to_embed.append(f"{document.title}\n{above}\n{text}")
    row = {
        "id": document.id,
        "source": source,
        "path": document.path,
        "title": document.title,
        "number": number,
        "number_key": number_key(number) if number else None,
        "type": header.type,
        "issuer": header.issuer,
        "date": header.date.isoformat() if header.date else None,
        "access": document.access,
        "body": encode(document),
    }
    understood = understand(document)
    rows = (
        relation_rows(document.id, understood.relations),
        target_rows(document.id, understood),
        task_rows(document.id, understood.tasks),
        heading_rows(document),
    )
    cited = (act_rows(document), citation_rows(document))
    columns = {**row, **understood_columns(document, understood)}
    return Prepared(columns, passages, terms, to_embed, rows, cited)


def weighted_field(title: str, heading: str, body: str) -> str:
    """One field whose term frequencies are 6 title + 2 heading + 1 body.

    Plain BM25 over it is BM25F with one length normalisation for all zones (Robertson, Zaragoza and
    Taylor 2004): frequencies are added before they saturate, which ranks better than adding the
    scores of three fields, and a question needs a third of the postings.
    """
    return " ".join([*[title] * TITLE_WEIGHT, *[heading] * HEADING_WEIGHT, body])
