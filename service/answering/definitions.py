"""Whether a sentence says what a term is, where that is asked for ("điểm hẹn số là gì")."""

import re

from service.accents import with_diacritics
from service.answering.evidence import Evidence
from service.answering.query import Asked
from service.question import AnswerKind

LONGEST_TERM = 7  # syllables of a term that is defined
_NAMED = r"(?:(?:nguyên tắc|khái niệm|thuật ngữ|mô hình|cụm từ|phong trào) )?"
_OF_DOCUMENT = (
    r" (?:trong|theo|tại|ở) (?:nghị quyết|chỉ thị|quyết định|quy định|quy chế|kế hoạch|chương trình|hướng dẫn|kết luận|"
    r"văn bản)(?!\w)[^?,;:.]*?"
)
_ASKED = re.compile(
    rf"^{_NAMED}(?P<term>[^?,;:.]+?)(?:{_OF_DOCUMENT})? (?:được hiểu |có nghĩa |nghĩa )?là gì[ ?.!]*$", re.I
)
# What is asked for of a thing ("mục tiêu của chương trình là gì"), which no definition answers.
_ATTRIBUTES = re.compile(
    r"(?:mục (?:tiêu|đích)|nhiệm vụ|giải pháp|chỉ tiêu|tên|số|kinh nghiệm|nguyên nhân|lý do|lí do|địa chỉ|nội dung|"
    r"yêu cầu|điều kiện|tiêu chuẩn|tiêu chí|vai trò|chức (?:năng|vụ|danh)|thẩm quyền|trách nhiệm|quan điểm|phương châm|"
    r"ý nghĩa|đặc điểm|kết quả|hạn chế|khó khăn|thời hạn|quy trình|thủ tục|động lực|trọng tâm|khâu|chủ đề|phương án|"
    r"hình thức|căn cứ|cơ sở|bài học|vấn đề|tỷ lệ|mức|đối tượng|đó|việc|điều|công việc|ngày|năm|những|các|một|hai|ba|"
    r"bốn|sáu|bảy|tám|chín|mười|\d+)(?!\w)",
    re.I,
)
_SAYS = r"(?:là|được hiểu|nghĩa là|có nghĩa|gồm|bao gồm)(?!\w)|[:(]"


def defined(query: Asked, evidence: Evidence) -> float:
    """0 where a paper of an office is asked what a term is and the sentence uses it without saying so."""
    question = query.question
    if question.kind is not AnswerKind.DEFINITION or not evidence.official:
        return 1.0
    found = _ASKED.search(with_diacritics(question))
    if found is None or _ATTRIBUTES.match(found["term"].strip()) or len(found["term"].split()) > LONGEST_TERM:
        return 1.0
    if evidence.signs["defines"] == 1.0:
        return 1.0
    term = r"\W+".join(map(re.escape, re.findall(r"\w+", found["term"])))
    says = rf"\W*(?:\w{{1,3}}[.)-] )?{_NAMED}\W*{term}\W*(?:{_SAYS})"
    return float(re.match(says, evidence.reading.quote(evidence.row), re.I) is not None)
