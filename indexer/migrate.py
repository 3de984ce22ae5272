"""From one store to another without the files: what the catalogue holds becomes an index elsewhere.

The source store answers questions all the while; nothing of it changes.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sql

from corpus.errors import VankienError
from corpus.model import Document
from indexer.build import write
from indexer.catalogue import DOCUMENTS, PASSAGES, Catalogue, CatalogueWriter
from indexer.document_codec import decode
from indexer.embedding import load_embedder
from indexer.engine import EngineUnavailable
from indexer.generation import FORMAT, Manifest
from indexer.phrases import derive_phrases
from indexer.preparation import Preparation, Worker
from indexer.store import Draft, Store
from indexer.text.analysis import ANALYSIS_VERSION

BATCH = 100  # documents


@dataclass(frozen=True, slots=True)
class Migrated:
    """What the new store holds."""

    documents: int
    passages: int
    generation: str


def migrate(
    source: Store, target: Store, how: Preparation, on_progress: Callable[[int, int], None] = lambda *_: None
) -> Migrated:
    """Publish in `target` the documents that `source` has published; builds of both wait meanwhile.

    `on_progress` gets documents done and to do. Raises EngineUnavailable('no_index' | 'index_mismatch'),
    VankienError('index_locked' | 'migration_incomplete').
    """
    embedder = load_embedder(how.embedder)
    wanted = Manifest(
        FORMAT, ANALYSIS_VERSION, embedder.name, embedder.dimension, (), segmentation=how.segmentation
    )
    with source.building(), target.building():
        name = source.current()
        if name is None:
            raise EngineUnavailable("no_index")
        opened = source.open(name, embedder.dimension)
        if not opened.manifest.fits(wanted):
            raise EngineUnavailable("index_mismatch")
        draft = target.begin(copy=False)
        try:
            counts = _copy(opened.catalogue, draft, Worker(how), embedder.dimension, on_progress)
            if counts != (opened.manifest.documents, opened.manifest.passages):
                raise VankienError("migration_incomplete", documents=counts[0])
            draft.publish(replace(opened.manifest, documents=counts[0], passages=counts[1]))
        except BaseException:
            draft.discard()
            raise
        finally:
            opened.engine.close()
            opened.catalogue.close()
        return Migrated(*counts, target.current() or "")


def _copy(
    catalogue: Catalogue,
    draft: Draft,
    worker: Worker,
    dimension: int,
    on_progress: Callable[[int, int], None],
) -> tuple[int, int]:
    """Write everything that `catalogue` holds to `draft`; number of documents and passages written."""
    target = draft.catalogue
    engine = draft.engine(dimension)
    with catalogue.reading() as connection:
        total = int(connection.execute(sql.select(sql.func.count()).select_from(DOCUMENTS)).scalar_one())
        done = 0
        for path, documents in _documents(connection):
            write(worker.prepare_documents(path, documents), target, engine)
            done += len(documents)
            on_progress(done, total)
        for path, known in CatalogueWriter.sources_of(connection).items():
            target.put_source(path, known)
    engine.commit()
    counts = target.counts()
    derive_phrases(target.connection)
    target.commit()
    return counts


def _documents(connection: sql.Connection) -> Iterator[tuple[str, list[Document]]]:
    """Documents with the path of their source, in the order of their passages, in batches."""
    first = sql.select(PASSAGES.c.document, sql.func.min(PASSAGES.c.id).label("first"))
    order = first.group_by(PASSAGES.c.document).subquery()
    query = (
        sql.select(DOCUMENTS.c.source, DOCUMENTS.c.body)
        .join(order, order.c.document == DOCUMENTS.c.id, isouter=True)
        .order_by(order.c.first, DOCUMENTS.c.id)
        .execution_options(yield_per=BATCH)
    )
    rows = connection.execute(query)
    for path, group in itertools.groupby(rows, key=lambda row: str(row.source)):
        while batch := [decode(row.body) for row in itertools.islice(group, BATCH)]:
            yield path, batch
