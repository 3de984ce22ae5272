"""Text in the one form that terms are made of, with the way back to the original offsets."""

import re
import unicodedata
from collections.abc import Sequence

from indexer.text.spelling import canonical

# Zero-width characters, soft hyphen, byte order mark, and marks that do not compose with their letter.
INVISIBLE = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_][^\W_]*")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def clean(text: str) -> str:
    """Lower case, NFC, without invisible characters: what the term pattern reads. Offsets are lost."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = text.lower()
    return INVISIBLE.sub("", text) if not text.isascii() and INVISIBLE.search(text) else text


def spell(text: str) -> str:
    """`clean`ed text with plain dashes and blanks and one spelling of each word; same length."""
    return _WORD.sub(_spelled, _BLANK.sub(" ", _DASH.sub("-", text)))


def _spelled(word: re.Match[str]) -> str:
    return canonical(word.group())


def mapped(text: str) -> tuple[str, Sequence[int]]:
    """`clean(text)` and, for each of its code points and its end, the code point offset in the original.

    `offsets[i]` is where the original of the i-th starts; there is one more of them than code points.
    """
    if unicodedata.is_normalized("NFC", text):
        lowered = text.lower()
        if len(lowered) == len(text) and not INVISIBLE.search(text):
            return lowered, range(len(text) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        piece = clean(cluster.group())
        pieces.append(piece)
        offsets.extend([cluster.start()] * len(piece))
    offsets.append(len(text))
    return "".join(pieces), offsets
