"""Document -> passages (đoạn): cuts, never rewrites."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Document, Section, SectionKind, Span

# Measured on 75,353 articles: windows of 200 syllables that share 40 with the next (docs/quality.md).
WINDOW = 200
OVERLAP = 40
# A window may end this many syllables early to end where a paragraph or a section ends.
SLACK = 60

_SYLLABLE = re.compile(r"\w+")
_PARAGRAPH = re.compile(r"\n\s*")
_HEADED = {
    SectionKind.APPENDIX,
    SectionKind.PART,
    SectionKind.CHAPTER,
    SectionKind.DIVISION,
    SectionKind.ARTICLE,
    SectionKind.ROMAN,
    SectionKind.NUMBER,
}
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of code points of the document's text, with what stands above it in the outline."""

    start: int
    end: int
    section: str  # "II.3.a", "" outside the outline
    heading: str  # the headings above it, outermost first, for searching only


def cut(document: Document) -> list[Passage]:
    """Overlapping windows of at most WINDOW syllables, ended at paragraph borders where one is near.

    Furniture is in no passage's syllables; a document of furniture alone gives no passage.
    """
    syllables = _syllables(document)
    if not syllables:
        return []
    outline = _Outline(document)
    return [
        Passage(start, end, *outline.above(start, end)) for start, end in _windows(document.text, syllables)
    ]


def _syllables(document: Document) -> list[tuple[int, int]]:
    spans = [match.span() for match in _SYLLABLE.finditer(document.text)]
    if not document.furniture:
        return spans
    furniture = sorted(document.furniture)
    return [span for span in spans if not _inside(span[0], furniture)]


def _inside(offset: int, spans: list[Span]) -> bool:
    row = bisect_right(spans, Span(offset, 1 << 60)) - 1
    return row >= 0 and spans[row].start <= offset < spans[row].end


def _windows(text: str, syllables: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    count = len(syllables)
    if count <= WINDOW:
        yield _with_marker(text, syllables[0][0]), _with_closing_marks(text, syllables[-1][1])
        return
    starts = [span[0] for span in syllables]
    borders = sorted({bisect_left(starts, match.end()) for match in _PARAGRAPH.finditer(text)})
    first = 0
    while True:
        last = min(first + WINDOW, count)
        if last < count:
            last = _border_before(borders, last, last - SLACK)
        yield _with_marker(text, starts[first]), _with_closing_marks(text, syllables[last - 1][1])
        if last == count:
            return
        first = max(first + 1, _border_before(borders, last - OVERLAP, last - OVERLAP - SLACK // 2))


def _border_before(borders: list[int], wanted: int, earliest: int) -> int:
    """The last paragraph border in earliest..wanted, `wanted` itself when there is none."""
    row = bisect_right(borders, wanted) - 1
    return borders[row] if row >= 0 and borders[row] >= earliest else wanted


def _with_marker(text: str, start: int) -> int:
    """Take in the bullet or bracket right before the first syllable."""
    while start > 0 and text[start - 1] in '(["“-–+*• \t':
        start -= 1
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _with_closing_marks(text: str, end: int) -> int:
    while end < len(text) and text[end] in '.,;:!?…)"”%/':
        end += 1
    return end


class _Outline:
    """Looks up the sections above an offset."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [section.start for section in document.sections]

    def above(self, start: int, end: int) -> tuple[str, str]:
        """Path of the deepest section that holds `start`, and the headings from the top down to it."""
        sections = self._document.sections
        row = bisect_right(self._starts, start) - 1
        while row >= 0 and not (sections[row].start <= start < sections[row].end):
            row = sections[row].parent
        chain: list[Section] = []
        path = sections[row].path if row >= 0 else ""
        while row >= 0:
            chain.append(sections[row])
            row = sections[row].parent
        text = self._document.text
        headings = [
            " ".join(text[s.heading.start : s.heading.end].split())
            for s in reversed(chain)
            if s.kind in _HEADED and s.heading.end - s.heading.start <= LONGEST_HEADING
        ]
        return path, " ".join(heading for heading in headings if heading)
