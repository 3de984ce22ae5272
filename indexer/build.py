"""The only writer: folders of files become the next generation of the index, published in one step."""

import errno
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.exc import OperationalError

from corpus.errors import BadDocument, VankienError
from corpus.fingerprint import Fingerprint
from corpus.model import Document
from corpus.shelf import Batch, Skipped, Source, changes, scan
from corpus.values.reference import number_key
from indexer.catalogue import CatalogueWriter, KnownSource
from indexer.document_codec import encode
from indexer.embedded.store import FolderStore
from indexer.embedding import Embedder, load_embedder
from indexer.engine import TEXT, TEXT_FOLDED, EngineWriter, PassageEntry, Vector
from indexer.generation import FORMAT, Manifest
from indexer.passages import cut
from indexer.store import Store
from indexer.text.analysis import ANALYSIS_VERSION, field_terms
from indexer.understanding import Row, relation_rows, target_rows, task_rows, understand, understood_columns

BATCH = 200  # records of a collection that travel to a worker together
POOL_FROM_BYTES = 3_000_000  # below this, starting worker processes costs more than it saves
TITLE_WEIGHT = 6  # chosen on the development questions, see docs/decisions/0002-terms.md
HEADING_WEIGHT = 2
CATCHING_UP = 3  # passes over the files, at most: they may change while they are read
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
    to_embed: list[str]
    understood: tuple[list[Row], list[Row], list[Row]]  # rows of relations, targets and tasks


@dataclass(frozen=True, slots=True)
class _Done:
    source: str
    bytes: int
    prepared: list[_Prepared]
    vectors: Vector  # float16, one row a passage of `prepared`, in order
    failures: list[Failure]


def index(
    paths: Sequence[Path],
    data: Path,
    *,
    embedder: str = "static",
    workers: int = 2,
    rebuild: bool = False,
    store: Store | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Bring the index under `data` up to date with the files under `paths` and publish it.

    `store` says where the index lives when it is not the folder `data`; `rebuild` reads every file again.
    What changes among the files during the build is in the published index too. A source that vanished
    from under `paths` is removed; sources under other paths stay. Raises VankienError('index_locked' |
    'disk_full' | 'path_missing' | 'no_permission'), EngineUnavailable.
    """
    started = time.monotonic()
    for path in paths:
        if not path.exists():
            raise VankienError("path_missing", path=str(path))
    store = store or FolderStore(data)
    with _disk_errors(data), store.building():
        summary = _build(paths, store, embedder, workers, rebuild, on_progress)
    summary.seconds = time.monotonic() - started
    return summary


def _build(
    paths: Sequence[Path],
    store: Store,
    embedder_name: str,
    workers: int,
    rebuild: bool,
    on_progress: Callable[[Progress], None],
) -> Summary:
    embedder = load_embedder(embedder_name)
    manifest = Manifest(FORMAT, ANALYSIS_VERSION, embedder.name, embedder.dimension, ())
    name = store.current()
    before = store.manifest(name) if name else None
    extend = before is not None and before.fits(manifest) and not rebuild
    summary = Summary(rebuilt=before is not None and not extend)
    roots = dict.fromkeys([*(before.roots if before else ()), *(path.as_posix() for path in paths)])
    read_now = paths if extend or before is None else [Path(root) for root in roots]

    draft = store.begin(copy=extend)
    try:
        catalogue = draft.catalogue
        work = _plan(read_now, catalogue, summary)
        if extend and not work.anything:
            catalogue.commit()
            draft.discard()
            assert before is not None
            summary.published = False
            summary.documents, summary.passages = before.documents, before.passages
            return summary
        engine = draft.engine(embedder.dimension)
        for _ in range(CATCHING_UP):
            for source in work.gone:
                engine.remove(catalogue.remove_source(source))
            _fill(work, catalogue, engine, embedder_name, workers, summary, on_progress)
            work = _meanwhile(read_now, catalogue, summary, work)
            if not work.anything:
                break
        engine.commit()
        summary.documents, summary.passages = catalogue.counts()
        catalogue.commit()
        draft.publish(
            replace(manifest, roots=tuple(roots), documents=summary.documents, passages=summary.passages)
        )
    except BaseException:
        draft.discard()
        raise
    return summary


@dataclass(slots=True)
class _Work:
    sources: list[Source]
    gone: list[str]  # shown paths whose documents leave the index: removed and changed sources

    @property
    def anything(self) -> bool:
        return bool(self.sources or self.gone)


def _plan(paths: Sequence[Path], catalogue: CatalogueWriter, summary: Summary) -> _Work:
    """Compare the files with what the catalogue knows of them; counts go to `summary`."""
    known = catalogue.sources()
    below = {path: source.fingerprint for path, source in known.items() if _is_below(path, paths)}
    found = list(scan(paths))
    for item in found:
        if isinstance(item, BadDocument):
            summary.failures.append(Failure(str(item.facts.get("path")), item))
        elif isinstance(item, Skipped) and item.reason == "unsupported":
            summary.failures.append(Failure(item.path, BadDocument("unsupported", path=item.path)))
    changed = changes(below, found)
    summary.added, summary.changed = len(changed.added), len(changed.changed)
    summary.unchanged, summary.removed = len(changed.unchanged), len(changed.removed)
    for source in changed.unchanged:
        for path, code, facts in known[source.path].failures:
            summary.failures.append(Failure(path, BadDocument(code, **facts)))
    return _Work(
        [*changed.added, *changed.changed],
        [*changed.removed, *(source.path for source in changed.changed)],
    )


def _meanwhile(paths: Sequence[Path], catalogue: CatalogueWriter, summary: Summary, done: _Work) -> _Work:
    """What changed among the files while they were read; counts are added to `summary`."""
    known = catalogue.sources()
    below = {path: source.fingerprint for path, source in known.items() if _is_below(path, paths)}
    unreadable = {source.path for source in done.sources} - known.keys()
    changed = changes(below, scan(paths))
    added = [source for source in changed.added if source.path not in unreadable]
    again = {source.path for source in changed.changed}
    summary.added += len(added)
    summary.removed += len(changed.removed)
    summary.failures[:] = [failure for failure in summary.failures if failure.path not in again]
    return _Work([*added, *changed.changed], [*changed.removed, *again])


def _is_below(path: str, roots: Sequence[Path]) -> bool:
    """True when a shown path is one of the roots or stands below one."""
    shown = (root.as_posix() for root in roots)
    return any(root in (".", path) or path.startswith(root.rstrip("/") + "/") for root in shown)


def _fill(
    work: _Work,
    catalogue: CatalogueWriter,
    engine: EngineWriter,
    embedder_name: str,
    workers: int,
    summary: Summary,
    on_progress: Callable[[Progress], None],
) -> None:
    """Read, analyse and embed every source of `work` and write the results in order."""
    total = sum(source.size for source in work.sources)
    failures: dict[str, list[Failure]] = {}
    fingerprints = {source.path: _fingerprint(source) for source in work.sources}
    read = documents = 0
    on_progress(Progress(0, total, 0))
    for piece in _prepared(_pieces(work.sources), embedder_name, workers if total > POOL_FROM_BYTES else 1):
        documents += len(piece.prepared)
        read += piece.bytes
        _write(piece, catalogue, engine)
        failures.setdefault(piece.source, []).extend(piece.failures)
        summary.failures.extend(piece.failures)
        on_progress(Progress(min(read, total), total, documents))
    for path, fingerprint in fingerprints.items():
        if fingerprint is not None:
            kept = tuple((f.path, f.error.code, f.error.facts) for f in failures.get(path, ()))
            catalogue.put_source(path, KnownSource(fingerprint, kept))


def _fingerprint(source: Source) -> Fingerprint | None:
    try:
        return source.fingerprint()
    except BadDocument:
        return None  # reading it fails too and says why; it is tried again the next time


@dataclass(frozen=True, slots=True)
class _Piece:
    batch: Batch
    bytes: int  # of the source file, for progress


def _pieces(sources: Iterable[Source]) -> Iterator[_Piece]:
    for source in sources:
        if not source.is_collection:
            yield from (_Piece(batch, source.size) for batch in source.batches())
            continue
        # Compressed sizes are not known per record: the share is guessed and capped by the total.
        ratio = 5.5 if source.file.suffix == ".zst" else 1.0
        for batch in source.batches(BATCH):
            yield _Piece(batch, int(sum(map(len, batch.lines or ())) / ratio))


def _prepared(pieces: Iterator[_Piece], embedder_name: str, workers: int) -> Iterator[_Done]:
    """Pieces through the workers, in order, with a bounded number under way."""
    if workers < 2:
        embedder = load_embedder(embedder_name)
        for piece in pieces:
            yield _prepare(piece, embedder)
        return
    # Workers are started afresh: a forked copy of a process with engine threads may hang.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (embedder_name,)) as pool:
        waiting: deque[Future[_Done]] = deque()
        for piece in pieces:
            waiting.append(pool.submit(_prepare_in_worker, piece))
            if len(waiting) >= workers * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_WORKER_EMBEDDER: list[Embedder] = []


def _start_worker(embedder_name: str) -> None:
    _WORKER_EMBEDDER[:] = [load_embedder(embedder_name)]


def _prepare_in_worker(piece: _Piece) -> _Done:
    return _prepare(piece, _WORKER_EMBEDDER[0])


def _prepare(piece: _Piece, embedder: Embedder) -> _Done:
    """Read a piece and make everything the writer needs of it; failures are kept, never raised."""
    prepared, failures, source = [], [], piece.batch.source.path
    for item in piece.batch.documents():
        if isinstance(item, BadDocument):
            failures.append(Failure(str(item.facts.get("path", source)), item))
        else:
            prepared.append(_prepare_document(item, source))
    texts = [text for one in prepared for text in one.to_embed]
    vectors = embedder.embed_passages(texts) if texts else np.zeros((0, embedder.dimension), np.float32)
    return _Done(source, piece.bytes, prepared, vectors.astype(np.float16), failures)


def _prepare_document(document: Document, source: str) -> _Prepared:
    header, number = document.header, document.header.number
    title, title_folded = field_terms(f"{number or ''} {document.title}")
    passages, terms, to_embed = [], [], []
    for passage in cut(document):
        text = document.text[passage.start : passage.end]
        above = f"{document.context} {passage.heading}".strip()
        heading, heading_folded = field_terms(above)
        body, body_folded = field_terms(text)
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
    )
    return _Prepared({**row, **understood_columns(document, understood)}, passages, terms, to_embed, rows)


def weighted_field(title: str, heading: str, body: str) -> str:
    """One field whose term frequencies are 6 title + 2 heading + 1 body.

    Plain BM25 over it is BM25F with one length normalisation for all zones (Robertson, Zaragoza and
    Taylor 2004): frequencies are added before they saturate, which ranks better than adding the
    scores of three fields, and a question needs a third of the postings.
    """
    return " ".join([*[title] * TITLE_WEIGHT, *[heading] * HEADING_WEIGHT, body])


def _write(piece: _Done, catalogue: CatalogueWriter, engine: EngineWriter) -> None:
    entries, rows = [], []
    for one in piece.prepared:
        row = one.row
        ids = catalogue.take_passage_ids(len(one.passages))
        for number, (start, end, section), terms in zip(ids, one.passages, one.terms, strict=True):
            rows.append({"id": number, "document": row["id"], "start": start, "end": end, "section": section})
            entries.append(
                PassageEntry(
                    id=number,
                    document=row["id"],
                    terms=terms,
                    type=row["type"] or "",
                    issuer=row["issuer"] or "",
                    year=int(row["date"][:4]) if row["date"] else 0,
                    access=row["access"],
                )
            )
    catalogue.add((one.row for one in piece.prepared), rows)
    relations, targets, tasks = (
        [row for one in piece.prepared for row in one.understood[i]] for i in range(3)
    )
    catalogue.add_understood(relations, targets, tasks)
    engine.add(entries, piece.vectors)


@contextmanager
def _disk_errors(data: Path) -> Iterator[None]:
    """A full disk or a folder without rights becomes an error that says so; the old index stays."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise VankienError("disk_full", data=str(data)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise VankienError("no_permission", path=str(data)) from error
        raise
    except (ValueError, RuntimeError, OperationalError) as error:
        # The engines and the database report a full disk in words of their own.
        if "No space left" in str(error) or "disk is full" in str(error):
            raise VankienError("disk_full", data=str(data)) from error
        raise
