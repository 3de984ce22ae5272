"""How well each unit answers a question: the measured signs, and their weighted sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.answering.background import idf
from service.answering.reading import Reading, Terms
from service.answering.types import holds_answer
from service.answering.units import UnitKind
from service.question import Question

EMPTY_SHARE = 0.15  # of its idf that a question word or particle counts


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the signs in the score of a unit; chosen on development questions."""

    unit: float = 1.0  # idf share of the question's terms in the unit
    pairs: float = 0.6  # idf share of its neighbouring pairs
    context: float = 1.0  # idf share with what stands above and beside the unit, discounted
    run: float = 0.4  # longest common run
    type: float = 0.25  # holds the kind of thing that is asked for
    passage: float = 0.25  # rank of the passage
    heading: float = -0.3
    lead: float = -0.05
    short: float = -0.15


# How much of a term's weight counts when it stands not in the unit but …
LEAD_SHARE = 0.8  # in the line that introduces it
BEFORE_SHARE = 0.6  # in the sentence before
AFTER_SHARE = 0.3
HEADING_SHARE = 0.7
TITLE_SHARE = 0.6
PASSAGE_SHARE = 0.35  # anywhere else in the passage


@dataclass(slots=True)
class Asked:
    """The question's terms with their weights, made once a question."""

    question: Question
    terms: list[str]  # distinct
    weights: list[float]
    alternatives: list[list[tuple[str, float]]]  # by distinct term: phrases that stand for it, with credit
    pairs: list[tuple[str, float]]
    sequence: list[str]
    total: float
    pair_total: float

    def holds(self, terms: Terms) -> list[float]:
        """By distinct term, 1 where `terms` hold it, the credit of an alternative, else 0."""
        form = terms.folded if self.question.folded else terms
        single = form.single
        return [1.0 if term in single else self._credit(row, form) for row, term in enumerate(self.terms)]

    def _credit(self, row: int, form: Terms) -> float:
        return max(
            (credit for phrase, credit in self.alternatives[row] if phrase in form.joined), default=0.0
        )

    def pair_share(self, terms: Terms) -> float:
        form = terms.folded if self.question.folded else terms
        held = form.pairs
        return sum(weight for pair, weight in self.pairs if pair in held) / self.pair_total

    def run_share(self, terms: Terms) -> float:
        """idf share of the longest run of the question's terms that stands in `terms` too."""
        form = terms.folded if self.question.folded else terms
        single, pairs = form.single, form.pairs
        best = current = 0.0
        previous = ""
        by_term = dict(zip(self.terms, self.weights, strict=True))
        for term in self.sequence:
            if term not in single:
                current = 0.0
            elif previous and f"{previous}_{term}" in pairs:
                current += by_term[term]
            else:
                current = by_term[term]
            best = max(best, current)
            previous = term if current else ""
        return best / self.total


def asked(question: Question) -> Asked:
    """Weigh the terms of a question."""
    weight: dict[str, float] = {}
    for term, content in zip(question.terms, question.content, strict=True):
        rarity = idf(term, question.folded)
        weight[term] = max(weight.get(term, 0.0), rarity * (1.0 if content else EMPTY_SHARE))
    distinct = list(weight)
    where = {term: row for row, term in enumerate(distinct)}
    other: list[list[tuple[str, float]]] = [[] for _ in distinct]
    for found in question.alternatives:
        phrase = " " + " ".join(found.phrase) + " "
        for term in question.terms[found.first : found.first + found.length]:
            other[where[term]].append((phrase, found.credit))
    pairs = []
    for (left, right), (first, second) in zip(
        pairwise(question.terms), pairwise(question.content), strict=True
    ):
        if first or second:
            share = 1.0 if first and second else 0.3
            pair = f"{left}_{right}"
            pairs.append((pair, share * idf(pair, question.folded)))
    return Asked(
        question,
        distinct,
        [weight[term] for term in distinct],
        other,
        pairs,
        list(question.terms),
        sum(weight.values()) or 1.0,
        sum(share for _, share in pairs) or 1.0,
    )


@dataclass(slots=True)
class Evidence:
    """A unit with its signs."""

    reading: Reading
    row: int
    held: list[float]  # by distinct term of the question, in the unit
    reached: list[float]  # the same with context, discounted
    signs: dict[str, float]
    score: float = 0.0

    @property
    def start(self) -> int:
        return self.reading.units[self.row].start

    @property
    def end(self) -> int:
        return self.reading.units[self.row].end


def weigh(query: Asked, readings: Sequence[tuple[Reading, float]], weights: Weights) -> list[Evidence]:
    """Evidence for every unit inside the passages, best first; a unit met twice counts once.

    `readings` come with the score of their passage, scaled to 0..1.
    """
    seen: set[tuple[str, int, int]] = set()
    found: list[Evidence] = []
    for reading, rank in readings:
        for evidence in _of_passage(query, reading, rank):
            key = (reading.document.id, evidence.start, evidence.end)
            if key not in seen:
                seen.add(key)
                evidence.score = _score(evidence.signs, weights)
                found.append(evidence)
    return sorted(found, key=lambda evidence: -evidence.score)


def _score(signs: dict[str, float], weights: Weights) -> float:
    return sum(getattr(weights, name) * value for name, value in signs.items())


def _of_passage(query: Asked, reading: Reading, rank: float) -> Iterator[Evidence]:
    held = [query.holds(terms) for terms in reading.terms]
    title = query.holds(reading.title)
    everywhere = [max(column) for column in zip(*held, strict=True)] if held else []
    above: dict[int, list[float]] = {}
    for row in reading.inside:
        unit, terms = reading.units[row], reading.terms[row]
        if not terms.row:
            continue
        heading = reading.headings[row]
        if id(heading) not in above:
            above[id(heading)] = query.holds(heading)
        layers = [(held[row], 1.0), (above[id(heading)], HEADING_SHARE), (title, TITLE_SHARE)]
        layers.append((everywhere, PASSAGE_SHARE))
        layers += [(held[lead], LEAD_SHARE) for lead in _leads(reading, row)]
        if row and reading.units[row - 1].paragraph == unit.paragraph:
            layers.append((held[row - 1], BEFORE_SHARE))
        if row + 1 < len(held) and reading.units[row + 1].paragraph == unit.paragraph:
            layers.append((held[row + 1], AFTER_SHARE))
        reached = [max(share * layer[at] for layer, share in layers) for at in range(len(query.terms))]
        yield Evidence(
            reading, row, held[row], reached, _signs(query, reading, row, held[row], reached, rank)
        )


def _leads(reading: Reading, row: int) -> Iterator[int]:
    lead = reading.units[row].lead
    while lead >= 0:
        yield lead
        lead = reading.units[lead].lead


def _signs(
    query: Asked, reading: Reading, row: int, held: list[float], reached: list[float], rank: float
) -> dict[str, float]:
    unit, terms = reading.units[row], reading.terms[row]
    share = sum(weight * value for weight, value in zip(query.weights, held, strict=True)) / query.total
    context = sum(weight * value for weight, value in zip(query.weights, reached, strict=True)) / query.total
    return {
        "unit": share,
        "pairs": query.pair_share(terms),
        "context": context,
        "run": query.run_share(terms),
        "type": holds_answer(query.question, reading.quote(row), terms),
        "passage": rank,
        "heading": float(unit.kind is UnitKind.HEADING),
        "lead": float(unit.kind is UnitKind.LEAD),
        "short": float(len(terms.row) < 6),
    }
