"""Generations: every build makes a new folder, and one atomic rename publishes it.

    data/CURRENT          the name of the published generation
    data/g000007/         manifest.json, catalogue.sqlite, terms/, vectors.usearch
    data/lock             held by the one process that builds

A reader opens the generation that CURRENT names and keeps it; a build that dies leaves a folder that
nobody names, and the next build removes it.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import VankienError
from indexer.engine import EngineUnavailable

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite"
FORMAT = 4  # 4: level and fields beside each passage, headings, phrases that complete what is typed; articles cited


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built with; a reader that was built differently refuses to open it."""

    format: int
    analysis: int
    embedder: str
    dimension: int
    roots: tuple[str, ...]
    documents: int = 0
    passages: int = 0
    segmentation: bool = False  # words found by underthesea are indexed too

    def fits(self, other: "Manifest") -> bool:
        """True when an index with this manifest can be read and extended under the other's settings."""
        mine = (self.format, self.analysis, self.embedder, self.dimension, self.segmentation)
        return mine == (other.format, other.analysis, other.embedder, other.dimension, other.segmentation)


def current_name(data: Path) -> str | None:
    """The published generation's name, None when nothing was published yet."""
    try:
        return (data / CURRENT).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def published(data: Path) -> Path:
    """The published generation's folder. Raises EngineUnavailable('no_index')."""
    name = current_name(data)
    if name is None or not (data / name / MANIFEST).is_file():
        raise EngineUnavailable("no_index", data=str(data))
    return data / name


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest. Raises EngineUnavailable('engine_down') when it is damaged."""
    try:
        values = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Manifest(**{**values, "roots": tuple(values["roots"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EngineUnavailable("engine_down", detail=f"manifest: {error}") from error


@contextmanager
def building(data: Path) -> Iterator[None]:
    """Hold the build lock; raises VankienError('index_locked') when another process builds."""
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise VankienError("index_locked", data=str(data)) from error
    try:
        yield
    finally:
        lock.release()


def begin(data: Path, *, copy: bool) -> Path:
    """Make the next generation's folder, holding a copy of the published one when `copy`."""
    name = current_name(data)
    # A name is never used twice while a reader may still hold it, not even after a rollback.
    number = max((int(found[1:]) for found in [*_names(data), name or "g0"]), default=0) + 1
    _remove_all_but(data, {name, _before(data, name)})
    folder = data / f"g{number:06d}"
    if copy and name is not None:
        shutil.copytree(data / name, folder, copy_function=_link_or_copy)
        (folder / MANIFEST).unlink(missing_ok=True)
    else:
        folder.mkdir()
    return folder


def publish(folder: Path, manifest: Manifest) -> None:
    """Make a finished generation the current one, in one atomic step.

    The generation before stays, for readers that still hold it and for `rollback`.
    """
    _write_durably(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    make_durable(folder)
    _name_current(folder.parent, folder.name)


def rollback(data: Path) -> str:
    """Publish the newest complete generation before the current one and give back its name.

    Raises VankienError('no_previous') when there is none.
    """
    before = _before(data, current_name(data))
    if before is None:
        raise VankienError("no_previous")
    _name_current(data, before)
    return before


def make_durable(folder: Path) -> None:
    """Return when every file under `folder` is on disk."""
    for file in folder.rglob("*"):
        if file.is_file():
            _sync(file)


def _name_current(data: Path, name: str) -> None:
    waiting = data / (CURRENT + ".next")
    _write_durably(waiting, name + "\n")
    waiting.replace(data / CURRENT)
    _sync(data)


def _link_or_copy(source: str, target: str) -> str:
    """Hard-link the engine's immutable segment files, copy what a build rewrites in place."""
    path = Path(source)
    if path.parent.name == "terms" and path.suffix not in (".json", ".lock"):
        try:
            os.link(source, target)
            return target
        except OSError:
            pass
    return str(shutil.copy2(source, target))


def _names(data: Path) -> list[str]:
    return [path.name for path in data.glob("g[0-9]*") if path.is_dir() and path.name[1:].isdecimal()]


def _before(data: Path, name: str | None) -> str | None:
    """The newest complete generation before `name`."""
    older = [
        found
        for found in _names(data)
        if (data / found / MANIFEST).is_file() and name is not None and found < name
    ]
    return max(older, default=None)


def _remove_all_but(data: Path, kept: set[str | None]) -> None:
    for name in _names(data):
        if name not in kept:
            shutil.rmtree(data / name, ignore_errors=True)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
