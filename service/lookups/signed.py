"""Who signed a document (ai ký): its signature block, or a refusal where the document is not held or has none."""

import re
from collections.abc import Iterator

from corpus.model import Document, SectionKind, Span
from service.answer import Answer, cite, quoting, refusal
from service.answering.background import idf
from service.answering.query import Asked, asked
from service.lookups.held_words import holds, is_content, joined
from service.lookups.nearest import nearest
from service.lookups.shelf import Shelf
from service.question import Question

SURE = 0.9
REFUSED = 0.05  # confidence where the document is not held or bears no signature
LONGEST = 300  # characters of a signature block
DESCRIBED = 0.75  # idf share of the description that the name and header of a document must hold
HALF, FAR_AHEAD = 0.55, 0.3  # or this much of it, so far ahead of all others
RARE = 7.0  # nats that a word counts at most: an abbreviation is as rare as can be
AHEAD = 0.12  # by which it must hold more than any other document of the same type
_ASKS = re.compile(
    r"(?<!\w)(?:ai|(?:đồng chí|lãnh đạo|vị) nào|người nào)\s+(?:đã\s+|là người\s+|đứng tên\s+)?ký(?! kết| hợp)|"
    r"(?<!\w)người (?:đã )?ký(?!\w)|(?<!\w)do ai ký"
)
_COPY = re.compile(r"(?<!\w)ký sao(?!\w)|bản sao")
_ASKING = frozenset(
    "ai ký người do đồng chí vị lãnh đạo tên đứng ban hành nguoi ky dong chi lanh dao ten dung hanh".split()
)
_TYPES = (
    "nghị quyết|chỉ thị|quyết định|quy định|quy chế|kế hoạch|chương trình hành động|chương trình|hướng dẫn|kết luận|"
    "công văn|thông báo|báo cáo|tờ trình|thông tri"
)
# Of the document itself: what it cites or who approves a part of it is not its signature.
_DESCRIBES = (
    re.compile(
        rf"(?:ai|người|nào) (?:đã |là người |đứng tên )?ký (?:ban hành )?(?:bản )?(?P<type>{_TYPES})(?!\w)"
    ),
    re.compile(rf"^(?:bản )?(?P<type>{_TYPES})(?!\w).{{3,160}} (?:do (?:ai|(?:đồng chí|vị) nào)|ai) ký\W*$"),
)


def signer_answer(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """The signature block of the one document asked about; None for another question.

    `text` is the question in lower case with its diacritics.
    """
    if not _ASKS.search(text):
        return None
    references = [one for one in question.references if one.type or one.normalised]
    if not references:
        return _described(shelf, question, text)
    if len(references) != 1:
        return None
    documents = shelf.meant(question, references)
    if not documents:
        return refusal("cited_only", REFUSED) if references[0].normalised else None
    copied = _COPY.search(text) is not None
    found = [cite(one, span) for one in documents if (span := _signature(one, copied=copied)) is not None]
    return quoting(found, SURE) if found else refusal("no_value", REFUSED)


def _described(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """The same for a document named by its type, subject, place or year; None where no one is clearly meant."""
    kind = next((found["type"] for pattern in _DESCRIBES if (found := pattern.search(text))), None)
    if kind is None:
        return None
    query = asked(question)
    ranked: list[tuple[float, Document]] = []
    for document_id in nearest(shelf, question):
        document = shelf.document(document_id)
        if document is not None and _is_of(document, question, kind):
            ranked.append((_share(query, document, kind), document))
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked or not _stands_out([share for share, _ in ranked]):
        return None
    document = ranked[0][1]
    span = _signature(document, copied=False)
    return quoting([cite(document, span)], SURE) if span else refusal("no_value", REFUSED)


def _stands_out(shares: list[float]) -> bool:
    """Whether the first holds most of the description, or enough of it and much more than any other."""
    ahead = shares[0] - (shares[1] if len(shares) > 1 else 0.0)
    return (shares[0] >= DESCRIBED and ahead >= AHEAD) or (shares[0] >= HALF and ahead >= FAR_AHEAD)


def _is_of(document: Document, question: Question, kind: str) -> bool:
    header = document.header
    if not (header.type or "").lower().startswith(kind):
        return False
    return not question.years or header.date is None or header.date.year in question.years


def _share(query: Asked, document: Document, kind: str) -> float:
    """idf share of the words that describe the document which its name and header hold."""
    header = document.header
    parts = (document.title, header.summary, header.issuer, header.superior, header.place, header.type)
    signature = _signature(document, copied=False)
    signed = document.text[signature.start : signature.end] if signature else ""
    said = joined(query, " . ".join(part for part in (*parts, signed) if part))
    total = held = 0.0
    for row, term in _describing(query, kind):
        weight = min(idf(term, query.question.folded), RARE)
        total += weight
        held += weight * holds(query, row, said)
    return held / total if total else 0.0


def _describing(query: Asked, kind: str) -> Iterator[tuple[int, str]]:
    for row, term in enumerate(query.terms):
        if not (term in _ASKING or term[0].isdigit() or term in kind.split()) and is_content(query, term):
            yield row, term


def _signature(document: Document, *, copied: bool) -> Span | None:
    """The block that names the signer; of a copy (bản sao) the last one."""
    blocks = [one for one in document.sections if one.kind is SectionKind.SIGNATURE]
    if not blocks or not document.header.signer:
        return None
    block = blocks[-1 if copied else 0]
    end = min(block.end, block.start + LONGEST)
    text = document.text[block.start : end]
    return Span(block.start, block.start + len(text.rstrip()))
