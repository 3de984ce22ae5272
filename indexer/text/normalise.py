"""Text in the one form that terms are made of, with the way back to the original offsets."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.text.spelling import canonical

# Zero-width characters, soft hyphen, byte order mark, and marks that do not compose with their letter.
INVISIBLE = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]+")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_][^\W_]*")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` and, for each of its code points and its end, the code point offset in the original.

    `offsets[i]` is where the original of `text[i]` starts; `len(offsets) == len(text) + 1`.
    """

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the original that `text[start:end]` came from."""
        return self.offsets[start], self.offsets[end]


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


def _mapped(text: str) -> tuple[str, Sequence[int]]:
    """`clean(text)` with the offset that each of its code points came from."""
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


def normalise(text: str) -> Normalised:
    """Lower-case NFC text in one spelling, plain dashes and blanks, no invisible characters."""
    mapped, offsets = _mapped(text)
    return Normalised(spell(mapped), offsets)
