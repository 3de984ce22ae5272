"""One published generation, open for reading, with everything a question needs of it."""

from functools import lru_cache

from corpus.errors import VankienError
from indexer.catalogue import Catalogue
from indexer.embedding import Embedder
from indexer.engine import Engine
from indexer.generation import Manifest

DOCUMENTS_CACHED = 256


class UnknownDocument(VankienError):
    """No document of that name that this person may see. Code: `unknown_document`."""


class OpenIndex:
    """One published generation, open for reading; safe to share between threads."""

    def __init__(
        self, name: str, manifest: Manifest, catalogue: Catalogue, engine: Engine, embedder: Embedder
    ) -> None:
        self.name = name
        self.manifest = manifest
        self.catalogue = catalogue
        self.engine = engine
        self.embedder = embedder
        self.document = lru_cache(maxsize=DOCUMENTS_CACHED)(catalogue.document)
