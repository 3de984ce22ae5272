"""Questions that compare two things ("của Vân Sơn và Thượng Khê"): one question is asked for each of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.values.reference import find_references
from service.question import Question

_LEVEL = r"(?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn)"
_UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper())
_NAME = rf"[{_UPPER}]\w*(?: [{_UPPER}]\w*){{0,3}}"
_PLACE = rf"(?<!\w)(?:{_LEVEL}(?: {_NAME})?|{_NAME})(?!\w)"
_BETWEEN = re.compile(
    r"\s*(?:,\s*)?(?:và|với|so với|hay|đối với|khác(?: gì)?(?: so)? với)\s+(?:(?:của|ở|tại|trong|theo)\s+)?"
)
_CUES = re.compile(
    r"so sánh|đối chiếu|khác nhau|khác biệt|khác gì|khác thế nào|chênh lệch|chênh nhau|so với|hơn kém|giống nhau"
)
# What only asks for the comparison, and no document says.
_ASIDE = re.compile(
    r"(?:hãy |xin )?so sánh|đối chiếu|(?:có gì )?(?:khác|giống) nhau(?: như thế nào| thế nào| ra sao| ở điểm nào| gì)?"
    r"(?: về)?|khác biệt|(?:có )?khác gì|chênh lệch(?: bao nhiêu)?|chênh nhau(?: bao nhiêu)?|hơn kém(?: nhau)?"
    r"(?: bao nhiêu)?|giữa(?=\s)|bên nào (?:cao|thấp|lớn|nhỏ|nhiều|ít) hơn|nơi nào (?:cao|thấp|lớn|nhỏ|nhiều|ít) hơn"
)
_PLACES = re.compile(rf"(?P<first>{_PLACE}){_BETWEEN.pattern}(?P<second>{_PLACE})")
_VALUE = re.compile(r"chỉ tiêu|mục tiêu|tỷ lệ|tỉ lệ|bao nhiêu|mấy|đến (?:hết )?(?:năm|ngày)|năm \d{4}|mức")


@dataclass(frozen=True, slots=True)
class Pair:
    """The two questions that a comparison consists of."""

    first: str
    second: str


def compared(question: Question) -> Pair | None:
    """The questions for either side, None when nothing is compared."""
    text = question.text
    lowered = text.lower()
    cued = _CUES.search(lowered) is not None
    if not cued and not _VALUE.search(lowered):
        return None
    for first, second in _sides(text):
        if cued or _parallel(text, first, second):
            left = text[: first[0]] + text[first[0] : first[1]] + text[second[1] :]
            right = text[: first[0]] + text[second[0] : second[1]] + text[second[1] :]
            return Pair(_plain(left), _plain(right))
    return None


def _sides(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Two documents, or two places, side by side; documents first."""
    spans = [(one.span.start, _with_year(text, one.span.end)) for one in find_references(text)]
    for first, second in pairwise(spans):
        if _BETWEEN.fullmatch(text, first[1], second[0]):
            yield first, second
    for match in _PLACES.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            yield match.span("first"), match.span("second")


_YEAR = re.compile(r"\s+(?:ban hành )?năm \d{4}(?!\d)")


def _with_year(text: str, end: int) -> int:
    match = _YEAR.match(text, end)
    return match.end() if match else end


def _parallel(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Without a word of comparison, only two things named by the same kind of name are compared."""
    left, right = text[slice(*first)], text[slice(*second)]
    levels = [re.match(_LEVEL, side) is not None for side in (left, right)]
    numbers = [any(char.isdigit() for char in side) for side in (left, right)]
    return all(levels) or all(numbers) or _names_congress(left) != _names_congress(right)


def _names_congress(side: str) -> bool:
    return "Đại hội" in side


def _plain(text: str) -> str:
    """The question for one side, without the words of comparison."""
    return " ".join(_ASIDE.sub(" ", text.replace("So sánh", "so sánh")).replace(" :", ":").split())
