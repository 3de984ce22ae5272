"""A question typed without diacritics, read with them."""

import re
from functools import lru_cache

from indexer.text.analysis import fold
from indexer.text.restore import restore
from service.question import Question, without_address

QUESTIONS_KEPT = 64  # a question is read several times while it is answered


def with_diacritics(question: Question) -> str:
    """The most likely accented reading of a question typed without diacritics, else its own text.

    Words at its end that only address the reader are left out.
    """
    return _accented(question.text) if question.folded else _spoken(question.text)


_spoken = lru_cache(maxsize=QUESTIONS_KEPT)(without_address)


@lru_cache(maxsize=QUESTIONS_KEPT)
def _accented(text: str) -> str:
    return without_address(_MISREAD.sub("tối đa", next(iter(restore(text)), text)))


def accented_and_bare(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern for questions with diacritics, and for those without: indexed by `Question.folded`."""
    return re.compile(pattern), re.compile(fold(pattern))


_MISREAD = re.compile(r"tôi đã(?= (?:là )?(?:mấy|bao nhiêu)(?!\w))")  # "toi da may nguoi" asks for a bound
