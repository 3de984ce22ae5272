"""Whether a sentence can hold what is asked for: a number of the asked thing, a list, an office-holder."""

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.model import Document, Reference
from corpus.values.reference import find_references, number_key
from indexer.text.analysis import fold
from service.accents import with_diacritics
from service.answering import indicators
from service.answering.background import bound
from service.answering.count_nouns import counted_for
from service.answering.evidence import HARD_KINDS, Evidence
from service.answering.numbered import is_named
from service.answering.query import Asked
from service.answering.scopes import Scopes
from service.answering.standing import says, stands_right
from service.answering.units import UnitKind
from service.names import is_foreign
from service.question import AnswerKind, Question

NO_VALUE = 0.2
_THINGS = r"(?:nhóm\s+)?(?:chỉ tiêu|nhiệm vụ|giải pháp|mục tiêu|nội dung|mục đích)"
_COUNTED = re.compile(rf"\d+\s+{_THINGS}", re.I)
_ASKS_COUNT = re.compile(rf"(?:số lượng|(?<!\w)số|tổng số|bao nhiêu|mấy)\s+{_THINGS}", re.I)
_ASKS_ABOUT = re.compile(r"chỉ tiêu|mục tiêu|nhiệm vụ|giải pháp", re.I)
_NUMBER = re.compile(r"\d+")


def barred(query: Asked, evidence: Evidence, scopes: Scopes) -> bool:
    """Whether the sentence lacks what nothing makes up for: a list, a document's number, a contact, the office."""
    question, quote = query.question, evidence.reading.quote(evidence.row)
    return (
        _only_counts(question, quote)
        or (_asks_items(question) and not _lists(question, evidence, quote))
        or (_asks_number(question) and not _gives_number(question, evidence.reading.document, quote))
        or not _gives_contact(question, quote)
        or _only_basis(question, quote)
        or not _right_office(query, scopes)
    )


def holds_kind(query: Asked, evidence: Evidence, scopes: Scopes) -> float:
    """0 where the sentence cannot hold the asked number, date, list or person; up to 1."""
    question = query.question
    fails = (
        (question.kind in HARD_KINDS and evidence.signs["hard"] < NO_VALUE)
        or barred(query, evidence, scopes)
        or not stands_right(question, evidence)
        or not indicators.named(query, scopes)
        or not (question.kind is not AnswerKind.NUMBER or names_counted(query, scopes))
    )
    if fails:
        return 0.0
    return max(evidence.signs["hard"], 0.4) if question.kind is AnswerKind.NUMBER else 1.0


def _only_counts(question: Question, quote: str) -> bool:
    """A count of targets where their values are asked for."""
    if question.kind is not AnswerKind.NUMBER or says(_ASKS_COUNT, question.text):
        return False
    numbers, counted = len(_NUMBER.findall(quote)), len(_COUNTED.findall(quote))
    about = says(_ASKS_ABOUT, question.text)
    return counted > 0 and about and numbers <= counted + len(question.years)


_COMMON_UNITS = frozenset(
    "người lần năm tháng ngày giờ phút đồng phần_trăm tiền loại cái chiếc con vụ điểm tỷ triệu nghìn "
    "phần trong thời là so nơi chỗ".split()
)

_COMMON_UNITS_FOLDED = frozenset(map(fold, _COMMON_UNITS))


def names_counted(query: Asked, scopes: Scopes) -> bool:
    """Whether the counted thing ("bao nhiêu đại biểu") is named beside the sentence."""
    question = query.question
    unit = question.unit
    common = _COMMON_UNITS_FOLDED if question.folded else _COMMON_UNITS
    if not unit or unit in common or not unit.isalpha() or unit not in query.terms:
        return True
    at = question.terms.index(unit)
    if not question.content[at]:
        return True  # "là bao nhiêu khi …"
    following = question.terms[at + 1] if at + 1 < len(question.terms) else ""
    compound = (
        following
        and question.content[at + 1]
        and not is_foreign(following)
        and bound(unit, following, question.folded)
    )
    phrase = f" {unit} {following} " if compound else f" {unit} "
    if phrase in scopes.near:
        return True
    if any(f" {' '.join(other)} " in scopes.near for other in counted_for(question)):
        return True
    return any(other in scopes.near for other, _ in query.others[query.terms.index(unit)])


# A list is asked for by its items.
_ITEMS = r"kể tên|kể ra|liệt kê|nêu tên|tên (?:của )?(?:các|những|\d+)|danh sách|gồm những|là những"
_NAMES_ITEMS = (re.compile(_ITEMS, re.I), re.compile(fold(_ITEMS), re.I))
_ITEMS_FOLLOW = re.compile(r":\s|gồm|bao gồm|như sau|\(1\)|(?<!\w)là(?!\w)", re.I)
_ENUMERATED = re.compile(r"[;,]|\(\d\)|(?<!\w)và(?!\w)")
FEWEST_MARKS = 3


def _asks_items(question: Question) -> bool:
    return says(_NAMES_ITEMS[question.folded], question.text)


def _lists(question: Question, evidence: Evidence, quote: str) -> bool:
    """Whether the sentence, or the list it belongs to, names the items and not only how many."""
    units, row = evidence.reading.units, evidence.row
    if any(unit.lead == row for unit in units):
        return True
    counts = [number.term for number in question.numbers if not number.year and number.term.isdecimal()]
    told = [at for count in counts for at in _count_ends(quote, count)]
    if told:
        rest = quote[min(told) :]
        return ":" in rest or len(_ENUMERATED.findall(rest)) >= min(FEWEST_MARKS, int(counts[0][:3]))
    if units[row].lead >= 0 and units[units[row].lead].kind is UnitKind.LEAD:
        return True
    if _ITEMS_FOLLOW.search(quote):
        return True
    return not _COUNTED.search(quote) and not (counts and len(_ENUMERATED.findall(quote)) < FEWEST_MARKS)


def _count_ends(quote: str, count: str) -> Iterator[int]:
    """Where a count stands in the sentence, with or without a leading zero."""
    for match in re.finditer(rf"(?<![\d.,/])0?{count}(?![\d.,/]*\d)", quote):
        yield match.end()


_DOCUMENTS = (
    r"(?:nghị quyết|quyết định|chỉ thị|kế hoạch|hướng dẫn|quy định|kết luận|chương trình|công văn|văn bản|"
    r"nghị định|thông tư|tờ trình|luật)"
)
_ASKED = rf"{_DOCUMENTS}[^.?]{{0,60}} số (?:mấy|bao nhiêu|nào|hiệu)|số hiệu|(?:số|ký hiệu) của {_DOCUMENTS}|"
_ASKED += rf"{_DOCUMENTS}[^.?]{{0,80}} (?:mang số|số ký hiệu|ký hiệu (?:gì|nào))"
_ASKS_NUMBER = (re.compile(_ASKED, re.I), re.compile(fold(_ASKED), re.I))
_SELF = re.compile(rf"{_DOCUMENTS} này", re.I)


def _asks_number(question: Question) -> bool:
    """Whether the number (số, ký hiệu) of a document is asked for."""
    return says(_ASKS_NUMBER[question.folded], question.text)


def _gives_number(question: Question, document: Document, quote: str) -> bool:
    """Whether the sentence names a document by its number that the question did not name."""
    keys = set(question.number_keys)
    known = {(one.type, one.number) for one in question.references if one.type and one.number}
    own = number_key(document.header.number) if document.header.number else ""
    given = {
        number_key(found.normalised)
        for found in find_references(quote)
        if found.normalised and (found.type, found.number) not in known and _may_be(question, found, quote)
    }
    if _carries_out_other(question, quote):
        return False
    if given - keys - {own}:
        return True
    if not own or own in keys or is_named(question, document):
        return False
    return own in given or _SELF.search(quote) is not None


_TYPE_ASKED = re.compile(rf"(?P<type>{_DOCUMENTS})(?!\w)", re.I)
_ITS_NUMBER = re.compile(r" (?:mang )?(?:số|ký hiệu|nào)(?! \d)(?!\w)")
_ANY_TYPE = frozenset(("văn bản", "công văn", "luật", "chương trình"))
_CARRIES_OUT = re.compile(r"(?:thực hiện|triển khai|cụ thể hóa)(?: \w+){0,3} $", re.I)
_LEVEL = re.compile(r"(?<!\w)(?:tỉnh|huyện|xã|phường|quận)(?!\w)")
_OF_UNIT = re.compile(r"(?:ngày \S+ )?của (?P<issuer>[^,;.:]{3,80})")


def _may_be(question: Question, found: Reference, quote: str) -> bool:
    """Whether a document of the sentence is of the asked type, and given out by the unit that is named."""
    types = _types_asked(with_diacritics(question))
    if types and found.type and found.type not in types:
        return False
    issuer = _OF_UNIT.match(" ".join(quote[found.span.end : found.span.end + 100].split()))
    levels = set(_LEVEL.findall(with_diacritics(question).lower()))
    said = set(_LEVEL.findall(issuer["issuer"].lower())) if issuer else set()
    return not levels or not said or not levels.isdisjoint(said)


@lru_cache(maxsize=8)
def _types_asked(said: str) -> frozenset[str]:
    """Codes of the type of document whose number is asked for; empty where any may be meant."""
    found = [match for match in _TYPE_ASKED.finditer(said) if not _CARRIES_OUT.search(said[: match.start()])]
    named = next(
        (match for match in found if _ITS_NUMBER.match(said, match.end())), found[0] if found else None
    )
    if named is None or named["type"].lower() in _ANY_TYPE:
        return frozenset()
    return frozenset(one.type for one in find_references(f"{named['type']} số 1-X/Y") if one.type)


def _carries_out_other(question: Question, quote: str) -> bool:
    """Whether the asked document carries another out (thực hiện NQ 18) that the sentence does not name."""
    for asked in question.references:
        if not asked.number or not _CARRIES_OUT.search(with_diacritics(question)[: asked.span.start]):
            continue
        if asked.number.lstrip("0") not in {(one.number or "").lstrip("0") for one in find_references(quote)}:
            return True
    return False


_CONTACTS = (
    ("điện thoại|hotline|đường dây nóng|fax|zalo", re.compile(r"\d(?:[ .]?\d){6,}|(?<!\d)1\d{3}(?!\d)")),
    ("e-?mail|thư điện tử|hòm thư", re.compile(r"@|hòm thư|hộp thư", re.I)),
    ("mẫu(?: đơn| thư)?", re.compile(r"mẫu (?:đơn )?(?:số )?[\dIVX]", re.I)),
    ("website|trang web", re.compile(r"\w\.(?:vn|com|org|net)|www", re.I)),
)
_CONTACT = (
    r"(?:số|địa chỉ|gọi|qua) (?:\w+ )?(?:{words})|(?:{words}) (?:là|số|nào|gì)|^(?:{words})(?!\w)(?! (?:của|về))|"
    r"(?<!\w)(?:{words})(?: \w+){{1,8}} số (?:mấy|nào|bao nhiêu)"
)
_ASKS_CONTACT = tuple(
    (
        re.compile(_CONTACT.format(words=words), re.I),
        re.compile(fold(_CONTACT.format(words=words)), re.I),
        given,
    )
    for words, given in _CONTACTS
)


def _gives_contact(question: Question, quote: str) -> bool:
    """Whether a telephone number, an address on the net or the number of a form (mẫu) stands there, if asked."""
    return all(given.search(quote) is not None for given in _contacts_asked(question.text, question.folded))


@lru_cache(maxsize=64)
def _contacts_asked(text: str, folded: bool) -> tuple[re.Pattern[str], ...]:
    """What the contacts that a question asks for look like; it is held against many sentences."""
    return tuple(
        given for asked, bare, given in _ASKS_CONTACT if (bare if folded else asked).search(text) is not None
    )


_BASIS = re.compile(r"\W*căn cứ(?!\w)", re.I)
_ASKS_BASIS = re.compile(
    r"căn cứ|cơ sở (?:nào|gì)|dựa|theo|văn bản|(?:nghị quyết|quyết định|chỉ thị|kết luận)(?: \w+){0,2} nào|điều lệ|"
    r"số (?:mấy|nào|hiệu)|triển khai|thực hiện (?:nghị quyết|chỉ thị|kết luận)",
    re.I,
)
_ASKS_OTHER = re.compile(r"(?<!\w)(?:bao nhiêu|mấy|ngày nào|sở nào|ai|ở đâu)(?!\w)", re.I)


def _only_basis(question: Question, quote: str) -> bool:
    """Whether a line only says on what a document is based (căn cứ), where something else is asked for."""
    if not _BASIS.match(quote):
        return False
    said = with_diacritics(question)
    return _ASKS_OTHER.search(said) is not None or _ASKS_BASIS.search(said) is None


_OFFICE_ENDS = frozenset("ủy bộ dân quốc đoàn hội uy bo doan hoi".split())
_BODY_FORMS = ("ủy", "bộ", "uy", "bo")


def _right_office(query: Asked, scopes: Scopes) -> bool:
    """Whether a person asked for by office ("Bí thư Đảng ủy xã Khe Bạc") is one of the body named."""
    question = query.question
    if question.kind is not AnswerKind.PERSON:
        return True
    asked = " " + " ".join(question.terms) + " "
    for name, level in zip(question.names, question.levels, strict=True):
        place = f" {level} {' '.join(name)} " if level else ""
        at = asked.find(place) if place else -1
        before = asked[:at].rsplit(" ", 1)[-1] if at > 0 else ""
        if before not in _OFFICE_ENDS:
            continue
        forms = (before, *_BODY_FORMS) if before in _BODY_FORMS else (before,)
        if not any(f" {form}{place}" in scopes.near for form in forms):
            return False
    return True
