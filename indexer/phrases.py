"""What a person may be typing (gợi ý): document numbers, titles and headings, found by their words' beginnings.

The phrases of a generation are derived from its documents when it is built, in the order in which they are
offered: numbers (newest first), titles, headings (both shortest first). A text that several documents share is one
phrase. The database's own full-text index finds them: FTS5 in SQLite, GIN in PostgreSQL.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import chain, islice
from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from corpus.values.issuer import folded
from indexer.catalogue import DOCUMENTS, HEADINGS
from indexer.engine import AccessFilter

LONGEST_WORDS = 240  # code points of a phrase that are looked up
BATCH = 2_000  # rows written together
SHORTEST_LOOKED_UP = 3  # letters of a beginning that the index of PostgreSQL is asked for
LOOKED_AT = 500  # matches of a PostgreSQL index that are sorted

_DERIVED = sql.MetaData()
PHRASES = sql.Table(
    "phrases",
    _DERIVED,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("kind", sql.Text, nullable=False),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("words", sql.Text, nullable=False),
    sql.Column("access", sql.Text, nullable=False),
    sql.Column("documents", sql.Integer, nullable=False),
    sql.Column("document", sql.Text, nullable=False),
    sql.Column("start", sql.Integer),
    sql.Column("end", sql.Integer),
)
_COLUMNS = [PHRASES.c[name] for name in "kind text documents document start end".split()]
sql.Index("phrase_starts", PHRASES.c.words, postgresql_ops={"words": "text_pattern_ops"}).ddl_if(
    dialect="postgresql"
)
# In PostgreSQL the words are also kept as the lexemes that are looked up.
_LEXEMES = sql.column("lexemes", TSVECTOR)
_ADD_LEXEMES = (
    "ALTER TABLE {table} ADD COLUMN lexemes tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED"
)
_INDEX_LEXEMES = "CREATE INDEX phrase_words ON {table} USING gin (lexemes)"
# In SQLite the index is a table of its own that reads the words from PHRASES.
_MAKE_FTS = (
    "CREATE VIRTUAL TABLE phrase_words USING fts5(words, content='phrases', content_rowid='id', "
    "prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
)
_WORD = re.compile(r"[^\W\d_]+|\d+")


class PhraseKind(StrEnum):
    """What a phrase is."""

    NUMBER = "number"  # số, ký hiệu
    TITLE = "title"  # tên văn bản
    HEADING = "heading"  # đề mục


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and where it stands: `document` is one of `documents`, `start` and `end` those of a heading."""

    kind: PhraseKind
    text: str
    documents: int
    document: str
    start: int | None
    end: int | None


def words_of(text: str) -> list[str]:
    """The words that are looked up: without diacritics, letters and digits apart ("15nq" is "15 nq")."""
    return _WORD.findall(folded(text))


def derive_phrases(connection: sql.Connection) -> None:
    """Make the phrases of the generation that `connection` builds anew."""
    sqlite = connection.dialect.name == "sqlite"
    table = "phrases" if sqlite else _qualified(connection)
    if sqlite:
        connection.execute(sql.text("DROP TABLE IF EXISTS phrase_words"))
    _DERIVED.drop_all(connection)
    _DERIVED.create_all(connection)
    if not sqlite:
        connection.execute(sql.text(_ADD_LEXEMES.format(table=table)))
    rows = chain(_numbers(connection), _titles(connection), _headings(connection))
    while batch := list(islice(rows, BATCH)):
        connection.execute(sql.insert(PHRASES), batch)
    if sqlite:
        connection.execute(sql.text(_MAKE_FTS))
        connection.execute(sql.text("INSERT INTO phrase_words(phrase_words) VALUES('rebuild')"))
    else:
        connection.execute(sql.text(_INDEX_LEXEMES.format(table=table)))
        connection.execute(sql.text(f"ANALYZE {table}"))


def _qualified(connection: sql.Connection) -> str:
    schema = (connection.get_execution_options().get("schema_translate_map") or {}).get(None)
    return f'"{schema}".phrases' if schema else "phrases"


Row = dict[str, Any]


def _row(kind: PhraseKind, text: str, words: str, access: str, documents: int, document: str) -> Row:
    return {
        "kind": kind.value,
        "text": text,
        "words": " ".join(words_of(words))[:LONGEST_WORDS].strip(),
        "access": access,
        "documents": documents,
        "document": document,
        "start": None,
        "end": None,
    }


def _numbers(connection: sql.Connection) -> Iterator[Row]:
    """A phrase for every document with a number; its type, year, issuer and title are words of it too.

    Of the title not those with figures: they are parts of other documents' numbers and dates.
    """
    c = DOCUMENTS.c
    query = sql.select(c.id, c.access, c.number, c.type, c.issuer, c.date, c.title).where(
        c.number.is_not(None)
    )
    for name, access, number, kind, issuer, day, title in _all(
        connection, query.order_by(c.date.desc(), c.id)
    ):
        about = " ".join(word for word in title.split() if not any(map(str.isdigit, word)))
        words = " ".join((number, kind or "", (day or "")[:4], issuer or "", about))
        yield _row(PhraseKind.NUMBER, number, words, access, 1, name)


def _titles(connection: sql.Connection) -> Iterator[Row]:
    c = DOCUMENTS.c
    query = sql.select(c.access, c.title, sql.func.count(), sql.func.min(c.id)).group_by(c.access, c.title)
    for access, title, count, name in _all(connection, query.order_by(sql.func.length(c.title), c.title)):
        yield _row(PhraseKind.TITLE, title, title, access, count, name)


def _headings(connection: sql.Connection) -> Iterator[Row]:
    c, text = HEADINGS.c, HEADINGS.c.text
    query = (
        sql.select(
            DOCUMENTS.c.access,
            text,
            sql.func.count(),
            *(sql.func.min(c[name]) for name in ("document", "start", "end")),
        )
        .join(DOCUMENTS, DOCUMENTS.c.id == c.document)
        .group_by(DOCUMENTS.c.access, text)
        .order_by(sql.func.length(text), text)
    )
    for access, heading, count, name, start, end in _all(connection, query):
        yield {**_row(PhraseKind.HEADING, heading, heading, access, count, name), "start": start, "end": end}


def _all(connection: sql.Connection, query: Any) -> Iterator[Any]:
    """The rows of a query, a batch in memory at a time."""
    with connection.execute(query.execution_options(yield_per=BATCH)) as rows:
        yield from rows


class Fit(Enum):
    """How the words typed and those of a phrase agree; the last word typed may always be unfinished."""

    START = "start"  # the phrase begins with them
    WORDS = "words"  # it holds them, in any order
    BEGINNINGS = "beginnings"  # it holds words that begin with them, in any order


def find_phrases(
    connection: sql.Connection, words: Sequence[str], fit: Fit, access: AccessFilter, limit: int
) -> list[Phrase]:
    """The first `limit` phrases of visible documents that fit, in the order of the table; [] for no words.

    `connection` reads a published catalogue (see `Catalogue.reading`).
    """
    if not words:
        return []
    visible = PHRASES.c.access.in_(sorted(access.labels))
    sqlite = connection.dialect.name == "sqlite"
    query = _in_sqlite(words, fit, visible) if sqlite else _in_postgres(words, fit, visible)
    rows = connection.execute(query.limit(limit))
    return [Phrase(PhraseKind(kind), *facts) for kind, *facts in rows]


def _in_sqlite(words: Sequence[str], fit: Fit, visible: Any) -> Any:
    """The index gives the ids that fit in their order, one at a time: only those shown are read."""
    *finished, last = (f'"{word}"' for word in words)
    if fit is Fit.START:
        match = "^ " + " + ".join((*finished, f"{last} *"))
    else:
        star = " *" if fit is Fit.BEGINNINGS else ""
        match = " ".join((*(f"{word}{star}" for word in finished), f"{last} *"))
    index = sql.table("phrase_words", sql.column("rowid", sql.Integer), sql.column("phrase_words", sql.Text))
    found = sql.select(index.c.rowid.label("id")).where(index.c.phrase_words.op("MATCH")(match)).subquery()
    query = sql.select(*_COLUMNS).join(found, found.c.id == PHRASES.c.id)
    return query.where(visible).order_by(found.c.id)


def _in_postgres(words: Sequence[str], fit: Fit, visible: Any) -> Any:
    """The index gives all that fits at once: of very many only some are put in order."""
    fits = (
        [PHRASES.c.words.like(" ".join(words) + "%")] if fit is Fit.START else _held_in_postgres(words, fit)
    )
    found = sql.select(PHRASES.c.id, *_COLUMNS).where(visible, *fits).limit(LOOKED_AT).subquery()
    return sql.select(*(found.c[column.name] for column in _COLUMNS)).order_by(found.c.id)


def _held_in_postgres(words: Sequence[str], fit: Fit) -> list[Any]:
    """Whole words and long beginnings are looked up; a short beginning, of very many words, is read for."""
    begun = set(words) if fit is Fit.BEGINNINGS else {words[-1]}
    short = {word for word in begun if len(word) < SHORTEST_LOOKED_UP}
    if not set(words) - short:
        short = set()
    asked = " & ".join(f"'{word}'{':*' if word in begun else ''}" for word in words if word not in short)
    within = sql.literal(" ") + PHRASES.c.words
    return [
        _LEXEMES.op("@@")(sql.cast(asked, TSQUERY)),
        *(within.like(f"% {word}%") for word in sorted(short)),
    ]
