"""The tantivy schema of a passage and the one tokenizer it needs: terms come finished, blank-separated."""

from pathlib import Path

import tantivy

from indexer.engine import FIELDS

TOKENIZER = "finished_terms"
TERMS_FOLDER = "terms"
VECTORS_FILE = "vectors.usearch"


def build_schema() -> tantivy.Schema:
    """Searched fields keep frequencies only (no positions); keys are exact; numbers are columns."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="freq")
    for name in ("document", "type", "issuer", "level", "field", "access"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("year", indexed=True, fast=True)
    return builder.build()


def open_index(folder: Path, *, create: bool = False) -> tantivy.Index:
    """Open (or create) the term index; the tokenizer must be registered on every open."""
    if create:
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(build_schema(), path=str(folder), reuse=True)
    else:
        index = tantivy.Index.open(str(folder))
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENIZER, analyzer)
    return index
