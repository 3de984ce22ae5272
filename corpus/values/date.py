"""Dates and periods (ngày tháng, quý, giai đoạn, nhiệm kỳ) in Vietnamese text.

A misprint such as "5/5/52022" is found but never repaired: its span is given and its date is None.
"""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.model import Span


class Precision(StrEnum):
    """How exactly a value fixes time."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"  # giai đoạn, nhiệm kỳ, 6 tháng đầu năm, từ … đến …


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date or period: `date` for an exact, valid day; `start` and `end` (inclusive) for what is known."""

    span: Span
    precision: Precision
    date: datetime.date | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    vision: bool = False  # tầm nhìn: an outlook, not a deadline


@dataclass(frozen=True, slots=True)
class YearValue:
    """A year written with four digits."""

    span: Span
    year: int


_MONTHS = {
    word: number
    for number, words in enumerate(
        ("giêng một", "hai", "ba", "tư bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười"), start=1
    )
    for word in words.split()
} | {"mười một": 11, "mười hai": 12}
_MONTHS_IN_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_DASH = "\\-\u2010-\u2015\u2212"
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d(?!\d)"
_NUMERIC = (
    rf"\d{{1,2}}(?P<sep>\s?[/.{_DASH}]\s?)\d{{1,2}}\s?[/.{_DASH}]\s?(?:\d{{4,6}}|\d\d)(?![\d/]|[.,{_DASH}]\d)"
)
_LONG = (
    rf"\d{{1,2}}\s{{1,3}}th[áa]ng\s{{1,3}}(?:\d{{1,2}}|{_WORD})(?:\s{{1,3}}n[ăa]m\s{{1,3}}\d{{4,6}})?(?!\d)"
)
_DAY = re.compile(
    rf"(?:(?P<word>ng[àa]y)\s{{0,3}}(?:(?P<long>{_LONG})|(?P<named>{_NUMERIC.replace('sep', 'sep1')})"
    rf"|(?P<blank>\d{{1,2}} \d{{1,2}} {_YEAR})"
    rf"|(?P<short>\d{{1,2}}[/{_DASH}]\d{{1,2}}(?![\d/]|[.,{_DASH}]\d)))"
    rf"|(?<![\d/.,{_DASH}])(?P<bare>{_NUMERIC.replace('sep', 'sep2')}))",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?:(?P<cue>giai đoạn|thời kỳ|nhiệm kỳ|thời kì|nhiệm kì)\s{{1,3}}(?:từ\s)?(?:năm\s)?)?"
    rf"(?<![\d/.,{_DASH}])(?P<from>{_YEAR})\s{{0,2}}(?:[{_DASH}]|đến(?:\snăm)?)\s{{0,2}}(?P<to>{_YEAR})(?![/.,{_DASH}]\w)",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    rf"\bqu[ýy]\s{{1,2}}(?P<quarter>IV|I{{1,3}}|[1-4])(?!\w)(?:\s?[/{_DASH}]\s?|\s{{1,2}}năm\s{{1,2}})?(?P<year>{_YEAR})?",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"\b(?:(?P<months>0?[369])|(?<!mười )(?P<word>ba|sáu|chín)(?=\s{{1,2}}tháng\s{{1,2}}(?:đầu|cuối|năm\s{{1,2}}{_YEAR})))"
    rf"\s{{1,2}}tháng\s{{1,2}}(?:(?P<side>đầu|cuối)\s{{1,2}})?năm(?:\s{{1,2}}(?P<year>{_YEAR}))?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\btháng\s{{1,2}}(?P<month>\d{{1,2}}|{_WORD})(?:\s?[/{_DASH}]\s?|\s{{1,2}}năm\s{{1,2}})(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    rf"(?P<vision>tầm nhìn\s{{1,2}}(?:đến\s{{1,2}})?(?:năm\s{{1,2}})?)?"
    rf"(?:\b(?:năm|vào|đến|trước|sau|từ|hết)\s{{1,2}})(?P<year>{_YEAR})(?![/{_DASH}][A-ZĐ\d])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s{1,2}(?:đến|tới)\s{1,2}(?:hết\s)?", re.IGNORECASE)
_ANY_YEAR = re.compile(rf"(?<!\w)(?P<year>{_YEAR})(?!\w|[.,]\d{{3}}(?!\d)|/[A-ZĐ])")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_day(match: re.Match[str]) -> DateValue:
    words = re.findall(r"\d+|[^\W\d]+", match.group())
    parts = [word for word in words if word.isdecimal()]
    if match["long"]:
        body = match["long"].lower()
        named = re.search(rf"th[áa]ng\s+({_WORD})(?!\w)", body)
        if named:
            parts.insert(1, str(_MONTHS[named[1]]))
    known = len(parts) == 3 and len(parts[2]) == 4
    value = _day(int(parts[2]), int(parts[1]), int(parts[0])) if known else None
    return DateValue(Span(*match.span()), Precision.DAY, value, value, value)


def date_at(text: str, start: int) -> DateValue | None:
    """The day written at exactly `start` ("ngày 05/5/2022", "5-5-2022"), None when there is none."""
    match = _DAY.match(text, start)
    return _from_day(match) if match else None


def _months(span: Span, precision: Precision, year: str | None, first: int, last: int) -> DateValue:
    if not year or not 1 <= first <= last <= 12:
        return DateValue(span, precision)
    end = date(int(year), last, monthrange(int(year), last)[1])
    return DateValue(span, precision, None, date(int(year), first, 1), end)


def _from_period(match: re.Match[str]) -> DateValue | None:
    first, last = int(match["from"]), int(match["to"])
    if first >= last:
        return None
    return DateValue(Span(*match.span()), Precision.PERIOD, None, date(first, 1, 1), date(last, 12, 31))


def _from_quarter(match: re.Match[str]) -> DateValue:
    written = match["quarter"].upper()
    quarter = _ROMAN.get(written) or int(written)
    end = match.end() if match["year"] else match.end("quarter")
    return _months(Span(match.start(), end), Precision.QUARTER, match["year"], 3 * quarter - 2, 3 * quarter)


def _from_half(match: re.Match[str]) -> DateValue:
    count = int(match["months"]) if match["months"] else _MONTHS_IN_WORDS[match["word"].lower()]
    late = (match["side"] or "").lower() == "cuối"
    first, last = (13 - count, 12) if late else (1, count)
    return _months(Span(*match.span()), Precision.PERIOD, match["year"], first, last)


def _from_month(match: re.Match[str]) -> DateValue:
    written = match["month"].lower()
    month = _MONTHS.get(written) or int(written)
    return _months(Span(*match.span()), Precision.MONTH, match["year"], month, month)


def _from_year(match: re.Match[str]) -> DateValue:
    year = int(match["year"])
    start = match.start() if match["vision"] else match.start("year")
    vision = bool(match["vision"])
    return DateValue(
        Span(start, match.end()), Precision.YEAR, None, date(year, 1, 1), date(year, 12, 31), vision
    )


# In order of precedence: what an earlier form took, a later one leaves alone.
_FORMS = (
    (_DAY, _from_day),
    (_PERIOD, _from_period),
    (_QUARTER, _from_quarter),
    (_HALF, _from_half),
    (_MONTH, _from_month),
    (_IN_YEAR, _from_year),
)


def find_dates(text: str) -> list[DateValue]:
    """Every date and period by position, without overlaps; "từ A đến B" of two days is one period."""
    taken = bytearray(len(text))
    found: list[DateValue] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            value = read(match)
            if value is None or any(taken[value.span.start : value.span.end]):
                continue
            taken[value.span.start : value.span.end] = b"\1" * (value.span.end - value.span.start)
            found.append(value)
    found.sort(key=lambda value: value.span)
    return _joined(text, found)


def _joined(text: str, found: list[DateValue]) -> list[DateValue]:
    joined: list[DateValue] = []
    for value in found:
        last = joined[-1] if joined else None
        if (
            last
            and last.date
            and value.date
            and last.date < value.date
            and _BETWEEN.fullmatch(text, last.span.end, value.span.start)
        ):
            span = Span(last.span.start, value.span.end)
            joined[-1] = DateValue(span, Precision.PERIOD, None, last.date, value.date)
        else:
            joined.append(value)
    return joined


def find_years(text: str) -> list[YearValue]:
    """Every year from 1900 to 2099 standing by itself; not the year inside a document number."""
    return [YearValue(Span(*match.span()), int(match["year"])) for match in _ANY_YEAR.finditer(text)]
