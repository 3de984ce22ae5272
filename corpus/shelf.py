"""Folders, files and collections become documents, and what changed since they were last read."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from corpus.assembly import document_from_file, document_from_record
from corpus.errors import BadDocument
from corpus.model import Document
from corpus.reading import collection, registry

COLLECTION_ENDINGS = (".jsonl", ".jsonl.zst")
_BATCH_BYTES = 4 * 1024 * 1024
_READ_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How a source looked when it was read; `sha256` is the hex digest of its bytes."""

    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something below a scanned folder that is no document.

    `reason`: `hidden`, `unsupported` (no reader for it), `duplicate` (the same file was met before),
    `link_loop` (a link back to a folder being read), `broken_link`, `special` (a device, socket or pipe).
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds a document or, as a collection, many. Small and picklable.

    `path` is the path shown to people: as given to `scan`, joined with the relative path, "/" between.
    `file` opens it. `mtime_ns` is in nanoseconds since the epoch, `size` in bytes.
    """

    path: str
    file: Path
    size: int
    mtime_ns: int

    @property
    def is_collection(self) -> bool:
        return self.file.name.lower().endswith(COLLECTION_ENDINGS)

    def fingerprint(self) -> Fingerprint:
        """Reads the whole file. Raises BadDocument `no_permission`, `missing` or `broken`."""
        digest = hashlib.sha256()
        try:
            with self.file.open("rb") as file:
                while block := file.read(_READ_AT_ONCE):
                    digest.update(block)
        except OSError as error:
            raise _file_error(error, self.path) from error
        return Fingerprint(self.size, self.mtime_ns, digest.hexdigest())

    def batches(self, size: int = 200) -> Iterator["Batch"]:
        """The source in pieces for worker processes: `size` records each, or the whole file.

        A collection is decompressed and cut into lines here; parsing happens in `Batch.documents`.
        """
        if not self.is_collection:
            yield Batch(self)
            return
        kept: list[bytes] = []
        first, held = 1, 0
        try:
            for line in collection.raw_lines(self.file):
                kept.append(line)
                held += len(line)
                if len(kept) >= size or held >= _BATCH_BYTES:
                    yield Batch(self, first, tuple(kept))
                    first, kept, held = first + len(kept), [], 0
        except BadDocument as error:
            failure = BadDocument(error.code, **{**error.facts, "path": self.path})
            yield Batch(self, first, tuple(kept), failure)
            return
        if kept:
            yield Batch(self, first, tuple(kept))
        elif first == 1:
            yield Batch(self, 1, (), BadDocument("empty_file", path=self.path))

    def documents(self) -> Iterator[Document | BadDocument]:
        """Every document of the source; what cannot be one is yielded as the BadDocument that says why."""
        for batch in self.batches():
            yield from batch.documents()


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of a source: a whole file (`lines` None) or the records `first_line` … of a collection.

    `failure` is what stopped the reading of the collection after these lines.
    """

    source: Source
    first_line: int = 1
    lines: tuple[bytes, ...] | None = None
    failure: BadDocument | None = None

    def documents(self) -> Iterator[Document | BadDocument]:
        """The documents of this piece, in order; never raises."""
        if self.lines is None:
            yield document_from_file(self.source.file, self.source.path)
            return
        for number, line in enumerate(self.lines, start=self.first_line):
            if line.strip():
                yield document_from_record(line, self.source.path, number)
        if self.failure is not None:
            yield self.failure


Found: TypeAlias = Source | Skipped | BadDocument


@dataclass(frozen=True, slots=True)
class ShelfChanges:
    """Sources by what happened since the previous reading; `removed` and `unreachable` are shown paths.

    `unreachable` were known, and stand below something that cannot be read now: they are not gone.
    """

    added: tuple[Source, ...]
    changed: tuple[Source, ...]
    unchanged: tuple[Source, ...]
    removed: tuple[str, ...]
    unreachable: tuple[str, ...] = ()


def scan(paths: Sequence[Path]) -> Iterator[Found]:
    """Everything below `paths`, folders recursively, in the order given and by name within a folder.

    Yields Source for a document or collection, Skipped for what is none, and BadDocument
    (`no_permission`, `missing`, `unsupported`) for a path that was asked for and cannot be read.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        yield from _scan(path, _shown(path), seen, (), asked=True)


def changes(previous: Mapping[str, Fingerprint], found: Iterable[Found]) -> ShelfChanges:
    """Compare what `scan` found with the fingerprints of the last reading, by shown path.

    A source is unchanged when size and time are equal, else when its bytes are.
    """
    added: list[Source] = []
    changed: list[Source] = []
    unchanged: list[Source] = []
    blocked: list[str] = []
    gone = dict.fromkeys(previous)
    for item in found:
        if isinstance(item, BadDocument):
            if item.code == "no_permission":
                blocked.append(str(item.facts.get("path")))
        elif isinstance(item, Source):
            gone.pop(item.path, None)
            before = previous.get(item.path)
            if before is None:
                added.append(item)
            else:
                (unchanged if _is_same(item, before) else changed).append(item)
    unreachable = tuple(path for path in gone if any(_is_below(path, folder) for folder in blocked))
    removed = tuple(path for path in gone if path not in set(unreachable))
    return ShelfChanges(tuple(added), tuple(changed), tuple(unchanged), removed, unreachable)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _is_same(source: Source, before: Fingerprint) -> bool:
    if (source.size, source.mtime_ns) == (before.size, before.mtime_ns):
        return True
    try:
        return source.size == before.size and source.fingerprint().sha256 == before.sha256
    except BadDocument:
        return False


def _shown(path: Path) -> str:
    """A path as text; bytes of a name that are no UTF-8 are shown escaped."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _scan(
    path: Path,
    shown: str,
    seen: set[tuple[int, int]],
    above: tuple[tuple[int, int], ...],
    asked: bool = False,
) -> Iterator[Found]:
    try:
        state = path.stat()
        identity = (state.st_dev, state.st_ino)
        if path.is_dir():
            if identity in above:
                yield Skipped(shown, "link_loop")
                return
            names = sorted(path.iterdir(), key=lambda child: child.name)
            for child in names:
                if child.name.startswith((".", "~$")):
                    yield Skipped(_shown_child(shown, child), "hidden")
                else:
                    yield from _scan(child, _shown_child(shown, child), seen, (*above, identity))
            return
    except OSError as error:
        if not asked and path.is_symlink() and not isinstance(error, PermissionError):
            yield Skipped(shown, "broken_link")
        else:
            yield _file_error(error, shown)
        return
    if identity in seen:
        yield Skipped(shown, "duplicate")
    elif not path.is_file():
        yield Skipped(shown, "special")
    elif not _is_supported(path):
        yield BadDocument("unsupported", path=shown) if asked else Skipped(shown, "unsupported")
    else:
        seen.add(identity)
        yield Source(shown, path, state.st_size, state.st_mtime_ns)


def _shown_child(shown: str, child: Path) -> str:
    name = _shown(Path(child.name))
    return name if shown == "." else f"{shown.rstrip('/')}/{name}"


def _is_supported(path: Path) -> bool:
    return path.suffix.lower() in registry.FILE_EXTENSIONS or path.name.lower().endswith(COLLECTION_ENDINGS)


def _file_error(error: OSError, shown: str) -> BadDocument:
    if isinstance(error, PermissionError):
        return BadDocument("no_permission", path=shown)
    if isinstance(error, FileNotFoundError):
        return BadDocument("missing", path=shown)
    return BadDocument("broken", path=shown, detail=error.strerror or str(error))
