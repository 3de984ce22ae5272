"""Whether a list that is asked for has items, and whether a sentence only says that another document tells."""

import re

from indexer.text.analysis import fold, unigrams
from service.answering.evidence import Evidence
from service.answering.stretch import item
from service.answering.units import UnitKind
from service.answering.values import new_value
from service.question import AnswerKind, Question
from service.vocabulary import PARTICLES, PARTICLES_FOLDED

_SEPARATORS = re.compile(r"[,;]|(?<!\w)và(?!\w)|\(\d\)")


def enumerated(question: Question, evidence: Evidence) -> float:
    """1 where a list that is asked for has items, less for a sentence with few things side by side."""
    if question.kind is not AnswerKind.LIST:
        return 1.0
    reading, row = evidence.reading, evidence.row
    if any(unit.lead == row for unit in reading.units):
        return 1.0
    own = min(1.0, len(_SEPARATORS.findall(reading.quote(row))) / 3)
    lead = reading.units[row].lead
    if lead >= 0 and reading.units[lead].kind is UnitKind.LEAD:
        asked = set(question.terms)
        shared = sum(term in asked for term in reading.terms[lead].single if term.isalpha())
        return max(own, 0.9 if shared >= FEWEST_SHARED else 0.5)
    return own


FEWEST_SHARED = 3  # terms of a question that stand in the line above its list


_DEFERS = re.compile(
    r"(?:thực hiện|áp dụng|tiến hành) theo (?:các )?(?:quy định|hướng dẫn|quy chế|điều lệ|văn bản|quyết định)|"
    r"theo (?:quy định|hướng dẫn) (?:riêng|của|tại|hiện hành)|do cấp có thẩm quyền (?:quyết định|quy định)|"
    r"(?:chưa|không) (?:có|xác định|quy định|nêu) (?:cụ thể|số liệu)"
)


_STATES = re.compile(r"(?<!\w)là (?:việc|hình thức|trường hợp|quá trình|người|tổ chức|cơ quan)(?!\w)", re.I)


def deferred(question: Question, evidence: Evidence) -> bool:
    """Whether a short sentence only says that another document tells ("thực hiện theo Hướng dẫn của …")."""
    if question.kind not in _TOLD or (
        question.kind is AnswerKind.NUMBER and new_value(question, evidence) > NO_VALUE
    ):
        return False
    quote = " ".join(evidence.reading.quote(evidence.row).split())
    found = _DEFERS.search(quote)
    if found is not None and _STATES.search(quote, 0, found.start()):
        return False
    return found is not None and len(quote) < LONGEST_DEFERRAL and len(quote) - found.end() < len(quote) / 2


_TOLD = frozenset(
    (
        AnswerKind.DEFINITION,
        AnswerKind.MANNER,
        AnswerKind.LIST,
        AnswerKind.NUMBER,
        AnswerKind.FREE,
        AnswerKind.DURATION,
    )
)
NO_VALUE = 0.3
LONGEST_DEFERRAL = 220  # characters


def says_more(question: Question, evidence: Evidence) -> bool:
    """False for a sentence of a paper that only names what is asked about ("đảng viên mới đọc lời tuyên thệ")."""
    reading, row = evidence.reading, evidence.row
    if question.kind not in _TOLD_OF or reading.document.header.type is None:
        return True
    unit = reading.units[row]
    if unit.lead >= 0 and reading.units[unit.lead].kind is UnitKind.LEAD:
        return True
    if unit.kind not in (UnitKind.SENTENCE, UnitKind.ITEM) or any(
        other.lead == row for other in reading.units
    ):
        return True
    particles = PARTICLES_FOLDED if question.folded else PARTICLES
    asked, more = set(question.terms), set()
    for text in item(evidence):
        terms = unigrams(text)
        more |= {term for term in (map(fold, terms) if question.folded else terms) if term[0].isalpha()}
    return len(more - asked - particles) > FEWEST_NEW


_TOLD_OF = frozenset((AnswerKind.MANNER, AnswerKind.LIST, AnswerKind.DEFINITION))
FEWEST_NEW = 1  # words of a sentence that the question does not hold
