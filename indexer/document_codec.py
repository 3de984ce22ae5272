"""Document <-> bytes: a compressed record that gives back exactly the same Document."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import zstandard

from corpus.model import Document, Header, Section, SectionKind, Span

LEVEL = 6


def encode(document: Document) -> bytes:
    """Compress a document; `decode(encode(d)) == d`."""
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
    plain = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zstandard.ZstdCompressor(level=LEVEL).compress(plain)


def decode(data: bytes) -> Document:
    """Give back the document that `encode` was given."""
    plain = zstandard.ZstdDecompressor().decompress(data)
    record: dict[str, Any] = json.loads(plain.decode("utf-8", "surrogatepass"))
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
