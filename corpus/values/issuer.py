"""Issuing bodies (cơ quan ban hành): words and symbols to a canonical body with its level.

The bodies stand in `issuers.tsv`. Old names are kept as they are; `until` and `successor` say what
became of them (the district level of the Party ended on 2025-06-30).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.values.dictionary import rows


@dataclass(frozen=True, slots=True)
class Issuer:
    """One body of the dictionary; `level` is trung ương, tỉnh, huyện, xã, cơ sở or None."""

    symbol: str
    words: str
    level: str | None
    kind: str
    side: str  # "party" or "state"
    until: str
    successor: str


_MEMBERS = re.compile(
    r"^(?:ban chap hanh dang bo|ban chap hanh|ban thuong vu|thuong truc|btv|bch) (?=\S)(?!trung uong)"
)
_CITY_IN_PROVINCE = re.compile(r"^(?:thanh uy|dang bo thanh pho) .*\btinh\b|^thanh uy truc thuoc tinh")


def folded(words: str) -> str:
    """`words` in lower case without diacritics and with single blanks: spellings compare equal."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d").replace("ð", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


@cache
def _by_words() -> dict[str, Issuer]:
    return {
        folded(row["words"]): Issuer(
            row["symbol"],
            row["words"],
            row["level"] or None,
            row["kind"],
            row["side"],
            row["until"],
            row["successor"],
        )
        for row in rows("issuers")
    }


@cache
def known_symbols() -> dict[str, str]:
    """Symbol of an issuer -> "party" or "state"."""
    return {row["symbol"]: row["side"] for row in rows("issuers")}


@cache
def known_words() -> tuple[str, ...]:
    """The words of every body, longest first."""
    return tuple(sorted({row["words"] for row in rows("issuers")}, key=len, reverse=True))


@lru_cache(maxsize=4096)
def find_issuer(name: str) -> Issuer | None:
    """The body that `name` ("Ban Thường vụ Huyện ủy Vân Sơn") begins with or, failing that, contains."""
    plain = folded(name)
    own = _MEMBERS.sub("", plain)
    if plain.startswith("ban chap hanh dang bo "):
        own = "dang bo " + own
    if _CITY_IN_PROVINCE.match(own):
        return _by_words()["thanh uy truc thuoc tinh"]
    words = own.split(maxsplit=_most_words())[: _most_words()]
    for length in range(len(words), 0, -1):
        found = _by_words().get(" ".join(words[:length]))
        if found:
            return found
    within = f" {own} "
    return next((body for key, body in _longest_first() if f" {key} " in within), None)


@cache
def _most_words() -> int:
    return max(key.count(" ") + 1 for key in _by_words())


@cache
def _longest_first() -> tuple[tuple[str, Issuer], ...]:
    return tuple(sorted(_by_words().items(), key=lambda item: -len(item[0])))


def issuer_level(name: str) -> str | None:
    """The level of the body `name`, in words or as a symbol; None when the name does not tell."""
    body = find_issuer(name)
    if body is not None:
        return body.level
    levels = {row["level"] for row in rows("issuers") if row["symbol"] == name.strip()}
    return (levels.pop() or None) if len(levels) == 1 else None
