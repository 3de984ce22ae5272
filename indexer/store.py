"""Where generations of the index live and which of them is published: what every kind of store offers."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import VankienError
from indexer.catalogue import Catalogue, CatalogueWriter
from indexer.engine import Engine, EngineWriter
from indexer.generation import Manifest

LOOKS_AGAIN_AFTER = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Opened:
    """A published generation: catalogue and engine always belong together."""

    name: str
    manifest: Manifest
    catalogue: Catalogue
    engine: Engine


class Draft(Protocol):
    """The generation being built, which nobody sees before `publish`."""

    @property
    def catalogue(self) -> CatalogueWriter: ...

    def engine(self, dimension: int) -> EngineWriter:
        """The writer of its engine, whose vectors have `dimension` numbers."""
        ...

    def publish(self, manifest: Manifest) -> None:
        """Make it the current generation in one atomic step, after both writers were committed."""
        ...

    def discard(self) -> None:
        """Remove whatever was made of it."""
        ...


class Store(Protocol):
    """The generations of one index."""

    def building(self) -> AbstractContextManager[None]:
        """Held by the one process that builds. Raises VankienError('index_locked')."""
        ...

    def current(self) -> str | None:
        """The published generation's name, None when nothing was published yet."""
        ...

    def manifest(self, name: str) -> Manifest:
        """What a generation was built with. Raises EngineUnavailable."""
        ...

    def begin(self, *, copy: bool) -> Draft:
        """Begin the next generation, from a copy of the published one when `copy`.

        Removes what no reader needs: all but the published generation.
        """
        ...

    def open(self, name: str, dimension: int) -> Opened:
        """Open a published generation for reading. Raises EngineUnavailable."""
        ...

    def rollback(self) -> str:
        """Publish the generation before the current one again. Raises VankienError('no_previous')."""
        ...


@contextmanager
def held(store: Store, *, wait: bool) -> Iterator[None]:
    """Hold the right to build; with `wait` as soon as whoever builds now is done.

    Raises VankienError('index_locked') without `wait`, and what the store raises.
    """
    with ExitStack() as right:
        while True:
            try:
                right.enter_context(store.building())
                break
            except VankienError as error:
                if not wait or error.code != "index_locked":
                    raise
            time.sleep(LOOKS_AGAIN_AFTER)
        yield
