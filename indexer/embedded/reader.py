"""The default engine: tantivy for terms, usearch for vectors, both mapped from one folder, in process."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import tantivy
from usearch.index import Index as VectorIndex

from indexer.embedded.schema import TERMS_FOLDER, VECTORS_FILE, open_index
from indexer.engine import (
    AccessFilter,
    EngineStatistics,
    EngineUnavailable,
    Filters,
    Hit,
    Vector,
    WeightedTerm,
)

# Up to here an exact scan costs under 5 ms and gives the same answer in every run.
EXACT_LIMIT = 20_000
EXPANSION_SEARCH = 128
OVERFETCH = 4
DEEPEST_FETCH = 8_192
LARGEST_YEAR = 2**64  # of the column; a filter may hold any number


class EmbeddedEngine:
    """A reader over one published folder; safe to share between threads."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._vectors = VectorIndex(
            ndim=dimension, metric="cos", dtype="f16", expansion_search=EXPANSION_SEARCH
        )
        try:
            self._index = open_index(folder / TERMS_FOLDER)
            self._schema = self._index.schema
            self._searcher = self._index.searcher()
            self._vectors.view(str(folder / VECTORS_FILE))
        except (ValueError, OSError, RuntimeError) as error:
            raise EngineUnavailable("engine_down", detail=str(error)) from error
        self._folder = folder
        # Both libraries let go of the interpreter while they search, so the two searches run beside each other.
        self._beside = ThreadPoolExecutor(thread_name_prefix="vectors")
        self._labels = frozenset(label for label, _ in self._searcher.terms_with_prefix("access", ""))

    def search_terms(
        self, terms: Sequence[WeightedTerm], access: AccessFilter, filters: Filters, limit: int
    ) -> list[Hit]:
        if not terms or limit < 1:
            return []
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, term.field, term.term, index_option="freq"),
                    term.weight,
                ),
            )
            for term in terms
        ]
        query = tantivy.Query.boolean_query(clauses)
        restriction = self._restriction(access, filters)
        if restriction is not None:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, restriction)]
            )
        return self._hits(query, limit)

    def search_vector(self, vector: Vector, access: AccessFilter, filters: Filters, limit: int) -> list[Hit]:
        if limit < 1 or len(self._vectors) == 0 or not np.any(vector):
            return []
        restriction = self._restriction(access, filters)
        if restriction is None:
            return self._nearest(vector, limit)
        allowed_hits: list[Hit] = []
        fetch = limit * OVERFETCH
        while True:
            fetch = min(fetch, len(self._vectors))
            near = self._nearest(vector, fetch)
            allowed = self._allowed([hit.passage for hit in near], restriction)
            allowed_hits = [hit for hit in near if hit.passage in allowed]
            if len(allowed_hits) >= limit or fetch == len(self._vectors):
                return allowed_hits[:limit]
            if fetch >= DEEPEST_FETCH:
                return self._exact_among(vector, restriction, limit)
            fetch *= OVERFETCH

    def search(
        self,
        terms: Sequence[WeightedTerm],
        vector: Vector,
        access: AccessFilter,
        filters: Filters,
        limit: int,
    ) -> tuple[list[Hit], list[Hit]]:
        near = self._beside.submit(self.search_vector, vector, access, filters, limit)
        return self.search_terms(terms, access, filters, limit), near.result()

    def statistics(self) -> EngineStatistics:
        size = sum(file.stat().st_size for file in self._folder.rglob("*") if file.is_file())
        return EngineStatistics(passages=self._searcher.num_docs, bytes=size)

    def close(self) -> None:
        self._beside.shutdown()
        self._vectors.reset()  # type: ignore[no-untyped-call]

    def _hits(self, query: tantivy.Query, limit: int) -> list[Hit]:
        found = self._searcher.search(query, limit=limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return [Hit(int(key or 0), float(score)) for (score, _), key in zip(found, ids, strict=True)]

    def _restriction(self, access: AccessFilter, filters: Filters) -> tantivy.Query | None:
        """The query every result must match, worth no score; None when nothing would be excluded."""
        must = []
        if not self._labels <= access.labels:
            must.append(self._any("access", sorted(access.labels)))
        for name, values in (
            ("type", filters.types),
            ("issuer", filters.issuers),
            ("level", filters.levels),
            ("field", filters.fields),
            ("document", filters.documents),
        ):
            if values:
                must.append(self._any(name, values))
        if filters.years:
            must.append(self._any("year", [year for year in filters.years if 0 <= year < LARGEST_YEAR]))
        if not must and not filters.without:
            return None
        clauses = [(tantivy.Occur.Must, query) for query in must or [tantivy.Query.all_query()]]
        if filters.without:
            clauses.append((tantivy.Occur.MustNot, self._any("document", filters.without)))
        together = tantivy.Query.boolean_query(clauses)
        return tantivy.Query.const_score_query(together, 0.0)

    def _any(self, name: str, values: Sequence[str] | Sequence[int]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, name, list(values))

    def _nearest(self, vector: Vector, count: int) -> list[Hit]:
        exact = len(self._vectors) <= EXACT_LIMIT
        found = self._vectors.search(vector.astype(np.float16), count, exact=exact)
        near = zip(found.keys.tolist(), found.distances.tolist(), strict=True)
        return [Hit(key, 1.0 - distance) for key, distance in near]

    def _allowed(self, passages: Sequence[int], restriction: tantivy.Query) -> set[int]:
        among = tantivy.Query.const_score_query(self._any("id", passages), 0.0)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, among), (tantivy.Occur.Must, restriction)])
        return {hit.passage for hit in self._hits(query, max(1, len(passages)))}

    def _exact_among(self, vector: Vector, restriction: tantivy.Query, limit: int) -> list[Hit]:
        hits = self._hits(restriction, max(1, self._searcher.num_docs))
        if not hits:
            return []
        keys = np.array([hit.passage for hit in hits], dtype=np.uint64)
        rows = np.asarray(self._vectors.get(keys), dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1)
        scores = rows @ vector / np.where(norms == 0, 1.0, norms)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Hit(int(keys[row]), float(scores[row])) for row in best]
