"""Whether a document that is only cited is asked about as if it were held (văn bản chỉ được dẫn chiếu)."""

import re

from corpus.model import Reference
from corpus.values.reference import find_references, number_key
from service.accents import with_diacritics
from service.answering.evidence import Evidence, leads
from service.answering.numbered import is_named, spellings
from service.question import Question

IN_SENTENCE, ABOVE, ELSEWHERE = 0.88, 0.8, 0.68
ENDED = 0.0  # its content is asked for, and the sentence only ends or names it
_CONTENT = re.compile(r"(?:theo|trong|tại)\s+(?:\w+\s+){0,2}$", re.I)


def held(question: Question, evidence: Evidence) -> float:
    """1 where every numbered document of the question is the quoted one, less the farther it is only cited."""
    document = evidence.reading.document
    worst = 1.0
    for asked in question.references:
        if is_named(question, document):
            continue
        if not asked.normalised:
            worst = min(worst, _loosely(question, asked, evidence))
            continue
        key = number_key(asked.normalised)
        reading, row = evidence.reading, evidence.row
        keys = set(spellings(key))
        if not keys.isdisjoint(_keys(reading.quote(row))):
            worst = min(worst, ENDED if _only_ended(question, reading.quote(row)) else IN_SENTENCE)
        elif not keys.isdisjoint(
            _keys(" . ".join([*map(reading.quote, leads(reading, row)), document.title]))
        ):
            worst = min(worst, ABOVE)
        else:
            worst = min(worst, ELSEWHERE)
    return worst


_ENDED = re.compile(r"thay thế|bãi bỏ|hết hiệu lực|(?<!\w)căn cứ", re.I)
_ASKS_STANDING = re.compile(
    r"thay|bãi bỏ|bỏ|hiệu lực|căn cứ|dựa|còn|áp dụng|sửa|bổ sung|văn bản|ban hành|ngày nào|năm nào|khi nào|về (?:việc )?gì",
    re.I,
)


_ASKS_CONTENT = re.compile(
    r"nội dung|(?:viết|nói|quy định|đặt ra|yêu cầu|giao|nêu|đề ra|khác)(?: \w+){0,2} gì|chỉ tiêu|mục tiêu|nhiệm vụ|"
    r"(?<!\w)(?:thế nào|ra sao|bao nhiêu|mấy)(?!\w)",
    re.I,
)
_ASKS_END = re.compile(r"thay|bãi bỏ|hiệu lực|áp dụng|sửa|bổ sung|căn cứ|còn (?:được|dùng)", re.I)


def _only_ended(question: Question, quote: str) -> bool:
    """Whether a sentence only ends or names a document whose content is asked for."""
    said = with_diacritics(question)
    if _ENDED.search(quote) is None or _ASKS_END.search(said) is not None:
        return False
    return _ASKS_CONTENT.search(said) is not None or _ASKS_STANDING.search(said) is None


NOWHERE = 0.0  # a document named without its symbol that the quoted one neither is nor names


def _loosely(question: Question, asked: Reference, evidence: Evidence) -> float:
    """The same of a document named without its symbol ("quy định 412 năm 2017")."""
    if not asked.number or not asked.type or _YEAR.fullmatch(asked.number):
        return 1.0
    quote = evidence.reading.quote(evidence.row)
    carried_out = _CARRIED_OUT.search(with_diacritics(question)[: asked.span.start]) is not None
    if _names(quote, asked):
        return ENDED if not carried_out and _only_ended(question, quote) else 1.0
    document = evidence.reading.document
    official = document.header.type is not None
    return 1.0 if not official or _names(document.text[:LONGEST_LOOKED_AT], asked) else NOWHERE


_CARRIED_OUT = re.compile(r"(?:thực hiện|triển khai|cụ thể hóa) $", re.I)  # another document is asked about
_YEAR = re.compile(r"(?:19|20)\d\d")  # "nghị quyết 2026"
LONGEST_LOOKED_AT = 40_000  # characters


def _names(text: str, asked: Reference) -> bool:
    number = (asked.number or "").lstrip("0")
    if not re.search(rf"(?<!\d)0?{re.escape(number)}(?!\d)", text):
        return False
    return any(
        one.type == asked.type and (one.number or "").lstrip("0") == number for one in find_references(text)
    )


def _keys(text: str) -> frozenset[str]:
    return frozenset(number_key(one.normalised) for one in find_references(text) if one.normalised)
