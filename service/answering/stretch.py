"""What an answer would quote around a sentence: the lines that introduce it, its items, its paragraph."""

import re
from collections.abc import Iterator

from service.answering.evidence import Evidence, leads
from service.answering.units import UnitKind

UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper())
MARKER = re.compile(
    r"\s*(?:Điều \d+[a-zđ]?[.:]|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là[,:]|"
    r"\(?\d{1,2}(?:\.\d{1,2})*[.)/-]|\(\d{1,2}\)|[a-zđ]\)|[-+•*|])\s*"
)  # of a list item
_NUMBER_OF_ROW = re.compile(r"^(\d{1,3})\s+")
LONGEST = 4_000  # characters of a unit that are looked at: a longer one is no sentence


def stretch(evidence: Evidence) -> Iterator[str]:
    """The unit, the lines that introduce it, and the items that it introduces."""
    reading, row = evidence.reading, evidence.row
    quote = reading.quote(row)[:LONGEST]
    if reading.units[row].kind is UnitKind.ROW and "|" not in quote:
        quote = _NUMBER_OF_ROW.sub(r"\1 | ", quote, count=1)  # a row as other tables write it
    yield quote
    for lead in list(leads(reading, row))[:1]:
        if reading.units[lead].kind is UnitKind.LEAD:
            yield reading.quote(lead)[:LONGEST]
    for below, unit in enumerate(reading.units):
        if unit.lead == row:
            yield reading.quote(below)[:LONGEST]


def item(evidence: Evidence) -> Iterator[str]:
    """The stretch with the sentences of the same paragraph."""
    yield from stretch(evidence)
    reading, row = evidence.reading, evidence.row
    for other in range(max(0, row - 2), min(len(reading.units), row + 3)):
        if other != row and reading.units[other].paragraph == reading.units[row].paragraph:
            yield reading.quote(other)[:LONGEST]
