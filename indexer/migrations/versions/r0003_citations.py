"""The act and article that a document is, and the articles it cites."""

from typing import Any

import sqlalchemy as sql
from alembic import context, op

revision = "0003"
down_revision = "0002"

INTEGER, TEXT = sql.Integer, sql.Text
# Table -> (key columns, columns with type, indexed together). Keys of acts and articles are short.
TABLES: dict[str, tuple[list[str], list[tuple[str, Any]], list[str]]] = {
    "acts": (
        ["document"],
        [(name, TEXT) for name in ("document", "act", "article", "name")],
        ["act", "article"],
    ),
    "citations": (
        ["document", "position"],
        [
            ("document", TEXT),
            ("position", INTEGER),
            ("act", TEXT),
            ("article", TEXT),
            ("words", TEXT),
            ("start", INTEGER),
            ("end", INTEGER),
        ],
        ["act", "article"],
    ),
}


def upgrade() -> None:
    schema = context.config.attributes["schema"]
    for table, (key, columns, indexed) in TABLES.items():
        op.create_table(
            table,
            *[sql.Column(name, kind, nullable=False) for name, kind in columns],
            sql.Column("since", INTEGER, nullable=False),
            sql.Column("until", INTEGER),
            sql.PrimaryKeyConstraint(*key, "since"),
            schema=schema,
        )
        op.create_index(f"{table}_document", table, ["document"], schema=schema, postgresql_using="hash")
        op.create_index(f"{table}_act", table, indexed, schema=schema)
        op.create_index(f"{table}_since", table, ["since"], schema=schema)
        ended = sql.text("until IS NOT NULL")
        op.create_index(f"{table}_until", table, ["until"], schema=schema, postgresql_where=ended)


def downgrade() -> None:
    schema = context.config.attributes["schema"]
    for table in TABLES:
        op.drop_table(table, schema=schema)
