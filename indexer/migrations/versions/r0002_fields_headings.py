"""Fields of a document beside its other facts, and the headings of its outline."""

import sqlalchemy as sql
from alembic import context, op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    schema = context.config.attributes["schema"]
    op.add_column(
        "documents", sql.Column("fields", sql.Text, nullable=False, server_default=""), schema=schema
    )
    op.create_table(
        "headings",
        sql.Column("document", sql.Text, nullable=False),
        sql.Column("position", sql.Integer, nullable=False),
        sql.Column("start", sql.Integer, nullable=False),
        sql.Column("end", sql.Integer, nullable=False),
        sql.Column("text", sql.Text, nullable=False),
        sql.Column("since", sql.Integer, nullable=False),
        sql.Column("until", sql.Integer),
        sql.PrimaryKeyConstraint("document", "position", "since"),
        schema=schema,
    )
    op.create_index("headings_document", "headings", ["document"], schema=schema, postgresql_using="hash")
    op.create_index("headings_since", "headings", ["since"], schema=schema)
    ended = sql.text("until IS NOT NULL")
    op.create_index("headings_until", "headings", ["until"], schema=schema, postgresql_where=ended)


def downgrade() -> None:
    schema = context.config.attributes["schema"]
    op.drop_table("headings", schema=schema)
    op.drop_column("documents", "fields", schema=schema)
