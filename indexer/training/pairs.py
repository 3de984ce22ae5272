"""Training pairs without any question: title -> body, and hidden span -> what surrounds it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from indexer.text.vocabulary import Ids, Vocabulary
from indexer.training.articles import BREAK, Article

WINDOW = 200  # syllables of a passage

# Ways of asking wrapped around a title or span, so that the words of asking themselves learn no weight.
ASKING = (
    "{} là gì", "{} như thế nào", "{} được quy định như thế nào", "{} gồm những gì", "ai có thẩm quyền {}",
    "{} bao nhiêu", "{} đúng hay sai", "theo quy định của pháp luật thì {} như thế nào", "{} có được không",
    "khi nào thì {}", "{} trong trường hợp nào", "cho tôi hỏi {}", "{} không", "quy định về {}", "vì sao {}",
    "cơ quan nào {}", "hành vi {} bị xử lý như thế nào", "{} có phải không", "xin hỏi {} ra sao", "{} ở đâu",
    "điều kiện để {} là gì", "mức {} là bao nhiêu", "thế nào là {}", "nội dung của {}", "{} vào năm nào",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """The id sequences before and after what is asked, one pair for each way of ASKING."""

    before: list[Ids]
    after: list[Ids]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Asking":
        halves = [pattern.split("{}") for pattern in ASKING]
        return cls([vocabulary.ids(a) for a, _ in halves], [vocabulary.ids(b) for _, b in halves])

    def wrap(self, ids: Ids, random: Generator) -> Ids:
        way = int(random.integers(len(self.before)))
        return np.concatenate([self.before[way], ids, self.after[way]])


def _window(body: Ids, random: Generator, size: int = WINDOW) -> Ids:
    if len(body) <= size:
        return body
    at = int(random.integers(len(body) - size)) if random.random() < 0.5 else 0
    return body[at : at + size]


def _thinned(ids: Ids, random: Generator, keep: float) -> Ids:
    """`ids` with each one left out with probability 1 - keep: people do not ask in the text's words."""
    kept = ids[random.random(len(ids)) < keep]
    return kept if len(kept) else ids


def title_pair(article: Article, random: Generator) -> tuple[Ids, Ids]:
    body = _window(article.body, random)
    if random.random() < 0.3:
        body = np.concatenate([article.title, BREAK, body])
        return _thinned(article.title, random, 0.7), body
    return article.title, body


def span_pair(article: Article, random: Generator) -> tuple[Ids, Ids]:
    """A span of 6 to 30 syllables asks for the rest of its passage."""
    body = _window(article.body, random)
    size = min(int(random.integers(6, 31)), len(body) // 2)
    at = int(random.integers(len(body) - size + 1))
    span, left, right = body[at : at + size], body[:at], body[at + size :]
    title = article.title if random.random() < 0.5 else BREAK
    return _thinned(span, random, 0.8), np.concatenate([title, BREAK, left, BREAK, right])


def batch(
    articles: list[Article],
    make: Callable[[Article, Generator], tuple[Ids, Ids]],
    asking: Asking,
    random: Generator,
    *,
    size: int,
    run: int,
) -> tuple[list[Ids], list[Ids], list[int]]:
    """`size` pairs from runs of `run` neighbouring articles: neighbours are each other's hard negatives."""
    starts = random.integers(max(1, len(articles) - run), size=-(-size // run))
    chosen = np.unique((starts[:, None] + np.arange(run)).ravel() % len(articles))[:size]
    questions, passages, groups = [], [], []
    for index in chosen:
        question, passage = make(articles[index], random)
        if random.random() < 0.4:
            question = asking.wrap(question, random)
        questions.append(question)
        passages.append(passage)
        groups.append(hash(articles[index].title.tobytes()) if len(articles[index].title) else int(index))
    return questions, passages, groups
