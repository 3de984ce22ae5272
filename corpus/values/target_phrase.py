"""The words around a figure: what binds it (ít nhất, dưới, từ … trở lên), where it goes, what it measures."""

import re
from dataclasses import dataclass, field

from corpus.model import Operator, Trend

# Phrase directly before a figure -> what it says; the longest match at the end of the words wins.
_OPERATORS = {
    Operator.AT_LEAST: "ít nhất|tối thiểu|không thấp hơn|không dưới|không ít hơn|thấp nhất|≥",
    Operator.MORE: "trên|hơn|vượt|cao hơn|>",
    Operator.AT_MOST: "không quá|tối đa|không vượt quá|không vượt|không cao hơn|nhiều nhất|cao nhất|≤",
    Operator.LESS: "dưới|nhỏ hơn|thấp hơn|<",
    Operator.ABOUT: "khoảng|xấp xỉ|gần|cơ bản|ước khoảng",
}
_TRENDS = {
    Trend.INCREASE: "tăng|tăng lên|tăng thêm|nâng|nâng lên|tăng trưởng|lên",
    Trend.DECREASE: "giảm|kéo giảm|cắt giảm|hạ|giảm xuống|giảm còn|xuống|xuống còn",
    Trend.MAINTAIN: "duy trì|giữ vững|giữ|duy trì ở mức",
}
_NEUTRAL = (
    "đạt|là|bằng|còn|chiếm|đóng góp|có|ở mức|mức|đến|tới|tỷ lệ|tỉ lệ|bình quân|trung bình|bố trí"
    "|được|thêm|có thêm"
    "|phấn đấu|phấn đấu đạt|=|với"
)
_YEARLY = "hằng năm|hàng năm|mỗi năm|một năm|bình quân năm"
_RESULT = "ước đạt|mới đạt|đã đạt|đạt được|đã|mới được xử lý|ước"
_FROM = "từ"


@dataclass(slots=True)
class Cue:
    """What the words before a figure say; `start` is where they begin."""

    start: int
    operator: Operator | None = None
    trend: Trend | None = None
    approximate: bool = False
    yearly: bool = False
    done: bool = False
    from_: bool = False
    stated: bool = False  # đạt, là, có … stand before the figure
    words: list[str] = field(default_factory=list)


def _table() -> dict[str, tuple[str, object]]:
    found: dict[str, tuple[str, object]] = dict.fromkeys(_NEUTRAL.split("|"), ("neutral", None))
    for operator, phrases in _OPERATORS.items():
        found.update((phrase, ("operator", operator)) for phrase in phrases.split("|"))
    for trend, phrases in _TRENDS.items():
        found.update((phrase, ("trend", trend)) for phrase in phrases.split("|"))
    found.update((phrase, ("yearly", None)) for phrase in _YEARLY.split("|"))
    found.update((phrase, ("done", None)) for phrase in _RESULT.split("|"))
    found[_FROM] = ("from", None)
    return found


_CUES = _table()
_LONGEST = max(len(phrase.split()) for phrase in _CUES)
_TOKEN = re.compile(r"[^\W\d_]+|[≥≤<>=]|[^\w\s]|\d\S*")
_WINDOW = 90


def cue_before(text: str, start: int, end: int) -> Cue:
    """Reads the words that end at `end`, not before `start`, as long as they are cues; linear."""
    tokens = [(m.group().lower(), m.start()) for m in _TOKEN.finditer(text, max(start, end - _WINDOW), end)]
    if tokens and tokens[-1][0] in "(":
        tokens.pop()
    cue = Cue(end)
    if tokens and tokens[-1][0] == ":":
        cue.stated, cue.start = True, tokens.pop()[1]
    while tokens:
        length = next(
            (n for n in range(min(_LONGEST, len(tokens)), 0, -1) if _phrase(tokens[-n:]) in _CUES), 0
        )
        if not length:
            break
        phrase = _phrase(tokens[-length:])
        if phrase == "mới đạt" and _phrase(tokens[-3:-2]) == "viên":  # "kết nạp đảng viên mới đạt …"
            length, phrase = 1, "đạt"
        cue.start = tokens[-length][1]
        cue.words.insert(0, phrase)
        _apply(cue, *_CUES[phrase])
        del tokens[-length:]
    return cue


def _phrase(tokens: list[tuple[str, int]]) -> str:
    return " ".join(word for word, _ in tokens)


def _apply(cue: Cue, role: str, value: object) -> None:
    if role == "operator":
        if value is Operator.ABOUT:
            cue.approximate = True
        elif isinstance(value, Operator) and cue.operator is None:
            cue.operator = value
    elif role == "trend" and isinstance(value, Trend):
        cue.trend = value
    elif role == "yearly":
        cue.yearly = True
    elif role == "done":
        cue.done = cue.stated = True
    elif role == "from":
        cue.from_ = True
    else:
        cue.stated = True


_BEYOND = re.compile(r"[ ]?((?:[^\W\d_]+[ ]){0,6}?)trở (lên|xuống|đi)(?P<per>[ ]?/[ ]?năm)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Beyond:
    """ "trở lên" or "trở xuống" behind a figure: the words between, where it ends, whether "/năm" follows."""

    operator: Operator
    between: str
    end: int
    yearly: bool


def beyond(text: str, start: int, end: int) -> Beyond | None:
    """Reads "trở lên" or "trở xuống" behind the figure that ends at `start`."""
    match = _BEYOND.match(text, start, end)
    if match is None:
        return None
    operator = Operator.AT_MOST if match[2].lower() == "xuống" else Operator.AT_LEAST
    return Beyond(operator, match[1].strip(), match.end(), match["per"] is not None)


_LEAD = re.compile(
    r"(?:[\s,:;()\[\]“”\"*_–+•-]+|(?:và|nhưng|song|tuy nhiên|trong đó|phấn đấu|đặt mục tiêu|dự kiến|quyết tâm|bảo đảm"
    r"|đảm bảo|mỗi năm|hằng năm"
    r"|hàng năm|cả năm|riêng|cả nước|toàn huyện|toàn tỉnh|có|là|đạt|đã|ước|mục tiêu|cụ thể|gồm|đến"
    r"|vào|hết|cuối"
    r"|trước|năm|từ|với|được|khoảng|trong|tiếp tục)(?!\w))",
    re.IGNORECASE,
)
_TREND_HEAD = re.compile(
    r"(tăng trưởng|tốc độ tăng|kéo giảm|cắt giảm|tăng|giảm|nâng|hạ|duy trì|giữ vững)(?!\w)", re.IGNORECASE
)
_HEAD_TRENDS = {
    "tăng trưởng": (Trend.INCREASE, False),
    "tốc độ tăng": (Trend.INCREASE, False),
    "tăng": (Trend.INCREASE, True),
    "nâng": (Trend.INCREASE, True),
    "kéo giảm": (Trend.DECREASE, True),
    "cắt giảm": (Trend.DECREASE, True),
    "giảm": (Trend.DECREASE, True),
    "hạ": (Trend.DECREASE, True),
    "duy trì": (Trend.MAINTAIN, True),
    "giữ vững": (Trend.MAINTAIN, True),
}


def without_lead(text: str, start: int, end: int) -> int:
    """Where the indicator begins: past marks, intentions ("Phấn đấu có") and connecting words."""
    while start < end:
        match = _LEAD.match(text, start, end)
        if match is None or match.end() == start:
            break
        start = match.end()
    return start


def head_trend(text: str, start: int, end: int) -> tuple[Trend | None, int]:
    """The trend named at the head of an indicator; "giảm tỷ lệ" loses the verb, "tăng trưởng" keeps it."""
    match = _TREND_HEAD.match(text, start, end)
    if match is None:
        return None, start
    trend, verb = _HEAD_TRENDS[match[1].lower()]
    return trend, match.end() if verb else start
