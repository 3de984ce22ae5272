"""Bytes become text once: UTF-8, UTF-16 or windows-1258, then NFC. Nothing is guessed beyond that."""

import codecs
import re
import unicodedata

from corpus.errors import BadDocument

_VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = frozenset(
    [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", *_TONES)] + ["đ", "Đ"]
)
_TYPOGRAPHY = frozenset("“”‘’„–—…•·°§«»×÷±½¼¾²³€™\u00a0\u00ad")

# Bytes that TCVN3 and VNI fonts use for Vietnamese letters and that no Unicode text has inside a word.
_LEGACY_IN_WORD = re.compile(r"[A-Za-z][©®µ¸¶·¹ª«¬\u00ad¨¦§¡¢£¤¥»¾½¼Æ×Þ®¿]|[©®µ¸¶·¹ª«¬¨¦¡¢£¤¥¾Æ][a-z]")
_WORD = re.compile(r"\S+")
_CONTROL = frozenset(map(chr, (*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F)))
_LEGACY = frozenset("©®µ¸¶·¹ª«¬\u00ad¨¦§¡¢£¤¥»¾½¼Æ×Þ¿")
_CONTROL_SHARE = 0.001
_LEGACY_SHARE = 0.15
_SAMPLE = 20_000


def decode(data: bytes) -> str:
    """The text of `data` in NFC, newlines as they stand, without a byte order mark.

    Raises BadDocument: `empty_file`, `no_text` (only white space), `unknown_encoding`, `wrong_format`
    (control characters: not a text).
    """
    if not data:
        raise BadDocument("empty_file")
    text = unicodedata.normalize("NFC", _to_unicode(data))
    refuse_unreadable(text)
    return text


def refuse_unreadable(text: str) -> None:
    """Raise BadDocument when `text` is blank, holds control characters or is in a legacy font encoding."""
    if not text.strip():
        raise BadDocument("no_text")
    used = set(text)
    if found := used & _CONTROL:
        controls = sum(text.count(char) for char in found)
        if "\x00" in found or controls > max(1, len(text) * _CONTROL_SHARE):
            raise BadDocument("wrong_format", expected="text", found="binary")
    if used & _LEGACY and _looks_legacy(text):
        raise BadDocument("unknown_encoding")


def _to_unicode(data: bytes) -> str:
    wide = _wide_encoding(data)
    for encoding in (wide,) if wide else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    if b"\x00" in data:
        raise BadDocument("wrong_format", expected="text", found="binary")
    return _from_windows_1258(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 by its byte order mark, or by high bytes that all belong to blocks Vietnamese uses."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(data) % 2 or len(data) < 4:
        return None
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = data[first : first + _SAMPLE : 2]
        if high.count(0) * 2 > len(high) and not high.strip(b"\x00\x01\x03\x1e\x20"):
            return encoding
    return None


def _from_windows_1258(data: bytes) -> str:
    """Windows-1258 writes tones as combining marks: text is Vietnamese when every mark finds its vowel."""
    try:
        raw = data.decode("cp1258")
    except UnicodeDecodeError as error:
        raise BadDocument("unknown_encoding") from error
    text = unicodedata.normalize("NFC", raw)
    foreign = {char for char in set(text) if ord(char) > 127} - _VIETNAMESE - _TYPOGRAPHY
    if foreign or not any(tone in raw for tone in _TONES):
        raise BadDocument("unknown_encoding")
    return text


def _looks_legacy(text: str) -> bool:
    sample = text[:_SAMPLE]
    words = len(_WORD.findall(sample))
    return words >= 3 and len(_LEGACY_IN_WORD.findall(sample)) > words * _LEGACY_SHARE
