"""How documents hang together (quan hệ văn bản): both directions, status, and the chain of implementation.

Edges are resolved when they are read, through the access filter: a document that a person may not see
stands in no edge, no count and no chain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.identity import Candidates, Citing, KnownDocument, resolve
from corpus.model import Effect, Reference, Relation, RelationKind, Span
from indexer.engine import AccessFilter
from indexer.understanding import CONGRESS_KEY, named_key
from indexer.understood import Understood
from service.open_index import OpenIndex, UnknownDocument

UPWARDS = (RelationKind.IMPLEMENTS, RelationKind.CONCRETISES, RelationKind.BASIS, RelationKind.REPORTS)
ENDING = (RelationKind.REPLACES, RelationKind.ABOLISHES)
LARGEST_CHAIN = 200  # documents


class State(StrEnum):
    """What texts say of a document's force; none of them asserts that a document is in force."""

    DRAFT = "draft"  # dự thảo
    ABOLISHED = "abolished"  # bị bãi bỏ
    REPLACED = "replaced"  # bị thay thế
    AMENDED = "amended"  # được sửa đổi, bổ sung
    KEPT = "kept"  # được nêu là tiếp tục thực hiện
    EFFECTIVE_FROM = "effective_from"  # có hiệu lực từ ngày
    UNKNOWN = "unknown"  # không văn bản nào nêu


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation of document `source` to the one its reference means; the quote stands in `source`."""

    kind: RelationKind
    source: KnownDocument
    reference: Reference
    quote: Span
    candidates: Candidates
    effect: Effect | None = None  # of the source

    @property
    def target(self) -> KnownDocument | None:
        """The document meant, None while that is not certain."""
        resolved = self.candidates.resolved
        return resolved.document if resolved else None


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One thing a text says of a document's force; `since` None where the text gives no date.

    `proposed` when only a draft says so. `by` is the edge that says it; None for the document's own words.
    """

    state: State
    since: date | None
    by: Edge | None = None
    quote: Span | None = None  # in the document itself
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class RelationsView:
    """All that is known of how one document hangs together with others."""

    document: KnownDocument
    outgoing: tuple[Edge, ...]
    incoming: tuple[Edge, ...]
    status: tuple[StatusLine, ...]


@dataclass(frozen=True, slots=True)
class ChainNode:
    """One document of a chain; `document` None for one that is cited and not in the index."""

    key: str
    label: str
    document: KnownDocument | None
    depth: int
    edge: Edge | None  # what ties it to its parent; None at a root
    below: str | None = None  # key of the parent


@dataclass(slots=True)
class _Graph:
    known: dict[str, KnownDocument | None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[str, str, Edge]] = field(default_factory=list)  # lower, upper


class Relations:
    """Reads the relations of the documents of one open index for one person."""

    def __init__(self, index: OpenIndex, access: AccessFilter) -> None:
        self._understood = Understood(index.catalogue)
        self._access = access
        self._seen: dict[str, KnownDocument | None] = {}

    def view(self, document: str) -> RelationsView:
        """Both directions and the status of a document. Raises UnknownDocument."""
        own = self._document(document)
        if own is None:
            raise UnknownDocument("unknown_document", document=document)
        outgoing, incoming = self.outgoing(own), self.incoming(own)
        effect = self._understood.effect(document, self._access)
        return RelationsView(
            own, tuple(outgoing), tuple(incoming), tuple(status_lines(own, incoming, effect))
        )

    def outgoing(self, own: KnownDocument) -> list[Edge]:
        """What a document says it does with others, in reading order."""
        relations = self._understood.relations(own.id, self._access)
        return self.edges([(own, relation, None) for relation in relations])

    def incoming(self, own: KnownDocument, kinds: Sequence[RelationKind] = ()) -> list[Edge]:
        """What other documents say of this one, oldest first; uncertain references to it included."""
        keys = self._understood.keys_of(own.id, self._access)
        named = self._understood.named_by(keys, self._access, kinds) if keys else []
        rows = []
        for row in named:
            source = self._document(row.document.id)
            if source is not None and source.id != own.id:
                rows.append((source, row.relation, row.effect))
        edges = self.edges(rows)
        return [edge for edge in edges if any(one.document.id == own.id for one in edge.candidates.possible)]

    def edges(self, rows: Iterable[tuple[KnownDocument, Relation, Effect | None]]) -> list[Edge]:
        """Relations of documents, with the effect of each, resolved together."""
        found = list(rows)
        keys = {named_key(relation.reference) for _, relation, _ in found}
        known = self._understood.known(keys, self._access)
        return [
            Edge(
                relation.kind,
                source,
                relation.reference,
                relation.quote,
                resolve(relation.reference, known.get(named_key(relation.reference), ()), _citing(source)),
                effect,
            )
            for source, relation, effect in found
        ]

    def _document(self, document: str) -> KnownDocument | None:
        if document not in self._seen:
            self._seen[document] = self._understood.known_document(document, self._access)
        return self._seen[document]

    def chain(self, document: str) -> list[ChainNode]:
        """The chain of implementation through a document, roots first, each below what it carries out.

        Upwards all that the document carries out or rests on, downwards all that carries it out; a
        document named in several places of the chain stands once. Raises UnknownDocument.
        """
        own = self._document(document)
        if own is None:
            raise UnknownDocument("unknown_document", document=document)
        graph = _Graph()
        self._climb(own, graph)
        self._descend(own, graph)
        return _ordered(graph, own.id)

    def _climb(self, own: KnownDocument, graph: _Graph) -> None:
        waiting = [own]
        graph.known[own.id] = own
        while waiting and len(graph.known) < LARGEST_CHAIN:
            lower = waiting.pop()
            for edge in _strongest(self.outgoing(lower)):
                key, upper = _node(edge)
                if key == lower.id:
                    continue
                graph.edges.append((lower.id, key, edge))
                if key not in graph.known:
                    graph.known[key] = upper
                    graph.labels[key] = edge.reference.normalised or " ".join(edge.reference.raw.split())
                    if upper is not None:
                        waiting.append(upper)

    def _descend(self, own: KnownDocument, graph: _Graph) -> None:
        waiting, visited = [own], {own.id}
        while waiting and len(graph.known) < LARGEST_CHAIN:
            upper = waiting.pop(0)
            edges = [edge for edge in self.incoming(upper) if edge.target and edge.target.id == upper.id]
            ending = {edge.source.id for edge in edges if edge.kind in ENDING}
            for edge in edges:
                if edge.kind not in UPWARDS or edge.source.id in ending:
                    continue
                graph.edges.append((edge.source.id, upper.id, edge))
                graph.known.setdefault(edge.source.id, edge.source)
                if edge.source.id not in visited:
                    visited.add(edge.source.id)
                    waiting.append(edge.source)


def _citing(source: KnownDocument) -> Citing:
    return Citing(source.issuer, source.superior, source.place, source.date)


def _node(edge: Edge) -> tuple[str, KnownDocument | None]:
    if edge.target is not None:
        return edge.target.id, edge.target
    day = edge.reference.date.isoformat() if edge.reference.date else ""
    return f"{named_key(edge.reference)} {day}".strip(), None


def _strongest(edges: Sequence[Edge]) -> list[Edge]:
    """One upward edge a document: what is implemented before a basis; statutes and doubts left out."""
    found: dict[str, Edge] = {}
    for kind in UPWARDS:
        for edge in edges:
            if (
                edge.kind is kind
                and named_key(edge.reference)
                and not (edge.target is None and edge.candidates.all)
            ):
                found.setdefault(_node(edge)[0], edge)
    return list(found.values())


def _ordered(graph: _Graph, own: str) -> list[ChainNode]:
    """Depth-first from the roots; each document under the first parent that carries it."""
    below: dict[str, list[tuple[str, Edge]]] = {}
    has_parent: set[str] = set()
    for lower, upper, edge in graph.edges:
        entries = below.setdefault(upper, [])
        if all(other != lower for other, _ in entries):
            entries.append((lower, edge))
        has_parent.add(lower)
    roots = [key for key in graph.known if key not in has_parent] or [own]
    strength = {upper: UPWARDS.index(edge.kind) for _, upper, edge in reversed(graph.edges)}
    roots.sort(key=lambda key: (strength.get(key, 0), key.startswith(CONGRESS_KEY)))
    placed: list[ChainNode] = []
    done: set[str] = set()
    longest = _longest_paths(graph, roots)
    stack: list[tuple[str, str | None, int, Edge | None]] = [(key, None, 0, None) for key in reversed(roots)]
    while stack:
        key, parent, depth, link = stack.pop()
        if key in done or depth < longest.get(key, depth):
            continue  # it stands deeper, under a nearer parent
        done.add(key)
        placed.append(ChainNode(key, _label(graph, key), graph.known[key], depth, link, parent))
        children = sorted(below.get(key, ()), key=lambda item: _when(graph.known.get(item[0])), reverse=True)
        stack.extend((lower, key, depth + 1, below_edge) for lower, below_edge in children)
    return placed


def _longest_paths(graph: _Graph, roots: Sequence[str]) -> dict[str, int]:
    """How deep each document stands below the roots; a circle of citations ends the count."""
    depth = dict.fromkeys(roots, 0)
    for _ in range(len(graph.known)):
        changed = False
        for lower, upper, _edge in graph.edges:
            if (
                upper in depth
                and depth[upper] + 1 > depth.get(lower, -1)
                and depth[upper] + 1 < len(graph.known)
            ):
                depth[lower] = depth[upper] + 1
                changed = True
        if not changed:
            return depth
    return {}


def _when(document: KnownDocument | None) -> date:
    return (document.date if document else None) or date.min


def _label(graph: _Graph, key: str) -> str:
    document = graph.known[key]
    return (document.number or document.title) if document else graph.labels.get(key, key)


STATES = {
    RelationKind.ABOLISHES: State.ABOLISHED,
    RelationKind.REPLACES: State.REPLACED,
    RelationKind.AMENDS: State.AMENDED,
    RelationKind.SUPPLEMENTS: State.AMENDED,
    RelationKind.KEEPS: State.KEPT,
}


def status_lines(own: KnownDocument, incoming: Sequence[Edge], effect: Effect | None) -> list[StatusLine]:
    """What texts say of the force of `own`: its own words, then the relations to it; uncertain ones left out."""
    lines = []
    if own.draft:
        lines.append(StatusLine(State.DRAFT, None))
    if effect is not None:
        lines.append(StatusLine(State.EFFECTIVE_FROM, effect.date, quote=effect.span))
    order = list(STATES)
    for edge in sorted(incoming, key=lambda one: order.index(one.kind) if one.kind in order else len(order)):
        target = edge.target
        state = STATES.get(edge.kind)
        if state is None or target is None or target.id != own.id:
            continue
        since = edge.effect.date if edge.effect else edge.source.date
        if all(
            line.state is not state or line.by is None or line.by.source.id != edge.source.id
            for line in lines
        ):
            lines.append(StatusLine(state, since, edge, proposed=edge.source.draft))
    return lines
