"""Question and passages become an answer, or an honest refusal; quotes and cites, never rewrites."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document, Span
from service.answering import conditions, members
from service.answering.choice import Judged, choose
from service.answering.constraints import CALIBRATION, THRESHOLD, fit, reason
from service.answering.counts import counted
from service.answering.evidence import Evidence, Weights, weigh
from service.answering.holders import gives_reason, new_person
from service.answering.known import asks_only_for_document, subjects
from service.answering.naming import named
from service.answering.number_forms import weighed
from service.answering.numbered import is_named
from service.answering.parts import parts
from service.answering.query import Asked, asked
from service.answering.reading import Reading, read, read_whole
from service.answering.slots import Slots, slots
from service.answering.stretch import stretch
from service.answering.values import new_value
from service.answering.yes_no import decides
from service.question import AnswerKind, Question


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked passage with its document; offsets are code points of `document.text`."""

    document: Document
    start: int
    end: int
    score: float  # fused score, higher is better, comparable within one question


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands: `quote == text[start:end]` of the document, always."""

    document: str
    path: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None  # ISO 8601
    page: int | None
    start: int
    end: int
    quote: str
    section: str = ""  # "II.3.a"


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One line of the answer, a verbatim quote, with the indexes of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`answered` is False when the documents do not hold the answer; `reason` is then a key of messages."""

    answered: bool
    items: tuple[AnswerItem, ...]
    citations: tuple[Citation, ...]
    confidence: float
    reason: str = ""


WEIGHTS = Weights()
CITATIONS = 3
AGAIN = 0.5  # of the rank of its best passage, for what else stands in a document read again
JUDGED = 10  # units whose fit decides their order
HELD = 0.5  # of what a question cannot be answered without: with less, another sentence is looked for
NAMING = 1.0  # in score, how far below the best one is looked for that holds the person or reason asked for
FOREMOST = 5  # units of which it is looked at what value they hold
VALUE = 0.35  # of what one lacks, for a value of the asked kind and for the counted noun beside it
BESIDE = 0.5  # in score below evidence that lacks something, of what answers instead
SURE = 0.5  # confidence of that
STATED = 4  # terms at the head of a question that a sentence may end with
REORDER = 0.4  # of the score, for what the question names and the document lacks


def answer(question: Question, candidates: Sequence[Candidate], weights: Weights = WEIGHTS) -> Answer:
    """Answer from the candidates, best passage first; quotes are whole sentences or list items.

    A refusal carries a reason (a key of `service.messages`) and the confidence it was refused with.
    """
    if not candidates:
        return refusal("no_match", 0.0)
    if asks_only_for_document(question, {c.document.id: c.document for c in candidates}.values()):
        return _subject_answer(question, candidates)
    readings = _readings(question, candidates)
    return _joined([_answered(part, readings, weights) for part in parts(question)])


def _answered(question: Question, readings: Sequence[tuple[Reading, float]], weights: Weights) -> Answer:
    """The same for a question that asks one thing, from passages with their scores."""
    query = asked(question)
    judged = _judged(query, weigh(query, readings, weights))
    if not judged:
        return refusal("no_evidence", 0.0)
    judged = _stating_first(query, _filling_first(query, judged))
    best = judged[0]
    lacking = slots(query, best.evidence)
    confidence = round(CALIBRATION.confidence(query, best.fit, lacking), 4)
    if confidence < THRESHOLD:
        instead = None if _set_untold(lacking) else _sure_beside(query, judged)
        if instead is None:
            return refusal(reason(best.fit, lacking), confidence)
        judged, confidence = instead
    chosen = choose(query, judged, CITATIONS)
    return quoting([cite(piece.document, piece.span) for piece in chosen], confidence)


def _set_untold(lacking: Slots) -> bool:
    """Whether the best evidence names the set or office asked about without its members: no other tells them."""
    return lacking.members < 1.0 or lacking.named == 0.0


def _sure_beside(query: Asked, judged: list[Judged]) -> tuple[list[Judged], float] | None:
    """The same from the next best evidence that leaves nothing open, with its confidence; None where none does."""
    for one in judged[1:FOREMOST]:
        if judged[0].score - one.score > BESIDE:
            break
        confidence = round(CALIBRATION.confidence(query, one.fit, slots(query, one.evidence)), 4)
        if confidence >= SURE:
            return [one, *(other for other in judged if one.score > other.score)], confidence
    return None


def _joined(answers: Sequence[Answer]) -> Answer:
    """The surest of the answers to the parts of a question, with what the others quote elsewhere."""
    best = max(answers, key=lambda one: one.confidence)
    citations = list(best.citations)
    for one in answers:
        for citation in one.citations[:1]:
            if len(citations) < CITATIONS and not any(_overlap(citation, other) for other in citations):
                citations.append(citation)
    return quoting(citations, best.confidence) if best.answered else best


def _overlap(left: Citation, right: Citation) -> bool:
    return left.document == right.document and left.start < right.end and right.start < left.end


def _subject_answer(question: Question, candidates: Sequence[Candidate]) -> Answer:
    """What the documents of the asked number are about; several bodies may have given it out."""
    found = subjects(question, [candidate.document for candidate in candidates])
    if not found:
        return refusal("other_number", 0.0)
    return quoting([cite(document, span) for document, span in found[:CITATIONS]], 1.0)


def quoting(citations: Sequence[Citation], confidence: float) -> Answer:
    """An answer that is its citations, one line each."""
    items = tuple(AnswerItem(citation.quote, (row,)) for row, citation in enumerate(citations))
    return Answer(True, items, tuple(citations), confidence)


def refusal(why: str, confidence: float) -> Answer:
    """No answer, with a key of `service.messages` for the reason."""
    return Answer(False, (), (), confidence, why)


def _judged(query: Asked, found: Sequence[Evidence]) -> list[Judged]:
    """The best evidence, ordered anew by how it fits what the question names."""
    judged: list[Judged] = []
    for evidence in found[:JUDGED]:
        fits = fit(query, evidence, found[0].score)
        lacking = 4 - fits.names - fits.numbers - fits.years - fits.bodies
        lacking += (fits.references == 0) + (1 - fits.kind) + (1 - fits.attribute)
        if len(judged) < FOREMOST:
            lacking += VALUE * (2 - new_value(query.question, evidence) - counted(query.question, evidence))
        judged.append(Judged(evidence, fits, evidence.score - REORDER * lacking))
    return sorted(judged, key=lambda each: -each.score)


def _filling_first(query: Asked, judged: list[Judged]) -> list[Judged]:
    """The same, the nearest that holds what the question cannot be answered without first."""
    if _held(query, judged[0]) > HELD:
        return judged
    for one in judged[1:]:
        if judged[0].score - one.score <= NAMING and _held(query, one) == 1.0:
            return [one, *(other for other in judged if other is not one)]
    return judged


def _held(query: Asked, one: Judged) -> float:
    """How far the person, the reason, the condition, or the bound for a value of the question stands there."""
    question = query.question
    bounded = one.fit.numbers == 1.0 or not any(weighed(question, number) for number in question.numbers)
    told = not conditions.asked(question) or any(map(conditions.stated, stretch(one.evidence)))
    return min(
        new_person(question, one.evidence),
        gives_reason(question, one.evidence),
        decides(query, one.evidence),
        float(bounded and told),
        named(question, one.evidence),
        members.told(question, one.evidence),
    )


def _stating_first(query: Asked, judged: list[Judged]) -> list[Judged]:
    """The same, the nearest that says what a bare name of an office or body is first ("A là cơ quan …")."""
    question = query.question
    if question.kind is not AnswerKind.FREE or question.references or len(question.terms) < STATED:
        return judged
    stated = " là " + " ".join(question.terms[:STATED]) + " "
    for one in judged:
        if judged[0].score - one.score > NAMING:
            break
        if stated in query.form(one.evidence.reading.terms[one.evidence.row]).joined:
            return [one, *(other for other in judged if other is not one)]
    return judged


def _readings(question: Question, candidates: Sequence[Candidate]) -> list[tuple[Reading, float]]:
    """The passages, then what else stands in the best document and in those asked for by number."""
    scores = [candidate.score for candidate in candidates]
    low, high = min(scores), max(scores)
    span = (high - low) or 1.0
    found = [
        (read(candidate.document, candidate.start, candidate.end), (candidate.score - low) / span)
        for candidate in candidates
    ]
    seen: set[str] = set()
    for row, candidate in enumerate(candidates):
        document = candidate.document
        if document.id in seen or not (row == 0 or is_named(question, document)):
            continue
        seen.add(document.id)
        whole = read_whole(document)
        if whole is not None:
            found.append((whole, AGAIN * found[row][1]))
    return found


def cite(document: Document, span: Span) -> Citation:
    """The citation of a span: the quote is cut from the document here and nowhere else."""
    start, end = span.start, span.end
    header = document.header
    return Citation(
        document=document.id,
        path=document.path,
        title=document.title,
        number=header.number,
        issuer=header.issuer,
        date=header.date.isoformat() if header.date else None,
        page=document.page_at(start),
        start=start,
        end=end,
        quote=document.text[start:end],
        section=_section(document, start),
    )


def _section(document: Document, start: int) -> str:
    """Path of the deepest section of the outline that holds the offset."""
    path = ""
    for section in document.sections:
        if section.start > start:
            break
        if section.end > start:
            path = section.path
    return path
