"""How rare a term is in Vietnamese at large; see indexer.training.background for the table."""

from functools import cache
from pathlib import Path

import zstandard

from indexer.text.analysis import fold

_TABLE = Path(__file__).resolve().parent / "background.tsv.zst"
_STEP = 10.0
UNSEEN = 11.5  # nats; about the idf of a term in one of 100,000 chunks
UNSEEN_PAIR = 8.0


@cache
def _rarity() -> dict[str, float]:
    rows = zstandard.decompress(_TABLE.read_bytes()).decode().splitlines()
    return {term: int(tenths) / _STEP for term, _, tenths in (row.partition("\t") for row in rows)}


@cache
def _folded_rarity() -> dict[str, float]:
    """A bare spelling is as common as the commonest word written so."""
    table: dict[str, float] = {}
    for term, rarity in _rarity().items():
        bare = fold(term)
        table[bare] = min(rarity, table.get(bare, UNSEEN))
    return table


def idf(term: str, folded: bool = False) -> float:
    """Inverse document frequency in nats; numbers and unknown words count as never seen."""
    table = _folded_rarity() if folded else _rarity()
    return table.get(term, UNSEEN_PAIR if "_" in term and not term[0].isdigit() else UNSEEN)


BOUND = 1.5  # nats


def bound(left: str, right: str, folded: bool, within: float = BOUND) -> bool:
    """Whether two syllables make a word ("đại biểu"): the pair is hardly rarer than its rarer syllable.

    `within` is by how much it may be rarer, in nats.
    """
    return idf(f"{left}_{right}", folded) - max(idf(left, folded), idf(right, folded)) < within
