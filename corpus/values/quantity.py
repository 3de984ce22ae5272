"""Quantities (đại lượng): a number or a range with its unit, as targets and results state them.

Years, dates and document numbers are not quantities; callers pass their spans so that they are left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.model import Span
from corpus.values.dictionary import rows
from corpus.values.number import value_of_words


@dataclass(frozen=True, slots=True)
class Quantity:
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
    unit = rf"(?:\s{{0,2}}(?P<unit>{scale}(?:{units})(?:\s?sàn)?(?!{other}){per}|(?:%0|[%‰]){per}))"
    first, second = unit.replace("<unit>", "<unit1>"), unit.replace("<unit>", "<unit2>")
    return re.compile(
        rf"(?<![\w.,/])(?:(?P<ratio>\d{{1,5}}/\d{{1,5}})(?![\d/.,]\d|\w)"
        rf"|(?P<one>{_NUMBER})(?:{first})?"
        rf"(?:\s{{0,2}}(?:[-–—]|đến|tới)\s{{0,2}}(?P<two>{_NUMBER})(?:{second})?)?"
        rf"|(?P<word>{_WORD})(?=\s(?:{_COUNTED_IN_WORDS})(?!\w)))",
        re.IGNORECASE,
    )


_NOUNS = (
    "mục tiêu|giải pháp|đột phá|nhóm nhiệm vụ|khu dân cư|cụm công nghiệp|khu công nghiệp|hợp tác xã"
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
        while index < len(masked) and masked[index].end <= match.start():
            index += 1
        if index < len(masked) and masked[index].start < match.end("one" if match["one"] else 0):
            continue
        if _left_word(text, match.start(), start) in _NOT_AFTER and not _measured(match):
            continue
        found.append(_read(text, match, end))
    return found


def _measured(match: re.Match[str]) -> bool:
    return bool(match["one"] and (match["unit1"] or match["unit2"]))


def _left_word(text: str, at: int, start: int) -> str:
    words = text[max(start, at - 14) : at].split()
    return words[-1].lower().strip("(") if words else ""


def _read(text: str, match: re.Match[str], end: int) -> Quantity:
    if match["ratio"]:
        values = tuple(Decimal(part) for part in match["ratio"].split("/"))
        unit, stop = _noun(text, match.end("ratio"), end)
        return Quantity(Span(match.start(), stop), values, unit, False, match.end("ratio"), ratio=True)
    if match["word"]:
        value = Decimal(value_of_words(match["word"]) or 0)
        unit, stop = _noun(text, match.end(), end)
        return Quantity(Span(match.start(), stop), (value,), unit, False, match.end())
    values = tuple(_value(match[name]) for name in ("one", "two") if match[name])
    unit, stop = match["unit2"] or match["unit1"], match.end()
    number_end = match.end("two") if match["two"] else match.end("one")
    if unit is None or (_SCALED.fullmatch(unit) and stop < end):
        noun, after = _noun(text, stop, end)
        unit = " ".join(part for part in (unit, noun) if part) or None
        stop = after if noun else stop
    written = " ".join(unit.split()).replace("%0", "‰") if unit else None
    scaled = _SCALED.match(text, number_end + 1, stop)
    return Quantity(
        Span(match.start(), stop),
        values,
        written,
        _is_measure(written),
        scaled.end() if scaled else number_end,
    )


def _value(written: str) -> Decimal:
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written)
    return Decimal((written.replace(".", "") if grouped else written).replace(",", "."))


def _noun(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The counted noun behind a bare number: up to three words, and where it ends."""
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


def _is_measure(unit: str | None) -> bool:
    if not unit:
        return False
    head = unit.split("/")[0].strip().lower()
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
