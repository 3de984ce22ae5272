"""The truth: sources, documents and passages, in a relational database (SQLite by default).

Every read that names documents takes the access filter: a document the filter excludes is reported
exactly as one that does not exist.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sql
from sqlalchemy.pool import StaticPool

from corpus.articles import ActPlace
from corpus.fingerprint import Fingerprint
from corpus.model import Document
from indexer.document_codec import decode
from indexer.engine import AccessFilter
from indexer.understanding import FIELD_BREAK

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
    sql.Column("path", sql.Text, nullable=False),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("number", sql.Text),
    sql.Column("number_key", sql.Text, index=True),
    sql.Column("type", sql.Text),
    sql.Column("issuer", sql.Text),
    sql.Column("date", sql.Text, index=True),
    sql.Column("level", sql.Text),
    sql.Column("place", sql.Text),
    sql.Column("draft", sql.Boolean, nullable=False, default=False),
    sql.Column("fields", sql.Text, nullable=False, default=""),  # joined by FIELD_BREAK
    sql.Column("access", sql.Text, nullable=False),
    sql.Column("superior", sql.Text),
    sql.Column("bare_key", sql.Text, index=True),
    sql.Column("effective", sql.Text),
    sql.Column("effective_start", sql.Integer),
    sql.Column("effective_end", sql.Integer),
    sql.Column("body", sql.LargeBinary, nullable=False),
)
PASSAGES = sql.Table(
    "passages",
    TABLES,
    # In SQLite an INTEGER key is the place of the row itself; any other is looked up first.
    sql.Column("id", sql.BigInteger().with_variant(sql.Integer, "sqlite"), primary_key=True),
    sql.Column("document", sql.Text, nullable=False, index=True),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("section", sql.Text, nullable=False),
)

RELATIONS = sql.Table(
    "relations",
    TABLES,
    sql.Column("document", sql.Text, primary_key=True),
    sql.Column("position", sql.Integer, primary_key=True),
    sql.Column("kind", sql.Text, nullable=False),
    sql.Column("named_key", sql.Text, nullable=False, index=True),
    sql.Column("body", sql.Text, nullable=False),
)
TARGETS = sql.Table(
    "targets",
    TABLES,
    sql.Column("document", sql.Text, primary_key=True),
    sql.Column("position", sql.Integer, primary_key=True),
    sql.Column("kind", sql.Text, nullable=False),
    sql.Column("field", sql.Text),
    sql.Column("first_year", sql.Integer),
    sql.Column("last_year", sql.Integer),
    sql.Column("body", sql.Text, nullable=False),
)
TASKS = sql.Table(
    "tasks",
    TABLES,
    sql.Column("document", sql.Text, primary_key=True),
    sql.Column("position", sql.Integer, primary_key=True),
    sql.Column("due", sql.Text),
    sql.Column("words", sql.Text, nullable=False),
    sql.Column("body", sql.Text, nullable=False),
)
HEADINGS = sql.Table(
    "headings",
    TABLES,
    sql.Column("document", sql.Text, primary_key=True),
    sql.Column("position", sql.Integer, primary_key=True),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("text", sql.Text, nullable=False),
)
# What was understood of a document: rows that go with it.
UNDERSTOOD = (RELATIONS, TARGETS, TASKS, HEADINGS)

ACTS = sql.Table(
    "acts",
    TABLES,
    sql.Column("document", sql.Text, primary_key=True),
    sql.Column("act", sql.Text, nullable=False),
    sql.Column("article", sql.Text, nullable=False),  # "" for a whole act
    sql.Column("name", sql.Text, nullable=False),
    sql.Index("acts_act", "act", "article"),
    sqlite_with_rowid=False,  # its rows stand in the index of its key
)
CITATIONS = sql.Table(
    "citations",
    TABLES,
    sql.Column("document", sql.Text, primary_key=True),
    sql.Column("position", sql.Integer, primary_key=True),
    sql.Column("act", sql.Text, nullable=False),
    sql.Column("article", sql.Text, nullable=False),
    sql.Column("words", sql.Text, nullable=False),  # of an act cited by name
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Index("citations_act", "act", "article"),
)
# Articles of acts and who cites them: rows that go with a document too.
CITED = (ACTS, CITATIONS)

_MAPPED = 1 << 30  # bytes of a published file that are read in place, as the engine reads its own
_CHUNK = 400  # values in one IN list: below the limit of every database

Row = Mapping[str, Any]
# Of documents that an access filter shows; goes with `labels_of`.
VISIBLE = DOCUMENTS.c.access.in_(sql.bindparam("labels", expanding=True))
_LISTED = "id path title number type issuer date level place draft fields".split()
_SUMMARY = [DOCUMENTS.c[name] for name in _LISTED]

CONGRESS = "Đại hội"  # how the names of congresses begin
# Documents that say of their own force: drafts, and those that say when they take effect.
SPEAKING = sql.or_(DOCUMENTS.c.draft, DOCUMENTS.c.effective.is_not(None))
_NAMEABLE = sql.or_(
    DOCUMENTS.c.number_key.is_not(None),
    DOCUMENTS.c.bare_key.is_not(None),
    DOCUMENTS.c.date.is_not(None),
    DOCUMENTS.c.issuer.startswith(CONGRESS),
)

# Made once: to make a statement costs more than to read what it asks for.
_BODIES = sql.select(DOCUMENTS.c.id, DOCUMENTS.c.body).where(
    DOCUMENTS.c.id.in_(sql.bindparam("documents", expanding=True)), VISIBLE
)
_PASSAGES = (
    sql.select(
        *(PASSAGES.c[name] for name in ("id", "start", "end", "section")),
        *(ACTS.c[name] for name in ("act", "article", "name")),
        sql.or_(SPEAKING, _NAMEABLE),
        *_SUMMARY,
    )
    .join(DOCUMENTS, DOCUMENTS.c.id == PASSAGES.c.document)
    .outerjoin(ACTS, ACTS.c.document == DOCUMENTS.c.id)
    .where(PASSAGES.c.id.in_(sql.bindparam("ids", expanding=True)), VISIBLE)
)


def labels_of(access: AccessFilter) -> dict[str, Sequence[str]]:
    """The parameters of a statement with `VISIBLE`."""
    return {"labels": sorted(access.labels)}


class DocumentSummary(NamedTuple):
    """What a list shows of a document; `date` is ISO 8601."""

    id: str
    path: str
    title: str
    number: str | None
    type: str | None
    issuer: str | None
    date: str | None
    level: str | None = None
    place: str | None = None
    draft: bool = False
    fields: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        return int(self.date[:4]) if self.date else None


def summary_columns() -> list[sql.Column[Any]]:
    """The columns that `document_summary` reads, in its order."""
    return _SUMMARY


def document_summary(row: Sequence[Any]) -> DocumentSummary:
    """The summary in a row of `summary_columns`."""
    name, path, title, number, kind, issuer, day, level, place, draft, joined = row
    fields = tuple(filter(None, joined.split(FIELD_BREAK))) if joined else ()
    return DocumentSummary(name, path, title, number, kind, issuer, day, level, place, draft, fields)


class PassageRow(NamedTuple):
    """A passage's place: code points of its document's text.

    `act` where the document is an act or an article; `has_standing` unless no text can say anything of the
    document's force: it does not itself, and has nothing by which others could name it.
    """

    id: int
    start: int
    end: int
    section: str
    document: DocumentSummary
    act: ActPlace | None = None
    has_standing: bool = True


@dataclass(frozen=True, slots=True)
class KnownSource:
    """What was kept of a source when it was read, and what failed in it: (path, code, facts)."""

    fingerprint: Fingerprint
    failures: tuple[tuple[str, str, dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """The file a document stands in: `path` of the file and of the document, as given to the indexer.

    The two differ for a record of a collection. `size` in bytes, `sha256` in hexadecimal, as indexed.
    """

    path: str
    document_path: str
    size: int
    sha256: str


def connect(url: str, *, read_only: bool = False) -> sql.Engine:
    """Open a catalogue database; `url` is a path of a SQLite file or an SQLAlchemy URL."""
    if "://" in url:
        return sql.create_engine(url)
    mode = "?mode=ro&immutable=1&uri=true" if read_only else "?uri=true"
    address = f"sqlite:///file:{Path(url).resolve().as_posix()}{mode}"
    if read_only:
        engine = sql.create_engine(address, connect_args={"check_same_thread": False})
        sql.event.listen(engine, "connect", _mapped)
        return engine
    engine = sql.create_engine(address, poolclass=StaticPool)
    # The generation being built is thrown away after a crash, so it needs no journal on disk.
    sql.event.listen(engine, "connect", _without_journal)
    return engine


def _mapped(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA mmap_size={_MAPPED}")


def _without_journal(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")


class Catalogue:
    """Reads a published catalogue; safe to share between threads."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    def reading(self) -> sql.Connection:
        """A connection for the other readers of this database; close it after use."""
        return self._engine.connect()

    def documents(self, ids: Collection[str], access: AccessFilter) -> dict[str, Document]:
        """The whole documents with these ids that `access` may see, by id."""
        wanted, found = sorted(ids), {}
        for at in range(0, len(wanted), _CHUNK):
            asked = {"documents": wanted[at : at + _CHUNK], **labels_of(access)}
            with self._engine.connect() as connection:
                found.update({name: decode(body) for name, body in connection.execute(_BODIES, asked)})
        return found

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

    def source_of(self, document_id: str, access: AccessFilter) -> DocumentSource | None:
        """The file a document was read from, None when there is no document that `access` may see."""
        query = (
            sql.select(SOURCES.c.path, DOCUMENTS.c.path, SOURCES.c.size, SOURCES.c.sha256)
            .join(SOURCES, SOURCES.c.path == DOCUMENTS.c.source)
            .where(DOCUMENTS.c.id == document_id, DOCUMENTS.c.access.in_(sorted(access.labels)))
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else DocumentSource(*row)

    def passages(self, ids: Sequence[int], access: AccessFilter) -> dict[int, PassageRow]:
        """The passages with these ids that `access` may see, by id."""
        with self._engine.connect() as connection:
            rows = connection.execute(_PASSAGES, {"ids": list(ids), **labels_of(access)}).all()
        return {row[0]: _passage_row(row) for row in rows}

    def documents_with_number(self, keys: Sequence[str], access: AccessFilter) -> list[DocumentSummary]:
        """Documents whose own number has one of these keys, oldest first."""
        query = (
            sql.select(*_SUMMARY)
            .where(DOCUMENTS.c.number_key.in_(list(keys)), DOCUMENTS.c.access.in_(sorted(access.labels)))
            .order_by(DOCUMENTS.c.date, DOCUMENTS.c.path)
        )
        with self._engine.connect() as connection:
            return [document_summary(row) for row in connection.execute(query)]

    def summaries(self, ids: Collection[str], access: AccessFilter) -> dict[str, DocumentSummary]:
        """The documents with these ids that `access` may see, by id."""
        wanted, found = sorted(ids), {}
        for at in range(0, len(wanted), _CHUNK):
            query = sql.select(*_SUMMARY).where(
                DOCUMENTS.c.id.in_(wanted[at : at + _CHUNK]), DOCUMENTS.c.access.in_(sorted(access.labels))
            )
            with self._engine.connect() as connection:
                found.update({row[0]: document_summary(row) for row in connection.execute(query)})
        return found

    def count_documents(self, access: AccessFilter) -> int:
        query = sql.select(sql.func.count()).select_from(DOCUMENTS)
        query = query.where(DOCUMENTS.c.access.in_(sorted(access.labels)))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())


def _passage_row(row: Sequence[Any]) -> PassageRow:
    passage, start, end, section, act, article, name, has_standing, *summary = row
    place = None if act is None else ActPlace(act, article, name)
    return PassageRow(passage, start, end, section, document_summary(summary), place, bool(has_standing))


class CatalogueWriter:
    """Writes the catalogue of the generation being built: one transaction, ended by `commit`."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine
        self._connection = engine.connect()
        self._prepare()
        self._next_passage = self._newest_passage() + 1

    def _prepare(self) -> None:
        """Make what is written to, where it does not exist."""
        TABLES.create_all(self._connection)

    def _newest_passage(self) -> int:
        return int(self._connection.execute(sql.select(sql.func.max(PASSAGES.c.id))).scalar() or 0)

    def _delete(self, table: sql.Table, condition: sql.ColumnElement[bool]) -> None:
        self._connection.execute(sql.delete(table).where(condition))

    def _insert(self, table: sql.Table, rows: Sequence[Row]) -> None:
        self._connection.execute(sql.insert(table), rows)

    def take_passage_ids(self, count: int) -> range:
        """The next `count` passage ids; ids only grow."""
        first = self._next_passage
        self._next_passage += count
        return range(first, self._next_passage)

    def sources(self) -> dict[str, KnownSource]:
        """What is known of every source, by its shown path."""
        return self.sources_of(self._connection)

    @staticmethod
    def sources_of(connection: sql.Connection) -> dict[str, KnownSource]:
        """As `sources`, of the catalogue that `connection` reads."""
        rows = connection.execute(sql.select(SOURCES))
        return {
            row.path: KnownSource(
                Fingerprint(row.size, row.mtime_ns, row.sha256),
                tuple((path, code, facts) for path, code, facts in json.loads(row.failures)),
            )
            for row in rows
        }

    def remove_source(self, path: str) -> list[int]:
        """Forget a source and its documents; gives back the ids of their passages."""
        documents = sql.select(DOCUMENTS.c.id).where(DOCUMENTS.c.source == path)
        ids = self._connection.execute(sql.select(PASSAGES.c.id).where(PASSAGES.c.document.in_(documents)))
        gone = [int(row[0]) for row in ids]
        for table in (PASSAGES, *UNDERSTOOD, *CITED):
            self._delete(table, table.c.document.in_(documents))
        self._delete(DOCUMENTS, DOCUMENTS.c.source == path)
        self._delete(SOURCES, SOURCES.c.path == path)
        return gone

    def put_source(self, path: str, source: KnownSource) -> None:
        """Remember a source that was read, or renew what is known of it."""
        self._delete(SOURCES, SOURCES.c.path == path)
        row = {
            "path": path,
            "size": source.fingerprint.size,
            "mtime_ns": source.fingerprint.mtime_ns,
            "sha256": source.fingerprint.sha256,
            "failures": json.dumps(source.failures, ensure_ascii=False, default=str),
        }
        self._insert(SOURCES, [row])

    def counts(self) -> tuple[int, int]:
        """Number of documents and of passages."""
        counted = (sql.select(sql.func.count()).select_from(table) for table in (DOCUMENTS, PASSAGES))
        documents, passages = (self._connection.execute(query).scalar_one() for query in counted)
        return int(documents), int(passages)

    def add(self, documents: Iterable[Row], passages: Iterable[Row]) -> None:
        """Insert rows of DOCUMENTS and PASSAGES (keys are column names)."""
        for table, rows in ((DOCUMENTS, list(documents)), (PASSAGES, list(passages))):
            if rows:
                self._insert(table, rows)

    @property
    def connection(self) -> sql.Connection:
        """The connection of the build, for what is derived from the tables before they are committed."""
        return self._connection

    def add_understood(self, *understood: Iterable[Row]) -> None:
        """Insert rows of each table of UNDERSTOOD, in its order."""
        for table, rows in zip(UNDERSTOOD, map(list, understood), strict=True):
            if rows:
                self._insert(table, rows)

    def add_cited(self, acts: Iterable[Row], citations: Iterable[Row]) -> None:
        """Insert rows of ACTS and CITATIONS."""
        for table, rows in ((ACTS, list(acts)), (CITATIONS, list(citations))):
            if rows:
                self._insert(table, rows)

    def commit(self) -> None:
        self._connection.commit()
        self._connection.close()
        self._engine.dispose()
