"""The one door to underthesea: words of several syllables (từ ghép). Never on the path of an answer.

Measured, underthesea's words rank no better than syllable bigrams on any set and cost fifty times their
time (docs/decisions/0002-terms.md), so no index holds them; they serve where a person reads words: key
terms and suggestions.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from indexer.text.analysis import unigrams
from indexer.text.spelling import canonical

LONGEST_WORD = 5  # syllables


def segment(text: str) -> list[str]:
    """Words of `text` in its own spelling, in order; punctuation is left out.

    underthesea rewrites what it reads (khoá becomes khóa), so its words only say how many letters each
    one takes, and those are cut from the NFC form of `text`.
    """
    from underthesea import word_tokenize  # noqa: PLC0415 - takes half a second and 100 MB

    own = unicodedata.normalize("NFC", text)
    words: list[str] = []
    at = 0
    for found in word_tokenize(own):
        start, end = _take(own, at, sum(not letter.isspace() for letter in found))
        at = end
        if any(letter.isalnum() for letter in own[start:end]):
            words.append(own[start:end])
    return words


def _take(text: str, at: int, letters: int) -> tuple[int, int]:
    """The range after `at` that holds the next `letters` characters that are not blank."""
    while at < len(text) and text[at].isspace():
        at += 1
    end = at
    while end < len(text) and letters:
        letters -= not text[end].isspace()
        end += 1
    return at, end


def word_terms(text: str) -> list[str]:
    """Words of several syllables as terms (`kinh_tế_xanh`), for indexes that want full segmentation."""
    return ["_".join(unigrams(word)) for word in segment(text) if len(word.split()) > 1]


class Lexicon:
    """Words of several syllables learnt from a sample, found in any text by greedy longest match."""

    def __init__(self, words: Iterable[tuple[str, ...]]) -> None:
        self._words = frozenset(word for word in words if 1 < len(word) <= LONGEST_WORD)
        self._starts = frozenset(word[:2] for word in self._words)

    @classmethod
    def learn(cls, sample: Iterable[str], seen: int = 3) -> "Lexicon":
        """The words that underthesea finds at least `seen` times in the texts of `sample`."""
        counts = Counter(
            tuple(canonical(syllable) for syllable in word.lower().split())
            for text in sample
            for word in segment(text)
        )
        return cls(word for word, count in counts.items() if count >= seen)

    def __len__(self) -> int:
        return len(self._words)

    def match(self, syllables: list[str]) -> list[tuple[str, ...]]:
        """Words in `syllables` (canonical terms), leftmost longest, in order; linear time."""
        found: list[tuple[str, ...]] = []
        at = 0
        while at < len(syllables) - 1:
            size = self._longest(syllables, at) if (syllables[at], syllables[at + 1]) in self._starts else 0
            if size:
                found.append(tuple(syllables[at : at + size]))
            at += size or 1
        return found

    def _longest(self, syllables: list[str], at: int) -> int:
        for size in range(min(LONGEST_WORD, len(syllables) - at), 1, -1):
            if tuple(syllables[at : at + size]) in self._words:
                return size
        return 0
