"""Provisions (điều, khoản, điểm, mục …) named in running text, in either order."""

import re

_DASH = "\\-\u2010-\u2015\u2212"
_UNIT = (
    r"(?:[Tt]iểu mục|[Pp]hụ lục|[Cc]hương|[Pp]hần|[Mm]ục|[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Tt]iết"
    r"|ĐIỀU|KHOẢN|ĐIỂM|MỤC|CHƯƠNG)"
)
_VALUE = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?|[a-zđ]\d?|[IVXLC]{1,7})(?![\w/%])"
_LIST = rf"(?:\s?(?:,|;|và|hoặc|đến)\s{_VALUE}){{0,30}}"
_ONE = rf"{_UNIT}\s{_VALUE}{_LIST}"
_JOIN = rf"(?:\s?(?:[,.;{_DASH}]|của|tại|thuộc|và|hoặc)\s|\s\(?)"
_CHAIN = re.compile(rf"{_ONE}(?:{_JOIN}{_ONE}){{0,8}}")
_PART = re.compile(rf"({_UNIT})\s({_VALUE}{_LIST})")
_INDENT = 12  # blanks looked at before a marker
_RANK = {
    name: rank
    for rank, name in enumerate(
        ("phụ lục", "phần", "chương", "mục", "tiểu mục", "điều", "khoản", "điểm", "tiết"), start=1
    )
}
_INNER_DIVISION = 6.5  # "Điều 10, mục 1.1": under an article a numbered mục stands inside


def provision_chains() -> re.Pattern[str]:
    """Matches one run of provisions ("điểm a khoản 2 Điều 5")."""
    return _CHAIN


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether the provision at `start:end` is a heading of the text itself, not a mention."""
    before = text[max(0, start - _INDENT) : start].rstrip(" \t\u00a0")
    if before and before[-1] != "\n":
        return False
    return end < len(text) and (text[end] in ".:" or text[end] == "\n")


def provision_of(chain: str) -> str:
    """The provision in one order, outermost first: "điểm a khoản 2 Điều 5" -> "Điều 5 khoản 2 điểm a"."""
    parts = [(unit.lower(), " ".join(value.split())) for unit, value in _PART.findall(chain)]
    if len(parts) > 1 and _rank(parts, 0) > _rank(parts, -1):
        ranks = [_rank(parts, index) for index in range(len(parts))]
        parts = [parts[index] for index in sorted(range(len(parts)), key=ranks.__getitem__)]
    return " ".join(f"{'Điều' if unit == 'điều' else unit} {value}" for unit, value in parts)


def _rank(parts: list[tuple[str, str]], index: int) -> float:
    unit, value = parts[index]
    inner = unit == "mục" and value[0].isdigit() and any(other == "điều" for other, _ in parts)
    return _INNER_DIVISION if inner else _RANK[unit]
