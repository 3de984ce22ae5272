"""What stands beside a document: what texts say of its force, its relations, its targets and tasks.

Every statement carries the quote that says so; nothing is said that no text says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.identity import KnownDocument
from corpus.model import Document, RelationKind, Span, Target, TargetKind, Task
from indexer.engine import AccessFilter
from indexer.understanding import named_key
from indexer.understood import Understood
from service.faces.terms import INVERSE, RELATIONS, STATES, why
from service.open_index import OpenIndex
from service.relations import UPWARDS, Edge, Relations, RelationsView, State, StatusLine

MOST_ITEMS = 40  # documents listed in one group
LONGEST_QUOTE = 280  # code points of a quote shown in the panel; its link opens all of it
_CARRYING_OUT = (RelationKind.IMPLEMENTS, RelationKind.CONCRETISES)
_CHANGING = (
    RelationKind.AMENDS,
    RelationKind.SUPPLEMENTS,
    RelationKind.REPLACES,
    RelationKind.ABOLISHES,
    RelationKind.KEEPS,
)
_ENDING_OR_CHANGING = _CHANGING[:-1]
GROUPS = (
    ("Thực hiện, cụ thể hóa", _CARRYING_OUT, False),
    ("Căn cứ", (RelationKind.BASIS,), False),
    ("Sửa đổi, bổ sung, thay thế, bãi bỏ", _CHANGING, False),
    ("Được sửa đổi, bổ sung, thay thế, bãi bỏ", _CHANGING, True),
    ("Được thực hiện, cụ thể hóa bởi", _CARRYING_OUT, True),
    ("Là căn cứ của", (RelationKind.BASIS,), True),
    ("Báo cáo, sơ kết, đôn đốc việc thực hiện", (RelationKind.REPORTS,), False),
    ("Được báo cáo, sơ kết, đôn đốc tại", (RelationKind.REPORTS,), True),
    ("Dẫn chiếu", (RelationKind.CITES,), False),
    ("Được dẫn chiếu tại", (RelationKind.CITES,), True),
)
_PROPOSED = {
    State.ABOLISHED: "Dự thảo nêu bãi bỏ văn bản này",
    State.REPLACED: "Dự thảo nêu thay thế văn bản này",
    State.AMENDED: "Dự thảo nêu sửa đổi, bổ sung văn bản này",
    State.KEPT: "Dự thảo nêu tiếp tục thực hiện văn bản này",
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, `text` a beginning of `document.text[start:end]`, `cut` when not all of it."""

    document: str
    start: int
    end: int
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What a quote says, in one or two words; `quoted` None when its document has just been dropped."""

    name: str
    quoted: Quoted | None


@dataclass(frozen=True, slots=True)
class MayBe:
    """A document that an uncertain reference may mean, with the reasons for and against it."""

    document: KnownDocument
    why: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another document; `document` None for one that is not certain or not held, then `label` names it."""

    document: KnownDocument | None
    label: str
    said: tuple[Statement, ...]
    certain: bool
    candidates: tuple[MayBe, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Related documents of one kind; `named` when the statements differ and must be told apart.

    `items` are at most MOST_ITEMS of `total`.
    """

    title: str
    items: tuple[Related, ...]
    total: int
    named: bool


@dataclass(frozen=True, slots=True)
class Force:
    """One thing a text says of the document's force; `since` only when the text gives the date."""

    words: str
    since: date | None
    by: KnownDocument | None
    quoted: Quoted | None


@dataclass(frozen=True, slots=True)
class Panel:
    """All that stands beside a document; `unsaid` when no text speaks of changing or ending it."""

    force: tuple[Force, ...]
    unsaid: bool
    groups: tuple[Group, ...]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    chained: bool  # the chain of implementation holds more than this document


def panel(document: Document, index: OpenIndex, access: AccessFilter) -> Panel:
    """What the index knows of a document. Raises UnknownDocument."""
    view = Relations(index, access).view(document.id)
    texts = _Texts(index, access)
    understood = Understood(index.catalogue)
    changed = any(edge.kind in _ENDING_OR_CHANGING for edge in view.incoming)
    return Panel(
        force=tuple(
            _force(line, view.document, texts) for line in view.status if line.state is not State.DRAFT
        ),
        unsaid=not changed,
        groups=tuple(_groups(view, texts)),
        targets=tuple(
            target
            for target in understood.targets_of(document.id, access)
            if target.kind is TargetKind.TARGET
        ),
        tasks=tuple(row.task for row in understood.tasks(access, [document.id])),
        chained=_chained(view),
    )


def _chained(view: RelationsView) -> bool:
    """Whether the chain of implementation holds more than this document, without following it."""
    up = (edge for edge in view.outgoing if edge.target is not None or not edge.candidates.all)
    down = (edge for edge in view.incoming if edge.target is not None)
    return any(edge.kind in UPWARDS and named_key(edge.reference) for edge in (*up, *down))


class _Texts:
    """Cuts quotes from the documents that this person may see."""

    def __init__(self, index: OpenIndex, access: AccessFilter) -> None:
        self._index, self._access = index, access

    def quoted(self, document: str, start: int, end: int) -> Quoted | None:
        found = self._index.document(document, self._access)
        return shortened(document, start, end, found.text[start:end]) if found else None

    def of(self, edge: Edge) -> Quoted | None:
        return self.quoted(edge.source.id, edge.quote.start, edge.quote.end)


def shortened(document: str, start: int, end: int, text: str) -> Quoted:
    """The quote, or as many of its whole words as LONGEST_QUOTE holds."""
    if len(text) <= LONGEST_QUOTE:
        return Quoted(document, start, end, text)
    at = next(
        (at for at in range(LONGEST_QUOTE, LONGEST_QUOTE - 40, -1) if text[at].isspace()), LONGEST_QUOTE
    )
    return Quoted(document, start, end, text[:at], cut=True)


def _force(line: StatusLine, own: KnownDocument, texts: _Texts) -> Force:
    if line.by is None:
        span = line.quote
        quoted = texts.quoted(own.id, span.start, span.end) if span else None
        return Force("Văn bản tự nêu ngày có hiệu lực", line.since, None, quoted)
    words = _PROPOSED.get(line.state, "") if line.proposed else STATES[line.state].capitalize()
    since = line.by.effect.date if line.by.effect else None
    return Force(words, since, line.by.source, texts.of(line.by))


def _groups(view: RelationsView, texts: _Texts) -> Iterable[Group]:
    for title, kinds, inverse in GROUPS:
        edges = [edge for edge in (view.incoming if inverse else view.outgoing) if edge.kind in kinds]
        if edges:
            together: dict[str, list[Edge]] = {}
            for edge in edges:
                together.setdefault(_other(edge, inverse=inverse), []).append(edge)
            shown = list(together.values())[:MOST_ITEMS]
            items = tuple(_related(same, texts, inverse=inverse) for same in shown)
            yield Group(title, items, len(together), named=len(kinds) > 1)


def _related(same: Sequence[Edge], texts: _Texts, *, inverse: bool) -> Related:
    """One other document, with every statement about it."""
    first = same[0]
    label = first.reference.normalised or " ".join(first.reference.raw.split())
    certain = any(edge.target is not None for edge in same)
    may_be = () if inverse or certain else first.candidates.all
    return Related(
        document=first.source if inverse else first.target,
        label=label,
        said=tuple(_statements(same, texts, INVERSE if inverse else RELATIONS)),
        certain=certain,
        candidates=tuple(MayBe(one.document, why(one)) for one in may_be),
    )


def _statements(
    edges: Sequence[Edge], texts: _Texts, names: Mapping[RelationKind, str]
) -> Iterable[Statement]:
    """Each quote once, with all that it says."""
    by_quote: dict[Span, list[Edge]] = {}
    for edge in edges:
        by_quote.setdefault(edge.quote, []).append(edge)
    for same in by_quote.values():
        yield Statement(", ".join(dict.fromkeys(names[edge.kind] for edge in same)), texts.of(same[0]))


def _other(edge: Edge, *, inverse: bool) -> str:
    if inverse:
        return edge.source.id
    if edge.target is not None:
        return edge.target.id
    return f"{edge.reference.normalised or edge.reference.raw} {edge.reference.date or ''}"
