"""The file a document was read from: given out only as it was indexed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import VankienError
from indexer.engine import AccessFilter
from service.ask import Service
from service.open_index import UnknownDocument


class OriginalUnavailable(VankienError):
    """The original cannot be given out. Codes: `original_missing`, `original_changed`."""


@dataclass(frozen=True, slots=True)
class Original:
    """An original file (bản gốc): its name and the bytes that were indexed."""

    name: str
    content: bytes


def has_original(service: Service, document_id: str, access: AccessFilter) -> bool:
    """True when the document is a file of its own and not a record of a collection."""
    index = service.opened()
    source = index.catalogue.source_of(document_id, access)
    return source is not None and source.path == source.document_path


def original(service: Service, document_id: str, access: AccessFilter) -> Original:
    """The file's bytes, compared with what was indexed.

    Raises UnknownDocument, and OriginalUnavailable when the document is a record of a collection, the
    file is gone, leads outside the indexed folders or holds other bytes than those that were read.
    """
    index = service.opened()
    source = index.catalogue.source_of(document_id, access)
    if source is None:
        raise UnknownDocument("unknown_document", document=document_id)
    path = Path(source.path)
    if source.path != source.document_path or not _inside(path, index.manifest.roots):
        raise OriginalUnavailable("original_missing", path=source.path)
    try:
        if path.stat().st_size != source.size:
            raise OriginalUnavailable("original_changed", path=source.path)
        content = path.read_bytes()
    except OSError as error:
        raise OriginalUnavailable("original_missing", path=source.path) from error
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise OriginalUnavailable("original_changed", path=source.path)
    return Original(path.name, content)


def _inside(path: Path, roots: tuple[str, ...]) -> bool:
    """True when the path, links followed, lies in or is one of the indexed paths."""
    real = path.resolve()
    return any(real.is_relative_to(Path(root).resolve()) for root in roots)
