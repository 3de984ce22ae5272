"""The outline of a document (bố cục): markers become a tree of sections with spans."""

import re
from collections.abc import Sequence

from corpus.model import Section, SectionKind, Span

_MARKER = re.compile(
    r"^[ \t]*(?:(?P<part>(?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+))|(?P<chapter>(?:Chương|CHƯƠNG)\s+[IVXLC\d]+)"
    r"|(?P<article>Điều\s+\d+[a-z]?)[.:]|(?P<roman>[IVX]{1,6})\s?[-./]|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\s?[-.)/](?=\s)"
    r"|(?P<letter>[a-zđ])\))[ \t]*(?P<lead>[^\n]*)",
    re.MULTILINE,
)
_DEPTH = {"part": 0, "chapter": 1, "article": 3, "roman": 4, "number": 5, "letter": 9}


def parse_sections(text: str, header_end: int = 0, furniture: Sequence[Span] = ()) -> tuple[Section, ...]:
    """The outline of `text` from `header_end`, flat and in order of start."""
    opened: list[tuple[int, int]] = []
    rows: list[tuple[SectionKind, str, int, Span, int, str]] = []
    ends: list[int] = []
    for match in _MARKER.finditer(text, header_end):
        kind = str(match.lastgroup if match.lastgroup != "lead" else "")
        kind = next(name for name in _DEPTH if match[name])
        label = match[kind].strip()
        depth = _DEPTH[kind] + (label.count(".") if kind == "number" else 0)
        start = match.start(kind)
        while opened and opened[-1][0] >= depth:
            ends[opened.pop()[1]] = start
        parent = opened[-1][1] if opened else -1
        path = f"{rows[parent][5]}.{label}" if parent >= 0 else label
        rows.append((SectionKind(kind), label, start, Span(match.start("lead"), match.end("lead")), parent, path))
        ends.append(len(text))
        opened.append((depth, len(rows) - 1))
    return tuple(Section(*row[:3], end, *row[3:]) for row, end in zip(rows, ends, strict=True))
