"""The indicator (chỉ tiêu) whose value is asked for must be the one that the quoted sentence speaks of."""

import re
from itertools import pairwise

from indexer.text.analysis import fold, unigrams
from service.answering import words
from service.answering.background import idf
from service.answering.query import Asked
from service.answering.scopes import Scopes
from service.question import AnswerKind
from service.vocabulary import PARTICLES, PARTICLES_FOLDED

FEWEST_WORDS = 2
REORDERED = 0.85  # the same of its words in another order
NAMED = 0.6  # idf share of the indicator that must stand beside the sentence
_CUES = r"tỷ lệ|tỉ lệ|(?<!\d )(?:chỉ tiêu|mục tiêu)"
_NO_INDICATOR = "chủ yếu|nhất|nào|gì|cụ thể|chính|chung|đề ra|đặt ra|này|trên|khác|của"
_ENDS = (
    "đến|năm|là|đạt|của|trong|bao nhiêu|mấy|theo|ở|tại|giai đoạn|như thế nào|thế nào|gồm|phải|tính|do|"
    "thực hiện|tỉnh|huyện|xã|phường|quận|thành phố|chiếm|tăng|giảm|cho|từ|với|và"
)
_PATTERN = (
    rf"(?<!các )(?<!nhiều )(?<!\w)(?:{_CUES}) (?:về )?(?!(?:{_NO_INDICATOR})(?!\w))"
    rf"(?P<what>[^,.;:?]{{3,80}}?)(?= (?:{_ENDS})(?!\w)|[,.;:?]|$)"
)
_INDICATOR = (re.compile(_PATTERN, re.I), re.compile(fold(_PATTERN), re.I))


def named(query: Asked, scopes: Scopes) -> bool:
    """Whether most of the asked indicator stands beside the sentence; True when none is asked for."""
    question = query.question
    found = _INDICATOR[question.folded].search(question.text)
    if found is None or question.kind is AnswerKind.REASON:
        return True
    particles = PARTICLES_FOLDED if question.folded else PARTICLES
    names = {term for name in question.names for term in name}
    terms = [
        term
        for term in unigrams(found["what"])
        if term not in particles and term not in names and term.isalpha() and term in query.terms
    ]
    phrases = [" ".join(pair) for pair in pairwise(terms)] or terms
    weights = [sum(idf(term, question.folded) for term in phrase.split()) for phrase in phrases]
    there = [f" {phrase} " in scopes.near or _otherwise(query, phrase, scopes.near) for phrase in phrases]
    # Between two parts that are there other words may stand ("chi bộ được công nhận bốn tốt").
    padded = [False, *there, False]
    held = sum(
        weight
        for weight, before, one, after in zip(weights, padded, there, padded[2:], strict=False)
        if one or (before and after)
    )
    if not phrases or held / (sum(weights) or 1.0) >= NAMED:
        return True
    return _in_other_order(query, tuple(terms), scopes.near)


def _in_other_order(query: Asked, terms: tuple[str, ...], near: str) -> bool:
    """Whether the words of the indicator stand there otherwise: "xử lý nước thải" as "nước thải được xử lý"."""
    found = words.segmented(terms, query.question.folded)
    if len(found) < FEWEST_WORDS:
        return False
    held = sum(word.weight * words.holds(query, word, near) for word in found)
    return held / (sum(word.weight for word in found) or 1.0) >= REORDERED


def _otherwise(query: Asked, phrase: str, scope: str) -> bool:
    """Whether an abbreviation or synonym of a part of the phrase stands there."""
    rows = [query.terms.index(term) for term in phrase.split()]
    return any(other in scope for row in rows for other, _ in query.others[row])
