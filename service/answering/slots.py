"""What a question leaves open, held against the one sentence that would answer it.

Real near-misses repeat the words of a document and ask for something that it does not say, so that overlap
tells little. What tells is whether the asked thing is named and the open place filled: a number of the asked
kind, a day, a body, a person, items.
"""

from dataclasses import dataclass

from service.answering import (
    cited,
    counts,
    definitions,
    holders,
    indicators,
    listing,
    members,
    naming,
    places,
    standing,
    values,
    whereabouts,
    words,
)
from service.answering.evidence import HARD_KINDS, Evidence
from service.answering.kinds import barred, names_counted
from service.answering.query import Asked
from service.answering.scopes import Scopes
from service.question import AnswerKind


@dataclass(frozen=True, slots=True)
class Slots:
    """Every value lies in 0..1, 1 where nothing of the kind is asked or nothing is lacking."""

    number: float  # a number, date or duration of the asked kind in the sentence
    value: float  # one, or a penalty, that the question does not hold itself
    counted: float  # the number beside the counted noun
    thing: float  # the counted noun beside the sentence
    indicator: float  # the indicator (chỉ tiêu) beside the sentence
    focus: float  # the noun of the asked thing beside the sentence
    words: float  # idf share of the words of the question beside the sentence
    passage: float  # the same in the passage
    rarest: float  # 1 less the rarity of the rarest word that is not beside the sentence
    subject: float  # of bare key words, which say nothing but what they are about, beside the sentence
    defined: float  # 0 where a term is used and not defined
    body: float  # a body that the question does not name
    person: float  # a person of an office
    where: float  # a place or an hour
    place: float  # 0 where the sentence is about another place of a level
    named: float  # a name of the asked kind, in the papers of an office
    reason: float  # a word that gives a reason, where one is asked for
    items: float  # of a list
    members: float  # of a set (những xã nào, 47 nhà văn hóa): told, not only counted
    standing: float  # 0 for a result where a target is asked for, and the other way round
    decided: float  # 0 for a proposal where a decision is asked for
    more: float  # 0 where the sentence says nothing beyond the question
    told: float  # 0 where the sentence defers to another document
    cited: float  # less than 1 where the document asked about is only cited
    barred: bool = False  # a rule is broken that nothing makes up for
    official: bool = False  # the sentence stands in a paper of an office (văn bản có thể thức)


def slots(query: Asked, evidence: Evidence) -> Slots:
    """Hold the question against the best evidence."""
    scopes, question = Scopes(query, evidence), query.question
    quote = evidence.reading.quote(evidence.row)
    said = words.coverage(query, scopes)
    official = evidence.official
    return Slots(
        number=evidence.signs["hard"] if question.kind in HARD_KINDS else 1.0,
        value=_eased(values.new_value(question, evidence), official),
        counted=_eased(counts.counted(question, evidence), official),
        thing=float(question.kind is not AnswerKind.NUMBER or names_counted(query, scopes)),
        indicator=float(indicators.named(query, scopes)),
        focus=words.focus_near(query, scopes),
        words=said.near,
        passage=said.passage,
        rarest=said.rarest,
        subject=words.subject_near(query, said),
        defined=definitions.defined(query, evidence),
        body=holders.new_body(question, evidence),
        person=holders.new_person(question, evidence),
        where=whereabouts.stated(question, evidence),
        place=places.of_place(question, evidence),
        named=naming.named(question, evidence),
        reason=holders.gives_reason(question, evidence),
        items=listing.enumerated(question, evidence),
        members=members.told(question, evidence),
        standing=float(standing.stands_right(question, evidence)),
        decided=float(standing.decided(question, quote)),
        more=float(listing.says_more(question, evidence)),
        told=float(not listing.deferred(question, evidence)),
        cited=cited.held(question, evidence),
        barred=barred(query, evidence, scopes),
        official=official,
    )


UNSET = 0.76  # of a number that is lacking, in papers without a form: prose tells in many ways


def _eased(value: float, official: bool) -> float:
    return value if official else 1.0 - UNSET * (1.0 - value)
