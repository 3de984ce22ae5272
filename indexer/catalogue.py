"""The truth: sources, documents and passages, in a relational database (SQLite by default).

Every read that names documents takes the access filter: a document the filter excludes is reported
exactly as one that does not exist.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.pool import StaticPool

from corpus.model import Document
from indexer.document_codec import decode
from indexer.engine import AccessFilter

TABLES = sql.MetaData()

SOURCES = sql.Table(
    "sources",
    TABLES,
    sql.Column("path", sql.Text, primary_key=True),
    sql.Column("size", sql.BigInteger, nullable=False),
    sql.Column("mtime_ns", sql.BigInteger, nullable=False),
    sql.Column("sha256", sql.Text, nullable=False),
    sql.Column("failures", sql.Text, nullable=False),  # JSON list of [shown path, code, facts]
)
DOCUMENTS = sql.Table(
    "documents",
    TABLES,
    sql.Column("id", sql.Text, primary_key=True),
    sql.Column("source", sql.Text, nullable=False, index=True),
    sql.Column("path", sql.Text, nullable=False, index=True),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("number", sql.Text),
    sql.Column("number_key", sql.Text, index=True),
    sql.Column("type", sql.Text),
    sql.Column("issuer", sql.Text),
    sql.Column("date", sql.Text),
    sql.Column("access", sql.Text, nullable=False),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
PASSAGES = sql.Table(
    "passages",
    TABLES,
    sql.Column("id", sql.BigInteger, primary_key=True),
    sql.Column("document", sql.Text, nullable=False, index=True),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("section", sql.Text, nullable=False),
)

Row = Mapping[str, Any]
_SUMMARY = [column for column in DOCUMENTS.columns if column.name not in ("body", "source", "number_key")]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What a list shows of a document; `date` is ISO 8601."""

    id: str
    path: str
    title: str
    number: str | None
    type: str | None
    issuer: str | None
    date: str | None

    @property
    def year(self) -> int | None:
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage's place: code points of its document's text."""

    id: int
    start: int
    end: int
    section: str
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How a source looked when it was read, and what failed in it."""

    size: int
    mtime_ns: int
    sha256: str
    failures: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


def connect(url: str, *, read_only: bool = False) -> sql.Engine:
    """Open a catalogue database; `url` is a path of a SQLite file or an SQLAlchemy URL."""
    if "://" in url:
        return sql.create_engine(url)
    mode = "?mode=ro&immutable=1&uri=true" if read_only else "?uri=true"
    address = f"sqlite:///file:{Path(url).resolve().as_posix()}{mode}"
    if read_only:
        return sql.create_engine(address, connect_args={"check_same_thread": False})
    engine = sql.create_engine(address, poolclass=StaticPool)
    # The generation being built is thrown away after a crash, so it needs no journal on disk.
    sql.event.listen(engine, "connect", _without_journal)
    return engine


def _without_journal(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")


class Catalogue:
    """Reads a published catalogue; safe to share between threads."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    def document(self, document_id: str, access: AccessFilter) -> Document | None:
        """The whole document, None when there is none that `access` may see."""
        query = sql.select(DOCUMENTS.c.body).where(
            DOCUMENTS.c.id == document_id, DOCUMENTS.c.access.in_(sorted(access.labels))
        )
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else decode(body)

    def find_document(self, name: str, access: AccessFilter) -> str | None:
        """The id of the document whose id or path is `name`, or whose path ends with `/name`."""
        c = DOCUMENTS.c
        visible = c.access.in_(sorted(access.labels))
        for condition in (c.id == name, c.path == name, c.path.endswith("/" + name, autoescape=True)):
            query = sql.select(c.id).where(visible, condition).order_by(c.path).limit(1)
            with self._engine.connect() as connection:
                found = connection.execute(query).scalar()
            if found is not None:
                return str(found)
        return None

    def passages(self, ids: Sequence[int], access: AccessFilter) -> dict[int, PassageRow]:
        """The passages with these ids that `access` may see, by id."""
        query = (
            sql.select(PASSAGES.c.id, PASSAGES.c.start, PASSAGES.c.end, PASSAGES.c.section, *_SUMMARY)
            .join(DOCUMENTS, DOCUMENTS.c.id == PASSAGES.c.document)
            .where(PASSAGES.c.id.in_(list(ids)), DOCUMENTS.c.access.in_(sorted(access.labels)))
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return {row[0]: PassageRow(*row[:4], DocumentSummary(*row[4:-1])) for row in rows}

    def documents_with_number(self, keys: Sequence[str], access: AccessFilter) -> list[DocumentSummary]:
        """Documents whose own number has one of these keys, oldest first."""
        query = (
            sql.select(*_SUMMARY)
            .where(DOCUMENTS.c.number_key.in_(list(keys)), DOCUMENTS.c.access.in_(sorted(access.labels)))
            .order_by(DOCUMENTS.c.date, DOCUMENTS.c.path)
        )
        with self._engine.connect() as connection:
            return [DocumentSummary(*row[:-1]) for row in connection.execute(query)]

    def passages_of(self, documents: Sequence[str], access: AccessFilter) -> list[PassageRow]:
        """Every passage of these documents in reading order."""
        query = (
            sql.select(PASSAGES.c.id, PASSAGES.c.start, PASSAGES.c.end, PASSAGES.c.section, *_SUMMARY)
            .join(DOCUMENTS, DOCUMENTS.c.id == PASSAGES.c.document)
            .where(PASSAGES.c.document.in_(list(documents)), DOCUMENTS.c.access.in_(sorted(access.labels)))
            .order_by(PASSAGES.c.id)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [PassageRow(*row[:4], DocumentSummary(*row[4:-1])) for row in rows]

    def count_documents(self, access: AccessFilter) -> int:
        query = sql.select(sql.func.count()).select_from(DOCUMENTS)
        query = query.where(DOCUMENTS.c.access.in_(sorted(access.labels)))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())


class CatalogueWriter:
    """Writes the catalogue of the generation being built: one transaction, ended by `commit`."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine
        TABLES.create_all(engine)
        self._connection = engine.connect()
        newest = self._connection.execute(sql.select(sql.func.max(PASSAGES.c.id))).scalar()
        self._next_passage = int(newest or 0) + 1

    def take_passage_ids(self, count: int) -> range:
        """The next `count` passage ids; ids only grow."""
        first = self._next_passage
        self._next_passage += count
        return range(first, self._next_passage)

    def fingerprints(self) -> dict[str, Fingerprint]:
        """What is known of every source, by its shown path."""
        rows = self._connection.execute(sql.select(SOURCES))
        return {
            row.path: Fingerprint(
                row.size, row.mtime_ns, row.sha256, [tuple(f) for f in json.loads(row.failures)]
            )
            for row in rows
        }

    def remove_source(self, path: str) -> list[int]:
        """Forget a source and its documents; gives back the ids of their passages."""
        documents = sql.select(DOCUMENTS.c.id).where(DOCUMENTS.c.source == path)
        ids = self._connection.execute(sql.select(PASSAGES.c.id).where(PASSAGES.c.document.in_(documents)))
        gone = [int(row[0]) for row in ids]
        self._connection.execute(sql.delete(PASSAGES).where(PASSAGES.c.document.in_(documents)))
        self._connection.execute(sql.delete(DOCUMENTS).where(DOCUMENTS.c.source == path))
        self._connection.execute(sql.delete(SOURCES).where(SOURCES.c.path == path))
        return gone

    def put_source(self, path: str, fingerprint: Fingerprint) -> None:
        """Remember a source that was read, or renew its fingerprint."""
        self._connection.execute(sql.delete(SOURCES).where(SOURCES.c.path == path))
        self._connection.execute(
            sql.insert(SOURCES).values(
                path=path,
                size=fingerprint.size,
                mtime_ns=fingerprint.mtime_ns,
                sha256=fingerprint.sha256,
                failures=json.dumps(fingerprint.failures, ensure_ascii=False, default=str),
            )
        )

    def has_documents(self, ids: Sequence[str]) -> set[str]:
        """Those of `ids` that the catalogue holds already."""
        query = sql.select(DOCUMENTS.c.id).where(DOCUMENTS.c.id.in_(list(ids)))
        return {str(row[0]) for row in self._connection.execute(query)}

    def add(self, documents: Iterable[Row], passages: Iterable[Row]) -> None:
        """Insert rows of DOCUMENTS and PASSAGES (keys are column names)."""
        for table, rows in ((DOCUMENTS, list(documents)), (PASSAGES, list(passages))):
            if rows:
                self._connection.execute(sql.insert(table), rows)

    def commit(self) -> None:
        self._connection.commit()
        self._connection.close()
        self._engine.dispose()
