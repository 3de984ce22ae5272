"""Questions that only name a document (tra cứu theo số): the answer is what the document is about."""

import re
from collections.abc import Iterable

from corpus.model import Document, Span
from indexer.text.analysis import fold, unigrams
from service.answering.numbered import is_named
from service.question import AnswerKind, Question

_LOOKED_AT = 6_000  # characters in which a summary stands
_WORDS = 40
_ABOUT = frozenset(
    "nghị quyết định quy chỉ thị kết luận hướng dẫn kế hoạch chương trình hành động báo cáo thông tri tờ "
    "công văn đề án số ngày tháng năm của về việc gì nói nội dung tỉnh thành quận huyện phường xã đảng ủy "
    "ban thường vụ trực chấp uỷ bộ chính trị bí thư nhân dân ubnd hđnd btv bch khóa văn bản tìm xem cho "
    "nq qđ ct kl kh ctr bc tb hd cv ttr".split()
)
_FOLDED_ABOUT = frozenset(map(fold, _ABOUT))
LATEST = 3  # words before the name of a document that is asked for
LONGEST_HEAD = 590  # characters from the number line to the end of the summary
_ASKING = frozenset((AnswerKind.FREE, AnswerKind.DEFINITION))


def asks_only_for_document(question: Question, documents: Iterable[Document]) -> bool:
    """Whether the question holds nothing but the name of a document, with or without its subject."""
    if not question.references or question.kind not in _ASKING or _starts_late(question):
        return False
    about = _FOLDED_ABOUT if question.folded else _ABOUT
    symbols = {part for key in question.number_keys for part in key.split("_")}
    names = {term for name in question.names for term in name}
    more = {
        term
        for term, content in zip(question.terms, question.content, strict=True)
        if content
        and not (term in about or term in names or term in symbols or term[0].isdigit() or "_" in term)
    }
    if not more:
        return True
    return any(
        is_named(question, document) and more <= _subject(document, question) for document in documents
    )


def _starts_late(question: Question) -> bool:
    """Whether words of another matter stand before the name of the document."""
    before = question.text[: min(found.span.start for found in question.references)].split()
    return len(before) > LATEST


def _subject(document: Document, question: Question) -> frozenset[str]:
    """Terms of what the document says it is about."""
    terms = unigrams(f"{document.title} . {document.header.summary or ''} . {document.header.issuer or ''}")
    return frozenset(map(fold, terms) if question.folded else terms)


def subjects(question: Question, documents: Iterable[Document]) -> list[tuple[Document, Span]]:
    """The summary (trích yếu) of each document that bears the asked number; each document once."""
    found: dict[str, tuple[Document, Span]] = {}
    for document in documents:
        if document.id not in found and is_named(question, document):
            span = subject(document)
            if span is not None:
                found[document.id] = (document, span)
    return list(found.values())


def subject(document: Document) -> Span | None:
    """The summary (trích yếu) of a document, with its number line where both can be quoted together."""
    wanted = (document.header.summary or document.title).split()[:_WORDS]
    if not wanted:
        return None
    head = document.text[:_LOOKED_AT]
    match = re.search(r"\s+".join(map(re.escape, wanted)), head)
    if match is None:
        return None
    end = document.text.find("\n\n", match.end())
    short = len(document.header.summary or document.title) <= match.end() - match.start() + 2
    last = match.end() if short or end < 0 else min(end, match.end() + 400)
    return Span(_number_line(document, match.start(), last), last)


def _number_line(document: Document, start: int, end: int) -> int:
    """Start of the number line (Số …) where it can be quoted together with the summary."""
    number = re.search(
        r"(?m)^[ \t]*(?P<line>Số\s?:?\s*\d)", document.text[max(0, end - LONGEST_HEAD) : start]
    )
    return max(0, end - LONGEST_HEAD) + number.start("line") if number else start
