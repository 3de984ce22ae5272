"""The outline of a document (bố cục): markers become a tree of sections with spans.

Numbering restarts inside each parent and the context decides the level: a marker that continues a list
that is open is a member of it, one that begins at 1, a or I opens a list inside, and anything else must
begin a paragraph of its own to count.
"""

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.markers import Marker, inline_markers, line_markers, stands_alone
from corpus.model import Section, SectionKind, Span

_RANK = {
    SectionKind.APPENDIX: 0.0,
    SectionKind.PART: 1.0,
    SectionKind.CHAPTER: 2.0,
    SectionKind.DIVISION: 3.0,
    SectionKind.ARTICLE: 4.0,
    SectionKind.ROMAN: 5.0,
    SectionKind.NUMBER: 6.0,  # and a tenth for each dot
    SectionKind.ORDINAL: 7.0,
    SectionKind.LETTER: 8.0,
    SectionKind.BULLET: 9.0,
    SectionKind.INLINE: 10.0,
    SectionKind.TABLE: 11.0,
    SectionKind.BASIS: 12.0,
    SectionKind.RECIPIENTS: -1.0,
    SectionKind.SIGNATURE: -1.0,
}
_BULLETS = {"-": 0.0, "–": 0.0, "+": 0.1, "*": 0.2, "•": 0.2, "●": 0.2}
_NUMBER_UNDER_LETTER = 8.5
_SMALL_DIVISION = 3.5  # tiểu mục
_CLOSING = (SectionKind.SIGNATURE, SectionKind.RECIPIENTS)
_FREE = (SectionKind.BULLET, SectionKind.BASIS, SectionKind.TABLE, SectionKind.INLINE)
_ENDS_PARAGRAPH = re.compile(r"[.;:,…!?](?=[ \t]*\n[ \t]*(?:[A-ZĐÀ-Ỹ(\n-]|\d))|\n[ \t]*\n|\Z")
_ROW = r"(?:\|[^\n]*\|[ \t]*|[^\n|]*[ \t]\|[ \t]?[^\n]*|[^\n\t]+\t[^\n]+)"
_TABLE = re.compile(
    rf"^{_ROW}$(?:\n{_ROW}$)+",
    re.MULTILINE,
)
_HEADING_LINES = 4


@dataclass(slots=True)
class _Node:
    marker: Marker
    rank: float
    parent: int
    path: str
    end: int
    limit: int


def parse_sections(text: str, header_end: int = 0, furniture: Sequence[Span] = ()) -> tuple[Section, ...]:
    """The outline of `text` from `header_end` on, flat, in order of start. Never raises; linear."""
    nodes: list[_Node] = []
    opened: list[int] = []
    limits, closed, begun = _Limits(text), False, False
    for marker in _events(text, header_end, furniture):
        if closed and marker.kind not in (*_CLOSING, SectionKind.APPENDIX):
            continue
        if marker.kind is SectionKind.BASIS and begun:
            continue
        rank = _rank(marker, nodes, opened)
        if not _accepted(text, marker, rank, nodes, opened):
            continue
        closed = marker.kind in _CLOSING
        begun = begun or marker.kind not in _FREE
        while opened and (nodes[opened[-1]].rank >= rank or nodes[opened[-1]].limit <= marker.start):
            nodes[opened[-1]].end = min(marker.start, nodes[opened[-1]].limit)
            opened.pop()
        parent = opened[-1] if opened else -1
        limit = limits.of(marker)
        nodes.append(_Node(marker, rank, parent, _path(marker, nodes, parent), len(text), limit))
        opened.append(len(nodes) - 1)
    for at in opened:
        nodes[at].end = min(len(text), nodes[at].limit)
    _within_parents(nodes)
    following = [node.marker.start for node in nodes[1:]] + [len(text)]
    return tuple(_section(text, node, after) for node, after in zip(nodes, following, strict=False))


def _within_parents(nodes: list[_Node]) -> None:
    for node in nodes:
        if node.parent >= 0:
            node.end = min(node.end, nodes[node.parent].end)


def _events(text: str, start: int, furniture: Sequence[Span]) -> Iterator[Marker]:
    """All markers in order of position; the rows of a table hold none but the table itself."""
    tables = _tables(text, start)
    lines = line_markers(text, start, furniture)
    inline = inline_markers(text, start)
    if not tables and not inline:
        yield from lines
        return
    index = 0
    table_markers = [Marker(SectionKind.TABLE, "bảng", first, first, "", 0) for first, _ in tables]
    for marker in heapq.merge(lines, inline, table_markers, key=lambda found: found.start):
        while index < len(tables) and tables[index][1] <= marker.start:
            index += 1
        inside = index < len(tables) and tables[index][0] <= marker.start
        if not inside or marker.kind is SectionKind.TABLE:
            yield marker


def _tables(text: str, start: int) -> list[tuple[int, int]]:
    if " | " not in text and "\t" not in text:
        return []
    return [match.span() for match in _TABLE.finditer(text, start)]


def _rank(marker: Marker, nodes: Sequence[_Node], opened: Sequence[int]) -> float:
    rank = _RANK[marker.kind]
    if marker.kind is SectionKind.NUMBER:
        rank += marker.depth / 10
        if marker.style in ("1)", "1/") and _nested(nodes, opened):
            return _NUMBER_UNDER_LETTER
    elif marker.kind is SectionKind.BULLET:
        rank += _BULLETS[marker.style]
    elif marker.style == "tiểu":
        return _SMALL_DIVISION
    return rank


def _nested(nodes: Sequence[_Node], opened: Sequence[int]) -> bool:
    """Whether "1)" stands inside a letter of a list that is itself numbered another way."""
    kinds = {nodes[at].marker.kind for at in opened}
    same = any(
        nodes[at].marker.style in ("1)", "1/") and nodes[at].rank < _NUMBER_UNDER_LETTER for at in opened
    )
    return SectionKind.LETTER in kinds and not same


def _accepted(text: str, marker: Marker, rank: float, nodes: Sequence[_Node], opened: Sequence[int]) -> bool:
    if marker.kind in _FREE or marker.kind in _CLOSING:
        return True
    if marker.kind is SectionKind.NUMBER and marker.depth == 1 and marker.style == "1":
        return False  # a number without a separator is a page number or a quantity
    sibling = next((nodes[at].marker for at in reversed(opened) if nodes[at].rank == rank), None)
    expected = marker.value == 1 if sibling is None else _follows(sibling, marker)
    if marker.kind is SectionKind.NUMBER and marker.depth > 1:
        return _dotted(marker, nodes, opened, expected)
    return stands_alone(text, marker, expected)


def _follows(sibling: Marker, marker: Marker) -> bool:
    return marker.value in (sibling.value + 1, sibling.value) if sibling.kind is marker.kind else False


def _dotted(marker: Marker, nodes: Sequence[_Node], opened: Sequence[int], expected: bool) -> bool:
    """A dotted number must stand under the number it begins with ("3.5.1" in 3.5) or continue its list."""
    stem = marker.label.rsplit(".", 1)[0]
    for at in reversed(opened):
        other = nodes[at].marker
        if other.kind is SectionKind.NUMBER:
            if other.label == stem or other.label.rsplit(".", 1)[0] == stem:
                return True
            if other.depth < marker.depth:
                return expected and stem.startswith(other.label + ".")
    return expected and marker.depth == len(stem.split(".")) + 1 and bool(marker.style)


class _Limits:
    """Where a section ends at the latest: the paragraph for inline items and bases, the rows for a table."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = -1  # the paragraph found last: asked for again by its next inline item

    def of(self, marker: Marker) -> int:
        """The latest end of the section that `marker` opens."""
        if marker.kind in (SectionKind.INLINE, SectionKind.BASIS):
            if not self._start <= marker.lead < self._end:
                self._start, self._end = marker.lead, self._paragraph_end(marker.lead)
            return self._end
        if marker.kind is SectionKind.TABLE:
            rows = _TABLE.match(self._text, marker.start)
            return rows.end() if rows else len(self._text)
        return len(self._text)

    def _paragraph_end(self, start: int) -> int:
        end = _ENDS_PARAGRAPH.search(self._text, start)
        if end is None:
            return len(self._text)
        return end.start() + (not self._text[end.start() : end.start() + 1].isspace())


def _path(marker: Marker, nodes: Sequence[_Node], parent: int) -> str:
    above = nodes[parent].path if parent >= 0 else ""
    if marker.kind in (SectionKind.BULLET, SectionKind.TABLE):
        return above
    if marker.kind in (SectionKind.BASIS, *_CLOSING):
        return ""
    label = " ".join(marker.label.split())
    if parent >= 0 and marker.depth > 1:
        up = nodes[parent].marker.label
        if label.startswith(up + ".") and above.endswith(up):
            return above[: len(above) - len(up)] + label
    if parent >= 0 and marker.kind is SectionKind.ARTICLE:
        return label  # articles are numbered through the whole document
    if marker.kind is SectionKind.ORDINAL:
        return f"{above}, {label.lower()}" if above else label
    return f"{above}.{label}" if above else label


def _section(text: str, node: _Node, following: int) -> Section:
    marker = node.marker
    label = " ".join(marker.label.split())
    heading = _heading(text, node, min(node.end, following))
    return Section(marker.kind, label, marker.start, node.end, heading, node.parent, node.path)


def _heading(text: str, node: _Node, stop: int) -> Span:
    """The lead line without marker and punctuation, joined with the lines it was cut into."""
    start = node.marker.lead
    while start < stop and text[start] in " \t\u00a0.:-–*)_":
        start += 1
    if text[start : start + 1] == "\n" and _RANK[node.marker.kind] <= _RANK[SectionKind.ARTICLE]:
        while start < stop and text[start].isspace():
            start += 1
    end = _line_end(text, start, stop)
    for _ in range(_HEADING_LINES - 1):
        following = end + 1
        if text[end - 1 : end] in ".;:!?" or following >= stop:
            break
        while text[following : following + 1] == " ":
            following += 1
        if not text[following : following + 1].islower():
            break
        end = _line_end(text, following, stop)
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    return Span(start, max(start, end))


def _line_end(text: str, start: int, stop: int) -> int:
    end = text.find("\n", start, stop)
    return end if end >= 0 else stop
