"""A chain of implementation as a picture and as a nested list: the same documents in the same order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.identity import KnownDocument
from corpus.model import RelationKind
from service.faces.terms import RELATIONS
from service.relations import UPWARDS, ChainNode, Edge
from service.wording import vietnamese_date

# Pixels of the drawing.
WIDTH, HEIGHT = 192, 84  # of a box
BETWEEN, ROW = 30, 98  # from column to column, from row to row
MARGIN = 2
LINE = 21  # characters that fit into a box
_SHORT = {RelationKind.REPORTS: "báo cáo, đôn đốc"}


@dataclass(frozen=True, slots=True)
class Box:
    """A document of the drawing; `link` is the path of the line to the one above it, "" at a root."""

    node: ChainNode
    x: int
    y: int
    relation: str
    lines: tuple[str, ...]  # the label, at most two lines
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a document that stands at the top alone to one that stands below another document."""

    upper: ChainNode
    lower: ChainNode
    edge: Edge


@dataclass(frozen=True, slots=True)
class Drawing:
    """The boxes in the order of the chain, and the size of the whole in pixels."""

    boxes: tuple[Box, ...]
    ties: tuple[str, ...]  # paths
    width: int
    height: int
    box_width: int = WIDTH
    box_height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of the nested list: whether entries stand below it, else how many lists end after it."""

    node: ChainNode
    relation: str
    deeper: bool
    closes: int


def steps(chain: Sequence[ChainNode]) -> list[Step]:
    """The chain as a nested list, without recursion: a chain may be very deep."""
    following = [*(node.depth for node in chain[1:]), 0]
    return [
        Step(node, relation(node), deeper=after > node.depth, closes=max(0, node.depth - after))
        for node, after in zip(chain, following, strict=True)
    ]


def relation(node: ChainNode) -> str:
    """What a document does with the one it stands below; "" at a root."""
    return RELATIONS[node.edge.kind] if node.edge else ""


def ties(chain: Sequence[ChainNode], outgoing: Callable[[KnownDocument], Iterable[Edge]]) -> list[Tie]:
    """Why documents with nothing below them stand at the top: each document of the chain stands once."""
    above = {node.below for node in chain}
    alone = {node.key: node for node in chain if node.depth == 0 and node.key not in above}
    if not alone or len(chain) == 1:
        return []
    unheld = {node.label: node for node in alone.values() if node.document is None}
    found: dict[tuple[str, str], Tie] = {}
    for lower in chain:
        for edge in outgoing(lower.document) if lower.document else ():
            upper = alone.get(edge.target.id) if edge.target else unheld.get(_label(edge))
            if upper is not None and edge.kind in UPWARDS and upper.key != lower.key:
                found.setdefault((upper.key, lower.key), Tie(upper, lower, edge))
    return list(found.values())


def _label(edge: Edge) -> str:
    return edge.reference.normalised or " ".join(edge.reference.raw.split())


def drawing(chain: Sequence[ChainNode], tied: Sequence[Tie] = ()) -> Drawing:
    """Columns by depth, from left to right; each document beside the first of those below it."""
    tops = _tops(chain)
    boxes = []
    for node in chain:
        x, y = MARGIN + node.depth * (WIDTH + BETWEEN), tops[node.key]
        link = ""
        if node.below in tops:
            start = x - BETWEEN
            link = f"M{start} {tops[node.below] + HEIGHT // 2}h{BETWEEN // 2}V{y + HEIGHT // 2}H{x}"
        short = _SHORT.get(node.edge.kind, relation(node)) if node.edge else ""
        boxes.append(Box(node, x, y, short, _lines(node.label), _note(node), link))
    placed = {box.node.key: box for box in boxes}
    return Drawing(
        tuple(boxes),
        tuple(_tie(placed[tie.upper.key], placed[tie.lower.key]) for tie in tied),
        max((box.x + WIDTH for box in boxes), default=0) + MARGIN,
        max((box.y + HEIGHT for box in boxes), default=0) + MARGIN,
    )


def _tops(chain: Sequence[ChainNode]) -> dict[str, int]:
    """The upper edge of each document's box, by its key."""
    below: dict[str, list[str]] = {}
    for node in chain:
        if node.below is not None:
            below.setdefault(node.below, []).append(node.key)
    tops: dict[str, int] = {}
    rows = 0
    for node in chain:
        if node.key not in below:
            tops[node.key] = MARGIN + rows * ROW
            rows += 1
    for node in reversed(chain):  # those below come later in the chain
        if node.key in below:
            tops[node.key] = tops[below[node.key][0]]
    return tops


def _tie(upper: Box, lower: Box) -> str:
    """Along the row of the upper one, where no other box stands, then between the columns."""
    middle = upper.y + HEIGHT // 2
    return f"M{upper.x + WIDTH} {middle}H{lower.x - BETWEEN // 4}V{lower.y + HEIGHT // 2 + 12}H{lower.x}"


def _lines(label: str) -> tuple[str, ...]:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: LINE - 2].rstrip()} …"]
    return tuple(line if len(line) <= LINE else f"{line[: LINE - 1]}…" for line in lines)


def _note(node: ChainNode) -> str:
    document = node.document
    if document is None:
        return "chưa có trong kho"
    if document.draft:
        return "dự thảo"
    return f"ngày {vietnamese_date(document.date)}" if document.date else ""
