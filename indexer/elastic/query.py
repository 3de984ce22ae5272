"""Request bodies of Elasticsearch. Pure functions; nothing here is parsed as a query by the server."""

from collections.abc import Sequence
from typing import Any

from indexer.elastic.mapping import K1, LONGEST_KEY, VECTOR, encode_term
from indexer.engine import AccessFilter, Filters, Vector, WeightedTerm

CANDIDATES = 1.5  # vectors looked at a shard, as a multiple of those asked for
FEWEST_CANDIDATES = 200
MOST_CANDIDATES = 10_000
OVERSAMPLE = {"int8_hnsw": 1.0, "bbq_hnsw": 3.0}  # vectors compared again in full precision
MOST_CLAUSES = 1_000
MOST_VALUES = 65_536  # of one `terms` clause: index.max_terms_count
LARGEST_LONG = 2**63

Body = dict[str, Any]


def terms_body(
    terms: Sequence[WeightedTerm], access: AccessFilter, filters: Filters, limit: int, seconds: float
) -> Body:
    """A disjunction of single terms under the restriction; scores add up as BM25 times weight.

    Lucene leaves out BM25's constant factor k1 + 1; the weight puts it back.
    """
    strongest = sorted(terms, key=lambda term: -term.weight)[:MOST_CLAUSES]
    clauses = [
        {"term": {term.field: {"value": encode_term(term.term), "boost": term.weight * (K1 + 1)}}}
        for term in strongest
    ]
    query = {"bool": {"should": clauses, "minimum_should_match": 1, "filter": restriction(access, filters)}}
    return {"query": query, **_page(limit, seconds)}


def vector_body(
    vector: Vector, access: AccessFilter, filters: Filters, limit: int, seconds: float, quantization: str
) -> Body:
    """The nearest passages by cosine among those that the restriction allows."""
    candidates = min(MOST_CANDIDATES, max(FEWEST_CANDIDATES, int(limit * CANDIDATES)))
    knn: Body = {
        "field": VECTOR,
        "query_vector": vector.tolist(),
        "k": limit,
        "num_candidates": max(candidates, limit),
        "filter": restriction(access, filters),
    }
    oversample = OVERSAMPLE.get(quantization, 1.0)
    if oversample > 1:
        knn["rescore_vector"] = {"oversample": oversample}
    return {"knn": knn, **_page(limit, seconds)}


def restriction(access: AccessFilter, filters: Filters) -> list[Body]:
    """The clauses every result must meet, worth no score. No access label at all matches nothing."""
    clauses = [_any("access", sorted(access.labels))]
    for name, values in (
        ("type", filters.types),
        ("issuer", filters.issuers),
        ("level", filters.levels),
        ("field", filters.fields),
        ("document", filters.documents),
    ):
        if values:
            clauses.append(_any(name, values))
    if filters.without:
        clauses.append({"bool": {"must_not": _any("document", filters.without)}})
    if filters.years:
        known = [year for year in filters.years if abs(year) < LARGEST_LONG]
        clauses.append({"terms": {"year": known}})
    return clauses


def _any(name: str, values: Sequence[str]) -> Body:
    """One of the values; those too long to be in the index cannot match and are refused by the server."""
    known = [value for value in values if len(value) <= LONGEST_KEY]
    if len(known) <= MOST_VALUES:
        return {"terms": {name: known}}
    chunks = [known[at : at + MOST_VALUES] for at in range(0, len(known), MOST_VALUES)]
    return {"bool": {"should": [{"terms": {name: chunk}} for chunk in chunks]}}


def _page(limit: int, seconds: float) -> Body:
    return {
        "size": limit,
        "timeout": f"{max(1, int(seconds * 1000))}ms",
        "track_total_hits": False,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": ["id"],
    }
