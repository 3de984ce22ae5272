"""What a search can be narrowed by, and how many of the documents found have each value."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.catalogue import DocumentSummary
from indexer.engine import AccessFilter, Filters
from service.open_index import OpenIndex
from service.order import Order, in_reach
from service.question import Question
from service.rank import RankedDocument
from service.relations import State
from service.retrieval import ranked
from service.statuses import states, statuses, with_states
from service.targets import LEVELS

FACET_LIMIT = 20  # values of a group

Facets = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the person narrowed a search to: what the engine filters, and what texts say of the documents."""

    filters: Filters = field(default_factory=Filters)
    statuses: tuple[State, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.filters or self.statuses)

    def wider(self) -> dict[str, "Narrowing"]:
        """Without each group that narrows, by the group's name."""
        filters = self.filters
        without = {
            "type": (filters.types, {"types": ()}),
            "issuer": (filters.issuers, {"issuers": ()}),
            "level": (filters.levels, {"levels": ()}),
            "year": (filters.years, {"years": ()}),
            "field": (filters.fields, {"fields": ()}),
        }
        found = {
            name: replace(self, filters=replace(filters, **none))
            for name, (value, none) in without.items()
            if value
        }
        return found | ({"status": replace(self, statuses=())} if self.statuses else {})


def found_by(
    index: OpenIndex, question: Question, access: AccessFilter, narrowing: Narrowing
) -> list[RankedDocument]:
    """All documents in reach that pass, best first."""
    return ranked(index, question, access, with_states(index, narrowing.filters, narrowing.statuses, access))


def facets(
    index: OpenIndex,
    question: Question,
    access: AccessFilter,
    narrowing: Narrowing,
    found: Sequence[RankedDocument],
    order: Order,
) -> Facets:
    """Documents counted by each group, a group that narrows under the others alone: a choice can be widened.

    `found` are those in reach of `order`.
    """
    counts = {name: count(found, index, access) for name, count in _GROUPS.items()}
    for name, wider in narrowing.wider().items():
        more = in_reach(found_by(index, question, access, wider), order)
        counts[name] = _GROUPS[name](more, index, access)
    return counts


Counts = tuple[tuple[str, int], ...]
Count = Callable[[Sequence[RankedDocument], OpenIndex, AccessFilter], Counts]


def _counter(values: Callable[[DocumentSummary], Iterable[str | None]]) -> Count:
    """Counts the values of each document, most frequent first."""

    def count(found: Sequence[RankedDocument], index: OpenIndex, access: AccessFilter) -> Counts:
        counted = Counter(value for document in _documents(found) for value in values(document) if value)
        return tuple(counted.most_common(FACET_LIMIT))

    return count


def _documents(found: Sequence[RankedDocument]) -> list[DocumentSummary]:
    return [group.passages[0].document for group in found]


def _years(found: Sequence[RankedDocument], index: OpenIndex, access: AccessFilter) -> Counts:
    """Newest first."""
    years = Counter(str(document.year) for document in _documents(found) if document.year)
    return tuple(sorted(years.items(), reverse=True))


def _levels(found: Sequence[RankedDocument], index: OpenIndex, access: AccessFilter) -> Counts:
    """From the highest level down."""
    levels = Counter(document.level for document in _documents(found))
    return tuple((level, levels[level]) for level in LEVELS if level in levels)


def _states(found: Sequence[RankedDocument], index: OpenIndex, access: AccessFilter) -> Counts:
    """In the order of State; a document of which texts say several things counts in each."""
    lines = statuses(index, found, access)
    counted = Counter(state for said in lines.values() for state in states(said))
    return tuple((state.value, counted[state]) for state in State if state in counted)


_GROUPS: dict[str, Count] = {
    "type": _counter(lambda document: (document.type,)),
    "issuer": _counter(lambda document: (document.issuer,)),
    "level": _levels,
    "year": _years,
    "field": _counter(lambda document: document.fields),
    "status": _states,
}
