"""Statements without a figure of their own: ranks (đứng đầu, nhóm dẫn đầu) and zero (không còn, không để)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.model import Operator, Span
from corpus.values.clause import trimmed


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank or a zero: `operator` RANK or NONE, the figure if there is one, and the indicator's words."""

    span: Span
    operator: Operator
    values: tuple[Decimal, ...]
    unit: str | None
    indicator: Span
    maintained: bool = False


_GROUP = re.compile(
    r"(?P<lead>(?:(?:thuộc|trong|vào|nằm trong)[ ])?(?:nhóm|tốp"
    r"|top)[ ](?:(?P<n>\d{1,3})[ ])?(?P<noun>[^;.\d]{0,40}?)"
    r"|1[ ]trong[ ](?:số[ ])?(?P<n2>\d{1,3})[ ](?P<noun2>[^;.\d]{1,40}?))(?:đứng"
    r"|dẫn)[ ]đầu(?P<rest>(?:(?![ ]và[ ](?:thuộc[ ])?nhóm)[^,;.(])*)",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:là[ ](?P<noun>[^,;.\d]{1,30}?)[ ])?(?:đứng|dẫn)[ ]đầu(?P<rest>[^;.(]*)", re.IGNORECASE
)
_ABOUT = re.compile(r"[ ]về[ ](?P<what>[^;.(]+)$")
_NONE = re.compile(
    r"(?<!\w)(?:không còn|không để|xóa bỏ|xoá bỏ|xóa tình trạng)[ ](?!quá|dưới"
    r"|những[ ]không)(?P<what>[^,;.(]{3,120}(?:,[ ](?!trong đó|đạt|tăng|giảm"
    r"|hoàn thành)[^,;.(\d]{2,80}(?=[;.(]|$))?)",
    re.IGNORECASE,
)
_KEEPS = re.compile(r"(?<!\w)(?:giữ vững|duy trì|giữ)(?!\w)", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:[,;:]|(?<!\w)(?:và|là|thuộc|trở thành|vào|nằm)(?!\w)|[ ])*$")
_LONGEST_TAIL = 120  # code points of marks and small words before a rank
_HEADS = re.compile(r"(?:(?:duy trì|giữ vững|phấn đấu|tiếp tục|và|là|đưa|để|có)[ ])+", re.IGNORECASE)


def standings(text: str, start: int, end: int) -> list[Standing]:
    """The ranks and zeros of one clause `text[start:end]`, in order, without overlap."""
    found: list[Standing] = []
    at = start
    for match in _GROUP.finditer(text, start, end):
        found.append(_rank(text, match, at))
        at = match.end()
    first = None if found else _FIRST.search(text, start, end)
    if first:
        found.append(_rank(text, first, at))
    ranks, index = list(found), 0
    for match in _NONE.finditer(text, start, end):
        span = Span(*match.span())
        while index < len(ranks) and ranks[index].span.end <= span.start:
            index += 1
        if index == len(ranks) or ranks[index].span.start >= span.end:
            what = trimmed(text, match.start("what"), match.end("what"))
            found.append(Standing(span, Operator.NONE, (Decimal(0),), None, what))
    return sorted(found, key=lambda one: one.span)


def _rank(text: str, match: re.Match[str], start: int) -> Standing:
    parts = match.groupdict()
    number = parts.get("n") or parts.get("n2")
    values = (Decimal(number),) if number else ((Decimal(1),) if "lead" not in parts else ())
    noun = parts.get("noun2") or parts.get("noun") or ("nhóm" if "lead" in parts else None)
    about = _ABOUT.search(text, match.start("rest"), match.end("rest"))
    if about:
        what = trimmed(text, about.start("what"), about.end("what"))
    else:
        lead = _HEADS.match(text, start, match.start())
        stop = _SUBJECT.search(text, max(start, match.start() - _LONGEST_TAIL), match.start())
        what = trimmed(text, lead.end() if lead else start, stop.start() if stop else match.start())
        if what.start >= what.end:
            what = trimmed(text, match.start(), match.end())
    kept = _KEEPS.search(text, start, match.start()) is not None
    unit = " ".join(noun.split(",")[0].split()) or None if noun else None
    return Standing(Span(*match.span()), Operator.RANK, values, unit, what, kept)
