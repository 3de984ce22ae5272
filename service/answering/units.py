"""A stretch of a document becomes units to quote: sentences, list items, table rows, headings.

A unit is a range of code points of the document's text. Lines wrapped by a page layout are joined, a
list item keeps its marker and knows the line that introduces it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from corpus.model import Span
from service.answering.printed_tables import Line, printed_table


class UnitKind(IntEnum):
    """What a unit is in its text."""

    SENTENCE = 0
    ITEM = 1  # a list item with its marker
    LEAD = 2  # introduces the items below it, ends with a colon
    HEADING = 3
    ROW = 4  # of a table


class Unit(NamedTuple):
    """`lead` is the row of the unit that introduces this one, -1 when none; `depth` of its marker."""

    start: int
    end: int
    kind: UnitKind
    lead: int = -1
    depth: int = 99
    paragraph: int = 0


NO_MARKER = 99
PRINTED_ROW = -1  # a row of a table whose cells nothing separates
INLINE_DEPTH = 10  # of (1), (2) within a paragraph
_MARKERS: tuple[tuple[int, str], ...] = (
    (0, r"(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Phụ lục|PHỤ LỤC)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVXLC]+|\d+)(?!\w)"),
    (1, r"Điều\s+\d+[a-zđ]?[.:]"),
    (2, r"[IVX]{1,5}\s?[./-](?=\s|[A-ZĐ])"),
    (3, r"\d{1,2}[.)](?=\s|[A-ZĐ])|\d{1,2}\s?[-/](?=\s?[A-ZĐ])"),
    (4, r"\d{1,2}\.\d{1,2}[.)]?(?=\s)"),
    (5, r"\d{1,2}(?:\.\d{1,2}){2,3}[.)]?(?=\s)"),
    (6, r"[a-zđ]\d?\)"),
    (7, r"(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là[,:]|(?:Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy))[,:]"),
    (8, r"[-–—*•](?=\s?\S)"),
    (9, r"\+(?=\s?\S)"),
    (10, r"\(\d{1,2}\)"),
)
_MARKER = re.compile(
    r"[ \t\u00a0]*(?:#{1,6}[ \t])?(?:\*\*)?(?:"
    + "|".join(f"(?P<m{depth}>{pattern})" for depth, pattern in _MARKERS)
    + ")"
)
_LINE = re.compile(r"[^\n\f\r]+")
_PAGE_NUMBER = re.compile(r"[\s\d-]{1,8}")
_INLINE = re.compile(r"\((\d{1,2})\)")
_STOP = re.compile(r"[.?!…]+[\"”»’)\]]*(?=\s)")
_ABBREVIATED = frozenset(
    "tp tx tt q p ths ts gs pgs bs ks ds mr mrs ms dr st no vs tr nxb đc jr sr prof ubnd".split()
)
_TABLE_ROW = re.compile(r"\S[ ]?(?:\||\t)[ ]?\S")
_DAY = re.compile(r"\d{1,2}/\d{1,2}(?!\d)")
_DAY_LISTED = re.compile(r"\d/\d{1,2};$")
LONGEST_DAY = 5  # characters of what that finds
WRAPPED = range(55, 171)  # length of a line that a page layout may have cut
LONGEST_HEADING = 160


def split(text: str, start: int, end: int, furniture: Sequence[Span] = ()) -> tuple[Unit, ...]:
    """Units of `text[start:end]` in order; together they hold everything but blanks and page furniture."""
    units: list[Unit] = []
    for number, (first, last, depth) in enumerate(_paragraphs(text, start, end, furniture)):
        units += _in_paragraph(text, first, last, depth, number)
    return tuple(_introduced(text, units))


def _paragraphs(text: str, start: int, end: int, furniture: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
    """Ranges of paragraphs with the depth of their marker, wrapped lines joined."""
    open_start = open_end = -1
    depth = NO_MARKER
    lines = list(_lines(text, start, end, furniture))
    tabled = -1  # lines before this one belong to a table
    for at, (first, last, blank_before) in enumerate(lines):
        if at < tabled:
            continue
        table = printed_table(text, lines, at)
        if table is not None:
            if open_start >= 0:
                yield open_start, open_end, depth
            open_start, tabled = -1, table.end
            yield from ((row.start, row.end, PRINTED_ROW) for row in table.rows)
            continue
        marker = _MARKER.match(text, first, last)
        row = _is_row(text, first, last)
        continues = (
            open_start >= 0
            and marker is None
            and not row
            and not _is_row(text, open_start, open_end)
            and not (blank_before and not _mid_sentence(text, open_end, first))
            and _wrapped(text, open_start, open_end, first)
        )
        if continues:
            open_end = last
            continue
        if open_start >= 0:
            yield open_start, open_end, depth
        open_start, open_end = first, last
        depth = int(marker.lastgroup[1:]) if marker and marker.lastgroup and not row else NO_MARKER
    if open_start >= 0:
        yield open_start, open_end, depth


def _is_row(text: str, start: int, end: int) -> bool:
    """Whether cells are separated there; texts that hold no separator are most, and soon looked through."""
    if text.find("|", start, end) < 0 and text.find("\t", start, end) < 0:
        return False
    return _TABLE_ROW.search(text, start, end) is not None


def _lines(text: str, start: int, end: int, furniture: Sequence[Span]) -> Iterator[Line]:
    """Lines without outer blanks, and whether a blank line stands before; furniture is left out."""
    previous = start
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        first = match.start() + len(line) - len(line.lstrip())
        last = first + len(stripped)
        if any(span.start <= first and last <= span.end for span in furniture):
            continue
        if _PAGE_NUMBER.fullmatch(stripped):
            continue
        blank = text.count("\n", previous, first) > 1 or "\f" in text[previous:first]
        yield first, last, blank
        previous = last


def _mid_sentence(text: str, end: int, following: int) -> bool:
    """A page break inside a sentence: no closing mark before, a small letter after."""
    return text[end - 1] not in ".:;!?…" and text[following].islower() and "\f" in text[end:following]


def _wrapped(text: str, start: int, end: int, following: int) -> bool:
    if _DAY_LISTED.search(text, max(start, end - LONGEST_DAY), end) and _DAY.match(text, following):
        return True  # "các ngày 3/2; 19/5;" goes on in the next line
    if text[end - 1] in ".:;!?…":
        return False
    if text[following].islower() or text[end - 1] in ",-–":
        return True
    line = text.rfind("\n", start, end) + 1
    return end - max(line, start) in WRAPPED


def _in_paragraph(text: str, start: int, end: int, depth: int, number: int) -> list[Unit]:
    if depth == PRINTED_ROW or (depth == NO_MARKER and _is_row(text, start, end)):
        return [Unit(start, end, UnitKind.ROW, paragraph=number)]
    cuts = _enumeration(text, start, end)
    if not cuts:
        return _sentences(text, start, end, depth, number)
    lead, *_ = cuts
    units = _sentences(text, start, lead, depth, number) if lead > start else []
    bounds = [*cuts, end]
    for first, last in pairwise(bounds):
        units.append(Unit(first, _trim(text, first, last), UnitKind.ITEM, depth=10, paragraph=number))
    return [unit for unit in units if unit.end > unit.start]


def _enumeration(text: str, start: int, end: int) -> list[int]:
    """Offsets of (1), (2), (3) … when they run in order within one paragraph."""
    cuts: list[int] = []
    for match in _INLINE.finditer(text, start, end):
        if int(match[1]) == len(cuts) + 1:
            cuts.append(match.start())
    return cuts if len(cuts) > 1 else []


def _sentences(text: str, start: int, end: int, depth: int, number: int) -> list[Unit]:
    marker = _MARKER.match(text, start, end) if depth != NO_MARKER else None
    kind = UnitKind.SENTENCE if depth == NO_MARKER else UnitKind.ITEM
    units: list[Unit] = []
    first = start
    for match in _STOP.finditer(text, marker.end() if marker else start, end):
        if _ends_sentence(text, match.start(), match.end(), end):
            units.append(Unit(first, match.end(), kind, depth=depth, paragraph=number))
            first = _skip_blank(text, match.end(), end)
    last = _trim(text, first, end)
    if last > first:
        units.append(Unit(first, last, kind, depth=depth, paragraph=number))
    return units


def _ends_sentence(text: str, stop: int, after: int, end: int) -> bool:
    following = _skip_blank(text, after, end)
    if following >= end:
        return True
    char = text[following]
    if not (char.isupper() or char.isdigit() or char in "\"“«(['‘-–+•*"):
        return False
    if text[stop] != ".":
        return True
    word_start = stop
    while word_start > 0 and text[word_start - 1].isalpha():
        word_start -= 1
    word = text[word_start:stop]
    return not (len(word) == 1 and word.isupper()) and word.lower() not in _ABBREVIATED


def _skip_blank(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


@dataclass(slots=True)
class _Open:
    """A line that introduces what follows; `within` is the depth of its first item when it has no marker."""

    depth: int
    row: int
    inline: bool  # introduces (1), (2) … of its own paragraph and nothing else
    within: int = -1

    def holds(self, unit: Unit) -> bool:
        """Whether a unit that opens a paragraph stands below this line."""
        if self.inline or (self.depth == NO_MARKER and unit.depth == NO_MARKER):
            return False
        if self.depth != NO_MARKER:
            return self.depth < unit.depth
        self.within = unit.depth if self.within < 0 else self.within
        return unit.depth >= self.within


def _introduced(text: str, units: list[Unit]) -> Iterator[Unit]:
    """Give every unit its lead: the nearest line above that introduces it."""
    opened: list[_Open] = []
    paragraph = table = -1
    for row, unit in enumerate(units):
        if unit.paragraph != paragraph:
            opened = _still_open(opened, unit)
        paragraph = unit.paragraph
        lead = opened[-1].row if opened else -1
        kind = unit.kind
        if kind is UnitKind.ROW:
            if row and units[row - 1].kind is UnitKind.ROW:
                lead = table
            else:
                table = row
        if text[unit.end - 1] == ":":
            kind = UnitKind.LEAD
        elif _is_heading(text, unit, units, row):
            kind = UnitKind.HEADING
        yield Unit(unit.start, unit.end, kind, lead, unit.depth, unit.paragraph)
        if kind in (UnitKind.LEAD, UnitKind.HEADING) and unit.depth != INLINE_DEPTH:
            following = units[row + 1] if row + 1 < len(units) else unit
            inline = following.paragraph == unit.paragraph and following.depth == INLINE_DEPTH
            opened.append(_Open(unit.depth, row, inline))


def _still_open(opened: list[_Open], unit: Unit) -> list[_Open]:
    """The lines that introduce `unit` too; what stands below one that does not falls with it, if unmarked."""
    plain = unit.depth == NO_MARKER
    return [one for one in opened if one.holds(unit) or (plain and one.depth != NO_MARKER and not one.inline)]


def _is_heading(text: str, unit: Unit, units: list[Unit], row: int) -> bool:
    """A short line alone in its paragraph without a closing mark, followed by something."""
    alone = (row == 0 or units[row - 1].paragraph != unit.paragraph) and (
        row + 1 < len(units) and units[row + 1].paragraph != unit.paragraph
    )
    if not alone or unit.end - unit.start > LONGEST_HEADING or unit.kind is UnitKind.ROW:
        return False
    return text[unit.end - 1] not in ".;:!?…," and unit.depth not in (8, 9, 10)
