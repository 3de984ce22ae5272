"""How documents hang together ("văn bản nào thay thế Chỉ thị 11-CT/TU"): the sentences that say so, quoted."""

import re
from collections.abc import Iterable, Sequence

from corpus.identity import KnownDocument
from corpus.model import Document, Reference, RelationKind, Span
from corpus.values.reference import number_key
from indexer.text.analysis import fold
from indexer.understood import Understood
from service.answer import Answer, Citation, cite, quoting, refusal
from service.answering.numbered import agrees
from service.answering.units import split
from service.lookups.described import TYPES, described
from service.lookups.shelf import Shelf
from service.question import Question
from service.relations import Edge, Relations

SURE = 0.9
REFUSED = 0.05  # of a refusal after the same look-up
LONGEST_QUOTE = 600  # code points
RELATED = 6  # documents named in an answer about relations
_VERBS = {
    RelationKind.REPLACES: "thay thế|thay cho|thế cho|thế chỗ|(?<=nào )thay(?! đổi)",
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
_PASSIVE = re.compile(
    r"(?:bị|được)\s+[^?]{0,40}?(?:thay thế|thay(?! đổi)|bãi bỏ|sửa đổi|bổ sung|cụ thể hóa|triển khai)"
)
_CARRYING_OUT = (RelationKind.IMPLEMENTS, RelationKind.CONCRETISES)
_ENDING = (RelationKind.REPLACES, RelationKind.ABOLISHES)
_CHANGING = (RelationKind.AMENDS, RelationKind.SUPPLEMENTS)
# A document that is described, and what it ends ("chỉ thị về đất đai năm 2022 thay cho văn bản nào").
_ENDS = r"(?:thay thế|thay cho|thế chỗ|thế cho|thay(?! mặt| đổi)|bãi bỏ|hủy bỏ|bỏ)(?: cho)?"
_ANY = rf"(?:những |các |hai |ba |mấy )?(?:{TYPES}|văn bản|cái)(?: \w+){{0,2}}? (?:nào|gì)(?!\w)"
_DESCRIBED = tuple(
    (re.compile(pattern), re.compile(fold(pattern)), incoming)
    for pattern, incoming in (
        (rf"^(?P<words>.{{6,160}}?) (?:sẽ |đã |có )*{_ENDS} {_ANY}", False),
        (rf"^(?P<words>.{{6,160}}?) thì {_ANY} (?:sẽ |bị )*(?:hết hiệu lực|{_ENDS})", False),
        (rf"^{_ANY} (?:sẽ |bị )*(?:{_ENDS})(?: bởi| theo) (?P<words>.{{6,160}}?)\W*$", False),
        (rf"^{_ANY} (?:sẽ |đã )*{_ENDS} (?P<words>.{{6,160}}?)\W*$", True),
        (rf"^(?P<words>.{{6,160}}?) (?:sẽ |đã )*(?:bị |được )+(?:{_ENDS} )?(?:bởi |bằng )?{_ANY}", True),
    )
)
_PROVIDED = re.compile(
    r"^\W*(?:(?:nếu|khi|sau khi|neu|sau khi)(?!\w) ?)?(?:(?:được|duoc) (?:thông qua|ban hành|thong qua|ban hanh)\W*)?"
)


def relation_answer(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """What documents say they do with the one that the question names."""
    keys = question.number_keys
    if not keys:
        return _of_described(shelf, question)
    verb, which = _VERB.search(text), _WHICH.search(text)
    if verb is None or which is None:
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
        untold = meant and kinds != _CARRYING_OUT and not any(_ends_unnamed(shelf, one) for one in meant)
        return refusal("no_relation", REFUSED) if untold else None
    return _quoted(shelf, edges, incoming=incoming)


def _of_described(shelf: Shelf, question: Question) -> Answer | None:
    """The same of a document that is described; None where none is clearly meant or nothing is stated."""
    text = question.text.lower()
    for accented, bare, incoming in _DESCRIBED:
        found = (bare if question.folded else accented).search(text)
        if found is None:
            continue
        document = described(shelf, question, _PROVIDED.sub("", found["words"]))
        if document is None:
            continue
        view = Relations(shelf.index, shelf.access).view(document.id)
        edges = [edge for edge in (view.incoming if incoming else view.outgoing) if edge.kind in _ENDING]
        if edges:
            return _quoted(shelf, edges, incoming=incoming)
    return None


def _quoted(shelf: Shelf, edges: Sequence[Edge], *, incoming: bool) -> Answer | None:
    citations: list[Citation] = []
    for edge in _one_a_document(edges, incoming=incoming):
        document = shelf.document(edge.source.id)
        if document is not None and len(citations) < RELATED:
            citations.append(cite(document, whole_sentences(document, edge.quote)))
    return quoting(list(dict.fromkeys(citations)), SURE) if citations else None


_UNNAMED = re.compile(
    r"(?:thay thế|bãi bỏ) (?:các|những|toàn bộ|mọi) (?:quy định|văn bản|hướng dẫn)(?! (?:số|sau))"
)


def _ends_unnamed(shelf: Shelf, one: KnownDocument) -> bool:
    """Whether a document ends others that it does not name ("thay thế các quy định trước đây về …")."""
    document = shelf.document(one.id)
    return document is not None and _UNNAMED.search(" ".join(document.text.split())) is not None


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


def whole_sentences(document: Document, quote: Span) -> Span:
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
