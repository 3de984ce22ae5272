"""Builds the next embedded index inside its generation's folder."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy
from usearch.index import Index as VectorIndex

from indexer.embedded.schema import TERMS_FOLDER, VECTORS_FILE, build_schema, open_index
from indexer.engine import PassageEntry, Vector

# Up to some 200,000 passages in one piece: a question looks through one instead of two.
HEAP_BYTES = 512 * 1024 * 1024
CONNECTIVITY = 16
EXPANSION_ADD = 96


class EmbeddedWriter:
    """Adds and removes passages; one writer a folder, not safe to share between threads."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._schema = build_schema()
        exists = (folder / TERMS_FOLDER / "meta.json").exists()
        self._index = open_index(folder / TERMS_FOLDER, create=not exists)
        # One thread keeps the order of passages, and with it ties between scores, the same in every run.
        self._writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
        self._vectors = VectorIndex(
            ndim=dimension,
            metric="cos",
            dtype="f16",
            connectivity=CONNECTIVITY,
            expansion_add=EXPANSION_ADD,
        )
        if (folder / VECTORS_FILE).exists():
            self._vectors.load(str(folder / VECTORS_FILE))

    def add(self, entries: Iterable[PassageEntry], vectors: Vector) -> None:
        keys = []
        for entry in entries:
            keys.append(entry.id)
            values: dict[str, object] = {name: [text] for name, text in entry.terms.items() if text}
            values.update(
                id=[entry.id],
                document=[entry.document],
                type=[entry.type],
                issuer=[entry.issuer],
                year=[entry.year],
                access=[entry.access],
                level=[entry.level],
                field=list(entry.fields),
            )
            self._writer.add_document(tantivy.Document.from_dict(values, self._schema))
        if keys:
            self._vectors.add(np.array(keys, dtype=np.uint64), vectors.astype(np.float16))

    def remove(self, passages: Sequence[int]) -> None:
        if passages:
            gone = tantivy.Query.term_set_query(self._schema, "id", list(passages))
            self._writer.delete_documents_by_query(gone)
            self._vectors.remove(np.array(passages, dtype=np.uint64))

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._vectors.save(str(self._folder / VECTORS_FILE))
