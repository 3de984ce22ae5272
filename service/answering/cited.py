"""Whether a document that is only cited is asked about as if it were held (văn bản chỉ được dẫn chiếu)."""

import re

from corpus.values.reference import find_references, number_key
from service.accents import with_diacritics
from service.answering.evidence import Evidence, leads
from service.answering.numbered import is_named
from service.question import Question

IN_SENTENCE, ABOVE, ELSEWHERE = 0.7, 0.5, 0.2
_CONTENT = re.compile(r"(?:theo|trong|tại)\s+(?:\w+\s+){0,2}$", re.I)


def held(question: Question, evidence: Evidence) -> float:
    """1 where every numbered document of the question is the quoted one, less the farther it is only cited."""
    document = evidence.reading.document
    worst = 1.0
    for asked in question.references:
        if not asked.normalised or is_named(question, document):
            continue
        key = number_key(asked.normalised)
        reading, row = evidence.reading, evidence.row
        if key in _keys(reading.quote(row)):
            worst = min(worst, ELSEWHERE if _only_ended(question, reading.quote(row)) else IN_SENTENCE)
        elif any(key in _keys(reading.quote(lead)) for lead in leads(reading, row)) or key in _keys(
            document.title
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


def _only_ended(question: Question, quote: str) -> bool:
    """Whether a sentence only ends or names a document whose content is asked for."""
    return _ENDED.search(quote) is not None and _ASKS_STANDING.search(with_diacritics(question)) is None


def _keys(text: str) -> frozenset[str]:
    return frozenset(number_key(one.normalised) for one in find_references(text) if one.normalised)
