"""Questions for one provision of a document ("khoản 4 Điều 5 Quy định 08"): that provision, quoted, or none."""

import re

from corpus.model import Document, Reference, Section, Span
from indexer.text.analysis import fold, unigrams
from service.accents import with_diacritics
from service.answer import Answer, cite, quoting, refusal
from service.lookups.shelf import Shelf
from service.question import Question

SURE = 0.9  # confidence of an answer that is looked up
REFUSED = 0.05
LONGEST = 2_500  # characters of a provision quoted whole
CANDIDATES = 3
_SYMBOLS = re.compile(
    r"(?<!\w)(?P<kind>phần|chương|mục|điều|khoản|điểm|tiết|gạch đầu dòng)\s+(?P<label>\w+(?:\.\w+)*)", re.I
)
# What may stand beside a provision that is itself asked for; any other word asks for something in it.
_PLAIN = frozenset(
    "quy định nêu nói ghi gì nội dung thế nào như là của trong tại theo cho xem hãy xin biết về việc trích "
    "nguyên văn số ngày tháng năm toàn đọc văn bản chi tiết cụ thể có những hỏi".split()
)
_PLAIN_FOLDED = frozenset(map(fold, _PLAIN))


def provision_answer(shelf: Shelf, question: Question) -> Answer | None:
    """The provision asked for; a refusal where the document has none such; None for another question."""
    found = _asked(question)
    if found is None:
        return None
    provision, references = found
    documents = shelf.meant(question, references)
    if not documents:
        return None
    held = [(one, section) for one in documents if (section := find_section(one, provision)) is not None]
    if not held:
        return refusal("no_provision", REFUSED)
    if not _asks_only_for_it(question, documents):
        return None
    return quoting([cite(one, _quoted(one, section)) for one, section in held[:CANDIDATES]], SURE)


def _asked(question: Question) -> tuple[str, list[Reference]] | None:
    """The provision and the references to the document it stands in."""
    places = [one for one in question.references if one.provision]
    documents = [one for one in question.references if one.type or one.normalised]
    if len(places) != 1 or len(documents) != 1:
        return None
    return places[0].provision or "", documents


def _asks_only_for_it(question: Question, documents: list[Document]) -> bool:
    text = with_diacritics(question)
    rest = list(text)
    for one in question.references:
        rest[one.span.start : one.span.end] = " " * (one.span.end - one.span.start)
    names = {term for name in question.names for term in name}
    header = " ".join(f"{one.header.type} {one.header.issuer} {one.title}" for one in documents)
    given = names | set(unigrams(header))
    if question.folded:
        given |= set(map(fold, given))
    terms = unigrams("".join(rest)) if len(rest) == len(text) else list(question.terms)
    plain = _PLAIN | _PLAIN_FOLDED if question.folded else _PLAIN
    return all(term in plain or term in given or term[0].isdigit() for term in terms)


def find_section(document: Document, provision: str) -> Section | None:
    """The section that "Điều 5 khoản 4" or "mục II điểm 2" names, None where the outline has none."""
    wanted = [(m["kind"].lower(), m["label"]) for m in _SYMBOLS.finditer(provision)]
    if not wanted:
        return None
    path = ".".join(_label(kind, label) for kind, label in wanted).lower()
    for section in document.sections:
        if section.path and section.path.lower() == path and section.label:
            return section
    return _by_end(document, path)


def _label(kind: str, label: str) -> str:
    return f"{kind} {label}" if kind in ("điều", "chương", "phần") else label


def _by_end(document: Document, path: str) -> Section | None:
    """A provision named without what stands above it ("khoản a"), where only one is so named."""
    ends = [
        one for one in document.sections if one.label and one.path and one.path.lower().endswith("." + path)
    ]
    paths = {one.path for one in ends}
    return ends[0] if len(paths) == 1 else None


def _quoted(document: Document, section: Section) -> Span:
    text = document.text
    start, end = section.start, section.end
    if end - start > LONGEST:
        end = section.heading.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
