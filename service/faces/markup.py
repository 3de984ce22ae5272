"""A document's text as HTML, letter for letter: the text nodes, joined, are the text.

Highlights, headings, page furniture and anchors are laid over the text as elements without text of
their own, so that what a browser reads inside `<mark>` is exactly the quote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from corpus.model import Document, Section, SectionKind, Span

CITED_ID = "trich-dan"
HEADED = frozenset(
    {
        SectionKind.APPENDIX,
        SectionKind.PART,
        SectionKind.CHAPTER,
        SectionKind.DIVISION,
        SectionKind.ARTICLE,
        SectionKind.ROMAN,
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same highlight state."""

    text: str
    marked: bool


def verbatim(text: str) -> Markup:
    """Escape so that the element's text content is `text`.

    A browser would read a carriage return as a newline; a form feed (page end) would show as a box.
    """
    escaped = str(escape(text)).replace("\r", "&#13;").replace("\f", '<span class="het-trang">\f</span>')
    return Markup(escaped)  # noqa: S704  escaped just here


def pieces(text: str, offset: int, spans: Iterable[Span]) -> list[Piece]:
    """Cut `text`, which begins at `offset` of its document, at the marked spans (document offsets)."""
    found: list[Piece] = []
    at = 0
    for span in merged(spans):
        start, end = max(span.start - offset, at), min(span.end - offset, len(text))
        if start >= end:
            continue
        if start > at:
            found.append(Piece(text[at:start], marked=False))
        found.append(Piece(text[start:end], marked=True))
        at = end
    if at < len(text):
        found.append(Piece(text[at:], marked=False))
    return found


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same positions as sorted, disjoint, non-empty spans."""
    joined: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def excerpt(start: int, end: int, text: str, spans: Sequence[Span], length: int) -> Span:
    """The window of a passage `start:end` to show: at most about `length` code points, cut at blanks.

    The window holds as many highlights as any window of that length; `text` is the passage's own.
    """
    if end - start <= length:
        return Span(start, end)
    starts = [span.start for span in merged(spans) if start <= span.start < end] or [start]
    best, most, last = starts[0], 0, 0
    for first, at in enumerate(starts):
        while last < len(starts) and starts[last] < at + length - 60:
            last += 1
        if last - first > most:
            best, most = at, last - first
    opening = min(max(start, best - 60), end - length)
    return Span(_after_blank(text, start, opening), _before_blank(text, start, opening + length, end))


def _after_blank(text: str, offset: int, at: int) -> int:
    if at == offset:
        return at
    for position in range(at - offset, min(at - offset + 40, len(text))):
        if text[position].isspace():
            return offset + position + 1
    return at


def _before_blank(text: str, offset: int, at: int, end: int) -> int:
    if at >= end:
        return end
    for position in range(at - offset, max(at - offset - 40, 0), -1):
        if text[position].isspace():
            return offset + position
    return at


def document_html(document: Document, cited: Span | None) -> Markup:
    """The whole text with headings, dimmed furniture, page marks, section anchors and the cited span."""
    text = document.text
    anchors = _anchors(document)
    styles = _styles(document)
    cuts = {0, len(text), *anchors}
    for span, _ in styles:
        cuts.update((span.start, span.end))
    if cited:
        cuts.update((cited.start, cited.end))
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    parts: list[str] = []
    style = _StyleAt(styles)
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        if cited and start == cited.end:
            parts.append("</mark>")
        parts.append(anchors.get(start, ""))
        if cited and start == cited.start:
            parts.append(f'<mark id="{CITED_ID}">')
        if start < end:
            parts.append(_styled(verbatim(text[start:end]), style.at(start)))
    return Markup("".join(parts))  # noqa: S704  every text slice went through `verbatim`


def _styled(html: str, style: str) -> str:
    return f'<span class="{style}">{html}</span>' if style else html


def _styles(document: Document) -> list[tuple[Span, str]]:
    """Disjoint styled spans in order; furniture wins over a heading that it touches."""
    furniture = merged(document.furniture)
    headings = merged(
        Span(section.start, max(section.heading.end, section.start))
        for section in document.sections
        if section.kind in HEADED and section.heading.end - section.start <= 300
    )
    styles = [(span, "le-trang") for span in furniture]
    at = 0
    for heading in headings:
        while at < len(furniture) and furniture[at].end <= heading.start:
            at += 1
        if at == len(furniture) or furniture[at].start >= heading.end:
            styles.append((heading, "de-muc"))
    return sorted(styles)


class _StyleAt:
    """The style at rising offsets, in one pass over the sorted spans."""

    def __init__(self, styles: Sequence[tuple[Span, str]]) -> None:
        self._styles = styles
        self._next = 0

    def at(self, offset: int) -> str:
        while self._next < len(self._styles) and self._styles[self._next][0].end <= offset:
            self._next += 1
        if self._next < len(self._styles) and self._styles[self._next][0].start <= offset:
            return self._styles[self._next][1]
        return ""


def _anchors(document: Document) -> dict[int, str]:
    """Elements without text at offsets: page marks, and the targets of the table of contents."""
    anchors: dict[int, str] = {}
    if len(document.pages) > 1:
        for number, start in enumerate(document.pages, 1):
            anchors[start] = f'<span class="trang" id="trang-{number}" data-so="{number}"></span>'
    for index, section in enumerate(document.sections):
        if section.kind is not SectionKind.BULLET:
            anchors[section.start] = anchors.get(section.start, "") + f'<a id="{anchor(index)}"></a>'
    return anchors


def anchor(index: int) -> str:
    """The id of the section with that index in `Document.sections`."""
    return f"muc-{index}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents; `level` is 0 at the top."""

    anchor: str
    text: str
    level: int


MOST_ENTRIES = 400
LONGEST_ENTRY = 110


def contents(document: Document) -> list[Entry]:
    """The table of contents: as many levels of the outline as fit in MOST_ENTRIES lines."""
    levels = _levels(document.sections)
    shown = [
        (index, level)
        for index, (section, level) in enumerate(zip(document.sections, levels, strict=True))
        if section.kind in HEADED or section.kind is SectionKind.NUMBER
    ]
    for deepest in (2, 1, 0):
        chosen = [(index, level) for index, level in shown if level <= deepest]
        if len(chosen) <= MOST_ENTRIES:
            break
    return [
        Entry(anchor(index), _line(document.text, document.sections[index]), level)
        for index, level in chosen[:MOST_ENTRIES]
    ]


SENTENCE_ENDS = (".", ";", ",")  # a numbered sentence is an item of its own and no heading


def trail(document: Document, cited: Span) -> list[str]:
    """Headings that the cited span stands under, outermost first: what year or field a line is about."""
    above = [
        section
        for section in document.sections
        if section.start < cited.start < section.end
        and section.heading.end <= cited.start
        and (section.kind in HEADED or section.kind is SectionKind.NUMBER)
        and not document.text[section.heading.start : section.heading.end].rstrip().endswith(SENTENCE_ENDS)
    ]
    return [_line(document.text, section) for section in above]


def _levels(sections: Sequence[Section]) -> list[int]:
    levels: list[int] = []
    for section in sections:
        levels.append(levels[section.parent] + 1 if 0 <= section.parent < len(levels) else 0)
    return levels


def _line(text: str, section: Section) -> str:
    heading = " ".join(text[section.heading.start : section.heading.end].split())
    line = f"{section.label}. {heading}" if heading else section.label
    return line if len(line) <= LONGEST_ENTRY else line[: LONGEST_ENTRY - 1].rsplit(" ", 1)[0] + "…"
