"""Questions for the value of one indicator by a year: looked up among the targets read at indexing.

Only where every word of the question is found in the target, its heading or the name of its document; all
else is left to the passages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Document, Span, TargetKind
from indexer.text.analysis import fold
from indexer.understood import TargetFilter
from service.answer import Answer, Citation, cite, quoting
from service.answering.attributes import issued_by
from service.answering.query import Asked, asked
from service.answering.standing import asks_result
from service.lookups.held_words import headings, holds, is_content, joined
from service.lookups.nearest import nearest
from service.lookups.shelf import Shelf
from service.question import AnswerKind, Question
from service.targets import LEVELS, TargetLine, target_table

SURE = 0.9
CITATIONS = 3
LONGEST_LINE = 600  # characters
_KINDS = frozenset((AnswerKind.NUMBER, AnswerKind.FREE, AnswerKind.MANNER, AnswerKind.DEFINITION))
_OTHERWISE = re.compile(
    r"kết quả|đã đạt|thực hiện được|đạt được|hoàn thành được|thực tế|hiện nay|ước đạt|tầm nhìn|"
    r"vì sao|tại sao|chủ trì|phụ trách|(?<!\w)ký(?!\w)|so với năm|tăng thêm|chênh lệch"
)
# What was done in a part of a year is no target for the whole of it.
_PART_OF_YEAR = re.compile(
    r"(?<!\w)(?:\d+|sáu|chín|ba|mấy) tháng|(?<!\w)quý (?:\d|[ivx]+|một|hai|ba|bốn|nào)(?!\w)"
)
# Words by which a target is asked for, and that no indicator is told by.
_FRAME = frozenset(
    "chỉ tiêu mục phấn đấu đạt đề ra đặt giai đoạn theo mức phải tỷ tỉ lệ phần trăm khoảng yêu cầu dự kiến cuối hết "
    "toàn kế hoạch nghị quyết chương trình thị kết luận báo cáo mới sau khi điều chỉnh đang còn giữ thì "
    "định hướng đảng bộ văn bản".split()
)
_FRAME_FOLDED = frozenset(map(fold, _FRAME))
_LEVEL_WORDS = {"tỉnh": "tỉnh", "thành": "", "huyện": "huyện", "quận": "huyện", "xã": "xã", "phường": "xã"}
_FILLING = frozenset("tỷ tỉ lệ mức số của theo đã đạt được các trên địa bàn và có là mỗi bình quân".split())
TOLERATED = 0.03  # of the likeness to the best line, for lines of the same indicator elsewhere
FEWEST = 0.3  # likeness below which an indicator is another one


@dataclass(frozen=True, slots=True)
class _Found:
    line: TargetLine
    document: Document
    likeness: float


def target_lookup(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """The lines that set the asked indicator for the asked year, newest document first; None without any.

    `text` is the question in lower case with its diacritics.
    """
    if not question.years or question.kind not in _KINDS or _OTHERWISE.search(text):
        return None
    if asks_result(question) or _PART_OF_YEAR.search(text):
        return None
    references = [one for one in question.references if one.type or one.normalised]
    documents = (
        [one.id for one in shelf.meant(question, references)] if references else nearest(shelf, question)
    )
    if not documents:
        return None
    level = _level(question)
    wanted = TargetFilter(
        documents=tuple(documents),
        years=question.years[-1:],
        place=" ".join(question.names[-1]) if question.names and question.levels[-1] else "",
        levels=(level,) if level else (),
        kinds=(TargetKind.TARGET,),
    )
    lines = target_table(shelf.index, wanted, shelf.access).lines
    query = asked(question)
    found = sorted(_found(shelf, query, _for_year(question, lines)), key=lambda one: -one.likeness)
    if not found or found[0].likeness < FEWEST:
        return None
    best = [one for one in found if one.likeness >= found[0].likeness - TOLERATED]
    return quoting(list(_citations(best))[:CITATIONS], SURE)


def _level(question: Question) -> str:
    """The level whose targets are asked for, by the word beside a name or standing alone ("của tỉnh")."""
    for level in question.levels:
        if level in _LEVEL_WORDS:
            return _LEVEL_WORDS[level]
    if question.names:
        return ""
    return "tỉnh" if "tỉnh" in question.terms else ""


def _for_year(question: Question, lines: Iterable[TargetLine]) -> Iterator[TargetLine]:
    """Targets for the year asked about, or the period where a period is asked about."""
    for line in lines:
        target = line.target
        if question.periods:
            if target.period == question.periods[-1] or target.year == question.periods[-1][1]:
                yield line
        elif target.year == question.years[-1] or (target.year is None and target.period):
            yield line


def _found(shelf: Shelf, query: Asked, lines: Iterable[TargetLine]) -> Iterator[_Found]:
    for line in lines:
        document = shelf.document(line.document.id)
        if document is None or not issued_by(query.question, document):
            continue
        likeness = _likeness(query, line, document)
        if likeness > 0.0:
            yield _Found(line, document, likeness)


def _likeness(query: Asked, line: TargetLine, document: Document) -> float:
    """Share of the indicator that the question names, 0 where the question names what the line lacks."""
    target, header = line.target, document.header
    told = " ".join(part for part in (target.of, target.indicator, target.unit, target.base) if part)
    named = " . ".join(
        part
        for part in (
            document.title,
            header.issuer,
            header.superior,
            header.number,
            header.type,
            line.document.level,
            line.document.place,
            *headings(document, line.start),
            line.quote,
        )
        if part
    )
    own, whole = joined(query, told), joined(query, f"{told} . {named}")
    frame = _FRAME_FOLDED if query.question.folded else _FRAME
    common = 0.0
    for row, (term, weight) in enumerate(zip(query.terms, query.weights, strict=True)):
        if term in frame or term[0].isdigit() or not is_content(query, term):
            continue
        if not holds(query, row, whole):
            return 0.0
        if holds(query, row, own):
            common += weight
    return common / (common + _unnamed(query, own)) if common else 0.0


def _unnamed(query: Asked, told: str) -> float:
    """How much of the indicator the question leaves out: its words, each as much as an ordinary one."""
    asked_for = set(query.terms)
    for row in range(len(query.terms)):
        for phrase, _ in query.others[row]:
            asked_for.update(phrase.split())
    filling = {fold(word) for word in _FILLING} if query.question.folded else _FILLING
    rest = {term for term in told.split() if term not in asked_for and term not in filling}
    return ORDINARY * sum(not term[0].isdigit() for term in rest)


ORDINARY = 4.0  # nats


def _citations(found: Sequence[_Found]) -> Iterator[Citation]:
    """One line a document: the highest level first, within a level the newest document first."""
    seen: set[str] = set()
    newest = sorted(found, key=lambda one: one.line.document.date or "", reverse=True)
    for one in sorted(newest, key=lambda one: _height(one.line)):
        if one.document.id not in seen:
            seen.add(one.document.id)
            yield cite(one.document, _line(one.document, one.line))


def _height(line: TargetLine) -> int:
    level = line.document.level
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _line(document: Document, line: TargetLine) -> Span:
    """The whole line of the document that sets the target, its clause where the line is a paragraph."""
    text = document.text
    first = text.rfind("\n", 0, line.start) + 1
    last = text.find("\n", line.end)
    last = len(text) if last < 0 else last
    if last - first > LONGEST_LINE:
        return Span(line.start, line.end)
    whole = text[first:last]
    return Span(first + len(whole) - len(whole.lstrip()), first + len(whole.rstrip()))
