"""Numbers (số): decimal comma, thousands dot, units, number words, Roman numerals after a cue."""

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.model import Span
from corpus.values.dictionary import rows
from corpus.values.naming import roman_value


class NumberValue(NamedTuple):
    """A number with its unit as written ("tỷ đồng", "%"); `raw` is the number alone."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    raw: str

    @property
    def span(self) -> Span:
        """Number and unit."""
        return Span(self.start, self.end)


_DIGITS = {
    word: value
    for value, words in enumerate(
        ("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm nhăm", "sáu", "bảy bẩy", "tám", "chín", "mười")
    )
    for word in words.split()
}
_FILLERS = ("linh", "lẻ")
# Words that are also everyday words: alone they count only before a thing that is counted.
_ALONE = r"hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|một"
_COUNTED = (
    r"chỉ tiêu|nhiệm vụ|nhóm|mục tiêu|giải pháp|đột phá|khâu|trụ cột|nội dung|lĩnh vực|đơn vị"
    r"|xã|phường|thôn|việc"
)
_WORD = (
    r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn"
    r"|linh|lẻ)"
)
_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<many>{_WORD}(?:\s{_WORD}){{1,8}})(?!\w)|(?P<one>{_ALONE})(?=\s(?:{_COUNTED})(?!\w)))",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?|\d{1,15}(?:,\d{1,6})?|\d{1,6}\.\d{1,6})(?![.,]?\d)"
    r"(?P<unit>(?=\s?(?:(?:/\s?)?[^\W\d_]|[%‰])))?"  # whether a unit may follow: behind most numbers none does
)
_ROMAN = re.compile(
    r"(?:quý|khóa|khoá|lần thứ|[Cc]hương|[Pp]hần|[Mm]ục|[Tt]rung ương|[Đđ]ại hội|thế kỷ|hạng|loại|bậc|vùng)\s"
    r"(?P<roman>[IVXLC]{1,7})(?!\w)",
)


@cache
def _units() -> re.Pattern[str]:
    known = sorted({row["unit"] for row in rows("units")}, key=len, reverse=True)
    base = "|".join(re.escape(unit) for unit in known)
    per = r"/\s?(?:người|năm|tháng|ngày|ha|hộ|nghìn dân|vạn dân|km2|km²|xã|lượt|giờ|m2|m²|tấn)"
    return re.compile(
        rf"\s?(?P<unit>(?:{base})(?:\s?sàn)?(?![^\W\d_])(?:\s?{per}){{0,2}}|{per})", re.IGNORECASE
    )


def find_numbers(text: str) -> list[NumberValue]:
    """Every number of `text`, by position, without overlaps. Never raises; linear."""
    others = [value for match in _WORDS.finditer(text) if (value := _worded(text, match)) is not None]
    for match in _ROMAN.finditer(text):
        roman = roman_value(match["roman"])
        if roman:
            start, end = match.span("roman")
            others.append(NumberValue(start, end, Decimal(roman), None, match["roman"]))
    found = _figures(text)
    if not others:
        return found
    kept: list[NumberValue] = []
    for number in sorted([*found, *others], key=lambda number: number[:2]):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _figures(text: str) -> list[NumberValue]:
    found: list[NumberValue] = []
    last = 0
    for match in _FIGURES.finditer(text):
        start, end = match.span()
        raw = match[0]
        if start < last:
            continue  # the 0 of "%0"
        if match.lastindex is None:
            found.append(NumberValue(start, end, _value(raw), None, raw))
        else:
            found.append(_with_unit(text, start, end, _value(raw), raw))
            last = found[-1].end
    return found


@lru_cache(maxsize=4096)
def _value(written: str) -> Decimal:
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written)
    plain = written.replace(".", "") if grouped else written
    return Decimal(plain.replace(",", "."))


def _with_unit(text: str, start: int, end: int, value: Decimal, raw: str) -> NumberValue:
    unit = _units().match(text, end)
    if unit is None:
        return NumberValue(start, end, value, None, raw)
    written = " ".join(unit["unit"].split())
    return NumberValue(start, unit.end(), value, written.replace("%0", "‰"), raw)


def _worded(text: str, match: re.Match[str]) -> NumberValue | None:
    written = match["many"] or match["one"]
    start = match.start("many" if match["many"] else "one")
    value = value_of_words(written)
    return None if value is None else _with_unit(text, start, start + len(written), Decimal(value), written)


def value_of_words(words: str) -> int | None:
    """The value of number words ("hai mươi mốt" is 21, "một trăm linh năm" 105); None when they are none."""
    total = part = 0
    last = ""
    for word in words.lower().split():
        if word in _FILLERS:
            pass
        elif word in ("nghìn", "ngàn"):
            total, part = total + (part or 1) * 1000, 0
        elif word == "trăm":
            part = (part or 1) * 100
        elif word in ("mươi", "chục"):
            part = part - part % 10 + (part % 10 or 1) * 10
        elif word == "mười":
            part += 10
        elif word not in _DIGITS or (last in _DIGITS and last != "mười"):
            return None  # "ba năm": three years, not a number
        else:
            part += _DIGITS[word]
        last = word
    return total + part
