"""Who held an office in a year ("Trưởng Ban Tổ chức Tỉnh ủy năm 2023 là ai"): as who they signed then."""

import re

from corpus.model import Document
from corpus.signature import find_signature
from indexer.text.analysis import fold, unigrams
from service.accents import accented_and_bare
from service.answer import Answer, cite, quoting
from service.lookups.nearest import nearest
from service.lookups.shelf import Shelf
from service.question import Question

SURE = 0.9
_OFFICES = (
    "phó bí thư thường trực|phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó trưởng ban|trưởng ban|phó chánh văn phòng|"
    "chánh văn phòng|phó chủ nhiệm|chủ nhiệm|phó giám đốc|giám đốc|phó trưởng phòng|trưởng phòng|hiệu trưởng"
)
_YEAR = r"(?:(?:hồi|vào|trong|từ|đầu|giữa|cuối|hết) )*(?:năm )?(?P<{}>(?:19|20)\d\d)"
_ASKED = (
    rf"^\W*(?:{_YEAR.format('before')},? )?(?P<who>ai (?:là|làm|giữ chức|giữ chức vụ) )?(?:đồng chí |ông |bà )?"
    rf"(?P<office>{_OFFICES}) (?P<body>.{{3,80}}?)(?: {_YEAR.format('after')})?"
    r"(?P<asks>,? (?:là (?:ai|ông nào|bà nào|đồng chí nào)|tên (?:là )?gì))?\W*$"
)
_ASKS = accented_and_bare(_ASKED)
_BODY_WORDS = frozenset("ban văn phòng ủy bộ của và".split())
_SHORT = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "ubkt": "ủy ban kiểm tra",
    "bch": "ban chấp hành",
}


def office_answer(shelf: Shelf, question: Question) -> Answer | None:
    """The signature under that office in a document that the body gave out in that year; None without one."""
    found = _ASKS[question.folded].match(question.text.lower())
    if found is None or not (found["who"] or found["asks"]):
        return None
    year = found["before"] or found["after"]
    if not year:
        return None
    body = found["body"]
    for short, full in _SHORT.items():
        body = re.sub(rf"(?<!\w){short}(?!\w)", full, body)
    for document_id in nearest(shelf, question):
        document = shelf.document(document_id)
        if document is None or document.header.date is None or str(document.header.date.year) != year:
            continue
        signature = find_signature(document.text, document.header.end)
        if signature is None or not _of_body(document, body, folded=question.folded):
            continue
        block = document.text[signature[0].start : signature[0].end]
        if _bears(block, found["office"], folded=question.folded):
            return quoting([cite(document, signature[0])], SURE)
    return None


def _bears(block: str, office: str, *, folded: bool) -> bool:
    """Whether a line of the block is that office, and not a deputy's who signs for it."""
    lines = [" ".join(re.findall(r"\w+", line.lower())) for line in block.splitlines()]
    posts = [fold(line) if folded else line for line in lines if not re.match(r"k t |kt |t l |tl ", line)]
    return office in posts


def _of_body(document: Document, body: str, *, folded: bool) -> bool:
    """Whether the body gave the document out; a superior body is not meant by its own name alone."""
    header = document.header
    own = f"{header.issuer or ''} {header.place or ''}"
    committee = header.superior or ""
    if header.issuer and header.issuer.lower().startswith(("ban ", "văn phòng", "ủy ban kiểm tra")):
        own = f"{own} {committee}"
    held, asked = set(unigrams(own)), unigrams(body)
    if folded:
        held = set(map(fold, held))
    named = set(unigrams(header.issuer or "")) - _BODY_WORDS
    return set(asked) <= held | _BODY_WORDS and (
        not named or not {fold(term) if folded else term for term in named}.isdisjoint(asked)
    )
