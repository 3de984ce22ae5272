"""Tables become lines: a data table a row a line, a table used for layout cell after cell."""

import re
from collections.abc import Sequence

Cell = Sequence[str]  # the lines of one cell
CELL_SEPARATOR = " | "

# The header block and the signature block of a document stand side by side in a table without borders.
_LAYOUT = re.compile(
    r"(?:ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA VIỆT NAM|Nơi nhận|T/M|TM\.|K/T|KT\.|T/L|TL\.)"
)
_LONGEST_DATA_CELL = 1500  # code points; a longer cell holds paragraphs, not a value


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table, in reading order.

    A layout table (header block, signature block, a single column, cells with whole paragraphs) is read
    left cell, then right cell, line by line; any other gives a line a row, cells divided by " | ".
    """
    filled = [[[line for line in cell if line.strip()] for cell in row] for row in rows]
    if is_layout(filled):
        return [line for row in filled for cell in row for line in cell]
    joined = [CELL_SEPARATOR.join(" ".join(cell).strip() for cell in row).rstrip() for row in filled]
    return [line for line in joined if line.strip(" |")]


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the table only places text side by side."""
    if all(len(row) <= 1 for row in rows):
        return True
    lines = [line for row in rows for cell in row for line in cell]
    if any(_LAYOUT.match(line.strip()) for line in lines):
        return True
    return any(sum(map(len, cell)) > _LONGEST_DATA_CELL for row in rows for cell in row)
