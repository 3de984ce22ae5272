"""Sentences and clauses (câu, vế câu) of running text, as spans; lines cut by a page's width are joined."""

import re
from dataclasses import dataclass

from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; `sentence` is where its sentence begins."""

    start: int
    end: int
    sentence: int

    @property
    def first(self) -> bool:
        """Whether the clause opens its sentence."""
        return self.start == self.sentence


_SHORT_LINE = 55  # code points; a shorter line before a capital or a number ends its paragraph
_ENDS = re.compile(r"[.!?](?=[\s\"”)]|$)|…(?=\s*(?:\n|$))|;(?!\w)|\n")
_NEW_LINE = re.compile(r"[ \t\u00a0\f]*(?:[-–+•*][ \t]|\d{1,2}[.)/-][ ]|[a-zđ]\)[ ]|\n)")
_SOLID = re.compile(r"\S")
_ABBREVIATED = re.compile(r"(?:TP|tp|v\.v|đ/c|Đ/c|T\.Ư|TT|Tr)$")


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of `text[start:end]` in order, without surrounding blanks. Never raises; linear."""
    found: list[Clause] = []
    begin, sentence = start, -1
    for match in _ENDS.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if mark == "\n" and not _breaks(text, Span(start, begin), at, end):
            continue
        if mark == "." and _ABBREVIATED.search(text, max(begin, at - 4), at):
            continue
        sentence = _add(found, text, Span(begin, at), sentence)
        begin = match.end()
        if mark != ";" or (text[begin : begin + 1] == "\n" and _NEW_LINE.match(text, begin + 1, end)):
            sentence = -1
    _add(found, text, Span(begin, end), sentence)
    return found


def _add(found: list[Clause], text: str, part: Span, sentence: int) -> int:
    span = trimmed(text, part.start, part.end)
    if span.start >= span.end:
        return sentence
    sentence = span.start if sentence < 0 else sentence
    found.append(Clause(span.start, span.end, sentence))
    return sentence


def _breaks(text: str, read: Span, at: int, end: int) -> bool:
    """Whether the newline at `at` ends a paragraph rather than a line cut by the page's width."""
    if _SOLID.search(text, read.end, at) is None or _NEW_LINE.match(text, at + 1, end):
        return True
    line = at - max(read.start, text.rfind("\n", read.start, at) + 1)
    following = text[at + 1 : at + 2]
    return (
        line < _SHORT_LINE and (following.isupper() or following.isdigit()) and text[at - 1 : at] not in ",-–"
    )


def trimmed(text: str, start: int, end: int) -> Span:
    """`start:end` without surrounding blanks, bullets and emphasis marks."""
    while start < end and (text[start].isspace() or text[start] in "*_|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_|"):
        end -= 1
    return Span(start, end)
