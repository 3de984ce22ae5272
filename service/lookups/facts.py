"""Questions that what was read out of the documents answers better than any passage.

Each kind has a module of its own; here are the targets of a field by a year ("chỉ tiêu môi trường đến 2030").
Everything quoted is a span of a document, as in any answer; a question of another kind is left to the passages.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import Document, Span, TargetKind
from corpus.values.field import field_of
from indexer.engine import AccessFilter, Filters
from indexer.understood import TargetFilter
from service.accents import with_diacritics
from service.answer import Answer, Citation, cite, quoting, refusal
from service.answer import answer as passages_answer
from service.lookups.compared import Pair, compared
from service.lookups.in_force import effect_answer
from service.lookups.known_items import known_item_answer
from service.lookups.offices import office_answer
from service.lookups.provisions import provision_answer
from service.lookups.related import relation_answer
from service.lookups.shelf import Shelf
from service.lookups.signed import signer_answer
from service.lookups.targets import target_lookup
from service.lookups.tasks import task_lookup
from service.open_index import OpenIndex
from service.question import Question, parse
from service.retrieval import candidates_of
from service.targets import LEVELS, TargetLine, target_table

SURE = 0.9  # confidence of an answer that was read out at indexing
DOCUMENTS = 3  # whose targets are quoted
LONGEST_QUOTE = 600  # code points

# "chỉ tiêu môi trường đến 2030", "các mục tiêu về cải cách hành chính năm 2030": a field and a year and
# nothing else. A question with any other word of content asks for one indicator, which passages answer.
_TARGET_LIST = re.compile(r"(?<!\w)(?:chỉ tiêu|mục tiêu)(?!\w)")
_FIELD_WORDS = re.compile(
    r"(?<!\w)(?:tài nguyên|môi trường|đất đai|đô thị|phát triển|kinh tế|văn hóa|xã hội|cải cách hành chính|"
    r"chuyển đổi số|khoa học|công nghệ|an ninh|quốc phòng|trật tự|an toàn|xây dựng đảng|công tác|cchc|khcn|"
    r"kt-xh|lĩnh vực)(?!\w)"
)
_NO_CONTENT = re.compile(
    r"(?<!\w)(?:chỉ tiêu|mục tiêu|các|những|nào|gì|về|của|đến|tới|năm|giai đoạn|cụ thể|chủ yếu|có|là|và|trong|"
    r"cho|hãy|xin|cho biết|nêu|liệt kê|kể tên|được|đề ra|đặt ra|theo|tỉnh|huyện|xã|phường|quận|thành phố|cuối|"
    r"trước|hết|gồm|bao gồm|trên địa bàn|\d{4})(?!\w)"
)


def answer_from_facts(
    index: OpenIndex,
    question: Question,
    access: AccessFilter,
    filters: Filters,
    near: Sequence[str] = (),
) -> Answer | None:
    """The answer that the understanding of the documents gives, None when the question is not of its kind.

    Only documents that `access` and `filters` keep are quoted. `near` are the ids of the documents that a
    search found, best first, to spare another one.
    """
    shelf = Shelf(index, access, filters, tuple(near))
    pair = compared(question)
    return (_both(shelf, pair) if pair else None) or _read_out(shelf, question)


def _read_out(shelf: Shelf, question: Question) -> Answer | None:
    text = with_diacritics(question).lower()
    return (
        signer_answer(shelf, question)
        or office_answer(shelf, question)
        or known_item_answer(shelf, question)
        or provision_answer(shelf, question)
        or effect_answer(shelf, question)
        or relation_answer(shelf, question, text)
        or _target_answer(shelf, question, text)
        or target_lookup(shelf, question, text)
        or task_lookup(shelf, question, text)
    )


def _both(shelf: Shelf, pair: Pair) -> Answer | None:
    """The answers to both sides of a comparison, one citation each; a refusal where one side has none."""
    answers = []
    shelf = replace(shelf, near=())
    for side in map(parse, (pair.first, pair.second)):
        found = _read_out(shelf, side)
        if found is None:
            candidates = candidates_of(shelf.index, side, shelf.access, shelf.filters)
            found = passages_answer(side, candidates)
        if not found.answered:
            return refusal(found.reason, found.confidence)
        answers.append(found)
    citations = list(dict.fromkeys(found.citations[0] for found in answers))
    return quoting(citations, min(found.confidence for found in answers))


def _target_answer(shelf: Shelf, question: Question, text: str) -> Answer | None:
    if not question.years or question.references or not _asks_for_a_field(question, text):
        return None
    written_out = (" ".join(other.phrase) for other in question.alternatives)
    field = field_of(" ".join([text, *written_out]))
    if field is None:
        return None
    places = [" ".join(name) for name in question.names if not _FIELD_WORDS.fullmatch(" ".join(name))]
    place = places[0] if places else ""
    wanted = TargetFilter(fields=(field,), years=question.years[-1:], place=place, kinds=(TargetKind.TARGET,))
    lines = target_table(shelf.index, wanted, shelf.access).lines
    citations: list[Citation] = []
    quoted = 0
    for group in _by_document(lines):
        document = shelf.document(group[0].document.id)
        if document is not None and quoted < DOCUMENTS:
            citations += [cite(document, span) for span in _blocks(document, group)]
            quoted += 1
    return quoting(citations, SURE) if citations else None


def _asks_for_a_field(question: Question, text: str) -> bool:
    """True for targets of a whole field: no word is left but those of the field, the year and the place."""
    if not _TARGET_LIST.search(text) or not _FIELD_WORDS.search(text):
        return False
    rest = _NO_CONTENT.sub(" ", _FIELD_WORDS.sub(" ", text))
    for name in question.names:
        rest = rest.replace(" ".join(name), " ")
    return not re.search(r"\w", rest)


def _by_document(lines: Iterable[TargetLine]) -> list[list[TargetLine]]:
    """Lines by document: the highest level first, within a level the fullest document first."""
    groups: dict[str, list[TargetLine]] = {}
    for line in lines:
        groups.setdefault(line.document.id, []).append(line)

    def height(group: list[TargetLine]) -> int:
        level = group[0].document.level
        return LEVELS.index(level) if level in LEVELS else len(LEVELS)

    newest = sorted(groups.values(), key=lambda group: group[0].document.date or "", reverse=True)
    return sorted(newest, key=lambda group: (height(group), -len(group)))


def _blocks(document: Document, lines: Sequence[TargetLine]) -> list[Span]:
    """Whole lines of the document that hold the targets; neighbours are quoted together."""
    blocks: list[Span] = []
    for start, end in sorted({_whole_line(document.text, line.start, line.end) for line in lines}):
        last = blocks[-1] if blocks else None
        if last and end <= last.end:
            continue
        near = last is not None and not document.text[last.end : start].strip()
        if last is not None and near and end - last.start <= LONGEST_QUOTE:
            blocks[-1] = Span(last.start, end)
        else:
            blocks.append(Span(start, end))
    return blocks


def _whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : len(text) if last < 0 else last]
    if len(line) > LONGEST_QUOTE:  # a paragraph: the clause alone
        return start, end
    return first + len(line) - len(line.lstrip()), first + len(line.rstrip())
