"""Quantities (đại lượng): a number or a range with its unit, as targets and results state them.

Years, dates and document numbers are not quantities; callers pass their spans so that they are left alone.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.model import Span
from corpus.values.dictionary import rows
from corpus.values.number import value_of_words


class Quantity(NamedTuple):
    """`values` holds one number, or the two ends of a range; a `ratio` is "16/18".

    `unit` is as written, with "%0" as "‰"; `after` is where the text behind the unit begins.
    `measure` is true for units that measure (%, đồng, ha), false for things that are counted (xã).
    """

    span: Span
    values: tuple[Decimal, ...]
    unit: str | None
    measure: bool
    noun: int = 0  # where the counted noun begins, past a scale such as "triệu"
    ratio: bool = False


_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d{1,12}(?:,\d{1,4})?(?!\d)|\d{1,4}\.\d{1,2})(?![.,]?\d)"
_WORD = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười"
_COUNTED_IN_WORDS = "chỉ tiêu|nhiệm vụ|nhóm|mục tiêu|giải pháp|đột phá|khâu|nội dung"
_SCALED = re.compile(r"(?:tỷ|triệu|nghìn|ngàn|vạn)(?!\w)", re.IGNORECASE)
_NOT_AFTER = frozenset(
    "thứ khóa khoá điều khoản mục quý đợt lục chương phần số án đoạn tháng năm ngày điểm phòng loại cấp vùng"
    " tổ đường kỳ giờ bậc".split()
)
_STOP = frozenset(
    "đạt có được của cho trong trên tại ở với và so từ đến tới vào trước sau do để theo mà thì là phải không"
    " chưa đã trở hoặc gồm còn thuộc bị ra lên xuống nêu".split()
)
_MEASURES = (
    "%0 % ‰ đồng usd ha km km2 km² m2 m² m3 m³ m tấn tạ kg kwh mw lần điểm ngày tháng năm giờ phút độ lít"
).split()


@cache
def _pattern() -> re.Pattern[str]:
    known = {row["unit"] for row in rows("units")} | {"điểm phần trăm", "m", "giờ", "phút", "sao"}
    units = "|".join(re.escape(unit) for unit in sorted(known, key=len, reverse=True))
    scale = r"(?:(?:tỷ|triệu|nghìn|ngàn|vạn)\s)?"
    words = r"(?:[ ](?!trở |và |hoặc )[^\W\d_]{1,9}){0,2}"
    per = rf"(?:{words}[ ]?/[ ]?[^\W\d_]\w{{0,8}}(?:[ ](?:đêm|dân|tác xã|làm việc))?){{0,3}}"
    other = r"[^\W\d_]|(?<=đồng) chí|(?<=điểm) (?:du|thu|tập|hẹn|trường|đến|cầu)(?!\w)"  # "đồng chí"
    # Looked for only where a word or a sign of a share begins: most numbers have no unit.
    begins = r"(?=[^\W\d_]|[%‰])"
    unit = rf"(?:\s{{0,2}}{begins}(?P<unit>{scale}(?:{units})(?:\s?sàn)?(?!{other}){per}|(?:%0|[%‰]){per}))"
    first, second = unit.replace("<unit>", "<unit1>"), unit.replace("<unit>", "<unit2>")
    return re.compile(
        rf"(?<![\w.,/])(?:(?P<ratio>\d{{1,5}}/\d{{1,5}})(?![\d/.,]\d|\w)"
        rf"|(?P<one>{_NUMBER})(?:{first})?"
        rf"(?:\s{{0,2}}(?:[-–—]|đến|tới)\s{{0,2}}(?P<two>{_NUMBER})(?:{second})?)?"
        rf"|(?P<word>{_WORD})(?=\s(?:{_COUNTED_IN_WORDS})(?!\w)))",
        re.IGNORECASE,
    )


_NOUNS = (
    "phố đi bộ|mục tiêu|giải pháp|đột phá|nhóm nhiệm vụ|khu dân cư|cụm công nghiệp|khu công nghiệp|hợp tác xã"
    "|giường bệnh|bác sĩ|cuộc"
    "|nhà máy|trạm trung chuyển|công chức|cán bộ|tổ chức đảng|chi bộ|đảng bộ|sản phẩm|đồng chí"
    "|hộ gia đình|điểm du lịch"
    "|điểm thu hồi|điểm hẹn số|thư|đảng ủy xã|đảng uỷ xã|công trình|dự án|trạm|hồ sơ|nhà|tỉnh|huyện"
    "|trường|lớp"
).split("|")


@cache
def _known_noun() -> re.Pattern[str]:
    known = {row["unit"] for row in rows("units") if row["unit"][0].isalpha()} | set(_NOUNS)
    units = "|".join(re.escape(unit) for unit in sorted(known, key=len, reverse=True))
    return re.compile(
        rf"[ \u00a0\n](?P<unit>{units})(?![^\W\d_])(?P<per>\s?/\s?[^\W\d_]+(?:\s(?:dân|đất))?)?",
        re.IGNORECASE,
    )


_WORDS_AFTER = re.compile(r"[ \u00a0\n]([^\W\d_]+)")


def find_quantities(text: str, start: int, end: int, masked: Sequence[Span]) -> list[Quantity]:
    """The quantities of `text[start:end]` outside `masked` (sorted spans). Never raises; linear."""
    found: list[Quantity] = []
    index = 0
    for match in _pattern().finditer(text, start, end):
        at = match.start()
        one, two, first, second = match.group("one", "two", "unit1", "unit2")
        while index < len(masked) and masked[index].end <= at:
            index += 1
        if index < len(masked) and masked[index].start < match.end("one" if one else 0):
            continue
        unit = second or first
        word_before = not unit and at > start and (text[at - 1] == "(" or text[at - 1].isspace())
        if word_before and _left_word(text, at, start) in _NOT_AFTER:
            continue
        if one is None:
            found.append(_read_other(text, match, end))
            continue
        values = (_value(one), _value(two)) if two else (_value(one),)
        found.append(_with_unit(text, match, values, unit, end))
    return found


def _left_word(text: str, at: int, start: int) -> str:
    """The word before a number, "" for none; only the words of `_NOT_AFTER` matter."""
    left = text[max(start, at - 14) : at].rstrip()
    if not (left[-1:].isalpha() or left[-1:] == "("):
        return ""
    return left.split()[-1].lower().strip("(")


def _read_other(text: str, match: re.Match[str], end: int) -> Quantity:
    """A ratio ("16/18") or a number in words."""
    start, stop = match.span()
    if match["word"]:
        values: tuple[Decimal, ...] = (Decimal(value_of_words(match["word"]) or 0),)
    else:
        values = tuple(map(_value, match["ratio"].split("/")))
    unit, after = _noun(text, stop, end)
    return Quantity(Span(start, after), values, unit, False, stop, ratio=match["word"] is None)


def _with_unit(
    text: str, match: re.Match[str], values: tuple[Decimal, ...], unit: str | None, end: int
) -> Quantity:
    """A number or range with its unit, or else with the noun behind it."""
    start, stop = match.span()
    if unit is None or (_SCALED.fullmatch(unit) and stop < end):
        noun, after = _noun(text, stop, end)
        if noun:
            unit, stop = f"{unit} {noun}" if unit else noun, after
    number_end = match.end("two" if len(values) > 1 else "one")
    if unit is None:
        return Quantity(Span(start, stop), values, None, False, number_end)
    written = " ".join(unit.split()).replace("%0", "‰")
    scaled = _SCALED.match(text, number_end + 1, stop)
    noun_start = scaled.end() if scaled else number_end
    return Quantity(Span(start, stop), values, written, _is_measure(written), noun_start)


@lru_cache(maxsize=4096)
def _value(written: str) -> Decimal:
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written)
    return Decimal((written.replace(".", "") if grouped else written).replace(",", "."))


def _noun(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The counted noun behind a bare number: up to three words, and where it ends."""
    if start + 1 >= end or text[start] not in " \u00a0\n":
        return None, start
    first = text[start + 1]
    if not first.isalnum() or first.isdecimal():
        return None, start
    known = _known_noun().match(text, start, end)
    if known:
        return " ".join(known.group().split()), known.end()
    words: list[str] = []
    at = start
    while len(words) < 2:
        match = _WORDS_AFTER.match(text, at, end)
        if match is None or match[1].lower() in _STOP:
            break
        words.append(match[1])
        at = match.end()
    return (" ".join(words) or None), at


def _is_measure(unit: str) -> bool:
    head = unit.split("/", maxsplit=1)[0].strip().lower()
    return (
        head in _MEASURES
        or head.endswith((" đồng", " usd", "sàn", "phần trăm", "làm việc"))
        or head
        in (
            "tỷ",
            "triệu",
            "nghìn",
        )
    )
