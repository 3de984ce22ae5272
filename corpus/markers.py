"""Structure markers (ký hiệu bố cục) at the start of lines, and the inline (1) … (2) …"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import SectionKind, Span
from corpus.values.naming import roman_value, value_of

_ORDINAL = r"(?:một|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?: một| hai)?)"
_START = r"[ \t\u00a0\f]{0,60}[#*_>]{0,6}[ ]?\*{0,6}"
_ENDS = r"(?=[ \t.:*-]*$|[ ]?[.:-])"  # a heading's number ends the line or is set off
_MARKER = re.compile(
    rf"^{_START}(?:"
    rf"(?P<appendix>PHỤ LỤC(?:[ ]SỐ)?(?:[ ](?:[IVX]{{1,5}}|\d{{1,2}}))?{_ENDS}"
    rf"|Phụ lục(?:[ ]số)?[ ](?:[IVX]{{1,5}}|\d{{1,2}})(?=[ \t.:*]*$|[.:][ ]))"
    rf"|(?P<part>(?:Phần|PHẦN)[ ](?:(?i:thứ)[ ](?i:{_ORDINAL})|[IVX]{{1,5}}|\d{{1,2}}){_ENDS})"
    rf"|(?P<chapter>(?:Chương|CHƯƠNG)[ ](?:[IVXLC]{{1,7}}|\d{{1,3}}|(?i:thứ)[ ](?i:{_ORDINAL})){_ENDS})"
    rf"|(?P<division>(?:Mục|MỤC|Tiểu mục)[ ](?:[IVX]{{1,5}}|\d{{1,3}}|[A-Z]){_ENDS})"
    r"|(?P<article>(?:Điều|ĐIỀU)[ ]\d{1,4}[a-zđ]?(?=[ \t*]*$|[ ]?[.:-]))"
    r"|(?P<roman>[IVX]{1,6})(?:[ ]?[-–./)])(?=[ \t*]|[^\W\d_]{2})"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3}){0,5})(?P<after>[ ]?[-–./)]|(?=[ ]))(?=[ \t*]|[^\W\d_]{2})"
    r"|(?P<letter>[a-zđ])[ ]?[).](?=[ \t*]|[^\W\d_]{2})"
    r"|(?P<ordinal>(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)[ ]là(?=[ ]?[,:])"
    rf"|Thứ[ ]{_ORDINAL}(?=[ ]?[,:]))"
    r"|(?P<basis>[-–]?[ ]{0,3}(?:Căn cứ|Xét)(?=[ ]))"
    r"|(?P<recipients>Nơi nhận(?=[ ]?:?))"
    r"|(?P<signature>(?:T[./]?M\.?|K[./]?T\.?|T[./]?L\.?|TUQ\.?)(?=[ ][A-ZĐÀ-Ỹ]{2}))"
    r"|(?P<bullet>[-–+•●](?=[ \t]|[^\W\d_])|\*(?=[ ]))"
    r")",
    re.MULTILINE,
)
_INLINE = re.compile(r"\((\d{1,2})\)(?=[ ]?\S)")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_STRONG = frozenset(("appendix", "part", "chapter", "division", "article", "roman"))
_FULL_LINE = 60  # code points; a shorter line ends its paragraph


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: `style` tells lists of the same level apart, `value` its place in the list (0: none)."""

    kind: SectionKind
    label: str
    start: int
    lead: int  # where the heading begins
    style: str
    value: int
    depth: int = 1  # dots of a number: 3.5.1 has depth 3


def line_markers(text: str, start: int, furniture: Sequence[Span]) -> Iterator[Marker]:
    """The markers at line starts from `start`, outside furniture, in order."""
    index = 0
    for match in _MARKER.finditer(text, start):
        name = match.lastgroup or ""
        name = "number" if name == "after" else name
        at = match.start(name)
        while index < len(furniture) and furniture[index].end <= at:
            index += 1
        if index < len(furniture) and furniture[index].start <= at:
            continue
        yield _marker(match, name, at)


def _marker(match: re.Match[str], name: str, at: int) -> Marker:
    raw = match[name]
    kind, lead = SectionKind(name), match.end()
    if name == "number":
        parts = raw.split(".")
        mark = (match["after"] or "").strip()
        style = f"{len(parts)}{mark if len(parts) == 1 else ''}"
        return Marker(kind, raw, at, lead, style, int(parts[-1]), len(parts))
    if name == "letter":
        return Marker(kind, raw, at, lead, match.group()[-1], letter_value(raw))
    if name == "bullet":
        return Marker(kind, raw, at, lead, raw, 0)
    if name == "ordinal":
        word = raw.split()[0] if raw.endswith("là") else raw.split(maxsplit=1)[1]
        return Marker(kind, raw, at, lead, "là" if raw.endswith("là") else "thứ", value_of(word))
    if name == "basis":
        return Marker(kind, "căn cứ", at, lead, "", 0)
    tail = raw.split()[-1]
    value = roman_value(tail) or value_of(re.sub(r"[a-zđ]$", "", tail) if tail[0].isdigit() else tail)
    return Marker(kind, raw, at, lead, "tiểu" if raw.startswith("Tiểu") else "", value)


def letter_value(letter: str) -> int:
    """The place of a letter in the Vietnamese order of điểm, a b c d đ e g …; f, j, w, z share one."""
    place = _LETTERS.find(letter)
    return place + 1 if place >= 0 else {"f": 7, "j": 10, "w": 22, "z": 24}.get(letter, 0)


def stands_alone(text: str, marker: Marker, expected: bool) -> bool:
    """Whether the marker begins a paragraph, rather than a line cut by the page's width."""
    head = text[max(0, marker.start - 200) : marker.start].rstrip(" \t\u00a0\f#*_>")
    if not head or head.endswith("\n\n") or re.search(r"\n\s*\n$", head):
        return expected or marker.kind in _STRONG or _upper_lead(text, marker)
    last = head.rstrip()
    line = last[last.rfind("\n") + 1 :]
    ended = not line or line[-1] in '.:;,!?…/”"' or len(line) < _FULL_LINE
    if expected:
        return ended or _upper_lead(text, marker)
    return ended and line[-1:] not in (",",) and _upper_lead(text, marker)


def _upper_lead(text: str, marker: Marker) -> bool:
    lead = text[marker.lead : marker.lead + 8].lstrip(' \t-–.:*)“"')
    return not lead or not lead[0].islower()


def inline_markers(text: str, start: int) -> list[Marker]:
    """The markers of runs (1) … (2) …: only where the first two of a run follow one another."""
    if text.find("(1)", start) < 0 or text.find("(2)", start) < 0:
        return []
    found = [
        Marker(SectionKind.INLINE, match.group(), match.start(), match.end(), "(", int(match[1]))
        for match in _INLINE.finditer(text, start)
    ]
    kept: list[Marker] = []
    for at, marker in enumerate(found):
        following = found[at + 1].value if at + 1 < len(found) else 0
        if (marker.value == 1 and following == 2) or (kept and marker.value == kept[-1].value + 1):
            kept.append(marker)
    return kept
