"""Questions that what was read out of the documents answers better than any passage.

Two kinds: the targets of a field by a year ("chỉ tiêu môi trường đến 2030"), and how documents hang
together ("văn bản nào thay thế Chỉ thị 11-CT/TU"). Everything quoted is a span of a document, as in any
answer; a question of another kind is left to the passages.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.identity import KnownDocument
from corpus.model import Document, Reference, RelationKind, Span, TargetKind
from corpus.values.field import field_of
from corpus.values.reference import number_key
from indexer.engine import AccessFilter, Filters
from indexer.understood import TargetFilter, Understood
from service.accents import with_diacritics
from service.answer import Answer, Citation, cite, quoting, refusal
from service.answer import answer as passages_answer
from service.answering.numbered import agrees
from service.answering.units import split
from service.lookups.compared import Pair, compared
from service.lookups.known_items import known_item_answer
from service.lookups.offices import office_answer
from service.lookups.provisions import provision_answer
from service.lookups.shelf import Shelf
from service.lookups.signed import signer_answer
from service.lookups.targets import target_lookup
from service.lookups.tasks import task_lookup
from service.open_index import OpenIndex
from service.question import Question, parse
from service.relations import Edge, Relations
from service.retrieval import candidates_of
from service.targets import LEVELS, TargetLine, target_table

SURE = 0.9  # confidence of an answer that was read out at indexing
REFUSED = 0.05  # of a refusal after the same look-up
DOCUMENTS = 3  # whose targets are quoted
LONGEST_QUOTE = 600  # code points
RELATED = 6  # documents named in an answer about relations

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
_VERBS = {
    RelationKind.REPLACES: "thay thế|thay cho",
    RelationKind.ABOLISHES: "bãi bỏ|hủy bỏ|huỷ bỏ",
    RelationKind.AMENDS: "sửa đổi|điều chỉnh",
    RelationKind.SUPPLEMENTS: "bổ sung",
    RelationKind.IMPLEMENTS: "thực hiện|triển khai",
    RelationKind.CONCRETISES: "cụ thể hóa|cụ thể hoá",
    RelationKind.BASIS: "căn cứ",
}
_VERB = re.compile("|".join(f"(?P<{kind.value}>{words})" for kind, words in _VERBS.items()))
_WHICH = re.compile(
    r"(?:(?:những|các)\s+)?(?:văn bản|nghị quyết|chỉ thị|quyết định|quy định|kế hoạch|chương trình|"
    r"kết luận|hướng dẫn|tài liệu)(?:\s+của\s+[^?]{2,40}?)?\s+(?:nào|gì)"
    r"|(?:những|các) (?:văn bản|kế hoạch|chương trình)"
)
_PASSIVE = re.compile(r"(?:bị|được)\s+[^?]{0,40}?(?:thay thế|bãi bỏ|sửa đổi|bổ sung|cụ thể hóa|triển khai)")
_CARRYING_OUT = (RelationKind.IMPLEMENTS, RelationKind.CONCRETISES)
_ENDING = (RelationKind.REPLACES, RelationKind.ABOLISHES)
_CHANGING = (RelationKind.AMENDS, RelationKind.SUPPLEMENTS)


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
        or _relation_answer(shelf, question, text)
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


def _relation_answer(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """What documents say they do with the one that the question names."""
    keys = question.number_keys
    verb, which = _VERB.search(text), _WHICH.search(text)
    if not keys or verb is None or which is None:
        return None
    kinds = _kinds(RelationKind(verb.lastgroup or ""))
    incoming = _is_incoming(text, question.references[0].span.start, verb.start())
    known = Understood(shelf.index.catalogue).known(keys, shelf.access)
    meant = [
        one
        for asked in question.references
        if asked.normalised
        for one in known.get(number_key(asked.normalised), ())
        if _is_meant(shelf, question, asked, one)
    ]
    edges = _edges(Relations(shelf.index, shelf.access), meant, kinds, incoming=incoming)
    if not edges:
        return refusal("no_relation", REFUSED) if meant and kinds != _CARRYING_OUT else None
    citations: list[Citation] = []
    for edge in _one_a_document(edges, incoming=incoming):
        document = shelf.document(edge.source.id)
        if document is not None and len(citations) < RELATED:
            citations.append(cite(document, _whole_sentences(document, edge.quote)))
    return quoting(citations, SURE) if citations else None


def _is_meant(shelf: Shelf, question: Question, asked: Reference, one: KnownDocument) -> bool:
    """Whether nothing else that the question says of a document, its day or its place, speaks against one."""
    document = shelf.document(one.id)
    return document is not None and agrees(question, asked, document)


def _is_incoming(text: str, named: int, verb: int) -> bool:
    """Whether other documents do it to the one named, or it does it to others.

    "X thay thế văn bản nào" is X's own doing, "văn bản nào thay thế X" the others', "X bị thay thế bởi
    văn bản nào" the others' again, and "các văn bản bị bãi bỏ theo X" X's own.
    """
    if _PASSIVE.search(text):
        return named < verb or not re.search(r"(?:theo|bởi|tại)\s+(?:\w+\s+){0,4}$", text[:named])
    return verb < named


def _whole_sentences(document: Document, quote: Span) -> Span:
    """The sentences or items that hold the quote, when they are not too long to cite."""
    text = document.text
    start = max(0, quote.start - LONGEST_QUOTE)
    units = split(text, start, min(len(text), quote.end + LONGEST_QUOTE), document.furniture)
    held = [unit for unit in units if unit.start < quote.end and quote.start < unit.end]
    if not held or held[-1].end - held[0].start > LONGEST_QUOTE:
        return quote
    return Span(min(held[0].start, quote.start), max(held[-1].end, quote.end))


def _kinds(asked: RelationKind) -> tuple[RelationKind, ...]:
    """Kinds that answer for one another: who asks what replaced a document wants to hear of its abolition."""
    for together in (_CARRYING_OUT, _ENDING, _CHANGING):
        if asked in together:
            return together
    return (asked,)


def _edges(
    relations: Relations, meant: Sequence[KnownDocument], kinds: Sequence[RelationKind], *, incoming: bool
) -> list[Edge]:
    found: list[Edge] = []
    for document in meant:
        edges = relations.incoming(document, kinds) if incoming else relations.outgoing(document)
        found += [edge for edge in edges if edge.kind in kinds]
    return found


def _one_a_document(edges: Iterable[Edge], *, incoming: bool) -> list[Edge]:
    """The first edge of each document at the other end, in the order given."""
    seen: dict[str, Edge] = {}
    for edge in edges:
        other = edge.source.id if incoming else (edge.reference.normalised or edge.reference.raw)
        seen.setdefault(other, edge)
    return list(seen.values())
