"""A document that a question names loosely, by its type, number, subject, place or year (văn bản được gọi tả)."""

import re
from collections.abc import Iterator, Sequence

from corpus.errors import VankienError
from corpus.model import Document, Reference
from corpus.signature import find_signature
from indexer.text.analysis import fold
from service.accents import accented_and_bare
from service.answering.background import idf
from service.answering.query import Asked, asked
from service.lookups.held_words import holds, is_content, joined
from service.lookups.nearest import nearest
from service.lookups.shelf import Shelf
from service.question import Question, parse

OWN = 16  # characters before the number of a document in which its type stands ("bản dự thảo Nghị quyết số")
DESCRIBED = 0.75  # idf share of the description that the name and header of a document must hold
HALF, FAR_AHEAD = 0.55, 0.3  # or this much of it, so far ahead of all others
RARE = 7.0  # nats that a word counts at most: an abbreviation is as rare as can be
AHEAD = 0.12  # by which it must hold more than any other document of the same type
TYPES = (
    "nghị quyết|chỉ thị|quyết định|quy định|quy chế|kế hoạch|chương trình hành động|chương trình|hướng dẫn|kết luận|"
    "công văn|thông báo|báo cáo|tờ trình|thông tri"
)
_SHORT = {
    "nq": ("nghị quyết",), "ct": ("chỉ thị", "chương trình"), "qđ": ("quyết định", "quy định"),
    "qd": ("quyết định", "quy định"), "kh": ("kế hoạch",), "ctr": ("chương trình",), "hd": ("hướng dẫn",),
    "kl": ("kết luận",), "cv": ("công văn",), "tb": ("thông báo",), "bc": ("báo cáo",), "ttr": ("tờ trình",),
}  # fmt: skip
# A draft, a copy: what may stand before the type.
_BEFORE = r"(?:nếu |theo |bản |cái |tờ |văn bản |dự thảo )*"
_NAME = rf"^\W*{_BEFORE}(?:(?P<type>{TYPES})|(?P<short>{'|'.join(_SHORT)})(?= (?:số )?\d))(?!\w)"
_NAMED = accented_and_bare(_NAME)
_NUMBER = re.compile(
    r"(?:^\W*|(?<!\w)s[ốo] )(?P<number>\d{1,4})(?![\d.,/%]|\s+(?:n[ăa]m|th[áa]ng|tri[ệe]u)(?!\w)(?! \d))"
)
_DRAFT = re.compile(r"(?<!\w)(?:dự thảo|du thao)(?!\w)")
# Words about a document that its name does not hold.
_FRAME = frozenset(
    "năm số ngày tháng ban hành ký của về do bản văn đó này trước cũ mới được thông qua dự thảo đang sẽ nếu thì bị "
    "ra hồi tỉnh việc thực hiện triển khai".split()
)
_FRAME_FOLDED = frozenset(map(fold, _FRAME))


def meant_or_described(
    shelf: Shelf, question: Question, own: Sequence[Reference], words: str
) -> list[Document]:
    """The documents that bear the number asked about, else the one that `words` of the question describe."""
    known = shelf.meant(question, own) if own else []
    if known or (own and own[0].normalised):
        return known
    found = described(shelf, question, words)
    return [found] if found else []


def described(shelf: Shelf, question: Question, words: str) -> Document | None:
    """The one document that `words` of the question name, which begin with its type; None where none stands out.

    `words` are in lower case, and bare where the question is.
    """
    name = _NAMED[question.folded].match(words)
    if name is None:
        return None
    types = _types(name, folded=question.folded)
    try:
        query = asked(parse(words[name.end() :] + " "))
    except VankienError:
        return None
    candidates = [
        document
        for document_id in nearest(shelf, question)
        if (document := shelf.document(document_id)) is not None and _is_of(document, query.question, types)
    ]
    if _DRAFT.search(words):
        candidates = [one for one in candidates if one.header.draft]
    number = _NUMBER.search(words[name.end() :])
    if number:
        candidates = [one for one in candidates if _numbered(one, number["number"])]
        if len(candidates) == 1:
            return candidates[0]
    ranked = sorted(((_share(query, one), one) for one in candidates), key=lambda pair: -pair[0])
    if not ranked or not _stands_out([share for share, _ in ranked]):
        return None
    return ranked[0][1]


def _types(name: re.Match[str], *, folded: bool) -> tuple[str, ...]:
    if name["short"]:
        return _SHORT[name["short"]]
    return tuple(one for one in TYPES.split("|") if (fold(one) if folded else one) == name["type"])


def _stands_out(shares: list[float]) -> bool:
    """Whether the first holds most of the description, or enough of it and much more than any other."""
    ahead = shares[0] - (shares[1] if len(shares) > 1 else 0.0)
    return (shares[0] >= DESCRIBED and ahead >= AHEAD) or (shares[0] >= HALF and ahead >= FAR_AHEAD)


def _is_of(document: Document, words: Question, types: tuple[str, ...]) -> bool:
    header = document.header
    if not (header.type or "").lower().startswith(types):
        return False
    return not words.years or header.date is None or header.date.year in words.years


def _numbered(document: Document, number: str) -> bool:
    own = re.match(r"0*(\d+)", document.header.number or "")
    return own is not None and own[1] == number.lstrip("0")


def _share(query: Asked, document: Document) -> float:
    """idf share of the words that describe the document which its name and header hold."""
    header = document.header
    signature = find_signature(document.text, header.end)
    signed = document.text[signature[0].start : signature[0].end] if signature else ""
    parts = (
        document.title,
        header.summary,
        header.issuer,
        header.superior,
        header.place,
        header.type,
        signed,
    )
    said = joined(query, " . ".join(part for part in parts if part))
    total = held = 0.0
    for row, term in _describing(query):
        weight = min(idf(term, query.question.folded), RARE)
        total += weight
        held += weight * holds(query, row, said)
    return held / total if total else 0.0


def _describing(query: Asked) -> Iterator[tuple[int, str]]:
    frame = _FRAME_FOLDED if query.question.folded else _FRAME
    for row, term in enumerate(query.terms):
        if not (term in frame or term[0].isdigit()) and is_content(query, term):
            yield row, term
