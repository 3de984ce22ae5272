"""How well each unit answers a question: the measured signs, and their weighted sum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import SectionKind
from service.answering.given import given_terms
from service.answering.query import GIVEN_SHARE, Asked
from service.answering.reading import Reading, Terms
from service.answering.types import MEASURES, gives_cause, holds_answer
from service.answering.units import Unit, UnitKind
from service.question import AnswerKind, Question

Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the signs in the score of a unit; chosen on development questions."""

    unit: float = 0.65  # idf share of the question's terms in the unit
    beside: float = 0.7  # share of its pairs that stand side by side in the unit
    near: float = 0.6  # the same a few terms apart, in any order
    run: float = 0.2  # longest run of pairs
    context: float = 1.1  # idf share with what stands above and beside the unit, discounted
    hard: float = 0.35  # holds the asked number, date or duration
    person: float = 0.3  # names a person where one is asked for
    soft: float = 0.1  # holds another kind of thing that is asked for
    cause: float = 0.4  # gives a cause where a reason is asked for
    opening: float = 0.2  # opens a document whose title is asked about
    defines: float = 0.6  # says what the asked thing is
    passage: float = 0.4  # rank of the passage
    heading: float = -0.6
    listed: float = 0.4  # a heading whose items are asked for
    lead: float = -0.1
    item: float = 0.15
    long: float = -0.2
    formal: float = -0.4  # number and date line, basis (căn cứ), recipients (nơi nhận), signature

    def score(self, signs: Signs) -> float:
        total = 0.0
        for name, value in signs.items():
            total += float(getattr(self, name)) * value
        return total


# How much of a term's weight counts when it stands not in the unit but …
LEAD_SHARE = 0.9  # in the line that introduces it
CHILD_SHARE = 0.8  # in an item that it introduces
BEFORE_SHARE = 0.6  # in the sentence before
PRONOUN_SHARE = 0.8  # in the sentence before, when the unit begins with a pronoun
AFTER_SHARE = 0.3
HEADING_SHARE = 0.7
TITLE_SHARE = 0.7
PASSAGE_SHARE = 0.35  # anywhere else in the passage

TOGETHER_SHARE = 1.0  # of what a unit and the lines that introduce it hold as one
INTRODUCING = frozenset((UnitKind.LEAD, UnitKind.ROW))
HEAD = 80  # characters before which the first unit of a document starts
HARD_KINDS = frozenset((AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.DURATION, AnswerKind.ORDINAL))

_PRONOUNS = frozenset("ông bà anh họ nó chúng cô đây đó điều những này hành tuy ngoài khi sau".split())


@dataclass(slots=True)
class Evidence:
    """A unit with its signs."""

    reading: Reading
    row: int
    held: list[float]  # by distinct term of the question, in the unit
    reached: list[float]  # the same with context, discounted
    signs: Signs
    score: float = 0.0

    @property
    def unit(self) -> Unit:
        return self.reading.units[self.row]

    @property
    def official(self) -> bool:
        """Whether the unit stands in a paper of an office (văn bản có thể thức)."""
        return self.reading.document.header.official

    @property
    def start(self) -> int:
        return self.unit.start

    @property
    def end(self) -> int:
        return self.unit.end


def weigh(query: Asked, readings: Sequence[tuple[Reading, float]], weights: Weights) -> list[Evidence]:
    """Evidence for every unit inside the passages, best first; a unit met twice counts once.

    `readings` come with the score of their passage, scaled to 0..1.
    """
    seen: set[tuple[str, int, int]] = set()
    holds = _Holdings(query)
    found: list[Evidence] = []
    for reading, rank in readings:
        for evidence in _of_passage(holds, reading, rank, seen):
            evidence.score = weights.score(evidence.signs)
            found.append(evidence)
    return sorted(found, key=lambda evidence: -evidence.score)


class _Holdings:
    """What stretches hold of the question, each looked through once: passages of one document share theirs."""

    def __init__(self, query: Asked) -> None:
        self.query = query
        self._held: dict[int, tuple[Terms, list[float]]] = {}

    def of(self, terms: Terms) -> list[float]:
        """By distinct term of the question, as `Asked.held`."""
        known = self._held.get(id(terms))
        if known is None:
            # The terms are kept too, so that no other object takes their id.
            known = self._held[id(terms)] = (terms, self.query.held(terms))
        return known[1]


def _of_passage(
    holds: _Holdings, reading: Reading, rank: float, seen: set[tuple[str, int, int]]
) -> Iterator[Evidence]:
    """Evidence for the units of one passage that were not met before; they are added to `seen`."""
    rows = _unseen(reading, seen)
    if not rows:
        return
    query = holds.query
    given = given_terms(query, reading)
    held = {row: holds.of(reading.terms[row]) for row in reading.around}
    if given:
        credit = [GIVEN_SHARE if term in given else 0.0 for term in query.terms]
        held = {row: list(map(max, values, credit)) for row, values in held.items()}
    title = holds.of(reading.title)
    anywhere = [max(column) for column in zip(*held.values(), strict=True)]
    everywhere = list(map(max, _shared(anywhere, PASSAGE_SHARE), _shared(title, TITLE_SHARE)))
    children = _children(reading, held)
    opening = _opening(reading)
    for row in rows:
        layers = [held[row], everywhere, _shared(holds.of(reading.headings[row]), HEADING_SHARE)]
        layers += [_shared(layer, share) for layer, share in _around(reading, held, row)]
        if row in children:
            layers.append(_shared(children[row], CHILD_SHARE))
        together = _together(reading, row)
        both = holds.of(together) if together is not None else None
        if both is not None:
            layers.append(_shared(both, LEAD_SHARE))
        reached = list(map(max, *layers))
        signs = _signs(query, reading, row, held[row], both, rank, given)
        signs["context"] = query.share(reached)
        signs["opening"] = query.share(title) if row == opening else 0.0
        yield Evidence(reading, row, held[row], reached, signs)


def _unseen(reading: Reading, seen: set[tuple[str, int, int]]) -> list[int]:
    """Rows of the passage with words that were not met before; they are added to `seen`."""
    rows = []
    for row in reading.inside:
        key = (reading.document.id, reading.units[row].start, reading.units[row].end)
        if key not in seen and reading.terms[row].row:
            seen.add(key)
            rows.append(row)
    return rows


def _shared(values: list[float], share: float) -> list[float]:
    return [share * value for value in values]


def _opening(reading: Reading) -> int:
    """Row of the first unit of a document that is not a heading; -1 where the document began before."""
    if reading.units[0].start > HEAD:
        return -1
    return next((row for row, unit in enumerate(reading.units) if unit.kind is not UnitKind.HEADING), -1)


def _children(reading: Reading, held: Mapping[int, list[float]]) -> dict[int, list[float]]:
    """What the best of the items below each lead holds, by lead."""
    best: dict[int, list[float]] = {}
    for row in held:
        lead = reading.units[row].lead
        if (
            lead >= 0
            and reading.units[lead].kind is UnitKind.LEAD
            and sum(held[row]) > sum(best.get(lead, ()))
        ):
            best[lead] = held[row]
    return best


def _around(
    reading: Reading, held: Mapping[int, list[float]], row: int
) -> Iterator[tuple[list[float], float]]:
    """What the neighbours hold, with the share that it counts."""
    units = reading.units
    for lead in leads(reading, row):
        if lead in held:
            yield held[lead], LEAD_SHARE
    if row - 1 in held and units[row - 1].paragraph == units[row].paragraph:
        pronoun = reading.terms[row].row[0] in _PRONOUNS
        yield held[row - 1], PRONOUN_SHARE if pronoun else BEFORE_SHARE
    if row + 1 in held and units[row + 1].paragraph == units[row].paragraph:
        yield held[row + 1], AFTER_SHARE


def _holds(query: Asked, reading: Reading, row: int) -> float:
    """Whether the unit, or the line that introduces it, holds the asked kind of thing."""
    own = holds_answer(query.question, reading.quote(row), reading.terms[row])
    lead = reading.units[row].lead
    if lead >= 0 and reading.units[row].kind is UnitKind.ROW:
        return max(own, LEAD_SHARE * _measured_above(query, reading, row))
    if lead < 0 or reading.units[lead].kind is not UnitKind.LEAD:
        return own
    return max(own, LEAD_SHARE * holds_answer(query.question, reading.quote(lead), reading.terms[lead]))


def _measured_above(query: Asked, reading: Reading, row: int) -> bool:
    """Whether the head of a table names the asked measure ("Vốn (tỷ đồng)") of the numbers in a row."""
    unit = query.question.unit
    head = query.form(reading.terms[reading.units[row].lead]).single
    return unit in MEASURES and unit in head and any(term[0].isdigit() for term in reading.terms[row].row[1:])


def _together(reading: Reading, row: int) -> Terms | None:
    """The unit with the lines that introduce it, read as one; None when nothing introduces it."""
    if row not in reading.introduced:
        reading.introduced[row] = _introduced(reading, row)
    return reading.introduced[row]


def _introduced(reading: Reading, row: int) -> Terms | None:
    rows = [lead for lead in leads(reading, row) if _introduces(reading, lead)][:3]
    first = rows[-1] if rows else row
    if reading.terms[first].joined[:40].find(" phạm tội ") >= 0:
        rows += _offence(reading, first)
    if not rows:
        return None
    return Terms([term for part in [*reversed(rows), row] for term in reading.terms[part].row])


def _introduces(reading: Reading, row: int) -> bool:
    """A lead, a table header, or a heading further inside than the title of the document."""
    unit = reading.units[row]
    return unit.kind in INTRODUCING or (unit.kind is UnitKind.HEADING and unit.start > HEAD)


def _offence(reading: Reading, row: int) -> list[int]:
    """Khoản 1 of the same article: the khoản after it say "phạm tội" and mean what it describes."""
    for before in range(row - 1, -1, -1):
        unit = reading.units[before]
        if unit.depth == reading.units[row].depth and " người nào " in reading.terms[before].joined[:40]:
            return [before]
        if unit.depth < reading.units[row].depth:
            break
    return []


def leads(reading: Reading, row: int) -> Iterator[int]:
    """Rows of the lines that introduce a unit, nearest first."""
    lead = reading.units[row].lead
    while lead >= 0:
        yield lead
        lead = reading.units[lead].lead


_LISTING = frozenset((AnswerKind.LIST, AnswerKind.FREE))
LONGEST_LISTED = 1_200  # characters of the items below a heading


def _listed(question: Question, reading: Reading, row: int) -> float:
    """1 for a heading right above a list, where a list may be asked for."""
    if reading.units[row].kind is not UnitKind.HEADING or question.kind not in _LISTING:
        return 0.0
    below = [unit for unit in reading.units[row + 1 :] if unit.lead == row]
    if len(below) < FEWEST_ITEMS or below[-1].end - reading.units[row].start > LONGEST_LISTED:
        return 0.0
    return float(all(unit.kind is UnitKind.ITEM for unit in below))


FEWEST_ITEMS = 2
_FORMAL = frozenset((SectionKind.BASIS, SectionKind.RECIPIENTS, SectionKind.SIGNATURE))
_ASK_FORMAL = frozenset((AnswerKind.DATE, AnswerKind.DOCUMENT, AnswerKind.DEFINITION, AnswerKind.ORDINAL))
_FORMAL_WORDS = frozenset("ký căn cứ gửi nhận ky can cu gui nhan".split())


def _formal(question: Question, reading: Reading, row: int) -> float:
    """1 for a line that every document has and few questions mean."""
    if not _FORMAL_WORDS.isdisjoint(question.terms):
        return 0.0
    unit, document = reading.units[row], reading.document
    if unit.start < document.header.end:
        return float(question.kind not in _ASK_FORMAL) * (0.4 if unit.end > document.header.end else 1.0)
    section = reading.sections[row]
    return float(section >= 0 and document.sections[section].kind in _FORMAL)


def _signs(
    query: Asked,
    reading: Reading,
    row: int,
    held: list[float],
    introduced: list[float] | None,
    rank: float,
    given: frozenset[str],
) -> Signs:
    """`introduced` is what the unit holds with the lines that introduce it."""
    unit, terms = reading.units[row], reading.terms[row]
    share, order = query.share(held), query.order(terms, given)
    together = _together(reading, row)
    beside, near, run = order
    if together is not None and introduced is not None:
        share = max(share, TOGETHER_SHARE * query.share(list(map(max, held, introduced))))
        wider = [TOGETHER_SHARE * value for value in query.order(together, given)]
        beside, near, run = max(beside, wider[0]), max(near, wider[1]), max(run, wider[2])
    holds = _holds(query, reading, row)
    hard = query.question.kind in HARD_KINDS
    return {
        "unit": share,
        "beside": beside,
        "near": near,
        "run": run,
        "hard": holds if hard else 0.0,
        "person": holds if query.question.kind is AnswerKind.PERSON else 0.0,
        "soft": 0.0 if hard else holds,
        "cause": gives_cause(query.question, reading.quote(row)),
        "defines": query.defines(terms),
        "passage": rank,
        "heading": float(unit.kind is UnitKind.HEADING),
        "listed": _listed(query.question, reading, row),
        "lead": float(unit.kind is UnitKind.LEAD),
        "item": float(unit.kind is UnitKind.ITEM),
        "long": min(len(terms.row) / 80, 1.0),
        "formal": _formal(query.question, reading, row),
    }
