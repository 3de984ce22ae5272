"""Short names that a document gives ("Ban Chỉ đạo cải cách hành chính (sau đây gọi tắt là Ban Chỉ đạo)")."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Document
from indexer.text.analysis import unigrams

LONGEST_FULL = 160  # characters before a short name in which the full one begins
_SHORT = re.compile(
    r"\((?:sau đây |dưới đây )?(?:được )?(?:gọi|viết)\s+tắt\s+là:?\s*[\"“]?(?P<short>[^()\"”]{2,60}?)[\"”]?\)",
    re.I,
)
SHORTEST = 2  # terms of a short name: a single one is a word of many senses


@dataclass(frozen=True, slots=True)
class ShortName:
    """A short name, blank-joined with blanks at both ends, and the terms of what it stands for."""

    phrase: str
    full: frozenset[str]


def short_names(document: Document) -> tuple[ShortName, ...]:
    """The short names that the text of a document introduces; kept for the next passage of it."""
    return _of_text(document.text)


@lru_cache(maxsize=64)
def _of_text(text: str) -> tuple[ShortName, ...]:
    found = []
    for match in _SHORT.finditer(text):
        short = unigrams(match["short"])
        before = unigrams(text[max(0, match.start() - LONGEST_FULL) : match.start()])
        first = _begins(before, short)
        if len(short) >= SHORTEST and 0 <= first < len(before) - len(short):
            found.append(ShortName(" " + " ".join(short) + " ", frozenset(before[first:])))
    return tuple(found)


def _begins(before: list[str], short: list[str]) -> int:
    """Where the full name begins: with the short one, else with its first term; -1 where neither stands."""
    for length in (len(short), 1):
        for at in range(len(before) - length, -1, -1):
            if before[at : at + length] == short[:length]:
                return at
    return -1
