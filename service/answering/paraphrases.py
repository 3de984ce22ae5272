"""Words that say the same thing in a question and in a document, for judging what an answer lacks.

They are no search terms: `service/synonyms.tsv` and `service/everyday.tsv` hold those.
"""

from functools import cache
from pathlib import Path

from indexer.text.analysis import fold, unigrams

_TABLE = Path(__file__).resolve().parent / "paraphrases.tsv"
_Ways = dict[tuple[str, ...], tuple[str, ...]]


def ways(terms: tuple[str, ...], folded: bool) -> tuple[str, ...]:
    """Other ways to say a word, blank-joined with blanks at both ends."""
    return _table(folded).get(terms, ())


@cache
def _table(folded: bool) -> _Ways:
    """Every word of a row stands for every other of it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        words = [tuple(map(fold, unigrams(word)) if folded else unigrams(word)) for word in line.split("|")]
        for word in words:
            found.setdefault(word, []).extend(" " + " ".join(other) + " " for other in words if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}
