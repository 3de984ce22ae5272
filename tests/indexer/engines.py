"""The engines that the contract runs over: how a test makes, writes and reads an index of each."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from indexer.elastic.client import Link
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.mapping import index_body
from indexer.elastic.writer import ElasticWriter
from indexer.embedded.reader import EmbeddedEngine
from indexer.embedded.writer import EmbeddedWriter
from indexer.engine import Engine, EngineWriter


class EngineUnderTest(Protocol):
    """One index of one engine."""

    def writer(self, dimension: int) -> EngineWriter: ...

    def reader(self, dimension: int) -> Engine: ...

    def damage(self) -> None:
        """Make the index unreadable."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    folder: Path

    def writer(self, dimension: int) -> EngineWriter:
        return EmbeddedWriter(self.folder, dimension)

    def reader(self, dimension: int) -> Engine:
        return EmbeddedEngine(self.folder, dimension)

    def damage(self) -> None:
        (self.folder / "vectors.usearch").write_bytes(b"damaged")


_NUMBERS = itertools.count(1)


@dataclass(slots=True)
class Elastic:
    link: Link
    index: str = field(default_factory=lambda: f"contract-{next(_NUMBERS)}")
    quantization: str = "int8_hnsw"

    def writer(self, dimension: int) -> EngineWriter:
        exists = self.link.work(lambda client: client.indices.exists(index=self.index))
        if not exists:
            body = index_body(dimension, quantization=self.quantization)
            self.link.work(lambda client: client.indices.create(index=self.index, **body))
        return ElasticWriter(self.link, self.index)

    def reader(self, dimension: int) -> Engine:
        return ElasticEngine(self.link, self.index, self.quantization)

    def damage(self) -> None:
        self.link.work(lambda client: client.indices.close(index=self.index))

    def remove(self) -> None:
        self.link.work(lambda client: client.indices.delete(index=self.index, ignore_unavailable=True))
