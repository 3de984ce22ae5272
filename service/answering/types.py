"""Whether a sentence holds the kind of thing a question asks for (kiểu câu trả lời)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from indexer.text.analysis import fold
from service.answering import conditions
from service.answering.count_nouns import counted_for
from service.answering.reading import Terms
from service.names import is_foreign
from service.question import AnswerKind, Question

_NUMBER_WORDS = frozenset(
    "một hai ba bốn tư năm sáu bảy tám chín mười trăm nghìn ngàn vạn triệu tỷ nửa đôi vài không".split()
)
_FOLDED_NUMBER_WORDS = frozenset(map(fold, _NUMBER_WORDS)) - {"nam", "ba", "tu", "khong"}
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?<!\d)(?:1\d|20)\d\d(?!\d)|ngày \d|tháng \d|thế kỷ|thập niên|thập kỷ|\d/\d|năm \d|"
    r"quý [IV1-4]|kể từ|(?:thời điểm|khi|hiện|kỷ|thời|trước|sau) "
)
_DURATION = re.compile(
    r"(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa)\s+"
    r"(?:(?:trăm|nghìn|ngàn|vạn|triệu|tỷ)\s+)?(?:năm|tháng|ngày|giờ|tuần|phút|"
    r"giây|thập kỷ|thế kỷ)|(?<!\w)từ (?:khoảng |năm |ngày |tháng )*\d.{0,40} đến|(?:mãi|cho) đến",
    re.I,
)
_DOCUMENT = re.compile(
    r"nghị quyết|quyết định|chỉ thị|kế hoạch|luật|nghị định|quy định|chương trình|hướng dẫn|"
    r"kết luận|thông tư|điều lệ",
    re.I,
)
_BODY = re.compile(
    r"ban |bộ |sở |ủy|uỷ|hội|đoàn|viện|trường|tòa|toà|cơ quan|đơn vị|tổ chức|công ty|"
    r"chính phủ|đảng|phòng|cục|chi cục|lực lượng|nhà nước|quốc hội",
    re.I,
)
_PERSON = re.compile(
    r"người|ông|bà|chủ tịch|bí thư|đồng chí|trưởng|giám đốc|vua|tướng|cấp|ban |cơ quan|tòa|toà|viện", re.I
)
_PLACE = re.compile(
    r"(?<!\w)(?:ở|tại|đến|từ|thuộc|nước|thành phố|tỉnh|quận|phường|xã|phía|vùng|khu vực|nơi)(?!\w)", re.I
)
_REASON = re.compile(r"(?<!\w)(?:vì|do|bởi|nhằm|để|nên|khiến|gây|dẫn đến|nhờ)(?!\w)", re.I)
_CAUSE = re.compile(
    r"nguyên nhân|lý do(?! chính đáng)|(?<!\w)(?:vì|bởi|do)(?!\w)"
    r"(?! \w+(?: \w+){0,4} (?:chủ trì|ban hành|quyết định|thực hiện))",
    re.I,
)
_DEFINITION = re.compile(r"(?<!\w)(?:là|được gọi|nghĩa|gồm)(?!\w)", re.I)
_ORDER = re.compile(r"(?:thứ|khóa|khoá|nhóm|quý|kỳ|hạng)\s+\S", re.I)
_LISTED = re.compile(r"[,;:]|(?<!\w)và(?!\w)")


_AFTER, _BEFORE = 4, 3  # terms from a number to its unit
MEASURES = frozenset("phần_trăm phan_tram đồng dong tỷ ty triệu trieu ha km usd".split())


_AREAS = {"km2": "km", "m2": "m", "m3": "m"}  # "km2", "km vuông"
_MONEY = frozenset(("tiền", "tien"))
_CURRENCY = frozenset("đồng usd đô euro triệu tỷ nghìn franc bảng dong do trieu ty nghin bang".split())
_TIMES = frozenset("ngày tháng giờ phút tuần ngay thang gio phut tuan".split())
_DATED = frozenset("ngày tháng ngay thang".split())


def _of_time(row: Sequence[str], at: int, unit: str) -> bool:
    """ "17 ngày", not "ngày 17" nor "17 tháng 12"; an hour of the day is one also."""
    after = row[at + 1 : at + 3]
    return unit in after and not (at and row[at - 1] in _DATED and after[0] in _DATED)


def _number(question: Question, quote: str, terms: Terms) -> float:
    """1 with the asked unit beside a number, less with the unit elsewhere, least with another unit."""
    if not question.unit:
        return 1.0 if _DIGIT.search(quote) or terms.single & _NUMBER_WORDS else 0.0
    form = terms.folded if question.folded else terms
    words = _FOLDED_NUMBER_WORDS if question.folded else _NUMBER_WORDS
    row, unit = form.row, _AREAS.get(question.unit, question.unit)
    if question.folded:
        unit = fold(unit)  # "phần_trăm"
    places = [at for at, term in enumerate(row) if term[0].isdigit() or term in words]
    if not places:
        return 0.0
    if unit in _MONEY:
        return 1.0 if any(not _CURRENCY.isdisjoint(row[at : at + _AFTER + 1]) for at in places) else 0.1
    if unit in _TIMES:
        return float(any(_of_time(row, at, unit) for at in places))
    units = (unit, *(other[0] for other in counted_for(question)))
    if any(not row_near.isdisjoint(units) for row_near in _near(row, places)):
        return 1.0
    return 0.1 if unit in MEASURES else 0.6 if unit in form.single else 0.4


def _near(row: Sequence[str], places: Sequence[int]) -> Iterator[frozenset[str]]:
    return (frozenset(row[max(0, at - _BEFORE) : at + _AFTER]) for at in places)


def _found(pattern: re.Pattern[str]) -> Callable[[Question, str, Terms], float]:
    def holds(question: Question, quote: str, terms: Terms) -> float:
        return float(pattern.search(quote) is not None)

    return holds


# A run of capitalised words, with the word before it.
_RUN = re.compile(
    r"(?:(?P<before>[^\W\d_]+)[ ])?(?P<run>[A-ZĐÀ-Ỹ][\w’']*(?:[ ](?:[a-z]{1,3}[ ])?[A-ZĐÀ-Ỹ][\w’']*)*)"
)
_PLACED = frozenset(
    "tỉnh thành quận huyện phường xã thôn bản phố đường hồ sông núi khu vực vùng ủy bộ dân trấn nhà "
    "cầu chợ tại ở".split()
)
FULL_NAME = 3  # syllables of a Vietnamese name that no place is likely to have


def _person(question: Question, quote: str, terms: Terms) -> float:
    """1 where a name of a person stands that the question does not hold; less for a likely one."""
    best = 0.6 if _PERSON.search(quote) else 0.0
    for match in _RUN.finditer(quote):
        words = match["run"].lower().split()
        new = [word for word in words if word not in question.terms]
        if not new or (match.start("run") == 0 and len(words) == 1):
            continue
        if len(words) >= FULL_NAME or any(is_foreign(word) for word in new):
            return 1.0
        if (match["before"] or "").lower() not in _PLACED:
            best = max(best, 0.8)
    return best


_ORDER_WORDS = frozenset("lần thứ lan thu".split())


def _ordinal(question: Question, quote: str, terms: Terms) -> float:
    """1 for an ordinal where the thing counted ("đại hội lần thứ mấy") is named, less without it."""
    if not _ORDER.search(quote):
        return 0.0
    at = next((row for row, term in enumerate(question.terms) if term in _ORDER_WORDS), 0)
    counted = [term for term, content in zip(question.terms[:at], question.content, strict=False) if content]
    form = terms.folded if question.folded else terms
    return 1.0 if f" {' '.join(counted[-2:])} " in form.joined else OTHER_ORDINAL


OTHER_ORDINAL = 0.5


_WHEN = re.compile(r"(?:khi|lúc|luc) (?:nào|nao)|bao giờ|bao gio", re.I)
_CONDITION = re.compile(r"(?<!\w)(?:khi|nếu|trường hợp|sau khi)(?!\w)", re.I)


def _date(question: Question, quote: str, terms: Terms) -> float:
    """1 for a date; less for a condition, by which a provision says when."""
    if _DATE.search(quote):
        return 1.0
    if conditions.asked(question) and conditions.stated(quote):
        return 1.0
    return CONDITION if _WHEN.search(question.text) and _CONDITION.search(quote) else 0.0


CONDITION = 0.5


_ASKS_HOW_OFTEN = re.compile(
    r"(?:bao lâu|bao lau)(?: \w+)? (?:một|mot|1) (?:lần|lan|lượt|luot|kỳ|ky)(?!\w)", re.I
)
_OFTEN = re.compile(
    r"(?<!\w)(?:mỗi|hằng|hàng|mấy|\d+) (?:ngày|tuần|tháng|quý|năm)(?: họp| \w+)? một lần|\d+ (?:lần|lượt|kỳ|cuộc)|"
    r"(?<!\w)(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm)(?!\w)|một lần(?!\w)",
    re.I,
)


def asks_how_often(question: Question) -> bool:
    """Whether it is asked how often something is done ("bao lâu một lần")."""
    return _ASKS_HOW_OFTEN.search(question.text) is not None


def says_how_often(text: str) -> bool:
    """Whether a text tells how often ("mỗi tháng một lần", "01 lần/năm")."""
    return _OFTEN.search(" ".join(text.split())) is not None


def _duration(question: Question, quote: str, terms: Terms) -> float:
    return float(_DURATION.search(quote) is not None or (asks_how_often(question) and says_how_often(quote)))


def _anything(question: Question, quote: str, terms: Terms) -> float:
    return 0.5


_CHECKS: Mapping[AnswerKind, Callable[[Question, str, Terms], float]] = {
    AnswerKind.NUMBER: _number,
    AnswerKind.DATE: _date,
    AnswerKind.DURATION: _duration,
    AnswerKind.PERSON: _person,
    AnswerKind.BODY: _found(_BODY),
    AnswerKind.PLACE: _found(_PLACE),
    AnswerKind.DOCUMENT: _found(_DOCUMENT),
    AnswerKind.ORDINAL: _ordinal,
    AnswerKind.LIST: _found(_LISTED),
    AnswerKind.DEFINITION: _found(_DEFINITION),
    AnswerKind.REASON: _found(_REASON),
}


def gives_cause(question: Question, quote: str) -> float:
    """1 where a cause stands, for a question that asks for a reason (vì sao); less for a purpose; 0 for others."""
    if question.kind is not AnswerKind.REASON:
        return 0.0
    return float(_CAUSE.search(quote) is not None)


def holds_answer(question: Question, quote: str, terms: Terms) -> float:
    """From 0 (the asked kind of thing is not there) to 1; 0.5 where any sentence may answer."""
    return _CHECKS.get(question.kind, _anything)(question, quote, terms)
