"""Where a statement stands (phạm vi): headings tell targets, results, tasks and visions apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Section, SectionKind, Span
from corpus.values.date import DateValue, Precision, find_dates
from corpus.values.issuer import folded


class Stance(StrEnum):
    """How figures under a heading are to be taken."""

    TARGET = "target"
    RESULT = "result"
    VISION = "vision"
    TASK = "task"
    RULE = "rule"  # criteria, procedures, definitions: nobody's target


@dataclass(frozen=True, slots=True)
class Scope:
    """What the headings above a block hand down; `years` is the heading that named the year."""

    stance: Stance
    year: int | None = None
    period: tuple[int, int] | None = None
    years: Span | None = None
    path: str = ""
    headings: tuple[str, ...] = ()  # innermost first
    open: bool = False  # no heading decided: the words of each clause must


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with one scope; `section` is an index into the outline, -1 before it."""

    start: int
    end: int
    scope: Scope
    section: int


_STANCES = (
    (Stance.VISION, re.compile(r"\btam nhin\b")),
    (
        Stance.RULE,
        re.compile(
            r"^(?:muc dich|quan diem|muc tieu (?:chung|tong quat)|giai thich|tieu chi|cham diem"
            r"|quy trinh|thu tuc"
            r"|dieu kien|trinh tu|ho so|thoi han|pham vi|nguyen tac|quyen loi|kien nghi|de nghi"
            r"|chuc nang|tao nguon"
            r"|mot so truong hop)"
        ),
    ),
    (
        Stance.TARGET,
        re.compile(r"^(?:cac )?(?:chi tieu|muc tieu|dinh huong den)|^(?:phuong huong, )muc tieu"),
    ),
    (
        Stance.RESULT,
        re.compile(
            r"^(?:noi dung |cong tac |mot so )?(?:ket qua|danh gia|han che|khuyet diem|thuc trang"
            r"|uu diem|su can thiet"
            r"|dac diem|tinh hinh|boi canh|nguyen nhan|cong tac lanh dao)|\bdanh gia ket qua\b"
        ),
    ),
    (Stance.TARGET, re.compile(r"\b(?:chi tieu|muc tieu)\b|^(?:den |het |cuoi )*nam (?:19|20)\d\d$")),
    (
        Stance.TASK,
        re.compile(
            r"\b(?:nhiem vu|giai phap|to chuc thuc hien|phan cong|phuong huong|trong tam|kinh phi"
            r"|trach nhiem)\b"
        ),
    ),
)
_HEADED = frozenset(SectionKind) - {SectionKind.BASIS, SectionKind.INLINE, SectionKind.TABLE}
_SHORT = frozenset((SectionKind.BULLET, SectionKind.LETTER))
_LONGEST_HEADING = 140
_CLOSED = frozenset((SectionKind.SIGNATURE, SectionKind.RECIPIENTS, SectionKind.BASIS))
_RULES = frozenset(
    ("quy dinh", "huong dan", "quyet dinh", "cong van", "to trinh", "thong bao", "quy che", "dieu le")
)
_REPORTS = frozenset(("bao cao",))


def stance_of(heading: str) -> Stance | None:
    """What a heading says of the figures below it; None when it says nothing."""
    plain = folded(heading).strip(" .:*#_")
    return next((stance for stance, pattern in _STANCES if pattern.search(plain)), None)


def heading_words(text: str, section: Section) -> Span:
    """The part of a lead line that is a heading: up to a colon or, in short forms, the whole line."""
    start, end = section.heading.start, section.heading.end
    colon = text.find(":", start, min(end, start + _LONGEST_HEADING))
    if colon >= 0:
        return Span(start, colon)
    if section.kind not in _SHORT:
        stop = text.find(". ", start, min(end, start + _LONGEST_HEADING))
        if stop >= 0:
            return Span(start, stop)
    if end - start > _LONGEST_HEADING or text[end - 1 : end] in (".", ";"):
        return Span(start, start)
    return Span(start, end)


def blocks(
    text: str, sections: Sequence[Section], start: int, kind: str | None, *, listed: bool = True
) -> list[Block]:
    """The stretches of `text` with their scopes, in order; a text without an outline is one free block.

    `kind` is the document's type in words ("Báo cáo"): it decides where no heading does.
    """
    if not sections:
        return [Block(start, len(text), Scope(Stance.TARGET if listed else _default(kind)), -1)]
    default = _default(kind)
    children: list[int] = [section.end for section in sections]
    for section in sections:
        if section.parent >= 0:
            children[section.parent] = min(children[section.parent], section.start)
    found: list[Block] = []
    scopes: list[Scope] = []
    if sections[0].start > start:
        found.append(Block(start, sections[0].start, Scope(default, open=True), -1))
    for at, section in enumerate(sections):
        above = scopes[section.parent] if section.parent >= 0 else Scope(default, open=True)
        scope = _narrowed(text, section, above)
        scopes.append(scope)
        if section.kind not in _CLOSED:
            found.append(Block(section.heading.start, max(section.heading.start, children[at]), scope, at))
    return found


def _default(kind: str | None) -> Stance:
    plain = folded(kind or "")
    if plain in _REPORTS:
        return Stance.RESULT
    return Stance.RULE if plain in _RULES else Stance.TASK


def _narrowed(text: str, section: Section, above: Scope) -> Scope:
    if section.kind not in _HEADED:
        return Scope(
            above.stance, above.year, above.period, above.years, section.path, above.headings, above.open
        )
    span = heading_words(text, section)
    words = text[span.start : span.end]
    stance = stance_of(words) if words else None
    if text[span.end : span.end + 2] == ". " and stance is not Stance.RESULT:
        stance = None  # the first sentence of a paragraph is no heading, "Tình hình …" aside
    if section.kind is SectionKind.APPENDIX and stance is None:
        above = Scope(Stance.TASK, open=True)
    year, period = scope_years(words)
    named = year is not None or period is not None
    headings = (" ".join(words.split()), *above.headings) if words else above.headings
    return Scope(
        stance or above.stance,
        year if named else above.year,
        period if named else above.period,
        span if named else above.years,
        section.path,
        headings,
        above.open and stance is None,
    )


def scope_years(words: str) -> tuple[int | None, tuple[int, int] | None]:
    """The one year or period that a heading names; none when it names several years."""
    dates = [value for value in find_dates(words) if value.end is not None]
    years = {value.end.year for value in dates if value.end and value.precision is not Precision.PERIOD}
    periods = [value for value in dates if value.precision is Precision.PERIOD]
    if len(years) == 1 and not periods:
        return years.pop(), None
    if len(periods) == 1 and not years:
        period = period_of(periods[0])
        return (None, period) if period and period[0] != period[1] else (period[0] if period else None, None)
    return None, None


def period_of(value: DateValue) -> tuple[int, int] | None:
    """First and last year of a period."""
    return (value.start.year, value.end.year) if value.start and value.end else None
