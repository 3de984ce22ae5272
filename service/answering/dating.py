"""Which years a sentence tells of, and whether a year of the question only says which document is meant."""

import re
from collections.abc import Sequence

from indexer.text.analysis import fold
from service.question import NumberMention, Question

_TYPES = tuple(
    tuple(name.split())
    for name in (
        "nghị quyết|chỉ thị|quyết định|quy định|kế hoạch|chương trình|chương trình hành động|hướng dẫn|kết luận|"
        "công văn|thông báo|báo cáo|tờ trình|văn bản|hd|nq|ct|kh|qđ|kl|ctr"
    ).split("|")
)
_FOLDED_TYPES = tuple(tuple(map(fold, name)) for name in _TYPES)
REACH = 6  # terms between the type of a document and its year
_BROKEN = frozenset("đến tới là có được đạt thì từ giai đoạn den toi co duoc dat thi tu giai doan".split())
_COMPARED = ("với cùng kỳ", "so với", "cùng kỳ")
# "bằng 89,9% mục tiêu đến năm 2025": what has been reached by now, against a later target.
_SHARE_OF = re.compile(r"phần_trăm (?:mục|chỉ) tiêu đến(?: hết)?(?: năm)?$")
BEFORE = 4  # terms before a year that make it one of comparison


def names_document(question: Question, mention: NumberMention) -> bool:
    """Whether a year stands right behind a type of document ("chương trình hành động 2020 của tỉnh")."""
    types = _FOLDED_TYPES if question.folded else _TYPES
    for at, term in enumerate(question.terms):
        if term != mention.term:
            continue
        before = question.terms[max(0, at - REACH - 2) : at]
        for name in types:
            for start in range(len(before) - len(name), -1, -1):
                if before[start : start + len(name)] == name:
                    if _BROKEN.isdisjoint(before[start + len(name) :]):
                        return True
                    break
    return False


def years_told(terms: Sequence[str]) -> frozenset[str]:
    """Years that a sentence tells of, without those that it only compares with ("so với năm 2022")."""
    years = years_of(terms)
    told: set[str] = set()
    for at, term in enumerate(terms):
        if term in years and not _compares(terms, at) and not _starts(terms, at):
            told.add(term)
    return frozenset(told)


def years_compared(terms: Sequence[str]) -> frozenset[str]:
    """Years that a sentence only compares with."""
    years = years_of(terms)
    return frozenset(term for at, term in enumerate(terms) if term in years and _compares(terms, at))


def asks_change(question: Question) -> bool:
    """Whether a question itself compares two times ("tăng bao nhiêu so với năm 2020")."""
    return not _CHANGE.isdisjoint(question.terms)


_CHANGE = frozenset("so tăng giảm từ hơn kém cùng tang giam tu hon kem cung vượt vuot".split())


def _compares(terms: Sequence[str], at: int) -> bool:
    before = " ".join(terms[max(0, at - BEFORE) : at])
    share = _SHARE_OF.search(" ".join(terms[max(0, at - 2 * BEFORE) : at]))
    return share is not None or any(words in before for words in _COMPARED)


def _starts(terms: Sequence[str], at: int) -> bool:
    """ "giảm từ 8,6% năm 2020 xuống còn 5,1%": the year from which a change is told."""
    after = terms[at + 1 : at + 3]
    return "từ" in terms[max(0, at - 2 * BEFORE) : at] and any(word in after for word in _TURNS)


_TURNS = ("xuống", "lên", "còn")


def years_of(terms: Sequence[str]) -> frozenset[str]:
    """Years that a text names by themselves, not as part of a day."""
    return frozenset(
        term
        for before, term in zip(["", *terms], terms, strict=False)
        if len(term) == 4 and term.isdigit() and term[:2] in ("19", "20") and not before.endswith("_" + term)
    )
