"""Whether a place or an hour that is asked for (ở đâu, mấy giờ) stands in the sentence."""

import re

from service.accents import with_diacritics
from service.answering.evidence import Evidence
from service.answering.stretch import UPPER, stretch
from service.question import AnswerKind, Question

BODY_ONLY = 0.7  # a body, where something is fetched, sent or handed in
NO_PLACE, UNSET = 0.1, 0.9  # nothing of the kind; the same in papers without a form
_WHERE = re.compile(
    rf"(?<!\w)(?:tại|ở|đến|từ|về|thuộc|trụ sở|địa chỉ|đường|phố|số \d+)\s+(?:\w+\s+){{0,4}}[{UPPER}]\w*(?:\s+[{UPPER}]\w*)*|"
    r"số \d+\w* (?:đường|phố)|nhà văn hóa|trụ sở|cổng thông tin"
)
_HOUR = re.compile(r"\d\s?(?:giờ|h)(?!\w)", re.I)
_ASKS_HOUR = re.compile(r"mấy giờ|giờ nào|giờ (?:làm việc|mở cửa|tiếp)", re.I)
_STANDS = re.compile(
    r"(?<!\w)(?:tại|ở|nơi)\s+(?!đây|đó|này|điều|điểm|khoản|mục|nghị quyết|quyết định|chương|kế hoạch|văn bản|mức|"
    r"thời|phần|các văn)\w+(?: \w+){1,3}|(?:cả )?hai nơi",
    re.I,
)
_FETCHED = re.compile(
    r"(?<!\w)(?:lấy|nộp|gửi|chuyển|xin|liên hệ|báo|hỏi|nhận|trả|đóng (?:đảng )?phí|về)(?!\w)", re.I
)
_ASKS_PLACE = re.compile(r"(?<!\w)(?:ở|tại|đến|tới|từ|về|đi|đặt|đóng) đâu(?!\w)", re.I)
_BODY = re.compile(rf"(?<=[\w,;:)] )[{UPPER}]\w+")


def stated(question: Question, evidence: Evidence) -> float:
    """1 where no place or hour is asked for or a new one stands there, less for what only may be one."""
    said = with_diacritics(question)
    texts = [" ".join(text.split()) for text in stretch(evidence)]
    value = 1.0
    if _ASKS_HOUR.search(said) and not any(_HOUR.search(text) for text in texts):
        value = NO_PLACE
    elif question.kind is AnswerKind.PLACE and _ASKS_PLACE.search(said):
        value = _place(said.lower(), texts)
    official = evidence.official
    return value if official else max(value, UNSET)


def _place(asked: str, texts: list[str]) -> float:
    for pattern in (_WHERE, _STANDS):
        for match in (match for text in texts for match in pattern.finditer(text)):
            if any(word not in asked for word in match.group().lower().split()[1:]):
                return 1.0
    if _FETCHED.search(asked) and any(_BODY.search(text) for text in texts):
        return BODY_ONLY
    return NO_PLACE
