"""The training texts as articles of unigram ids: statutes and encyclopaedia articles, gzip, one a block."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.text.analysis import unigrams
from indexer.text.vocabulary import UNKNOWN, Ids, Vocabulary

_BLOCKS = re.compile(r"\n\s*\n")
_ARTICLE = re.compile(r"^Điều\s+\d+[a-zđ]?\s*[.:]\s*(.*)$", re.MULTILINE)
SOURCES = ("phapdien", "phapluat_2026", "uts_vlc", "viwiki")
MINIMUM_BODY = 12  # syllables; shorter bodies say nothing that a title could be matched to


@dataclass(frozen=True, slots=True)
class Article:
    """Ids of a title (may be empty) and a body; articles keep the order of their source."""

    title: Ids
    body: Ids


def raw_articles(folder: Path, source: str) -> Iterator[tuple[str, str]]:
    """(title, body) pairs of one training text, in order."""
    with gzip.open(folder / f"{source}.txt.gz", "rt", encoding="utf-8") as file:
        text = file.read()
    if source in ("phapluat_2026", "uts_vlc"):
        yield from _statute(text)
    else:
        for block in _BLOCKS.split(text):
            title, _, body = block.strip().partition("\n")
            yield (title, body) if source == "phapdien" else ("", block)


def _statute(text: str) -> Iterator[tuple[str, str]]:
    heads = list(_ARTICLE.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        end = following.start() if following else min(len(text), head.end() + 4000)
        yield head.group(1), text[head.end() : end]


def _pair_counts(sequence: Ids, words: int) -> NDArray[np.int64]:
    left, right = sequence[:-1].astype(np.int64), sequence[1:]
    keep = (left >= 0) & (right >= 0)
    return left[keep] * words + right[keep]


def learn_vocabulary(articles: list[list[str]], words: int, pairs: int) -> Vocabulary:
    """The most frequent `words` unigrams and `pairs` bigrams of the tokenised articles."""
    counts = Counter[str]()
    for terms in articles:
        counts.update(terms)
    known = Vocabulary([word for word, _ in counts.most_common(words)], np.empty(0, np.int64))
    keys = np.concatenate([_pair_counts(known.ids_of(terms), len(known)) for terms in articles])
    distinct, seen = np.unique(keys, return_counts=True)
    best = np.sort(distinct[np.argsort(-seen, kind="stable")[:pairs]])
    return Vocabulary(known.words, best)


def load(folder: Path, words: int, pairs: int) -> tuple[Vocabulary, dict[str, list[Article]]]:
    """The vocabulary of all sources in `folder` and their articles as ids."""
    terms: dict[str, list[tuple[list[str], list[str]]]] = {
        source: [(unigrams(title), unigrams(body)) for title, body in raw_articles(folder, source)]
        for source in SOURCES
    }
    vocabulary = learn_vocabulary([t + b for pairs_ in terms.values() for t, b in pairs_], words, pairs)
    return vocabulary, {
        source: [
            Article(vocabulary.ids_of(title), vocabulary.ids_of(body))
            for title, body in found
            if len(body) >= MINIMUM_BODY
        ]
        for source, found in terms.items()
    }


BREAK = np.array([UNKNOWN], np.int32)
