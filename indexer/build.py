"""The only writer: folders of files become the next generation of the index, published in one step."""

import errno
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.exc import OperationalError

from corpus.errors import BadDocument, VankienError
from corpus.fingerprint import Fingerprint
from corpus.shelf import Skipped, Source, changes, scan
from indexer.catalogue import UNDERSTOOD, CatalogueWriter, KnownSource
from indexer.embedded.store import FolderStore
from indexer.embedding import load_embedder
from indexer.engine import EngineWriter, PassageEntry
from indexer.generation import FORMAT, Manifest
from indexer.phrases import derive_phrases
from indexer.preparation import Done, Failure, Preparation, pieces, prepared
from indexer.store import Store, held
from indexer.text.analysis import ANALYSIS_VERSION
from indexer.understanding import FIELD_BREAK

POOL_FROM_BYTES = 3_000_000  # below this, starting worker processes costs more than it saves
CATCHING_UP = 3  # passes over the files, at most: they may change while they are read


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


def index(
    paths: Sequence[Path],
    data: Path,
    *,
    embedder: str = "static",
    segmentation: bool = False,
    workers: int = 2,
    rebuild: bool = False,
    wait: bool = False,
    store: Store | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Bring the index under `data` up to date with the files under `paths` and publish it.

    `segmentation` also indexes the words that underthesea finds, at fifty times the cost.
    `store` says where the index lives when it is not the folder `data`; `rebuild` reads every file again; with
    `wait` a build under way is waited for, which otherwise refuses this one. What changes among the files during
    the build is in the published index too. A source that vanished from under `paths` is removed; sources under
    other paths stay. Raises VankienError('index_locked' | 'disk_full' | 'path_missing' | 'no_permission'),
    EngineUnavailable.
    """
    started = time.monotonic()
    for path in paths:
        if not path.exists():
            raise VankienError("path_missing", path=str(path))
    store = store or FolderStore(data)
    with _disk_errors(data), held(store, wait=wait):
        how = Preparation(embedder, segmentation)
        summary = _build(paths, store, how, workers, rebuild, on_progress)
    summary.seconds = time.monotonic() - started
    return summary


def _build(
    paths: Sequence[Path],
    store: Store,
    how: Preparation,
    workers: int,
    rebuild: bool,
    on_progress: Callable[[Progress], None],
) -> Summary:
    embedder = load_embedder(how.embedder)
    manifest = Manifest(
        FORMAT, ANALYSIS_VERSION, embedder.name, embedder.dimension, (), segmentation=how.segmentation
    )
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
            _fill(work, catalogue, engine, how, workers, summary, on_progress)
            work = _meanwhile(read_now, catalogue, summary, work)
            if not work.anything:
                break
        engine.commit()
        summary.documents, summary.passages = catalogue.counts()
        derive_phrases(catalogue.connection)
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
    how: Preparation,
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
    taken: set[str] = set()
    for done in prepared(pieces(work.sources), how, workers if total > POOL_FROM_BYTES else 1):
        piece = _without_duplicates(done, taken)
        documents += len(piece.prepared)
        read += piece.bytes
        write(piece, catalogue, engine)
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


def _without_duplicates(piece: Done, taken: set[str]) -> Done:
    """Leave out records whose `_id` the collection used before, and say so; `taken` holds ids so far."""
    kept, duplicates = [], []
    rows: list[int] = []
    row = 0
    for one in piece.prepared:
        vectors = range(row, row + len(one.passages))
        row += len(one.passages)
        if one.row["id"] in taken:
            error = BadDocument("bad_record", path=one.row["path"], detail="duplicate_id")
            duplicates.append(Failure(one.row["path"], error))
        else:
            taken.add(one.row["id"])
            kept.append(one)
            rows.extend(vectors)
    if not duplicates:
        return piece
    return replace(piece, prepared=kept, vectors=piece.vectors[rows], failures=[*piece.failures, *duplicates])


def write(piece: Done, catalogue: CatalogueWriter, engine: EngineWriter) -> None:
    """Write prepared documents: rows to the catalogue, terms and vectors to the engine."""
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
                    level=row["level"] or "",
                    fields=tuple(filter(None, row["fields"].split(FIELD_BREAK))),
                )
            )
    catalogue.add((one.row for one in piece.prepared), rows)
    catalogue.add_understood(
        *(
            [row for one in piece.prepared for row in one.understood[place]]
            for place in range(len(UNDERSTOOD))
        )
    )
    acts, citations = ([row for one in piece.prepared for row in one.cited[place]] for place in range(2))
    catalogue.add_cited(acts, citations)
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
