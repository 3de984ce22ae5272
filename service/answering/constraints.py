"""What an answer must not contradict: the numbers, years, names, documents and attributes asked about."""

from dataclasses import dataclass, fields
from math import exp

from service.answering import attributes, references
from service.answering.background import UNSEEN
from service.answering.evidence import Evidence
from service.answering.kinds import holds_kind
from service.answering.query import Asked
from service.answering.scopes import Scopes
from service.question import NumberMention, Question


@dataclass(frozen=True, slots=True)
class Fit:
    """How far evidence fits the question; every value lies in 0..1, 1 where nothing of the kind is asked."""

    context: float  # idf share of the question in the sentence and what stands around it
    rest: float  # the same without names and numbers
    near: float  # the same of what stands in the sentence and what introduces it
    strength: float  # score of the evidence, in units that are seldom above 1
    foremost: float  # 1 less what it scores below the best evidence before constraints are looked at
    names: float
    numbers: float
    years: float
    bodies: float
    worst: float  # 1 less the rarity of the rarest word of the question that the passage lacks
    references: float = 1.0
    kind: float = 1.0  # 0 where the asked number or date is not in the sentence
    attribute: float = 1.0  # 0 where the asked attribute is not named beside the sentence

    def values(self) -> list[float]:
        return [getattr(self, field.name) for field in fields(self)]


def fit(query: Asked, evidence: Evidence, best: float) -> Fit:
    """Hold evidence against the question; `best` is the score of the best evidence."""
    scopes, question = Scopes(query, evidence), query.question
    return Fit(
        context=evidence.signs["context"],
        rest=_rest(query, evidence),
        near=_near(query, scopes),
        strength=min(evidence.score / STRONG, 1.0),
        foremost=max(0.0, 1.0 - best + evidence.score),
        names=min(map(scopes.name, question.names, question.levels), default=1.0),
        numbers=min(map(scopes.number, _numbers(question, years=False)), default=1.0),
        years=min(map(scopes.number, _numbers(question, years=True)), default=1.0),
        bodies=attributes.bodies(question, scopes),
        worst=_worst(scopes),
        references=references.held(question, scopes, evidence.reading.document),
        kind=holds_kind(query, evidence, scopes),
        attribute=attributes.named(question, scopes),
    )


def _numbers(question: Question, years: bool) -> list[NumberMention]:
    return [number for number in question.numbers if number.year is years and not number.source]


def _worst(scopes: Scopes) -> float:
    rarest = max((weight for _, weight in scopes.lacking(scopes.passage)), default=0.0)
    return 1.0 - min(rarest / UNSEEN, 1.0)


STRONG = 3.0  # score of evidence that holds all of a question


def _near(query: Asked, scopes: Scopes) -> float:
    """Share of the content words, without names and numbers, that stand beside the sentence."""
    named = {term for name in query.question.names for term in name}
    lacking = sum(weight for term, weight in scopes.lacking(scopes.near) if term not in named)
    total = sum(
        weight
        for term, weight in zip(query.terms, query.weights, strict=True)
        if term not in named and not term[0].isdigit()
    )
    return 1.0 - lacking / total if total else 1.0


def _rest(query: Asked, evidence: Evidence) -> float:
    """Context share of the content words that belong to no name and are no number."""
    named = {term for name in query.question.names for term in name}
    total = held = 0.0
    for term, weight, reached in zip(query.terms, query.weights, evidence.reached, strict=True):
        if term not in named and not term[0].isdigit():
            total += weight
            held += weight * reached
    return held / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fit to confidence: a logistic of weighted values. Weights and bias are set by hand; the slope and
    the threshold were chosen on development questions."""

    rest: float = 1.0
    near: float = 2.0
    strength: float = 2.4
    foremost: float = 2.5
    names: float = 6.5
    numbers: float = 5.5
    years: float = 7.0
    bodies: float = 1.5
    worst: float = 1.0
    kind: float = 2.7
    bias: float = -26.9
    ceiling: float = 0.05  # of evidence that breaks a hard rule

    def confidence(self, found: Fit) -> float:
        """0..1; above THRESHOLD the evidence is an answer."""
        total = self.bias + sum(getattr(self, name) * getattr(found, name) for name in _WEIGHED)
        value = 1.0 / (1.0 + exp(-total))
        return (
            min(value, self.ceiling) if min(found.references, found.kind, found.attribute) == 0.0 else value
        )


_WEIGHED = tuple(each.name for each in fields(Calibration) if each.name not in ("bias", "ceiling"))
CALIBRATION = Calibration()
THRESHOLD = 0.35


def reason(found: Fit) -> str:
    """Key of the sentence that tells why evidence is no answer: the rule it breaks most."""
    if found.references == 0.0:
        return "other_number"
    broken = {
        "other_year": found.years,
        "other_place": found.names,
        "other_issuer": found.bodies,
        "no_value": min(found.kind, found.attribute, found.numbers),
    }
    worst = min(broken, key=lambda name: broken[name])
    return worst if broken[worst] < 0.5 else "no_evidence"
