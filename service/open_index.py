"""One published generation, open for reading, with everything a question needs of it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, TypeVar

from corpus.errors import VankienError
from corpus.model import Document
from indexer.catalogue import Catalogue, PassageRow
from indexer.embedding import Embedder
from indexer.engine import AccessFilter, Engine
from indexer.generation import Manifest
from service.tuning.tuned import Tuning

T = TypeVar("T")
DOCUMENTS_CACHED = 256
PASSAGES_CACHED = 20_000  # about 15 MB


class UnknownDocument(VankienError):
    """No document of that name that this person may see. Code: `unknown_document`."""


class OpenIndex:
    """One published generation, open for reading; safe to share between threads."""

    def __init__(
        self,
        name: str,
        manifest: Manifest,
        catalogue: Catalogue,
        engine: Engine,
        embedder: Embedder,
        tuning: Tuning | None = None,
    ) -> None:
        self.name = name
        self.manifest = manifest
        self.catalogue = catalogue
        self.engine = engine
        self.embedder = embedder
        self.tuning = tuning
        self._documents: OrderedDict[tuple[str, frozenset[str]], Document] = OrderedDict()
        self._lock = threading.Lock()
        self._rows: dict[frozenset[str], dict[int, PassageRow]] = {}
        self._kept: dict[Hashable, Any] = {}

    def document(self, document_id: str, access: AccessFilter) -> Document | None:
        """The whole document, None when there is none that `access` may see."""
        return self.documents((document_id,), access).get(document_id)

    def documents(self, ids: Collection[str], access: AccessFilter) -> dict[str, Document]:
        """The whole documents with these ids that `access` may see; those met last come from memory."""
        found = {}
        with self._lock:
            for name in ids:
                document = self._documents.get((name, access.labels))
                if document is not None:
                    self._documents.move_to_end((name, access.labels))
                    found[name] = document
        missing = {name for name in ids if name not in found}
        if missing:
            read = self.catalogue.documents(missing, access)
            with self._lock:
                self._documents.update({(name, access.labels): document for name, document in read.items()})
                while len(self._documents) > DOCUMENTS_CACHED:
                    self._documents.popitem(last=False)
            found |= read
        return found

    def passages(self, ids: Sequence[int], access: AccessFilter) -> dict[int, PassageRow]:
        """The passages with these ids that `access` may see; those met before come from memory."""
        known = self._rows.setdefault(access.labels, {})
        missing = [one for one in ids if one not in known]
        if missing:
            if len(known) > PASSAGES_CACHED:
                known = self._rows[access.labels] = {}
                missing = list(ids)
            known.update(self.catalogue.passages(missing, access))
        return {one: known[one] for one in ids if one in known}

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What a reader of this generation worked out once, under a key of its own."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found
