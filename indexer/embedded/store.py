"""Generations of the embedded engine: folders of one machine (see `indexer.generation`)."""

import shutil
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path

from indexer import generation
from indexer.catalogue import Catalogue, CatalogueWriter, connect
from indexer.embedded.reader import EmbeddedEngine
from indexer.embedded.writer import EmbeddedWriter
from indexer.engine import EngineUnavailable, EngineWriter
from indexer.generation import Manifest
from indexer.store import Opened


class FolderDraft:
    """A generation being built in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def catalogue(self) -> CatalogueWriter:
        return CatalogueWriter(connect(str(self._folder / generation.CATALOGUE)))

    def engine(self, dimension: int) -> EngineWriter:
        return EmbeddedWriter(self._folder, dimension)

    def publish(self, manifest: Manifest) -> None:
        generation.publish(self._folder, manifest)

    def discard(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class FolderStore:
    """The default store: everything under one folder, `data`."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def building(self) -> AbstractContextManager[None]:
        return generation.building(self._data)

    def current(self) -> str | None:
        return generation.current_name(self._data)

    def manifest(self, name: str) -> Manifest:
        if not (self._data / name / generation.MANIFEST).is_file():
            raise EngineUnavailable("no_index", data=str(self._data))
        return generation.read_manifest(self._data / name)

    def begin(self, *, copy: bool) -> FolderDraft:
        return FolderDraft(generation.begin(self._data, copy=copy))

    def open(self, name: str, dimension: int) -> Opened:
        folder = self._data / name
        manifest = self.manifest(name)
        catalogue = Catalogue(connect(str(folder / generation.CATALOGUE), read_only=True))
        return Opened(name, manifest, catalogue, EmbeddedEngine(folder, dimension))

    def rollback(self) -> str:
        return generation.rollback(self._data)
