"""A question as typed becomes what can be searched and answered: terms, references, years, what is asked."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from corpus.errors import BadQuestion
from corpus.model import Reference
from corpus.values.reference import find_references, number_key
from indexer.text.analysis import Token, fold, tokens
from service.names import LAW, find_names, half_named, level_of
from service.vocabulary import PARTICLES, PARTICLES_FOLDED, Alternative, alternatives

LONGEST = 10_000  # characters
_MOSTLY = 0.3  # a question with a larger share of control characters is no text

_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–—/]\s?((?:19|20)\d\d)(?!\d)")
_ROMAN = re.compile(r"[IVXLC]{1,7}")


class AnswerKind(StrEnum):
    """What kind of thing answers the question (loại câu trả lời)."""

    NUMBER = "number"  # bao nhiêu, mấy
    DATE = "date"  # khi nào, ngày nào, năm nào
    DURATION = "duration"  # bao lâu
    PERSON = "person"  # ai
    BODY = "body"  # cơ quan nào
    PLACE = "place"  # ở đâu
    DOCUMENT = "document"  # văn bản nào
    ORDINAL = "ordinal"  # lần thứ mấy, quý mấy
    LIST = "list"  # gồm những gì, kể tên
    DEFINITION = "definition"  # là gì
    YES_NO = "yes_no"  # có … không
    REASON = "reason"  # tại sao
    MANNER = "manner"  # như thế nào
    FREE = "free"


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number of the question: its term, and the word to its left ("lần thứ 16": "thứ")."""

    term: str
    left: str
    right: str
    year: bool
    source: bool = False  # part of the name of a law ("Điều 5 Bộ luật Dân sự năm 2015")


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question; `text` is clean, `terms` its syllables and numbers in order.

    `names` are runs of capitalised words as accented terms; `content` marks the terms that carry
    meaning, False for question words and particles.
    """

    text: str
    terms: tuple[str, ...]
    content: tuple[bool, ...]
    kind: AnswerKind
    unit: str = ""  # the term that follows "bao nhiêu": "phần_trăm", "đồng", "ngày"
    references: tuple[Reference, ...] = ()
    years: tuple[int, ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    nouns: frozenset[tuple[str, ...]] = frozenset()  # names with a small second syllable ("Kiểm tra")
    levels: tuple[str, ...] = ()  # beside names: "huyện" of "Huyện ủy Vân Sơn", "" without one
    folded: bool = False  # typed without diacritics
    alternatives: tuple[Alternative, ...] = field(default=(), repr=False)

    @property
    def number_keys(self) -> tuple[str, ...]:
        """Exact keys of the document numbers asked for ("15_nq_tw")."""
        return tuple(
            dict.fromkeys(number_key(found.normalised) for found in self.references if found.normalised)
        )


def parse(text: str) -> Question:
    """Read a question. Raises BadQuestion (`empty_question`, `long_question`, `binary_question`)."""
    clean = _cleaned(text)
    found = tokens(clean)
    terms = tuple(token.term for token in found)
    if not terms:
        raise BadQuestion("empty_question")
    folded = is_bare(terms)
    if folded:
        terms = tuple(_BARE.get(term, term) for term in terms)
    lowered = _ends(without_address(clean.lower()))
    kind = _kind(fold(lowered) if folded else lowered, folded)
    references = tuple(find_references(clean))
    names = tuple(find_names(found, clean, references, folded=folded))
    return Question(
        text=clean,
        terms=terms,
        content=tuple(_contentful(terms, folded)),
        kind=kind,
        unit=_unit(terms, folded, _closed(found, clean)),
        references=references,
        years=tuple(dict.fromkeys(int(match.group()) for match in _YEAR.finditer(clean))),
        periods=tuple((int(m[1]), int(m[2])) for m in _PERIOD.finditer(clean)),
        numbers=tuple(_numbers(found, clean, references)),
        names=names,
        nouns=frozenset(name for name in names if len(name) == 2 and half_named(found, clean, name)),
        levels=tuple(level_of(terms, name) for name in names),
        folded=folded,
        alternatives=alternatives(terms, folded),
    )


def is_bare(terms: Iterable[str]) -> bool:
    """Whether none of the terms was typed with diacritics; "82%" holds none either."""
    return all(fold(term) == term or term in _SIGNS for term in terms)


_SIGNS = {"phần_trăm": "phan_tram"}  # the term of a sign (%), and as it is held bare
# With a tone these are written with y ("bác sỹ", "tỷ lệ", "kỷ luật"), and as such they stand in an index.
_BARE = {"ki": "ky", "li": "ly", "mi": "my", "si": "sy", "ti": "ty", **_SIGNS}
_SPOKEN = 400  # characters at either end of a pasted text in which the question itself stands


def _ends(text: str) -> str:
    return text if len(text) <= 2 * _SPOKEN else text[:_SPOKEN] + " " + text[-_SPOKEN:]


_ADDRESS = re.compile(
    r"(?:[,.]? ?(?<!\w)(?:(?:hả |hở |thưa )?(?:các )?(?:anh|chị|em|cô|chú|bác|cháu|đồng chí|cán bộ) "
    r"(?:ơi|ạ|nhỉ|nhé|à|nha)|(?:hả|hở|thưa) (?:các )?(?:anh|chị|em|cô|chú|bác|đồng chí|cán bộ)|"
    r"ơi|ạ|nhỉ|nhé|hả|hỉ|nghen|vậy|anh oi|chi oi|em oi|nhe)(?!\w))+[ ?.!]*$",
    re.I,
)
_LONGEST_ADDRESS = 60  # characters at the end of a question


def without_address(text: str) -> str:
    """A question without the words at its end that only address the reader ("… được không anh ơi?")."""
    return text[:-_LONGEST_ADDRESS] + _ADDRESS.sub("", text[-_LONGEST_ADDRESS:])


def _cleaned(text: str) -> str:
    if len(text) > LONGEST:
        raise BadQuestion("long_question", length=len(text), limit=LONGEST)
    bad = sum(
        1 for char in text if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and not char.isspace()
    )
    bad += text.count("\ufffd")
    if text and bad > max(2, _MOSTLY * len(text)):
        raise BadQuestion("binary_question")
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
    )
    clean = " ".join(unicodedata.normalize("NFC", kept).split())
    if not clean:
        raise BadQuestion("binary_question" if bad else "empty_question")
    return clean


# Phrases that say what is asked for, in the order in which they are looked up.
_KINDS: tuple[tuple[AnswerKind, str], ...] = (
    (AnswerKind.ORDINAL, r"(?:thứ|khóa|khoá|nhóm|hạng) (?:mấy|bao nhiêu)|quý (?:mấy|nào)|nhiệm kỳ nào"),
    (
        AnswerKind.DATE,
        r"khi nào|bao giờ|(?:ngày|tháng|năm|mốc|thế kỷ|thời điểm|thời gian|(?<!cùng )lúc|giai đoạn|thập niên|"
        r"thập kỷ|hôm) "
        r"(?:tháng năm |năm |thời gian )?(?:nào|(?:mấy|bao nhiêu)(?! (?:lần|bận|lượt|cuộc|buổi|kỳ|đợt)))|"
        r"(?:ngày|tháng) mấy|hạn (?:nộp|chót|gửi|cuối)",
    ),
    (AnswerKind.DURATION, r"bao lâu|thời hạn .{0,60}là (?:gì|bao)|trong vòng bao"),
    (
        AnswerKind.NUMBER,
        r"bao nhiêu|(?<!\w)mấy(?!\w)(?! \w+(?: \w+)? (?:đó|này|ấy|kia)(?!\w))|số lượng .{1,60}là|bao xa|"
        r"là bao(?!\w)",
    ),
    (
        AnswerKind.REASON,
        r"tại sao|vì sao|lý do|lí do|nguyên nhân|do đâu(?! (?:lo|chi|cấp|trả|bố trí|bảo đảm|quản lý))",
    ),
    (
        AnswerKind.LIST,
        r"kể tên|liệt kê|(?:gồm|bao gồm|có) (?:những|các)|những .{1,60}nào|các .{1,60}nào|"
        r"gồm (?:có )?(?:gì|ai)",
    ),
    (
        AnswerKind.PERSON,
        r"(?<!\w)(?:ai|người nào(?!.{1,300} thì )|vị nào)(?!\w)|tên (?:của )?(?:người|ông|bà)|họ tên",
    ),
    (
        AnswerKind.BODY,
        r"(?:cơ quan|tổ chức|đơn vị|cấp|ban|bộ|sở|phòng|hội|đoàn|đảng bộ|đảng ủy|cấp ủy|công ty|đội|"
        r"ủy ban|tòa án|bên) nào",
    ),
    (
        AnswerKind.DOCUMENT,
        r"(?:văn bản|nghị quyết|quyết định|chỉ thị|kế hoạch|luật|nghị định|quy định|"
        r"chương trình) (?:số )?nào",
    ),
    (
        AnswerKind.PLACE,
        r"ở đâu|nơi nào|(?:nước|quốc gia|thành phố|tỉnh|địa phương|phường|xã|quận|huyện|châu lục|"
        r"khu vực|vùng) nào|đến đâu|từ đâu",
    ),
    (AnswerKind.MANNER, r"như thế nào|thế nào|ra sao|làm sao|bằng cách nào|làm gì|cách nào"),
    (
        AnswerKind.YES_NO,
        r"(?:có|được|phải|đúng|chưa) .*không[ ?.!]*$|(?:đúng|phải) không|hay không|không\?$|"
        r"(?:hay )?chưa[ ?.!]*$",
    ),
    (AnswerKind.DEFINITION, r"là gì|là ai|nghĩa là|được hiểu|khái niệm|định nghĩa"),
)
_KIND_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_FOLDED_PATTERNS = tuple((kind, re.compile(fold(pattern))) for kind, pattern in _KINDS)


def _kind(lowered: str, folded: bool) -> AnswerKind:
    """The first phrase wins by order of the table, not of the text."""
    for kind, pattern in _FOLDED_PATTERNS if folded else _KIND_PATTERNS:
        if pattern.search(lowered):
            return kind
    return AnswerKind.FREE


def _contentful(terms: tuple[str, ...], folded: bool) -> list[bool]:
    empty = PARTICLES_FOLDED if folded else PARTICLES
    return [term not in empty for term in terms]


def _closed(found: list[Token], text: str) -> frozenset[int]:
    """Rows of the tokens behind which a mark ends what belongs together ("tốn bao nhiêu, nhà nước …")."""
    ends = pairwise(found)
    return frozenset(
        row for row, (left, right) in enumerate(ends) if _MARK.search(text[left.end : right.start])
    )


_MARK = re.compile(r"[,;:.?!]")


def _unit(terms: tuple[str, ...], folded: bool, closed: frozenset[int]) -> str:
    """The unit or counted noun after "bao nhiêu" or "mấy"; of several the first that is a noun or a unit.

    Nothing follows the terms of the rows `closed`.
    """
    empty = PARTICLES_FOLDED if folded else PARTICLES
    much, few, percent = ("nhieu", "may", ("phan", "tram")) if folded else ("nhiêu", "mấy", ("phần", "trăm"))
    first = ""
    for at, term in enumerate(terms):
        if (term == much and at and terms[at - 1] == "bao") or term == few:
            after = at + 1
            share = term == much and terms[max(0, at - 3) : at - 1] in _SHARE
            if share or terms[after : after + 2] == percent:
                return "phần_trăm"
            found = terms[after] if after < len(terms) and at not in closed else ""
            if not first or fold(first) in _NO_UNITS:
                first = found
    return "" if fold(first) in _NO_UNITS or (first in empty and fold(first) not in _EMPTY_UNITS) else first


_SHARE = (("tỷ", "lệ"), ("tỉ", "lệ"), ("ty", "le"), ("ti", "le"))  # "tỷ lệ bao nhiêu ngân sách"
# "từ mấy xuống mấy", "đạt bao nhiêu vào năm 2030": what follows is no unit.
_NO_UNITS = frozenset("xuong len vao trong o tai den va thi cho so theo tren duoi nua the roi nhu".split())
_EMPTY_UNITS = frozenset("nguoi ho lan nam ngay thang".split())


def _numbers(found: list[Token], text: str, references: tuple[Reference, ...]) -> list[NumberMention]:
    """Numbers outside document numbers; Roman numerals after a word of order count as numbers."""
    mentions = []
    for at, token in enumerate(found):
        if any(ref.span.start <= token.start < ref.span.end for ref in references):
            continue
        raw = text[token.start : token.end]
        left = found[at - 1].term if at else ""
        roman = _ROMAN.fullmatch(raw) and left in ORDER_WORDS
        if token.term[0].isdigit() or roman:
            right = found[at + 1].term if at + 1 < len(found) else ""
            value = str(from_roman(raw)) if roman else token.term
            source = left in _PROVISION or any(before.term in LAW for before in found[max(0, at - 7) : at])
            year = bool(_YEAR.fullmatch(raw)) and (
                left in ("năm", "nam", "kỳ", "ky", "đoạn", "doan", "đến", "den") or len(raw) == 4
            )
            mentions.append(NumberMention(value, left, right, year, source))
    return mentions


_PROVISION = frozenset(("điều", "dieu"))
ORDER_WORDS = frozenset(
    "thứ khóa quý chương phần mục nhóm kỳ điều khoản cấp hệ lớp số đợt khoa quy dot".split()
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def from_roman(raw: str) -> int:
    """Value of a Roman numeral of the letters IVXLC."""
    total = 0
    for char, following in zip(raw, [*raw[1:], ""], strict=True):
        value = _ROMAN_VALUES[char]
        total += -value if _ROMAN_VALUES.get(following, 0) > value else value
    return total
