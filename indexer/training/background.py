"""Counts how rare words are in general Vietnamese, for answers over collections of any size.

    python -m indexer.training.background TEXTS… --out service/answering/background.tsv.zst

TEXTS are .txt.gz files (records divided by blank lines). A handful of indexed documents says nothing
about which words of a question matter; this table does. One line a term: the term and its inverse
document frequency in tenths of a nat, ln((N + 1) / (n + 0.5)), over chunks of about CHUNK syllables.
"""

import argparse
import gzip
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import zstandard

from indexer.text.analysis import bigrams, unigrams

CHUNK = 150
RAREST_UNIGRAM = 4  # chunks; rarer terms get the idf of a term never seen
RAREST_BIGRAM = 60
STEP = 10


def chunks(path: Path, every: int) -> Iterator[list[str]]:
    """Term lists of about CHUNK syllables, one record out of `every`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        record, kept = 0, []
        for line in lines:
            if not line.strip():
                record += 1
            elif record % every == 0:
                kept += unigrams(line)
            if len(kept) >= CHUNK:
                yield kept
                kept = []
        if kept:
            yield kept


def count(paths: list[Path], every: int) -> tuple[int, Counter[str], Counter[str]]:
    """Number of chunks, and in how many of them each unigram and each bigram stands."""
    total, singles, pairs = 0, Counter[str](), Counter[str]()
    for path in paths:
        for terms in chunks(path, every):
            total += 1
            singles.update(set(terms))
            pairs.update(set(bigrams(terms)))
            if total % 20_000 == 0:
                print(path.name, total, len(singles), len(pairs), flush=True)
                pairs = Counter({term: n for term, n in pairs.items() if n > 1})
    return total, singles, pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=4, help="use one record out of this many")
    args = parser.parse_args()
    total, singles, pairs = count(args.texts, args.every)
    kept = {term: n for term, n in singles.items() if n >= RAREST_UNIGRAM and len(term) < 20}
    kept |= {term: n for term, n in pairs.items() if n >= RAREST_BIGRAM and len(term) < 24}
    rows = [
        f"{term}\t{round(STEP * math.log((total + 1) / (n + 0.5)))}\n" for term, n in sorted(kept.items())
    ]
    args.out.write_bytes(zstandard.compress("".join(rows).encode(), level=19))
    print(f"{total} chunks, {len(rows)} terms, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
