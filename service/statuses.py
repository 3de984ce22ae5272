"""What texts say of the force of documents (tình trạng hiệu lực), for many documents at once.

Nothing of it is stored beside a document: it is read from the relations of other documents when it is asked for,
so a document that arrives later changes it without touching the one it speaks of.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from indexer.engine import AccessFilter, Filters
from indexer.understood import Understood
from service.open_index import OpenIndex
from service.rank import RankedDocument
from service.relations import STATES, Edge, Relations, State, StatusLine, status_lines

Lines = Mapping[str, tuple[StatusLine, ...]]
NO_DOCUMENT = ("",)  # a filter that nothing passes: no document has an empty id


def statuses(index: OpenIndex, found: Sequence[RankedDocument], access: AccessFilter) -> Lines:
    """What texts say of each of the documents found, by id; those met before come from memory."""
    known: dict[str, tuple[StatusLine, ...]] = index.kept(("statuses", access.labels), dict)
    first = [group.passages[0] for group in found]
    missing = {row.document.id for row in first if row.has_standing and row.document.id not in known}
    if missing:
        read = _read(index, missing, access)
        known.update({name: read.get(name, ()) for name in missing})
    return {row.document.id: known.get(row.document.id, ()) for row in first}


def states(lines: Collection[StatusLine]) -> tuple[State, ...]:
    """The states that the lines give a document; what only a draft proposes is none."""
    said = dict.fromkeys(line.state for line in lines if not line.proposed)
    return tuple(said) or (State.UNKNOWN,)


def with_states(
    index: OpenIndex, filters: Filters, wanted: Collection[State], access: AccessFilter
) -> Filters:
    """The filters, narrowed to the documents with one of the wanted states, as lists of documents."""
    if not wanted:
        return filters
    spoken_of = index.kept(("spoken of", access.labels), lambda: _spoken_of(index, access))
    fitting = {name for name, found in spoken_of.items() if not found.isdisjoint(wanted)}
    if State.UNKNOWN in wanted:
        return replace(filters, without=(*filters.without, *sorted(spoken_of.keys() - fitting)))
    if filters.documents:
        fitting &= set(filters.documents)
    return replace(filters, documents=tuple(sorted(fitting)) or NO_DOCUMENT)


def _spoken_of(index: OpenIndex, access: AccessFilter) -> dict[str, frozenset[State]]:
    """Every document of which a text says something, with its states."""
    found = {name: frozenset(states(lines)) for name, lines in _read(index, None, access).items()}
    return {name: said for name, said in found.items() if State.UNKNOWN not in said}


def _read(index: OpenIndex, documents: Collection[str] | None, access: AccessFilter) -> Lines:
    """The lines of these documents that texts speak of, of all documents for None."""
    understood = Understood(index.catalogue)
    standings = {one.known.id: one for one in understood.standings(documents, access)}
    keys = None if documents is None else {key for one in standings.values() for key in one.keys}
    incoming = _incoming(index, keys, access) if keys is None or keys else {}
    known = {name: edges[0].target for name, edges in incoming.items()}
    lines = {}
    for name in standings.keys() | known.keys() if documents is None else standings.keys():
        standing = standings.get(name)
        own = standing.known if standing else known[name]
        assert own is not None
        lines[name] = tuple(status_lines(own, incoming.get(name, ()), standing.effect if standing else None))
    return lines


def _incoming(index: OpenIndex, keys: Collection[str] | None, access: AccessFilter) -> dict[str, list[Edge]]:
    """What other documents say of the force of those under the keys, by the document they certainly mean."""
    understood = Understood(index.catalogue)
    named = understood.named_by(keys, access, tuple(STATES))
    sources = understood.known_documents({row.document.id for row in named}, access)
    rows = [
        (sources[row.document.id], row.relation, row.effect) for row in named if row.document.id in sources
    ]
    incoming: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in Relations(index, access).edges(rows):
        if edge.target is not None and edge.target.id != edge.source.id:
            incoming[edge.target.id].append(edge)
    return incoming
