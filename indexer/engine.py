"""What every search engine of the project offers, and the values that cross the border.

An engine receives finished terms and vectors and never sees a question. It knows passages by number;
texts, titles and quotes live in the catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import VankienError

# The searched fields: a passage's terms (title, heading and body in one) as written and without diacritics.
TEXT = "text"
TEXT_FOLDED = "text_folded"
FIELDS = (TEXT, TEXT_FOLDED)

Vector = NDArray[np.float32]


class EngineUnavailable(VankienError):
    """The engine cannot answer now. Codes: `no_index`, `index_mismatch`, `engine_down`, `engine_refused`."""


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """The access labels a person may see; a required argument of every search."""

    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person narrowed the search to; an empty tuple means no restriction.

    Values of one field widen, fields narrow one another. `without` names documents to leave out.
    """

    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """One clause of a disjunction: the BM25 score of `term` in `field`, times `weight`."""

    field: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """What an engine stores of a passage. `terms` maps each of FIELDS to blank-separated terms.

    `level` (cấp) is that of the issuer, `fields` (lĩnh vực) are those of the document.
    """

    id: int
    document: str
    terms: Mapping[str, str]
    type: str = ""
    issuer: str = ""
    year: int = 0
    access: str = "public"
    level: str = ""
    fields: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A passage found; `score` is the engine's own and comparable only within one list."""

    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class EngineStatistics:
    """What an engine holds: number of passages and bytes on disk."""

    passages: int
    bytes: int = field(default=0)


class Engine(Protocol):
    """A reader over one published index; safe to share between threads."""

    def search_terms(
        self, terms: Sequence[WeightedTerm], access: AccessFilter, filters: Filters, limit: int
    ) -> list[Hit]:
        """Best `limit` passages by the weighted sum of BM25 scores, best first; [] for no terms."""
        ...

    def search_vector(self, vector: Vector, access: AccessFilter, filters: Filters, limit: int) -> list[Hit]:
        """Best `limit` passages by cosine to `vector` (shape (dimension,)), best first."""
        ...

    def search(
        self,
        terms: Sequence[WeightedTerm],
        vector: Vector,
        access: AccessFilter,
        filters: Filters,
        limit: int,
    ) -> tuple[list[Hit], list[Hit]]:
        """Both lists of one question, by terms and by vector; one request where the engine is remote."""
        ...

    def statistics(self) -> EngineStatistics: ...

    def close(self) -> None: ...


class EngineWriter(Protocol):
    """Builds the next index beside the published one; nothing is visible before the build publishes it."""

    def add(self, entries: Iterable[PassageEntry], vectors: Vector) -> None:
        """Add passages with their vectors, shape (len(entries), dimension), in the same order."""
        ...

    def remove(self, passages: Sequence[int]) -> None: ...

    def commit(self) -> None:
        """Make all that was added durable in the index being built."""
        ...
