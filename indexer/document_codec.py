"""Document <-> bytes: a compressed record that gives back exactly the same Document.

Records are small, so they are compressed with a dictionary (made by `indexer.training.dictionary` from
statute texts): a third smaller than without. A changed dictionary needs a new generation FORMAT.
"""

import json
import threading
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import zstandard

from corpus.model import Document, Header, Section, SectionKind, Span

LEVEL = 9
DICTIONARY = Path(__file__).with_name("document_codec.dict")


def encode(document: Document) -> bytes:
    """Compress a document; `decode(encode(d)) == d`."""
    return _codec.compress(plain(document))


def decode(data: bytes) -> Document:
    """Give back the document that `encode` was given."""
    record = json.loads(_codec.decompress(data).decode("utf-8", "surrogatepass"))
    return _document(record)


class _Codec(threading.local):
    """A compressor and a decompressor a thread: they must not be shared."""

    def __init__(self) -> None:
        dictionary = zstandard.ZstdCompressionDict(DICTIONARY.read_bytes())
        self.compress = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary).compress
        self.decompress = zstandard.ZstdDecompressor(dict_data=dictionary).decompress


_codec = _Codec()


def plain(document: Document) -> bytes:
    """The record before compression: compact JSON in UTF-8 (lone surrogates pass)."""
    header = asdict(document.header)
    if document.header.date is not None:
        header["date"] = document.header.date.isoformat()
    record = {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "text": document.text,
        "header": {name: value for name, value in header.items() if value},
        "sections": [
            [s.kind.value, s.label, s.start, s.end, s.heading.start, s.heading.end, s.parent, s.path]
            for s in document.sections
        ],
        "furniture": [[span.start, span.end] for span in document.furniture],
        "pages": list(document.pages),
        "context": document.context,
        "access": document.access,
        "meta": dict(document.meta),
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _document(record: dict[str, Any]) -> Document:
    header = record["header"]
    if "date" in header:
        header["date"] = date.fromisoformat(header["date"])
    return Document(
        id=record["id"],
        path=record["path"],
        title=record["title"],
        text=record["text"],
        header=Header(**header),
        sections=tuple(_section(values) for values in record["sections"]),
        furniture=tuple(Span(start, end) for start, end in record["furniture"]),
        pages=tuple(record["pages"]),
        context=record["context"],
        access=record["access"],
        meta=record["meta"],
    )


def _section(values: list[Any]) -> Section:
    kind, label, start, end, heading_start, heading_end, parent, path = values
    return Section(SectionKind(kind), label, start, end, Span(heading_start, heading_end), parent, path)
