"""Who signed a document (ai ký): its signature block, or a refusal where the document is not held or has none."""

import re

from corpus.model import Document
from corpus.signature import find_copy_signature, find_signature
from indexer.text.analysis import fold
from service.accents import accented_and_bare
from service.answer import Answer, Citation, cite, quoting, refusal
from service.lookups.described import OWN, TYPES, meant_or_described
from service.lookups.known_items import COPY, originals
from service.lookups.shelf import Shelf
from service.question import Question

SURE = 0.9
REFUSED = 0.05  # confidence where the document is not held or bears no signature
_COPY = re.compile(r"(?<!\w)(?:ký sao|bản sao|ky sao|ban sao)(?!\w)")
_OFFICES = "bí thư|chủ tịch|trưởng ban|chánh văn phòng|chủ nhiệm|giám đốc|trưởng phòng|trưởng đoàn|hiệu trưởng|tổ trưởng"
_WHO = rf"(?:ai|(?:đồng chí|lãnh đạo|vị|người|ông|cán bộ|{_OFFICES}) nào)"
_SIGNED = (
    r"(?:(?:đã|là người|đứng tên|đặt bút|phải|đứng ra|được) )*ký(?: tên)?"
    r"(?! kết(?! luận)| hợp| hiệu| quỹ(?! định| chế))"  # "ky quy dinh" without diacritics signs no deposit
)
_FOR = r"(?: (?:thay mặt|thừa lệnh|ở|của|tại|thuộc|bên) [^?,.;]{2,60}?)?"  # for whom, or where, one signed
_ASKED = rf"(?<!\w)(?:do )?{_WHO}{_FOR} {_SIGNED}(?!\w)|(?<!\w)người (?:đã |đứng ra )?ký(?!\w)"
_ASKED_BY_OFFICE = (
    rf"(?<!\w)(?P<office>{_OFFICES})(?!\w).{{0,60}}? ký (?P<words>.+?),? (?:tên (?:là )?gì|là ai)\W*$"
)
# What is signed is a document, and not a letter or a contract that one speaks of.
_DOCUMENT = (
    rf"\W*(?:(?:ban hành|vào|bản|cái|tờ|dự thảo|văn bản|sao) )*(?:(?:{TYPES}|số)(?!\w)|\w+ (?:số )?\d|\d)"
)
_NOTHING = (
    r"\W*(?:(?:(?:giữ |với )?chức (?:vụ|danh)(?: là)? (?:gì|nào)|là ai|sao(?: y| lục)?|ban hành|vậy|thế|đây|"
    r"văn bản này) ?)*\W*$"
)
_ASKS, _BY_OFFICE, _NAMES_DOCUMENT, _ENDS = map(
    accented_and_bare, (_ASKED, _ASKED_BY_OFFICE, _DOCUMENT, _NOTHING)
)


def signer_answer(shelf: Shelf, question: Question) -> Answer | None:
    """The signature block of the one document asked about; None for another question."""
    text = question.text.lower()
    named = _named(question, text)
    if named is None:
        return None
    start, end, office = named
    own = [one for one in question.references if start <= one.span.start <= start + OWN]
    copied = _COPY.search(text) is not None
    if own and own[0].type == COPY:
        return _quoted([_copied(one) for one in originals(shelf, question, own[0])])
    documents = meant_or_described(shelf, question, own[:1], text[start:end])
    if copied and not documents:  # a copy names who made it: "bản sao Kết luận 55-KL/TU của Huyện ủy …"
        documents = [one for one in shelf.numbered(own[:1]) if find_copy_signature(one.text)]
    if not documents:
        return refusal("cited_only", REFUSED) if own and own[0].normalised else None
    return _quoted([_copied(one) if copied else _signed(one, office) for one in documents])


def _named(question: Question, text: str) -> tuple[int, int, str] | None:
    """Where the document stands whose signer is asked for, and the office of that person where it is said."""
    by_office = _BY_OFFICE[question.folded].search(text)
    if by_office and _NAMES_DOCUMENT[question.folded].match(by_office["words"]):
        return *by_office.span("words"), by_office["office"]
    asks = _ASKS[question.folded].search(text)
    if asks is None:
        return None
    if _NAMES_DOCUMENT[question.folded].match(text, asks.end()):
        return asks.end(), len(text), ""
    return (0, asks.start(), "") if _ENDS[question.folded].match(text, asks.end()) else None


def _signed(document: Document, office: str) -> Citation | None:
    found = find_signature(document.text, document.header.end)
    if found is None:
        return None
    block = document.text[found[0].start : found[0].end].lower()
    return cite(document, found[0]) if office in block or office in fold(block) else None


def _copied(document: Document) -> Citation | None:
    found = find_copy_signature(document.text)
    return cite(document, found[0]) if found else None


def _quoted(citations: list[Citation | None]) -> Answer:
    found = [one for one in citations if one is not None]
    return quoting(found, SURE) if found else refusal("no_value", REFUSED)
