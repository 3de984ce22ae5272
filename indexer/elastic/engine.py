"""The engine of a cluster: one published Elasticsearch index, asked by its own name."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from indexer.elastic.client import Link
from indexer.elastic.mapping import LARGEST_RESULT
from indexer.elastic.query import terms_body, vector_body
from indexer.elastic.reply import as_cosines, term_hits
from indexer.engine import AccessFilter, EngineStatistics, Filters, Hit, Vector, WeightedTerm


class ElasticEngine:
    """A reader over one index; safe to share between threads."""

    def __init__(self, link: Link, index: str, quantization: str = "int8_hnsw") -> None:
        self._link = link
        self._index = index
        self._quantization = quantization

    def search_terms(
        self, terms: Sequence[WeightedTerm], access: AccessFilter, filters: Filters, limit: int
    ) -> list[Hit]:
        return self.search(terms, None, access, filters, limit)[0]

    def search_vector(self, vector: Vector, access: AccessFilter, filters: Filters, limit: int) -> list[Hit]:
        return self.search((), vector, access, filters, limit)[1]

    def search(
        self,
        terms: Sequence[WeightedTerm],
        vector: Vector | None,
        access: AccessFilter,
        filters: Filters,
        limit: int,
    ) -> tuple[list[Hit], list[Hit]]:
        limit = min(limit, LARGEST_RESULT)
        bodies = []
        seconds = self._link.seconds / 2
        by_terms = bool(terms) and limit > 0
        by_vector = vector is not None and limit > 0 and bool(np.any(vector))
        if by_terms:
            bodies.append(terms_body(terms, access, filters, limit, seconds))
        if by_vector and vector is not None:
            bodies.append(vector_body(vector, access, filters, limit, seconds, self._quantization))
        if not bodies:
            return [], []
        answers = self._ask(bodies)
        return (answers[0] if by_terms else [], as_cosines(answers[-1]) if by_vector else [])

    def statistics(self) -> EngineStatistics:
        counted = self._link.question(lambda client: client.count(index=self._index))
        stats = self._link.question(lambda client: client.indices.stats(index=self._index, metric="store"))
        return EngineStatistics(
            int(counted["count"]), int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
        )

    def close(self) -> None:
        """The link is shared with other readers and stays open."""

    def _ask(self, bodies: Sequence[Mapping[str, Any]]) -> list[list[Hit]]:
        """One request for all lists of a question; every part of the index must have answered."""
        searches: list[Mapping[str, Any]] = []
        header = {"index": self._index, "allow_partial_search_results": False}
        for body in bodies:
            searches += [header, body]
        # Read inside the question, so that a part that is missing can still be asked for again.
        answers: list[list[Hit]] = self._link.question(
            lambda client: [term_hits(answer) for answer in client.msearch(searches=searches)["responses"]]
        )
        return answers
