"""What a sentence says happened, and what it says shall be: a result (kết quả) is no target (chỉ tiêu)."""

import re
from collections.abc import Iterator

from indexer.text.analysis import fold
from service.answering.evidence import Evidence, leads
from service.question import Question

_ASKS_TARGET = r"chỉ tiêu|mục tiêu|phấn đấu|đặt ra|phải đạt|đề ra|dự kiến"
_ASKS_RESULT = (
    r"kết quả|thực hiện được|đạt được|(?<!\w)đã (?!nêu|đề ra|đặt ra|có hiệu lực|nhận|được)|thực tế|"
    r"tính đến|(?<!\w)(?:trồng|xóa|xoá|dỡ|cấp|thu|giảm|giải quyết|kết nạp|tiếp nhận|hoàn thành)"
    r"(?: \w+)? được (?:bao nhiêu|mấy)|hiện trạng|đến nay"
)
_MENTIONS_RESULT = (
    r"kết quả|đã đạt|thực hiện được|đạt được|hoàn thành được|thực tế|hiện nay|(?<!\w)đã |ước đạt"
)
_DONE = re.compile(
    r"(?<!\w)(?:đã|được|vừa|mới|còn|từng) |ước đạt|so với cùng kỳ|tính đến|"
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


def _pair(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(pattern, re.I), re.compile(fold(pattern), re.I)


_TARGET, _RESULT, _MENTIONED = map(_pair, (_ASKS_TARGET, _ASKS_RESULT, _MENTIONS_RESULT))


def _asks(patterns: tuple[re.Pattern[str], re.Pattern[str]], question: Question) -> bool:
    return patterns[question.folded].search(question.text) is not None


def asks_result(question: Question) -> bool:
    """Whether what was reached is asked for, and no target named beside it."""
    return _asks(_RESULT, question) and not _asks(_TARGET, question)


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


def stands_right(question: Question, evidence: Evidence) -> bool:
    """Whether a target is not answered by a result, nor a result by a target."""
    quote = evidence.reading.quote(evidence.row)
    if _asks(_TARGET, question):
        return _asks(_MENTIONED, question) or not _is_result(evidence, quote)
    return not (_asks(_RESULT, question) and _planned(evidence, quote))
