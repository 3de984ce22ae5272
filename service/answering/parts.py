"""A question that asks several things at once ("bao nhiêu hộ, bao giờ xong"), read once for each of them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.accents import with_diacritics
from service.question import AnswerKind, Question

MOST = 3
_ASKING: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (AnswerKind.ORDINAL, r"(?:thứ|khóa|khoá|hạng|quý) mấy|quý nào|nhiệm kỳ nào"),
        (
            AnswerKind.DATE,
            r"khi nào|bao giờ|(?:ngày|tháng|năm|lúc|hôm|thời điểm) (?:tháng năm |tháng )?nào|(?:ngày|tháng) mấy",
        ),
        (AnswerKind.DURATION, r"bao lâu"),
        (AnswerKind.NUMBER, r"bao nhiêu|(?<!\w)mấy(?!\w)"),
        (AnswerKind.REASON, r"tại sao|vì sao"),
        (AnswerKind.PERSON, r"(?<!\w)(?:ai|người nào|vị nào)(?!\w)"),
        (AnswerKind.BODY, r"(?:cơ quan|tổ chức|đơn vị|ban|sở|phòng|cấp) nào"),
        (
            AnswerKind.LIST,
            r"(?<=, )(?:(?:cụ thể|đó) )?(?:là |gồm )?"
            r"(?:(?:những|các) (?:\w+ ){0,3}(?:nào|gì)|gì|(?:loại|cái|khoản|mục) nào)|(?<=, )(?:là|gồm) (?:những )?gì",
        ),
    )
)


def parts(question: Question) -> tuple[Question, ...]:
    """The question once for each kind of thing that it asks for, in order; itself where that is one kind."""
    said = with_diacritics(question).lower()
    found = list(dict.fromkeys(kind for _, kind in sorted(_found(said))))
    if len(found) < 2 or len(found) > MOST:
        return (question,)
    kinds = sorted(found, key=lambda kind: kind is not question.kind)
    return tuple(_asking(question, kind) for kind in kinds)


def _found(said: str) -> Iterator[tuple[int, AnswerKind]]:
    """Where each kind of thing is asked for; of words that two kinds claim the first kind has them."""
    taken: list[tuple[int, int]] = []
    for kind, pattern in _ASKING:
        for match in pattern.finditer(said):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield match.start(), kind


def _asking(question: Question, kind: AnswerKind) -> Question:
    unit = question.unit if kind is AnswerKind.NUMBER else ""
    return (
        question
        if kind is question.kind and unit == question.unit
        else replace(question, kind=kind, unit=unit)
    )
