"""Whether a sentence decides what a yes-or-no question asks ("có phải đóng phí gì không", "chưa được một năm …")."""

import re

from service.accents import with_diacritics
from service.answering import words
from service.answering.evidence import Evidence
from service.answering.number_forms import weighed
from service.answering.query import Asked
from service.answering.stretch import stretch
from service.question import AnswerKind

_WHETHER = re.compile(r"(?<!\w)(?:có|phải|được|bị|cần|mất) .{2,60}?(?: gì| nào| thêm| nữa)? không\W*$", re.I)
_NUMERALS = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa"
_BOUND = re.compile(
    rf"(?<!\w)(?:chưa|mới|đủ|quá|trên|dưới|hơn)(?: (?:được|đủ|có))? (?:{_NUMERALS}) (năm|tháng|ngày|tuổi)(?!\w)",
    re.I,
)
_YEARS = ("năm", "tháng")  # a year is told in months as well


def decides(query: Asked, evidence: Evidence) -> float:
    """0 where the last word of what is asked, or a bound for its number in words, is not there; else 1."""
    question = query.question
    if question.kind is not AnswerKind.YES_NO or any(weighed(question, one) for one in question.numbers):
        return 1.0
    said = with_diacritics(question)
    if found := _BOUND.search(said):
        measures = _YEARS if found[1].lower() in _YEARS else (found[1].lower(),)
        number = rf"(?<!\w)(?:\d+|{_NUMERALS}) (?:{'|'.join(measures)})(?!\w)"
        return float(any(re.search(number, " ".join(text.split()), re.I) for text in stretch(evidence)))
    if _WHETHER.search(said) is None:
        return 1.0
    asked = list(words.words_of(query))
    own = query.form(evidence.reading.terms[evidence.row]).joined
    return float(not asked or words.holds(query, asked[-1], own) > words.APART)
