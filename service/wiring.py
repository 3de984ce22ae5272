"""The only place where engine, embedder and catalogue are chosen."""

import gc
from functools import lru_cache

from indexer.embedded.store import FolderStore
from indexer.embedding import Embedder, load_embedder
from indexer.engine import EngineUnavailable
from indexer.generation import FORMAT, Manifest
from indexer.store import Store
from indexer.text.analysis import ANALYSIS_VERSION
from service.ask import Service
from service.config import Settings
from service.open_index import OpenIndex
from service.tuning.reranking import FEATURES
from service.tuning.tuned import read_tuning

# Objects made before the collector looks for circles. What a question leaves is freed without it, and each of its
# walks over all that is kept of an open index takes as long as several questions.
COLLECTED_AFTER = (50_000, 20, 10)


def build_service(settings: Settings) -> Service:
    """A service over the index that `settings` name; opens it at the first question."""
    gc.set_threshold(*COLLECTED_AFTER)
    embedder = load_embedder(settings.embedder)
    store = build_store(settings)
    return Service(current=store.current, open_index=lambda: _open(store, embedder, settings))


@lru_cache(maxsize=8)
def build_store(settings: Settings) -> Store:
    """Where the index lives: folders of this machine, or a cluster when `elastic_url` names one.

    Raises VankienError('elastic_settings' | 'plain_password' | 'no_elasticsearch').
    """
    if not settings.elastic_url:
        return FolderStore(settings.data)
    from service.cluster import build_cluster_store  # noqa: PLC0415  its packages are optional

    return build_cluster_store(settings)


def _open(store: Store, embedder: Embedder, settings: Settings) -> OpenIndex:
    name = store.current()
    if name is None:
        raise EngineUnavailable("no_index")
    expected = Manifest(
        FORMAT, ANALYSIS_VERSION, embedder.name, embedder.dimension, (), segmentation=settings.segmentation
    )
    if not store.manifest(name).fits(expected):
        raise EngineUnavailable("index_mismatch")
    opened = store.open(name, embedder.dimension)
    tuning = read_tuning(settings.data, embedder.name, len(FEATURES))
    return OpenIndex(opened.name, opened.manifest, opened.catalogue, opened.engine, embedder, tuning)
