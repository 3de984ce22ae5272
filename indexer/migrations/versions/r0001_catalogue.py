"""The catalogue of all generations: a row belongs to the generations from `since` to before `until`."""

import sqlalchemy as sql
from alembic import context, op

revision = "0001"
down_revision = None

INTEGER, BIG, TEXT, BYTES, FLAG = sql.Integer, sql.BigInteger, sql.Text, sql.LargeBinary, sql.Boolean

# Table -> (key columns, all columns with type and whether they may be absent, indexed columns).
TABLES = {
    "sources": (
        ["path"],
        [
            ("path", TEXT, 0),
            ("size", BIG, 0),
            ("mtime_ns", BIG, 0),
            ("sha256", TEXT, 0),
            ("failures", TEXT, 0),
        ],
        [],
    ),
    "documents": (
        ["id"],
        [
            *[(name, TEXT, 0) for name in ("id", "source", "path", "title")],
            *[
                (name, TEXT, 1)
                for name in ("number", "number_key", "type", "issuer", "date", "level", "place")
            ],
            ("draft", FLAG, 0),
            ("access", TEXT, 0),
            *[(name, TEXT, 1) for name in ("superior", "bare_key", "effective")],
            *[(name, INTEGER, 1) for name in ("effective_start", "effective_end")],
            ("body", BYTES, 0),
        ],
        ["source", "path", "number_key", "bare_key"],
    ),
    "passages": (
        ["id"],
        [
            ("id", BIG, 0),
            ("document", TEXT, 0),
            ("start", INTEGER, 0),
            ("end", INTEGER, 0),
            ("section", TEXT, 0),
        ],
        ["document"],
    ),
    "relations": (
        ["document", "position"],
        [
            ("document", TEXT, 0),
            ("position", INTEGER, 0),
            *[(name, TEXT, 0) for name in ("kind", "named_key", "body")],
        ],
        ["document", "named_key"],
    ),
    "targets": (
        ["document", "position"],
        [
            ("document", TEXT, 0),
            ("position", INTEGER, 0),
            ("kind", TEXT, 0),
            ("field", TEXT, 1),
            ("first_year", INTEGER, 1),
            ("last_year", INTEGER, 1),
            ("body", TEXT, 0),
        ],
        ["document"],
    ),
    "tasks": (
        ["document", "position"],
        [
            ("document", TEXT, 0),
            ("position", INTEGER, 0),
            ("due", TEXT, 1),
            ("words", TEXT, 0),
            ("body", TEXT, 0),
        ],
        ["document"],
    ),
}


def upgrade() -> None:
    schema = context.config.attributes["schema"]
    op.create_table("generations", sql.Column("number", INTEGER, primary_key=True), schema=schema)
    for table, (key, columns, indexed) in TABLES.items():
        op.create_table(
            table,
            *[sql.Column(name, kind, nullable=bool(absent)) for name, kind, absent in columns],
            sql.Column("since", INTEGER, nullable=False),
            sql.Column("until", INTEGER),
            sql.PrimaryKeyConstraint(*key, "since"),
            schema=schema,
        )
        for column in indexed:
            # Hash indexes: a path or a number may be longer than a tree allows.
            op.create_index(f"{table}_{column}", table, [column], schema=schema, postgresql_using="hash")
        op.create_index(f"{table}_since", table, ["since"], schema=schema)
        ended = sql.text("until IS NOT NULL")
        op.create_index(f"{table}_until", table, ["until"], schema=schema, postgresql_where=ended)


def downgrade() -> None:
    schema = context.config.attributes["schema"]
    for table in (*TABLES, "generations"):
        op.drop_table(table, schema=schema)
