"""Learn the syllables and their neighbours that restoring diacritics needs, and write them as one file.

`python -m indexer.training.syllables TEXTS` writes `indexer/text/syllables.npz`.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.text.analysis import unigrams
from indexer.text.restore import DATA, STEP, is_syllable
from indexer.text.vocabulary import Vocabulary
from indexer.training.articles import SOURCES, raw_articles

SYLLABLES = 8_000
NEIGHBOURS = 1_150_000


def _sentences(folder: Path) -> Iterator[list[str]]:
    for source in SOURCES:
        for title, body in raw_articles(folder, source):
            for line in (title, *body.split("\n")):
                yield unigrams(line)


def logarithms(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Natural logarithms of counts in steps of STEP."""
    return np.minimum(np.rint(np.log(counts) / STEP), 255).astype(np.uint8)


def learn(sentences: list[list[str]]) -> dict[str, NDArray[np.generic]]:
    """Arrays of the data file: syllables by frequency, their counts, neighbour pairs and their counts."""
    counts = Counter[str]()
    for terms in sentences:
        counts.update(terms)
    common = [(term, n) for term, n in counts.most_common(60_000) if is_syllable(term) and n >= 5]
    words = [term for term, _ in common[:SYLLABLES]]
    known = Vocabulary(words, np.empty(0, np.int64))
    keys = []
    for terms in sentences:
        ids = known.ids_of(terms).astype(np.int64)
        keep = (ids[:-1] >= 0) & (ids[1:] >= 0)
        keys.append((ids[:-1][keep] << 13) | ids[1:][keep])
    pairs, seen = np.unique(np.concatenate(keys), return_counts=True)
    best = np.sort(np.argsort(-seen, kind="stable")[:NEIGHBOURS])
    return {
        "syllables": np.array(" ".join(words)),
        "counts": logarithms(np.array([n for _, n in common[:SYLLABLES]])),
        "pairs": pairs[best].astype(np.uint32),
        "pair_counts": logarithms(seen[best]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="folder with the training texts (*.txt.gz)")
    arguments = parser.parse_args()
    arrays: dict[str, Any] = dict(learn(list(_sentences(arguments.texts))))
    np.savez(DATA, **arrays)


if __name__ == "__main__":
    main()
