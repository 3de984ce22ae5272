"""Folders, files and collections become documents, and what changed since they were last read."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from corpus.assembly import document_from_file, document_from_record
from corpus.errors import BadDocument
from corpus.fingerprint import Fingerprint
from corpus.model import Document
from corpus.reading import collection, registry

COLLECTION_ENDINGS = (".jsonl", ".jsonl.zst")
_BATCH_BYTES = 4 * 1024 * 1024
_READ_AT_ONCE = 1024 * 1024


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
_Identity: TypeAlias = tuple[int, int]  # device and inode
_Visit: TypeAlias = tuple[Path, str, tuple[_Identity, ...]]  # path, shown path, folders above it


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
    seen: set[_Identity] = set()
    for path in paths:
        yield from _scan(path, seen)


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


def _scan(path: Path, seen: set[_Identity]) -> Iterator[Found]:
    """Depth first with an own stack: a chain of folders may be deeper than Python's."""
    stack: list[_Visit] = [(path, _shown(path), ())]
    while stack:
        path, shown, above = stack.pop()
        asked = not above
        if not asked and path.name.startswith((".", "~$")):
            yield Skipped(shown, "hidden")
            continue
        try:
            state = path.stat()
            identity = (state.st_dev, state.st_ino)
            if not path.is_dir():
                yield _file(path, shown, state, seen, asked)
            elif identity in above:
                yield Skipped(shown, "link_loop")
            else:
                children = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                stack += [(child, _shown_child(shown, child), (*above, identity)) for child in children]
        except OSError as error:
            broken_link = not asked and path.is_symlink() and not isinstance(error, PermissionError)
            yield Skipped(shown, "broken_link") if broken_link else _file_error(error, shown)


def _file(path: Path, shown: str, state: os.stat_result, seen: set[_Identity], asked: bool) -> Found:
    identity = (state.st_dev, state.st_ino)
    if identity in seen:
        return Skipped(shown, "duplicate")
    if not path.is_file():
        return Skipped(shown, "special")
    if not _is_supported(path):
        return BadDocument("unsupported", path=shown) if asked else Skipped(shown, "unsupported")
    seen.add(identity)
    return Source(shown, path, state.st_size, state.st_mtime_ns)


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
