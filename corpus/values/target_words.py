"""What the words of a clause make of a figure: indicator, operator, what binds; shared by the readers of targets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.model import Operator, Span, Target, Trend
from corpus.values.quantity import Quantity
from corpus.values.target_phrase import Cue

_BY_YEAR = re.compile(r"(?<!\w)vào năm 20")
_INTENT = re.compile(
    r"(?<!\w)(?:phấn đấu|đặt mục tiêu|dự kiến|quyết tâm|hằng năm|hàng năm|mỗi năm|đến (?:hết "
    r"|cuối )?năm|vào (?:năm )?20"
    r"|mỗi (?:xã|huyện|thôn|quý|tháng|chi bộ)|giai đoạn|trước năm|bình quân)(?!\w)",
    re.IGNORECASE,
)
_NARROWS = re.compile(
    r"(?:ở|khu vực|riêng|đối với|vùng|nông thôn|đô thị|đạt chuẩn|trường hợp|án)(?!\w)|bằng cấp", re.IGNORECASE
)
_EACH_YEAR = re.compile(r"(?<!\w)(?:hằng năm|hàng năm|mỗi năm)(?!\w)", re.IGNORECASE)
_SHARE_VERBS = ("đóng góp", "bố trí", "chiếm")
_SHARE = re.compile(r"(?:tỷ lệ|tỉ lệ|tỷ trọng|mức)(?!\w)", re.IGNORECASE)
_VARIANT = re.compile(r"phương án|hoặc", re.IGNORECASE)
WHOLES = re.compile(
    r"(?:tổng (?!số đảng viên mới)|GDP|GRDP|ngân sách|kế hoạch|dự toán|chỉ tiêu|mục tiêu|diện tích cần)",
    re.IGNORECASE,
)
YEARLY = re.compile(r"(?<!\w)(?:hằng năm|hàng năm|mỗi năm)(?!\w)|/năm", re.IGNORECASE)
_CAPITAL = re.compile(r"100 ?% vốn", re.IGNORECASE)  # a kind of enterprise, not a target
WHOLE = Decimal(100)


@dataclass(slots=True)
class SentenceSoFar:
    """What was read of a sentence so far: what later clauses take over."""

    start: int = -1
    lead: str = ""  # before a colon: "Tỷ lệ hộ dân được sử dụng nước sạch:"
    broad: str = ""  # the last indicator that narrows no other
    last: str = ""


def merged_spans(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def plain_words(text: str, start: int, end: int) -> str:
    """`text[start:end]` with single blanks and without the marks around it."""
    return " ".join(text[start:end].split()).strip(" ,:;./-–*_|")


_NEW_STATEMENT = re.compile(
    r"[ ](?:trong đó|tăng|giảm|đến|hoàn thành|so với|riêng|mỗi|phấn đấu|vượt|bằng|đạt|gắn|bảo đảm|với"
    r"|để|giai đoạn|năm|do|vì|bởi|nhờ|cao hơn|thấp hơn)(?!\w)"
)


def continues(text: str, start: int, end: int) -> bool:
    """Whether what follows a comma still belongs to the noun phrase ("doanh nghiệp, hợp tác xã được …")."""
    return _NEW_STATEMENT.match(text, start, end) is None


def indicator_of(
    left: str, counted: str, right: str, quantity: Quantity, sentence: SentenceSoFar, cues: Sequence[str]
) -> tuple[str, str | None]:
    """The indicator and what a share is of, from the words on both sides of the figure."""
    if _VARIANT.match(left):
        left = ""
    carried = sentence.last or sentence.lead or next((word for word in cues if word in _SHARE_VERBS), "")
    if not quantity.measure and quantity.unit:
        has = "có" if left and "có" in cues else ""
        return " ".join(part for part in (left, has, counted) if part), None
    if not right:
        return left or carried, None
    if WHOLES.match(right):
        return left or carried, right
    if not left:
        return right, None
    if (quantity.unit or "").startswith(("%", "‰", "điểm phần trăm")) and _SHARE.match(left):
        return left, right
    return f"{left} {right}", None


def is_yearly(text: str, start: int, end: int, quantity: Quantity) -> bool:
    """Whether a value holds each year; an income a year ("triệu đồng/năm") is a unit, not a rhythm."""
    money = "đồng" in (quantity.unit or "") or "USD" in (quantity.unit or "")
    return (_EACH_YEAR if money else YEARLY).search(text, start, end) is not None


def broader_of(indicator: str, left: str, sentence: SentenceSoFar) -> str:
    """The indicator that this one narrows: before the colon, or the sentence's first."""
    if sentence.lead and sentence.lead != indicator and any(char.isalpha() for char in sentence.lead):
        return sentence.lead
    narrowed = bool(sentence.broad) and sentence.broad != indicator and _NARROWS.match(left or indicator)
    return sentence.broad if narrowed else ""


def operator_of(
    cue: Cue, quantity: Quantity, beyond_: Operator | None, left: str, trend: Trend | None
) -> Operator:
    """How a figure binds, by the words before and behind it."""
    if quantity.ratio:
        return Operator.ALL if quantity.values[0] == quantity.values[1] else Operator.EQUAL
    if len(quantity.values) == 2:
        return Operator.RANGE
    if cue.operator or beyond_:
        return cue.operator or beyond_ or Operator.EQUAL
    if cue.approximate:
        return Operator.ABOUT
    if Trend.MAINTAIN in (cue.trend, trend):
        return Operator.MAINTAIN
    if quantity.unit == "%" and quantity.values[0] == WHOLE and not cue.stated and not left:
        return Operator.ALL
    return Operator.EQUAL


def binds(target: Target, quantity: Quantity, cue: Cue, words: str) -> bool:
    """Whether a figure among tasks binds: an operator, a rise to a value, or a whole, with some intention."""
    if target.operator is Operator.AT_LEAST and cue.operator is None and not cue.stated and quantity.measure:
        return False  # "cơ sở có lưu lượng xả thải từ 50 m3 trở lên": a criterion
    whole = quantity.unit == "%" and quantity.values == (WHOLE,) and not _CAPITAL.search(words)
    if whole and (target.year or target.period):
        return True  # "tại 100% tổ dân phố, hoàn thành trước ngày 31/12/2027"
    bound = target.operator not in (Operator.EQUAL, Operator.MAINTAIN, Operator.ABOUT)
    risen = target.baseline is not None or target.trend is not None
    stated = "đạt" in cue.words or target.yearly or _BY_YEAR.search(words) is not None
    return (bound or risen or stated) and (
        target.operator in (Operator.AT_LEAST, Operator.ALL)
        or target.year is not None
        or target.period is not None
        or target.yearly
        or _INTENT.search(words) is not None
    )
