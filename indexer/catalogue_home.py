"""Where the catalogues of a remote engine's generations live: files of this machine, or a database server."""

import shutil
from collections.abc import Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from indexer import generation
from indexer.catalogue import Catalogue, CatalogueWriter, connect
from indexer.engine import EngineUnavailable


class CatalogueHome(Protocol):
    """One catalogue a generation, found by the generation's name."""

    def building(self) -> AbstractContextManager[None]:
        """Held by the one process that builds. Raises VankienError('index_locked')."""
        ...

    def begin(self, name: str, base: str | None) -> CatalogueWriter:
        """The writer of a new generation's catalogue, holding what the generation `base` holds."""
        ...

    def seal(self, name: str) -> None:
        """Return when the committed catalogue would survive a power failure."""
        ...

    def open(self, name: str) -> Catalogue:
        """Raises EngineUnavailable('no_index') when there is none of this name."""
        ...

    def discard(self, name: str) -> None:
        """Remove a generation's catalogue, committed or not."""
        ...

    def keep_only(self, names: Set[str]) -> None:
        """Remove every other generation."""
        ...

    def close(self) -> None:
        """Close what is open to it."""
        ...


class CatalogueFolder:
    """SQLite files under a folder, for one machine that builds and answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def building(self) -> AbstractContextManager[None]:
        return generation.building(self._folder)

    def begin(self, name: str, base: str | None) -> CatalogueWriter:
        made = self._folder / name
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        if base is not None:
            shutil.copy2(self._folder / base / generation.CATALOGUE, made)
        return CatalogueWriter(connect(str(made / generation.CATALOGUE)))

    def seal(self, name: str) -> None:
        generation.make_durable(self._folder / name)

    def open(self, name: str) -> Catalogue:
        file = self._folder / name / generation.CATALOGUE
        if not file.is_file():
            raise EngineUnavailable("no_index", data=str(file))
        return Catalogue(connect(str(file), read_only=True))

    def discard(self, name: str) -> None:
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def keep_only(self, names: Set[str]) -> None:
        for folder in self._folder.glob("g[0-9]*"):
            if folder.is_dir() and folder.name not in names:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Files are closed by those who opened them."""
