"""Tables whose cells nothing separates any more, as text from a PDF has them: a head with "STT", numbered rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span

Line = tuple[int, int, bool]  # start, end, and whether a blank line stands before
_HEAD = re.compile(r"(?:STT|TT|Số TT)\s+[^\s|][^|]*")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})\s+[^\W\d_]")
_VALUE_ENDS = re.compile(r"[\d%]$")
HEAD_LINES = 8
ROW_LINES = 6
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The head and the rows in order; `end` is the line after the table."""

    rows: tuple[Span, ...]
    end: int


def printed_table(text: str, lines: Sequence[Line], at: int) -> PrintedTable | None:
    """The table whose head begins with the line `at`; None where none begins there."""
    if not _HEAD.fullmatch(text, *lines[at][:2]):
        return None
    starts = _row_starts(text, lines, at)
    if len(starts) < FEWEST_ROWS:
        return None
    bounds = [at, *starts, _last_row_end(text, lines, starts)]
    rows = (Span(lines[first][0], lines[last - 1][1]) for first, last in pairwise(bounds))
    return PrintedTable(tuple(rows), bounds[-1])


def _row_starts(text: str, lines: Sequence[Line], at: int) -> list[int]:
    """Lines that begin with 1, 2, 3 … in order, none far from the one before."""
    starts: list[int] = []
    previous, reach = at, HEAD_LINES
    for row in range(at + 1, len(lines)):
        if row - previous > reach:
            break
        found = _NUMBERED.match(text, *lines[row][:2])
        if found and int(found["number"]) == len(starts) + 1:
            starts.append(row)
            previous, reach = row, ROW_LINES
    return starts


def _last_row_end(text: str, lines: Sequence[Line], starts: Sequence[int]) -> int:
    """The line after the last row, which ends as the others do: with a value, if they end so."""
    valued = all(_VALUE_ENDS.search(text[slice(*lines[row - 1][:2])]) for row in starts[1:])
    for row in range(starts[-1], min(starts[-1] + ROW_LINES, len(lines))):
        if row > starts[-1] and lines[row][2]:
            return row
        if valued and _VALUE_ENDS.search(text[slice(*lines[row][:2])]):
            return row + 1
    return starts[-1] + 1
