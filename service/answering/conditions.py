"""A condition that is asked for ("khi nào thì bị thu hồi", "trường hợp nào được miễn"), and one that is stated."""

import re

from service.accents import with_diacritics
from service.question import Question

_ASKS = re.compile(
    r"(?:(?:trong )?(?:những |các )?trường hợp nào|^\W*(?:khi|lúc) nào)(?!\w).{0,90}(?<!\w)(?:bị|được|phải|mới)(?!\w)|"
    r"(?<!\w)bị .{0,60}(?:khi nào|trường hợp nào)",
    re.I,
)
_STATES = re.compile(
    r"(?<!\w)(?:khi|nếu|trường hợp|điều kiện|chỉ xem xét|thuộc diện|trừ)(?!\w)(?! (?:nào|đó|này|ấy)(?!\w))",
    re.I,
)


def asked(question: Question) -> bool:
    """Whether the question wants to know under what condition something is done."""
    return _ASKS.search(with_diacritics(question)) is not None


def stated(text: str) -> bool:
    """Whether a text names a condition."""
    return _STATES.search(text) is not None
