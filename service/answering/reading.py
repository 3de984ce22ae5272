"""The neighbourhood of a passage, read once: its units with their terms and what stands above them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import attrgetter

from corpus.model import Document
from indexer.text.analysis import fold, unigrams
from service.answering.units import Unit, split

BEFORE = 1_200  # characters looked at before a passage, for the line that introduces its first items
AFTER = 400
WHOLE = 8_000  # characters of a document that is read as one
TITLE_LIMIT = 400  # characters
HEADING_LIMIT = 300


class Terms:
    """Terms of a stretch of text, or given ones, in the forms that matching needs, each made once if at all."""

    def __init__(self, given: str | list[str]) -> None:
        self._given = given

    @cached_property
    def row(self) -> list[str]:
        """The terms in order."""
        return unigrams(self._given) if isinstance(self._given, str) else self._given

    @cached_property
    def joined(self) -> str:
        """Blank-joined with blanks at both ends, so that " a b " in it finds a phrase."""
        return " " + " ".join(self.row) + " "

    @cached_property
    def single(self) -> frozenset[str]:
        return frozenset(self.row)

    @cached_property
    def folded(self) -> "Terms":
        return Terms(list(map(fold, self.row)))


@dataclass(slots=True)
class Reading:
    """Units around a passage; `inside` are the rows that touch the passage itself."""

    document: Document
    start: int
    end: int
    units: tuple[Unit, ...]
    terms: tuple[Terms, ...]
    inside: range
    around: range  # rows of the passage with what stands shortly before and after it
    title: Terms
    headings: tuple[Terms, ...]  # by unit: of the outline above it
    sections: tuple[int, ...]  # by unit: row of the deepest section that holds it, -1 outside the outline
    introduced: dict[int, Terms | None]  # by unit, as met: the unit with the lines that introduce it

    def quote(self, row: int) -> str:
        unit = self.units[row]
        return self.document.text[unit.start : unit.end]


class _Place:
    """A passage as a cache key: the same id, range and text."""

    __slots__ = ("document", "end", "start")

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document, self.start, self.end = document, start, end

    def __hash__(self) -> int:
        return hash((self.document.id, self.start, self.end))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Place)
            and (self.document.id, self.start, self.end) == (other.document.id, other.start, other.end)
            and self.document.text == other.document.text
        )


def read(document: Document, start: int, end: int) -> Reading:
    """The units around `text[start:end]` of a document; kept for the next question."""
    return _read(_Place(document, start, end))


def read_whole(document: Document) -> Reading | None:
    """All units of a document short enough to be looked through; None for a longer one."""
    return read(document, 0, len(document.text)) if len(document.text) <= WHOLE else None


def _read(place: _Place) -> Reading:
    document, text = place.document, place.document.text
    first, last = _region(text, place.start, place.end)
    parts = _parts(_Place(document, first, last))
    units = parts.units
    inside = _touching(units, place.start, place.end)
    around = _touching(units, max(0, place.start - BEFORE), place.end + AFTER)
    top = min([around.start, *(units[row].lead for row in inside if units[row].lead >= 0)])
    return Reading(
        document=document,
        start=place.start,
        end=place.end,
        units=units,
        terms=parts.terms,
        inside=inside,
        around=range(top, around.stop),
        title=parts.title,
        headings=parts.headings,
        sections=parts.sections,
        introduced=parts.introduced,
    )


def _touching(units: Sequence[Unit], start: int, end: int) -> range:
    """Rows of the units that have a part in the range; they stand in order and share nothing."""
    first = bisect_right(units, start, key=_end)
    return range(first, max(first, bisect_left(units, end, key=_start)))


_start, _end = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What passages of one region share."""

    units: tuple[Unit, ...]
    terms: tuple[Terms, ...]
    title: Terms
    headings: tuple[Terms, ...]
    sections: tuple[int, ...]
    introduced: dict[int, Terms | None] = field(default_factory=dict)


@lru_cache(maxsize=512)
def _parts(region: _Place) -> _Parts:
    document, text, first, last = region.document, region.document.text, region.start, region.end
    units = split(text, first, last, [s for s in document.furniture if s.start < last and s.end > first])
    sections = _sections(document, units)
    return _Parts(
        units=units,
        terms=tuple(Terms(text[unit.start : unit.end]) for unit in units),
        title=_title(document),
        headings=_headings(document, sections),
        sections=sections,
    )


def _region(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole of a short document; else the passage widened to paragraphs, with what may introduce it."""
    if len(text) <= WHOLE:
        return 0, len(text)
    first = max(0, start - BEFORE)
    if first:
        line = text.find("\n", first, start)
        first = line + 1 if line >= 0 else text.rfind("\n", 0, start) + 1
        if start - first > 2 * BEFORE:
            first = start
    last = text.find("\n\n", end, end + AFTER)
    if last < 0:
        last = text.find("\n", end + AFTER // 2, end + AFTER)
    return first, last if last >= 0 else min(len(text), end + AFTER)


def _title(document: Document) -> Terms:
    header = document.header
    parts = [document.title, document.context, header.summary or "", header.number or "", header.issuer or ""]
    return Terms(" . ".join(part for part in parts if part)[: TITLE_LIMIT * 2])


def _sections(document: Document, units: tuple[Unit, ...]) -> tuple[int, ...]:
    starts = [section.start for section in document.sections]
    rows = []
    for unit in units:
        row = bisect_right(starts, unit.start) - 1
        while row >= 0 and document.sections[row].end <= unit.start:
            row = document.sections[row].parent
        rows.append(row)
    return tuple(rows)


def _headings(document: Document, sections: tuple[int, ...]) -> tuple[Terms, ...]:
    made = {row: Terms(_above(document, row)) for row in set(sections)}
    return tuple(made[row] for row in sections)


def _above(document: Document, row: int) -> str:
    """Headings from the section `row` outwards."""
    parts = []
    while row >= 0:
        section = document.sections[row]
        heading = section.heading
        parts.append(document.text[heading.start : min(heading.end, heading.start + HEADING_LIMIT)])
        row = section.parent
    return " . ".join(parts)
