"""The question's terms with their weights, ready to be held against many sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul

from indexer.text.analysis import fold, unigrams
from service.answering.background import idf
from service.answering.reading import Terms
from service.question import Question

EMPTY_SHARE = 0.3  # of its idf that a question word or particle counts
EMPTY_PAIR_SHARE = 0.5  # of a pair of two such words
GIVEN_SHARE = 0.8  # of what the document is by its number, issuer or title, and need not repeat
WINDOW = 3  # terms between two neighbours of the question that still stand together


@dataclass(frozen=True, slots=True)
class Asked:
    """A question held against sentences; `terms` are distinct, the other rows run beside them."""

    question: Question
    terms: tuple[str, ...]
    distinct: frozenset[str]  # the same
    weights: tuple[float, ...]
    others: tuple[tuple[tuple[str, float], ...], ...]  # phrases that stand for a term, with their credit
    replaceable: tuple[int, ...]  # rows of the terms that have such phrases
    heads: dict[str, str]  # first terms of those phrases
    pairs: tuple[tuple[str, str, float], ...]
    total: float
    pair_total: float
    subject: str  # " an ninh mạng là ": how a definition of the asked thing begins
    focus: frozenset[str]  # the words of content right before the question word ("bị phạt tù từ bao nhiêu")
    asks_which: bool  # "… nào", "… gì"
    asks_extreme: bool  # "tối đa", "cao nhất": several provisions must be compared

    def form(self, terms: Terms) -> Terms:
        return terms.folded if self.question.folded else terms

    def held(self, terms: Terms) -> list[float]:
        """By term, 1 where `terms` hold it, the credit of an alternative, else 0."""
        form = self.form(terms)
        single = form.single
        values = [1.0 if term in single else 0.0 for term in self.terms]
        for row in self.replaceable:
            if values[row] == 0.0:
                for phrase, credit in self.others[row]:
                    # The first word is looked up before the phrase is looked for: most are not there.
                    if credit > values[row] and self.heads[phrase] in single and phrase in form.joined:
                        values[row] = credit
        return values

    def share(self, held: Sequence[float]) -> float:
        """idf share of the question that `held` makes up."""
        total: float = sum(map(mul, self.weights, held))
        return total / self.total

    def order(self, terms: Terms, given: frozenset[str] = frozenset()) -> tuple[float, float, float]:
        """Shares of the question's pairs that stand side by side, and near; then of the longest run.

        A pair of `given` terms counts as standing side by side.
        """
        form = self.form(terms)
        single, places = form.single, None
        beside = near = run = longest = 0.0
        for left, right, weight in self.pairs:
            if left in given and right in given:
                beside += GIVEN_SHARE * weight
                near += GIVEN_SHARE * weight
                continue
            if left not in single or right not in single:
                run = 0.0
                continue
            places = places or self._places(form.row)
            gap = _gap(places[left], places[right])
            if gap == 1:
                beside += weight
                run += weight
                longest = max(longest, run)
            else:
                run = 0.0
            if abs(gap) <= WINDOW:
                near += weight
        return beside / self.pair_total, near / self.pair_total, longest / self.pair_total

    def _places(self, row: Sequence[str]) -> dict[str, list[int]]:
        """Where the terms of the question stand in `row`."""
        places: dict[str, list[int]] = {}
        for at, term in enumerate(row):
            if term in self.distinct:
                places.setdefault(term, []).append(at)
        return places

    def defines(self, terms: Terms) -> float:
        """1 where a sentence says what the asked thing is, at its head; less further inside."""
        if not self.subject:
            return 0.0
        form = self.form(terms)
        at = form.joined.find(self.subject)
        if at < 0:
            return 0.0
        return 1.0 if form.joined[:at].count(" ") <= 1 else 0.4


def _gap(first: Sequence[int], second: Sequence[int]) -> int:
    """Smallest distance from a place in `first` to one in `second`; 1 when they stand side by side."""
    best = 1 << 30
    for here in first:
        for there in second:
            if there - here == 1:
                return 1
            if abs(there - here) < abs(best):
                best = there - here
    return best


def asked(question: Question) -> Asked:
    """Weigh the terms of a question."""
    weight: dict[str, float] = {}
    full = any(question.content)
    content = _told(question) if full else question.content
    for term, told in zip(question.terms, content, strict=True):
        rarity = idf(term, question.folded) * (1.0 if told or not full else EMPTY_SHARE)
        weight[term] = max(weight.get(term, 0.0), rarity)
    pairs = tuple(_pairs(question, content, full))
    others = _others(question, list(weight))
    return Asked(
        question=question,
        terms=tuple(weight),
        distinct=frozenset(weight),
        weights=tuple(weight.values()),
        others=others,
        replaceable=tuple(row for row, phrases in enumerate(others) if phrases),
        heads={phrase: phrase.split(" ", 2)[1] for row in others for phrase, _ in row},
        pairs=pairs,
        total=sum(weight.values()) or 1.0,
        pair_total=sum(share for _, _, share in pairs) or 1.0,
        subject=_subject(question),
        focus=_focus(question),
        asks_extreme=_EXTREME.search(question.text) is not None,
        asks_which=not _WHICH.isdisjoint(question.terms),
    )


_ASKING = frozenset("nào gì ai bao mấy đâu sao nao gi may dau".split())
_WHICH = frozenset("nào gì nao gi".split())
_EXTREME = re.compile(
    r"(?<!\w)(?:(?:mức )?phạt|hình phạt|bị phạt|phat)(?!\w).{0,40}(?:tối (?:đa|thiểu)|(?:cao|nặng|thấp|nhẹ) nhất|"
    r"toi (?:da|thieu)|(?:cao|nang|thap|nhe) nhat)",
    re.I,
)
_FOCUSED = 5  # terms


def _focus(question: Question) -> frozenset[str]:
    at = next((row for row in reversed(range(len(question.terms))) if question.terms[row] in _ASKING), 0)
    first = max(0, at - _FOCUSED)
    near = zip(question.terms[first:at], question.content[first:at], strict=True)
    return frozenset(term for term, content in near if content)


def _told(question: Question) -> Sequence[bool]:
    """Which terms tell what is asked: words of content that do not only name the law it is asked of."""
    told = list(question.content)
    joined = " ".join(question.terms)
    for found in _SOURCE[question.folded].finditer(joined):
        first = joined.count(" ", 0, found.start())
        told[first : first + found.group().count(" ") + 1] = [False] * (found.group().count(" ") + 1)
    return told if any(told) else question.content


_LAW_NAMED = (
    r"(?<!\S)(?:theo )?(?:điều \d+ )?(?:bộ )?luật (?:\S+ ){1,6}?(?:năm )?\d{4}(?: quy định)?(?!\S)"
    r"|(?<!\S)quy định (?:như )?thế nào(?!\S)"
)
_SOURCE = (re.compile(_LAW_NAMED), re.compile(fold(_LAW_NAMED)))


def _pairs(question: Question, content: Sequence[bool], full: bool) -> list[tuple[str, str, float]]:
    found = []
    both = zip(pairwise(question.terms), pairwise(content), strict=True)
    for (left, right), (first, second) in both:
        share = 1.0 if first or second or not full else EMPTY_PAIR_SHARE
        found.append((left, right, share * idf(f"{left}_{right}", question.folded)))
    return found


def _others(question: Question, terms: list[str]) -> tuple[tuple[tuple[str, float], ...], ...]:
    where = {term: row for row, term in enumerate(terms)}
    others: list[list[tuple[str, float]]] = [[] for _ in terms]
    for found in question.alternatives:
        phrase = " " + " ".join(found.phrase) + " "
        for term in question.terms[found.first : found.first + found.length]:
            others[where[term]].append((phrase, found.credit))
    return tuple(map(tuple, others))


_BEFORE_COPULA = re.compile(
    r" (?:.* (?:năm \d+|\d{4}|quy định|dân sự|hình sự|lao động|luật|theo|thì) )?(.{1,80}?) "
    r"(?:là (?:gì|ai|người như thế nào|như thế nào)"
    r"|(?:được )?hiểu (?:là gì|như thế nào|thế nào)|nghĩa là gì|có nghĩa là gì)(?: và .{1,60})? $"
)
_AFTER_WORD = re.compile(r" (?:định nghĩa|khái niệm|thế nào là)(?: của| về)? (.{1,80}?) $")

_QUOTED = re.compile(r"[\"“]([^\"”]{2,80})[\"”] (?:(?:được hiểu|có nghĩa|nghĩa) )?là ", re.I)
LONGEST_DEFINED = 60  # terms; longer questions ask for no definition


def _subject(question: Question) -> str:
    """The asked thing with its copula (" an ninh mạng là "), for "… là gì", "định nghĩa của …"."""
    if len(question.terms) > LONGEST_DEFINED:
        return ""
    joined = " " + " ".join(question.terms) + " "
    if (quoted := _QUOTED.search(question.text)) and _BEFORE_COPULA.search(joined):
        return f" {' '.join(unigrams(quoted[1]))} là "
    found = _AFTER_WORD.search(joined) or _BEFORE_COPULA.search(joined)
    return f" {found[1]} là " if found else ""
