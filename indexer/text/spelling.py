"""One spelling of a syllable (âm tiết): tone placement, i/y variants, misencoded and look-alike letters.

Every function here keeps the number of code points, so that offsets survive it.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền sắc ngã hỏi nặng
_TONED = {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel in "aăâeêioôơuưy" for tone in _TONES
}
_SHAPE = re.compile(
    r"(ngh|gh|gi(?=[aăâeêoôơuư])|kh|ng|nh|ph|qu(?=[aăâeêioôơy])|th|tr|ch|[bcdđghklmnpqrstvxg])?"
    r"([aăâeêioôơuưy]{1,3})(ng|nh|ch|[cmnpt])?"
)
# Spellings with i and with y of the same words; the y form is what Party documents use. Only these onsets
# have both; without a tone only "hi" and "qui" are safe ("ti vi", "mi", "li" are words of their own).
_Y_ONSETS = "hklmst"
_I_TO_Y = {"hi": "hy", "qui": "quy"} | {
    unicodedata.normalize("NFC", onset + "i" + tone): unicodedata.normalize("NFC", onset + "y" + tone)
    for onset in (*_Y_ONSETS, "qu")
    for tone in _TONES
}
# Letters of old fonts and keyboards that stand for Vietnamese ones, whatever is around them.
_MISENCODED = str.maketrans({"ð": "đ", "ɖ": "đ", "ƣ": "ư"})
# Cyrillic and Greek letters that look like Latin ones; mapped only inside a word that has Latin letters.
_LOOKALIKE = str.maketrans("аеорсухіјѕһԁӏνοιαυкмтвн", "aeopcyxijshdlvoiaukmtbh")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00e0-\u01b0\u1ea0-\u1ef9]")
_MARKS = re.compile("[\u0300-\u036f]")


def _tone_position(onset: str, vowels: str, coda: str) -> int:
    """Index in `vowels` that carries the tone in the traditional placement (hòa, thủy, quý)."""
    marked = [i for i, letter in enumerate(vowels) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    if coda:
        return len(vowels) - 1
    return 1 if len(vowels) == 3 else 0


def place_tone(syllable: str) -> str:
    """The lower-case NFC `syllable` with its tone in the traditional place; unchanged when not Vietnamese."""
    toned = [(i, *_TONED[letter]) for i, letter in enumerate(syllable) if letter in _TONED]
    if len(toned) != 1:
        return syllable
    at, vowel, tone = toned[0]
    bare = syllable[:at] + vowel + syllable[at + 1 :]
    shape = _SHAPE.fullmatch(bare)
    if shape is None:
        return syllable
    onset, vowels, coda = shape.group(1) or "", shape.group(2), shape.group(3) or ""
    to = len(onset) + _tone_position(onset, vowels, coda)
    return bare[:to] + unicodedata.normalize("NFC", bare[to] + tone) + bare[to + 1 :]


@lru_cache(maxsize=1 << 17)
def canonical(word: str) -> str:
    """The one spelling of a lower-case NFC word that terms use; same length as `word`."""
    if word.isascii():
        return _I_TO_Y.get(word, word)
    word = word.translate(_MISENCODED)
    if _FOREIGN.search(word) and _LATIN.search(word):
        word = word.translate(_LOOKALIKE)
    word = place_tone(word)
    return _I_TO_Y.get(word, word)


@lru_cache(maxsize=1 << 17)
def fold(term: str) -> str:
    """`term` without diacritics and with d for đ; the length may not change for NFC Vietnamese."""
    if term.isascii():
        return term
    plain = _MARKS.sub("", unicodedata.normalize("NFD", term))
    return unicodedata.normalize("NFC", plain).replace("đ", "d").replace("Đ", "D")
