"""Texts become unit vectors: the protocol, the static default and any sentence-transformers model."""

from collections.abc import Sequence
from typing import Protocol

from indexer.engine import Vector


class Embedder(Protocol):
    """`name` and `dimension` are stored beside the index and must match when it is opened."""

    name: str
    dimension: int

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Unit rows, shape (len(texts), dimension), float32; a text without a known token gives zeros."""
        ...

    def embed_question(self, text: str) -> Vector:
        """Unit vector, shape (dimension,), float32."""
        ...
