"""Nouns that are counted for one another: who asks "bao nhiêu nhà" is answered with "27 hộ"."""

from functools import cache
from pathlib import Path

from indexer.text.analysis import fold, unigrams
from service.question import Question

_TABLE = Path(__file__).resolve().parent / "count_nouns.tsv"
_Rows = dict[tuple[str, ...], tuple[tuple[str, ...], ...]]


@cache
def _rows(folded: bool) -> _Rows:
    rows: _Rows = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        noun, others, _ = line.split("\t")
        rows[_terms(noun, folded)] = tuple(_terms(other, folded) for other in others.split("|"))
    return rows


def _terms(phrase: str, folded: bool) -> tuple[str, ...]:
    terms = unigrams(phrase)
    return tuple(map(fold, terms)) if folded else tuple(terms)


@cache
def _longest(folded: bool) -> int:
    return max(map(len, _rows(folded)))


def counted_for(question: Question) -> tuple[tuple[str, ...], ...]:
    """Phrases that stand for the counted noun of a question; () where none does."""
    if not question.unit or question.unit not in question.terms:
        return ()
    rows, at = _rows(question.folded), question.terms.index(question.unit)
    for length in range(_longest(question.folded), 0, -1):
        if found := rows.get(question.terms[at : at + length]):
            return found
    return ()
