"""Generations in a cluster: versioned indices, and an alias whose one atomic swap publishes.

    vankien              the alias: names the published generation
    vankien-g000007      an index; its mapping's _meta holds the manifest
    g000007              the catalogue of the same generation, in its own home

The alias is the only record of what is published. A generation is made whole before the swap (index on
disk, catalogue committed, manifest written, index closed to writing), so at every moment the alias names
a whole generation; what a crash leaves behind is named by nothing, and the next build removes it.
Readers ask the index by its own name, never by the alias: index and catalogue always belong together.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cached_property
from typing import Any

from corpus.errors import VankienError
from indexer.catalogue import CatalogueWriter
from indexer.catalogue_home import CatalogueHome
from indexer.elastic.client import Link
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.mapping import index_body
from indexer.elastic.writer import ElasticWriter
from indexer.engine import EngineUnavailable, EngineWriter
from indexer.generation import Manifest
from indexer.store import Opened

FOLLOWED_WITHIN = 1.0  # seconds until a reader notices a swap


class ElasticStore:
    """The generations behind one alias; safe to share between threads."""

    def __init__(
        self, link: Link, alias: str, home: CatalogueHome, *, quantization: str = "int8_hnsw", shards: int = 1
    ) -> None:
        self._link = link
        self._alias = alias
        self.home = home
        self._quantization = quantization
        self._shards = shards
        self._known: str | None = None
        self._known_until = 0.0
        self._swapped = -2 * FOLLOWED_WITHIN  # when this process last did
        self._failure: EngineUnavailable | None = None
        self._asking = threading.Lock()

    @contextmanager
    def building(self) -> Iterator[None]:
        with self.home.building():
            self._known_until = 0.0
            yield
            self._known_until = 0.0

    def current(self) -> str | None:
        """The published generation's name, asked at most once a second.

        While the cluster does not answer the last name known is given: whether the generation can be
        searched is for the search to find out.
        """
        with self._asking:
            if time.monotonic() >= self._known_until:
                try:
                    self._known, self._failure = self._published(self._link.question), None
                except EngineUnavailable as error:
                    self._failure = error
                self._known_until = time.monotonic() + FOLLOWED_WITHIN
            if self._failure is not None and self._known is None:
                raise EngineUnavailable(self._failure.code, **self._failure.facts)
            return self._known

    def manifest(self, name: str) -> Manifest:
        index = self._index(name)
        mapping = self._link.question(lambda client: client.indices.get_mapping(index=index))
        try:
            values = mapping[index]["mappings"]["_meta"]["manifest"]
            return Manifest(**{**values, "roots": tuple(values["roots"])})
        except (KeyError, TypeError) as error:
            raise EngineUnavailable("engine_down", detail=f"manifest of {index}: {error!r}") from error

    def open(self, name: str, dimension: int) -> Opened:
        manifest = self.manifest(name)
        engine = ElasticEngine(self._link, self._index(name), self._quantization)
        return Opened(name, manifest, self.home.open(name), engine)

    def begin(self, *, copy: bool) -> "ElasticDraft":
        name, names = self._published(self._link.work), self.names()
        number = max((int(found[1:]) for found in names), default=0) + 1
        before = max((found for found in names if name and found < name), default=None)
        kept = {found for found in (name, before) if found}
        outdated = set(names) - kept
        if outdated:
            # Who asked for the published name just before the last swap may be searching one of these still.
            time.sleep(max(0.0, self._swapped + 2 * FOLLOWED_WITHIN - time.monotonic()))
        for found in outdated:
            self.remove(found)
        self.home.keep_only(kept)
        return ElasticDraft(self, self._link, f"g{number:06d}", name if copy else None)

    def rollback(self) -> str:
        name = self._published(self._link.work)
        before = max((found for found in self.names() if name and found < name), default=None)
        if before is None:
            raise VankienError("no_previous")
        self.manifest(before)
        self.home.open(before).close()
        self.swap(before)
        return before

    def swap(self, name: str) -> None:
        """Point the alias at a generation: one atomic call, after which every reader follows."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self._alias}-g*", "alias": self._alias, "must_exist": False}},
            {"add": {"index": self._index(name), "alias": self._alias}},
        ]
        self._link.work(lambda client: client.indices.update_aliases(actions=actions))
        self._swapped = time.monotonic()

    def tidy(self, name: str) -> None:
        """Let the cluster merge an index that will not change: half the disk. It takes its own time."""
        index = self._index(name)
        with suppress(EngineUnavailable):
            self._link.once(
                lambda client: client.indices.forcemerge(
                    index=index, max_num_segments=1, wait_for_completion=False
                )
            )

    def remove(self, name: str) -> None:
        """Remove a generation's index."""
        index = self._index(name)
        self._link.work(lambda client: client.indices.delete(index=index, ignore_unavailable=True))

    def create(self, name: str, dimension: int) -> str:
        """Make an empty index for a generation and give back its name."""
        body = index_body(dimension, quantization=self._quantization, shards=self._shards)
        index = self._index(name)
        self._make(lambda client: client.indices.create(index=index, **body))
        return index

    def clone(self, base: str, name: str) -> str:
        """Make a generation's index from a published one, sharing its files on disk."""
        source, index = self._index(base), self._index(name)
        self.set_writable(base, writable=False)
        settings = {"index.blocks.write": None, "index.auto_expand_replicas": "0-1"}
        self._make(lambda client: client.indices.clone(index=source, target=index, settings=settings))
        self._link.work(lambda client: client.cluster.health(index=index, wait_for_status="yellow"))
        return index

    def _make(self, call: Callable[[Any], Any]) -> None:
        """Create under a name that is new: one that is there was made by a try whose answer was lost."""
        try:
            self._link.work(call)
        except EngineUnavailable as error:
            if "resource_already_exists" not in str(error):
                raise

    def write_manifest(self, name: str, manifest: Manifest) -> None:
        meta = {"manifest": asdict(manifest)}
        index = self._index(name)
        self._link.work(lambda client: client.indices.put_mapping(index=index, meta=meta))

    def set_writable(self, name: str, *, writable: bool) -> None:
        settings = {"index.blocks.write": None if writable else True}
        index = self._index(name)
        self._link.work(lambda client: client.indices.put_settings(index=index, settings=settings))

    def _index(self, name: str) -> str:
        return f"{self._alias}-{name}"

    def _published(self, ask: Callable[[Callable[[Any], Any]], Any]) -> str | None:
        """The generation that the alias names now; `ask` is how the link is used."""
        indices = ask(self._aliases)
        named = [index for index, known in indices.items() if self._alias in known["aliases"]]
        return max((self._name(index) for index in named), default=None)

    def names(self) -> list[str]:
        """Every generation there is, published or not."""
        names = map(self._name, self._link.work(self._aliases))
        return sorted(name for name in names if name[1:].isdecimal())

    def _aliases(self, client: Any) -> dict[str, Any]:
        """The aliases of every index of this store, by index."""
        return dict(client.indices.get_alias(index=f"{self._alias}-g*", allow_no_indices=True))

    def _name(self, index: str) -> str:
        return index.removeprefix(f"{self._alias}-")


class ElasticDraft:
    """A generation being built in an index and a catalogue of its own."""

    def __init__(self, store: ElasticStore, link: Link, name: str, base: str | None) -> None:
        self._store = store
        self._link = link
        self._name = name
        self._base = base
        self._writer: ElasticWriter | None = None

    @cached_property
    def catalogue(self) -> CatalogueWriter:
        return self._store.home.begin(self._name, self._base)

    def engine(self, dimension: int) -> EngineWriter:
        if self._base is None:
            index = self._store.create(self._name, dimension)
        else:
            index = self._store.clone(self._base, self._name)
        self._writer = ElasticWriter(self._link, index)
        return self._writer

    def publish(self, manifest: Manifest) -> None:
        self._store.home.seal(self._name)
        self._store.write_manifest(self._name, manifest)
        self._store.set_writable(self._name, writable=False)
        self._store.swap(self._name)
        if self._base is None:
            self._store.tidy(self._name)

    def discard(self) -> None:
        """What cannot be removed now, because the cluster is away, the next build removes."""
        if self._writer is not None:
            self._writer.abandon()
        self._store.home.discard(self._name)
        with suppress(EngineUnavailable):
            self._store.remove(self._name)
