"""What a passage looks like in Elasticsearch: the index's settings and mapping, and a passage's body.

Pure functions. Terms come finished, so the only analysis is the `standard` tokenizer, which keeps a
term of letters, digits and `_` whole; the mapping therefore runs on every distribution.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from indexer.engine import FIELDS, PassageEntry, Vector

# BM25 as in the embedded engine, so that scores rank alike.
K1 = 1.2
B = 0.75
LARGEST_RESULT = 10_000  # hits of one search
LONGEST_TOKEN = 255  # UTF-16 units that the tokenizer keeps together
LONGEST_KEY = 8_191  # a longer value of an exact field is not indexed: Lucene's limit of 32,766 bytes
SMALLEST_FOR_BITS = 64  # dimensions below which one bit a dimension cannot be had
VECTOR = "vector"

# Characters that the tokenizer never splits: Latin letters with any Vietnamese mark, digits, the underscore.
_LETTERS = r"0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_PLAIN = re.compile(rf"[{_LETTERS}]+")
_PLAIN_TERMS = re.compile(rf"[{_LETTERS} ]*")
_ENCODED = "0x"

Body = dict[str, Any]


def index_body(
    dimension: int, *, quantization: str = "int8_hnsw", shards: int = 1, meta: Mapping[str, Any] | None = None
) -> Body:
    """Settings and mapping of a new index.

    `quantization` is Elasticsearch's name of the vector index ('int8_hnsw' or 'bbq_hnsw').
    A second copy of every shard appears as soon as there is a second node.
    """
    kind = quantization if dimension >= SMALLEST_FOR_BITS else "int8_hnsw"
    exact = {"type": "keyword", "doc_values": False, "ignore_above": LONGEST_KEY}
    text = {"type": "text", "analyzer": "finished_terms", "similarity": "bm25", "index_options": "freqs"}
    return {
        "settings": {
            "number_of_shards": shards,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",  # a build shows itself in one step, when it is published
            "max_result_window": LARGEST_RESULT,
            "similarity": {"bm25": {"type": "BM25", "k1": K1, "b": B}},
            "analysis": {
                "tokenizer": {"terms": {"type": "standard", "max_token_length": LONGEST_TOKEN}},
                "analyzer": {"finished_terms": {"type": "custom", "tokenizer": "terms"}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},  # the catalogue is the truth; an index is disposable
            "_meta": dict(meta or {}),
            "properties": {
                "id": {"type": "long", "index": False},
                **dict.fromkeys(FIELDS, text),
                **dict.fromkeys(("document", "type", "issuer", "level", "field", "access"), exact),
                "year": {"type": "long", "doc_values": False},
                VECTOR: {
                    "type": "dense_vector",
                    "dims": dimension,
                    "similarity": "cosine",
                    "index_options": {"type": kind},
                },
            },
        },
    }


def encode_term(term: str) -> str:
    """The one token that stands for `term` in the index; most terms stand for themselves.

    Terms in other scripts, which the tokenizer would cut, travel as the hexadecimal of their UTF-8,
    and very long ones as a digest.
    """
    plain = len(term) <= LONGEST_TOKEN and _PLAIN.fullmatch(term) and term.strip("_")
    if plain and not term.startswith(_ENCODED):  # a term that looks encoded is encoded too
        return term
    written = _ENCODED + term.encode("utf-8", "surrogatepass").hex()
    if len(written) <= LONGEST_TOKEN:
        return written
    return _ENCODED + hashlib.sha256(term.encode("utf-8", "surrogatepass")).hexdigest()


def encode_terms(terms: str) -> str:
    """Blank-separated terms, each encoded."""
    # A quick look at the whole field, because nearly every field needs nothing.
    plain = _PLAIN_TERMS.fullmatch(terms) and not _has_long_word(terms)
    if plain and _ENCODED not in terms and " _" not in terms and not terms.startswith("_"):
        return terms
    return " ".join(map(encode_term, terms.split()))


def _has_long_word(terms: str) -> bool:
    """Whether some word is longer than the tokenizer takes: from blank to blank in the longest steps allowed."""
    at = 0
    while len(terms) - at > LONGEST_TOKEN:
        blank = terms.rfind(" ", at, at + LONGEST_TOKEN + 1)
        if blank < 0:
            return True
        at = blank + 1
    return False


def passage_body(entry: PassageEntry, vector: Vector) -> Body:
    """The stored form of a passage; a vector of zeros is left out, because it has no direction."""
    body: Body = {
        "id": entry.id,
        **{name: encode_terms(terms) for name, terms in entry.terms.items() if terms},
        "document": entry.document,
        "type": entry.type,
        "issuer": entry.issuer,
        "year": entry.year,
        "access": entry.access,
        "level": entry.level,
        "field": list(entry.fields),
    }
    if vector.any():
        body[VECTOR] = base64.b64encode(vector.astype(">f4").tobytes()).decode("ascii")
    return body
