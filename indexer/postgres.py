"""The catalogue on a PostgreSQL server: all generations in one set of tables, each seen through views.

    schema vankien             generations, sources, documents, passages: rows with `since` and `until`
    schema vankien_g000007     views of the same names: the rows that generation 7 holds

A build is one transaction that adds rows from its own generation on and ends others there; nothing is
copied, and readers of other generations see no difference. Publishing and rolling back are the
business of the alias (see `indexer.elastic.store`).
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.types.string import StrDumper
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext

from corpus.errors import VankienError
from indexer.catalogue import TABLES, Catalogue, CatalogueWriter
from indexer.engine import EngineUnavailable
from indexer.postgres_connection import Silent, patient

MIGRATIONS = Path(__file__).with_name("migrations")
CONNECT_SECONDS = 2
ANSWER_SECONDS = 2.0  # a reader's statement, by the server's clock
SPARE_SECONDS = 0.3  # until the client gives up as well
KEEPALIVE = {"keepalives": 1, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}


class _AnyText(StrDumper):
    """PostgreSQL has no NUL and no lone surrogates in a text; both become U+FFFD."""

    def dump(self, obj: str) -> Any:
        text = obj.replace("\x00", "\ufffd")
        try:
            return super().dump(text)
        except UnicodeEncodeError:
            return super().dump("".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text))


def _engine(url: sql.URL, seconds: float | None) -> sql.Engine:
    """An engine for readers, whose statements take at most `seconds`, or with None for a builder."""
    options = "" if seconds is None else f"-c statement_timeout={int(seconds * 1000)}"
    engine = sql.create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=CONNECT_SECONDS,
        pool_size=8,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": options,
            **KEEPALIVE,
            **({"tcp_user_timeout": int(seconds * 1000)} if seconds else {}),
        },
    )
    if seconds is not None:
        connection = patient(seconds + SPARE_SECONDS)
        sql.event.listen(
            engine, "do_connect", lambda _, __, given, named: connection.connect(*given, **named)
        )
    sql.event.listen(engine, "connect", _take_any_text)
    sql.event.listen(engine, "handle_error", _say_unavailable)
    return engine


def _take_any_text(connection: DBAPIConnection, _record: object) -> None:
    connection.adapters.register_dumper(str, _AnyText)


def _say_unavailable(context: ExceptionContext) -> BaseException | None:
    """A server that is away, starting or too slow is an honest state, not a bug."""
    if context.is_pre_ping and context.is_disconnect and not isinstance(context.original_exception, Silent):
        return None  # a connection of a server that was restarted: the pool makes a new one
    if isinstance(context.sqlalchemy_exception, sql.exc.OperationalError):
        return EngineUnavailable("catalogue_down", detail=str(context.original_exception)[:300])
    return None


def server_url(url: str, password_file: Path | None = None) -> sql.URL:
    """The address with its driver and password. Raises VankienError('catalogue_settings')."""
    try:
        made = sql.make_url(url).set(drivername="postgresql+psycopg")
        if password_file is not None:
            made = made.set(password=password_file.read_text("utf-8").strip())
    except (sql.exc.ArgumentError, OSError, ValueError) as error:
        raise VankienError("catalogue_settings", detail=type(error).__name__) from error
    if sql.make_url(url).get_backend_name() != "postgresql":
        raise VankienError("catalogue_settings", detail="postgresql://…")
    return made


class PostgresCatalogues:
    """The catalogues of a store's generations on one server; safe to share between threads."""

    def __init__(self, url: sql.URL, schema: str = "vankien") -> None:
        self._readers = _engine(url, ANSWER_SECONDS)
        self._builder = _engine(url, None)
        self._schema = schema
        self._writers: dict[str, PostgresWriter] = {}

    def close(self) -> None:
        self._readers.dispose()
        self._builder.dispose()

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the lock of this catalogue, on whatever machine; brings its tables up to date first."""
        key = zlib.crc32(self._schema.encode())
        with self._builder.connect() as connection:
            if not connection.execute(sql.select(sql.func.pg_try_advisory_lock(key))).scalar():
                raise VankienError("index_locked", data=self._schema)
            connection.commit()
            try:
                self.upgrade()
                yield
            finally:
                connection.execute(sql.select(sql.func.pg_advisory_unlock(key)))
                connection.commit()

    def upgrade(self) -> None:
        """Apply the migrations that the server lacks."""
        with self._builder.begin() as connection:
            connection.execute(sql.schema.CreateSchema(self._schema, if_not_exists=True))
            config = _alembic()
            config.attributes.update(connection=connection, schema=self._schema)
            command.upgrade(config, "head")

    def begin(self, name: str, base: str | None) -> CatalogueWriter:
        writer = PostgresWriter(self._builder, self._schema, _number(name), copy=base is not None)
        self._writers[name] = writer
        return writer

    def seal(self, name: str) -> None:
        """A committed transaction is durable."""
        self._writers.pop(name, None)

    def discard(self, name: str) -> None:
        writer = self._writers.pop(name, None)
        if writer is not None:
            writer.abandon()
        with self._builder.begin() as connection:
            self._sweep(connection, _number(name) - 1)
            self._drop_views(connection, name)

    def open(self, name: str) -> Catalogue:
        with self._readers.connect() as connection:
            self._check_revision(connection)
            generations = sql.table("generations", sql.column("number"), schema=self._schema)
            query = sql.select(generations.c.number).where(generations.c.number == _number(name))
            if connection.execute(query).scalar() is None:
                raise EngineUnavailable("no_index", data=name)
        return Catalogue(_within(self._readers, f"{self._schema}_{name}"))

    def keep_only(self, names: Set[str]) -> None:
        kept = sorted(map(_number, names))
        with self._builder.begin() as connection:
            self._sweep(connection, kept[-1] if kept else 0)
            for table in TABLES.tables:
                gone = f'DELETE FROM "{self._schema}".{table} WHERE until <= :oldest'
                connection.execute(sql.text(gone), {"oldest": kept[0] if kept else 0})
            found = connection.execute(
                sql.text("SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE :like"),
                {"like": f"{self._schema}\\_g%"},
            ).scalars()
            for schema in found.all():
                name = schema.removeprefix(f"{self._schema}_")
                if name[1:].isdecimal() and name not in names:
                    self._drop_views(connection, name)

    def _sweep(self, connection: sql.Connection, newest: int) -> None:
        """Undo whatever generations after `newest` did."""
        for table in TABLES.tables:
            for undo in (
                f'DELETE FROM "{self._schema}".{table} WHERE since > :newest',
                f'UPDATE "{self._schema}".{table} SET until = NULL WHERE until > :newest',
            ):
                connection.execute(sql.text(undo), {"newest": newest})

    def _drop_views(self, connection: sql.Connection, name: str) -> None:
        connection.execute(sql.schema.DropSchema(f"{self._schema}_{name}", cascade=True, if_exists=True))
        forget = f'DELETE FROM "{self._schema}".generations WHERE number = :number'
        connection.execute(sql.text(forget), {"number": _number(name)})

    def _check_revision(self, connection: sql.Connection) -> None:
        """Raises EngineUnavailable('no_index' | 'index_mismatch') for tables of another version."""
        options = {"version_table": "schema_version", "version_table_schema": self._schema}
        found = MigrationContext.configure(connection, opts=options).get_current_revision()
        if found is None:
            raise EngineUnavailable("no_index", data=self._schema)
        if found != self._head:
            raise EngineUnavailable("index_mismatch", revision=found)

    @cached_property
    def _head(self) -> str | None:
        return ScriptDirectory.from_config(_alembic()).get_current_head()


class PostgresWriter(CatalogueWriter):
    """Writes one generation: reads through its views, adds and ends rows in the tables beneath."""

    def __init__(self, engine: sql.Engine, schema: str, number: int, *, copy: bool) -> None:
        self._schema = schema
        self._number = number
        self._copy = copy
        super().__init__(_within(engine, _views(schema, number)))

    def _prepare(self) -> None:
        """Make the generation's views, in the build's own transaction."""
        execute = self._connection.execute
        views = _views(self._schema, self._number)
        execute(sql.text(f'INSERT INTO "{self._schema}".generations VALUES ({self._number})'))
        execute(sql.schema.CreateSchema(views))
        for table in TABLES.sorted_tables:
            name, columns = table.name, ", ".join(f'"{column.name}"' for column in table.columns)
            base, number = f'"{self._schema}".{name}', self._number
            alive = f"since <= {number} AND (until IS NULL OR until > {number})"
            execute(sql.text(f'CREATE VIEW "{views}".{name} AS SELECT {columns} FROM {base} WHERE {alive}'))
            if not self._copy:
                execute(sql.text(f"UPDATE {base} SET until = {number} WHERE until IS NULL"))

    def _newest_passage(self) -> int:
        """Numbers are never used twice, not even those of a generation that was rolled back."""
        query = sql.text(f'SELECT max(id) FROM "{self._schema}".passages')
        return int(self._connection.execute(query).scalar() or 0)

    def _delete(self, table: sql.Table, condition: sql.ColumnElement[bool]) -> None:
        base = self._base(table)
        key = [column.name for column in table.primary_key]
        gone = sql.select(*(table.c[name] for name in key)).where(condition)
        living = sql.and_(base.c.until.is_(None), sql.tuple_(*(base.c[name] for name in key)).in_(gone))
        self._connection.execute(sql.delete(base).where(living, base.c.since == self._number))
        self._connection.execute(sql.update(base).where(living).values(until=self._number))

    def _insert(self, table: sql.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        base = self._base(table)
        self._connection.execute(sql.insert(base), [{**row, "since": self._number} for row in rows])

    def _base(self, table: sql.Table) -> sql.Table:
        columns = [
            sql.Column(column.name, column.type, default=getattr(column.default, "arg", None))
            for column in table.columns
        ]
        life = [sql.Column("since", sql.Integer), sql.Column("until", sql.Integer)]
        return sql.Table(table.name, sql.MetaData(schema=self._schema), *columns, *life)

    def abandon(self) -> None:
        """Roll back what was not committed."""
        if not self._connection.closed:
            self._connection.rollback()
            self._connection.close()

    def commit(self) -> None:
        self._connection.commit()
        self._connection.close()


def _within(engine: sql.Engine, schema: str) -> sql.Engine:
    """The same engine and its connections, with tables looked up in `schema`."""
    return engine.execution_options(schema_translate_map={None: schema})


def _views(schema: str, number: int) -> str:
    return f"{schema}_g{number:06d}"


def _number(name: str) -> int:
    return int(name.removeprefix("g"))


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
