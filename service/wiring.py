"""The only place where engine, embedder and catalogue are chosen."""

from pathlib import Path

from indexer import generation
from indexer.catalogue import Catalogue, connect
from indexer.embedded.reader import EmbeddedEngine
from indexer.embedding import Embedder, load_embedder
from indexer.engine import EngineUnavailable
from indexer.generation import FORMAT, Manifest
from indexer.text.analysis import ANALYSIS_VERSION
from service.ask import OpenIndex, Service
from service.config import Settings


def build_service(settings: Settings) -> Service:
    """A service over the index under `settings.data`; opens it at the first question."""
    embedder = load_embedder(settings.embedder)
    return Service(
        current=lambda: generation.current_name(settings.data),
        open_index=lambda: _open(settings.data, embedder),
    )


def _open(data: Path, embedder: Embedder) -> OpenIndex:
    folder = generation.published(data)
    manifest = generation.read_manifest(folder)
    expected = Manifest(FORMAT, ANALYSIS_VERSION, embedder.name, embedder.dimension, ())
    if not manifest.fits(expected):
        raise EngineUnavailable("index_mismatch", data=str(data))
    catalogue = Catalogue(connect(str(folder / generation.CATALOGUE), read_only=True))
    return OpenIndex(folder.name, manifest, catalogue, EmbeddedEngine(folder, embedder.dimension), embedder)
