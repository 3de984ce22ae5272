"""Fields (lĩnh vực) of targets and documents: keywords of `fields.tsv` in indicator or headings."""

import re
from collections.abc import Iterable
from functools import cache

from corpus.values.dictionary import rows


@cache
def fields() -> tuple[str, ...]:
    """The names of all fields."""
    return tuple(row["field"] for row in rows("fields"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            row["field"],
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, row['keywords'].split('|')))})(?!\w)"),
        )
        for row in rows("fields")
    )


def field_of(indicator: str, headings: Iterable[str] = ()) -> str | None:
    """The field of an indicator: by its own words, else by the nearest heading that names one field."""
    return _first(indicator) or next((found for heading in headings if (found := _first(heading))), None)


def _first(words: str) -> str | None:
    """The field whose keyword comes first in the words; the longer one of two that begin together."""
    lowered = words.lower()
    hits = [
        (match.start(), -len(match.group()), name)
        for name, pattern in _patterns()
        if (match := pattern.search(lowered))
    ]
    return min(hits)[2] if hits else None


@cache
def _any_keyword() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of every keyword, the longest first, and the field of each."""
    named = {word: row["field"] for row in rows("fields") for word in row["keywords"].split("|")}
    words = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), named


def fields_of(words: str) -> tuple[str, ...]:
    """Every field that the words name, in their order."""
    pattern, named = _any_keyword()
    return tuple(dict.fromkeys(named[match.group()] for match in pattern.finditer(words.lower())))
