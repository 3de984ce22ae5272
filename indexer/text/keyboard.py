"""Letters left over from Vietnamese keyboards (Telex, VNI) decoded: "nghij" and "nghi5" are "nghị"."""

import unicodedata

from indexer.text.spelling import place_tone

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "4": "\u0303", "3": "\u0309", "5": "\u0323"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_BREVE_OR_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = frozenset("aăâeêioôơuưy")


def _marked(letters: list[str], marks: dict[str, str]) -> bool:
    """Put a mark on the last letter that can take it; a "uo" takes the horn on both."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in marks:
            if letters[at] == "o" and "ơ" in marks.values() and at and letters[at - 1] == "u":
                letters[at - 1] = "ư"
            letters[at] = marks[letters[at]]
            return True
    return False


def _with_tone(letters: list[str], tone: str) -> str:
    word = "".join(letters)
    if not tone:
        return word
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in _VOWELS:
            toned = unicodedata.normalize("NFC", letters[at] + tone)
            return place_tone(word[:at] + toned + word[at + 1 :])
    return word


def telex(word: str) -> str:
    """`word` (lower case) read as Telex keys; itself when no key is a mark."""
    letters: list[str] = []
    tone = ""
    for key in word:
        has_vowel = any(letter in _VOWELS for letter in letters)
        if key in _TELEX_TONES and has_vowel and not tone:
            tone = _TELEX_TONES[key]
        elif key in _CIRCUMFLEX and key in letters:
            letters[len(letters) - 1 - letters[::-1].index(key)] = _CIRCUMFLEX[key]
        elif key == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif key == "w":
            if not _marked(letters, _BREVE_OR_HORN):
                letters.append("ư")
        else:
            letters.append(key)
    return _with_tone(letters, tone)


def vni(word: str) -> str:
    """`word` (lower case) read as VNI keys; itself when it holds no digit."""
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES and letters and not tone:
            tone = _VNI_TONES[key]
        elif key == "6":
            _marked(letters, _CIRCUMFLEX)
        elif key == "7":
            _marked(letters, {"o": "ơ", "u": "ư"})
        elif key == "8":
            _marked(letters, {"a": "ă"})
        elif key == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        else:
            letters.append(key)
    return _with_tone(letters, tone)
