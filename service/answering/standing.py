"""What a sentence says happened, and what it says shall be: a result (kết quả) is no target (chỉ tiêu)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from service.accents import with_diacritics
from service.answering.evidence import Evidence, leads
from service.question import AnswerKind, Question

_ASKS_TARGET = r"chỉ tiêu|mục tiêu|phấn đấu|đặt ra|phải đạt|đề ra|dự kiến"
_ASKS_RESULT = (
    r"kết quả|thực hiện được|đạt được|(?<!\w)đã (?!nêu|đề ra|đặt ra|có hiệu lực|nhận|được)|thực tế|"
    r"tính đến|(?<!\w)(?:trồng|xóa|xoá|dỡ|cấp|thu|giảm|giải quyết|kết nạp|tiếp nhận|hoàn thành)"
    r"(?: \w+)? được (?:bao nhiêu|mấy)|(?<!có )(?<!\w)được (?:bao nhiêu|mấy)|hiện trạng|đến nay|"
    r"(?<!\w)bị (?:hụt|chậm|trễ)|không đạt|chưa đạt"
)
# "mỗi chi bộ được mấy người", "được bao nhiêu ngày": what is allowed.
_ALLOWED = re.compile(
    r"(?<!nạp )(?<!thu )(?<!giảm )(?<!quyết )(?<!cấp )(?<!nhận )(?<!thành )(?<!hiện )(?<!\w)được (?:bao nhiêu|mấy) "
    r"(?:người|biên chế|suất|ngày|tháng|giờ|buổi|lần|phó|cấp phó|điểm|đồng)(?!\w)"
)
# What is asked of a time is no allowance.
_TOLD_OF = re.compile(r"(?<!\w)(?:đã|năm (?:19|20)\d\d)(?!\w)", re.I)
_MENTIONS_RESULT = (
    r"kết quả|(?:qua|đi|được) (?:kiểm tra|giám sát)|phát hiện|đã đạt|thực hiện được|đạt được|hoàn thành được|thực tế|"
    r"hiện nay|(?<!\w)đã |ước đạt|"
    r"(?<!\w)(?:bị|còn) (?:hụt|chậm|trễ|thiếu)|(?:không|chưa) (?:đạt|xong|hoàn thành)|(?<!\w)vượt(?!\w)|"
    r"(?<!\w)(?:chậm (?!nhất)|trễ|hụt)|"
    r"(?<!\w)(?:mấy|bao nhiêu) (?:cái|chỉ tiêu) (?:hoàn thành|đạt|trượt)|"
    r"(?<!\w)(?:cái|chỉ tiêu) nào (?:trượt|vượt|hụt)"
)
_DONE = re.compile(
    r"(?<!\w)(?:đã|được|vừa|mới|còn(?! lại)|từng) |ước đạt|so với cùng kỳ|tính đến|"
    r"(?:bằng|đạt|hoàn thành) \d[\d.,]*\s?% (?:kế hoạch|chỉ tiêu|mục tiêu|dự toán)",
    re.I,
)
_ACHIEVED = re.compile(
    r"(?<!\w)đã (?:cấp|đạt|hoàn thành|thực hiện|giải quyết|thu|có|xử lý|kết nạp|giảm|tăng)|"
    r"ước đạt|thực hiện được|so với cùng kỳ|"
    r"(?:bằng|đạt) \d[\d.,]*\s?% (?:kế hoạch|chỉ tiêu|mục tiêu|dự toán)|"
    r"kết quả đạt được",
    re.I,
)
_AIMED = re.compile(
    r"phấn đấu|mục tiêu đến|chỉ tiêu đến|(?<!\w)đến (?:hết )?năm|yêu cầu|ít nhất|tối thiểu|trở lên", re.I
)
_SET = re.compile(
    rf"{_AIMED.pattern}|(?<!\w)(?:mục tiêu|chỉ tiêu) (?:tại|về|:)|bổ sung mục tiêu|trước ngày \d", re.I
)
_PLANNED = re.compile(
    r"phấn đấu|hoàn thành (?:trước|trong|xong)|trước ngày|(?<!\w)chủ trì|(?<!\w)phải (?!nộp)|"
    r"thời gian trong|lãnh đạo việc|(?<!\w)sẽ ",
    re.I,
)
_PLAN_HEADING = re.compile(
    r"mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|phương hướng|định hướng|tổ chức thực hiện", re.I
)
_RESULT_HEADING = re.compile(
    r"kết quả|tình hình|đánh giá|hạn chế|khuyết điểm|ưu điểm|thực trạng|nguyên nhân|bối cảnh|sự cần thiết",
    re.I,
)


_TARGET, _RESULT, _MENTIONED = (
    re.compile(pattern, re.I) for pattern in (_ASKS_TARGET, _ASKS_RESULT, _MENTIONS_RESULT)
)


# What was reached in the end, whatever target is named beside it.
_REACHED = re.compile(
    r"(?<!\w)(?:thực tế|thực (?:có|đạt|thu|chi|được)|rốt cuộc|"
    r"thực sự|đã (?:làm )?xong|đã (?:đạt|hoàn thành|nộp|chi|thu hồi|được \w+ tạo))(?!\w)",
    re.I,
)
# How things stand today, where no rule or target is asked for.
_TODAY = re.compile(
    r"(?<!\w)(?:hiện nay|hiện (?:là|có|đạt|còn|đang)|tính đến (?:nay|hết|ngày|\d+)|đến nay)(?!\w)|"
    r"đúng hạn(?!\w).{0,40}(?:không|chưa)\W*$",
    re.I,
)
_RULED = re.compile(rf"{_ASKS_TARGET}|yêu cầu|quy định|phải(?!\w)", re.I)
_DESIGNED = re.compile(r"(?<!\w)(?:thiết kế|công suất|sức chứa)(?!\w)", re.I)  # what it can do, not did
_OUTCOME = re.compile(r"kết quả", re.I)


def _asks(pattern: re.Pattern[str], question: Question) -> bool:
    return says(pattern, with_diacritics(question))


@lru_cache(maxsize=512)
def says(pattern: re.Pattern[str], question: str) -> bool:
    """Whether the pattern is found; kept, since one question is held against many sentences."""
    return pattern.search(question) is not None


# "Hồ sơ bị trễ hẹn thì ai ký thư", "còn hiệu lực không hay đã bị thay": no result is asked for.
_CONDITION = re.compile(
    r"^.*(?<!\w)thì(?!\w)|(?:hay|hoặc)(?: là)? đã bị.*$|(?<!\w)đã (?=hết hiệu lực|bị thay|bị bãi)", re.I
)


def _asks_result(question: Question) -> bool:
    return _unconditional_result(with_diacritics(question))


@lru_cache(maxsize=64)
def _unconditional_result(question: str) -> bool:
    said = _CONDITION.sub(" ", question)
    return _RESULT.search(said if _TOLD_OF.search(said) else _ALLOWED.sub(" ", said)) is not None


def asks_result(question: Question) -> bool:
    """Whether what was reached is asked for, and no target named beside it."""
    return _asks_result(question) and not _asks(_TARGET, question)


def section_headings(evidence: Evidence) -> Iterator[str]:
    """Headings above a unit in the outline, innermost first."""
    document = evidence.reading.document
    row = evidence.reading.sections[evidence.row]
    while row >= 0:
        section = document.sections[row]
        if section.heading.end <= evidence.start:
            yield document.text[section.heading.start : section.heading.end]
        row = section.parent


def introducing(evidence: Evidence) -> Iterator[str]:
    """The lines that introduce a unit and the headings above it, nearest first."""
    for row in leads(evidence.reading, evidence.row):
        yield evidence.reading.quote(row)
    yield from section_headings(evidence)


def _planned(evidence: Evidence, quote: str) -> bool:
    """Whether the sentence is a target or a task, by its words or the nearest heading that tells."""
    if _DONE.search(quote):
        return False
    if _PLANNED.search(quote):
        return True
    return next((plan for plan in map(_heading_plans, introducing(evidence)) if plan is not None), False)


def _heading_plans(heading: str) -> bool | None:
    if _RESULT_HEADING.search(heading):
        return False
    return True if _PLAN_HEADING.search(heading) else None


def _is_result(evidence: Evidence, quote: str) -> bool:
    """A result, by its words or its heading, which is no target however much it looks like one."""
    if _AIMED.search(quote):
        return False
    if _ACHIEVED.search(quote):
        return True
    return next((not plan for plan in map(_heading_plans, introducing(evidence)) if plan is not None), False)


_PROPOSED = re.compile(
    r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất|xin chủ trương|trình \w+(?: \w+){0,4} xem xét)", re.I
)
_ASKS_DONE = re.compile(
    r"(?<!\w)(?:đã|được) .{2,80}chưa(?:\W*$|[,;?])|(?<!\w)chưa\W*$|"
    r"(?<!\w)(?:đã|có) (?:đồng ý|phê duyệt|cho phép|chịu|chấp thuận|chấp nhận)|(?<!\w)đã quyết định|"
    r"(?<!\w)(?:trả lời|phúc đáp)(?: \w+){0,2} (?:thế nào|ra sao)(?!\w)",
    re.I,
)


_ASKS_CONSENT = re.compile(
    r"(?<!\w)(?:đã|có) (?:đồng ý|phê duyệt|cho phép|chấp thuận|chấp nhận)(?!\w)|"
    r"(?<!\w)(?:trả lời|phúc đáp)(?: \w+){0,2} (?:thế nào|ra sao|chưa)(?!\w)",
    re.I,
)


def decided(question: Question, quote: str) -> bool:
    """False where something done is asked for and the sentence only proposes it."""
    said = with_diacritics(question)
    if _ASKS_DONE.search(said) is None:
        return True
    return _PROPOSED.search(quote) is None or (
        _PROPOSED.search(said) is not None and _ASKS_CONSENT.search(said) is None
    )


# Not a day: "khi nào xong" is answered by the day for which it is set.
_VALUED = frozenset((AnswerKind.NUMBER, AnswerKind.FREE, AnswerKind.DURATION, AnswerKind.LIST))


def stands_right(question: Question, evidence: Evidence) -> bool:
    """Whether a target is not answered by a result, nor a result by a target."""
    quote = evidence.reading.quote(evidence.row)
    reached = _asks(_REACHED, question) or (_asks(_TODAY, question) and not _asks(_RULED, question))
    if reached and not _asks(_DESIGNED, question):
        return _ACHIEVED.search(quote) is not None or not (_SET.search(quote) or _planned(evidence, quote))
    if question.kind not in _VALUED and not _asks(_OUTCOME, question):
        return True
    if _asks(_TARGET, question):
        return _asks(_MENTIONED, question) or not _is_result(evidence, quote)
    if _asks(_DESIGNED, question):
        return True
    if _OUTCOME.search(quote) and _asks(_OUTCOME, question):
        return True
    return not (_asks_result(question) and not _asks_later(question, evidence) and _planned(evidence, quote))


def _asks_later(question: Question, evidence: Evidence) -> bool:
    """Whether something is asked for by a year that was far off when the document was given out."""
    date = evidence.reading.document.header.date
    said = with_diacritics(question)
    if date is None or _PAST.search(said):
        return False
    return any(int(year) > date.year + FAR_OFF for year in _BY_YEAR.findall(said))


FAR_OFF = 2  # years
_PAST = re.compile(r"(?<!\w)đã(?!\w)", re.I)
_BY_YEAR = re.compile(r"(?<!\w)(?<!tính )(?:đến|tới)(?: hết| cuối)?(?: năm)? ((?:19|20)\d\d)(?!\d)", re.I)
