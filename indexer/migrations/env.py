"""Run by alembic: applies the revisions on the connection and in the schema that `indexer.postgres` gives."""

from alembic import context

_connection = context.config.attributes["connection"]
_schema = context.config.attributes["schema"]

context.configure(
    connection=_connection,
    version_table="schema_version",
    version_table_schema=_schema,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
