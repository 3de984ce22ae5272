"""Whether the members of a set that is asked for (những xã nào, 47 nhà văn hóa thuộc thôn nào) are told.

A sentence that names the set, or says how many it has, and goes on with something else tells none of them.
"""

import re
from collections.abc import Iterator

from service.accents import with_diacritics
from service.answering.background import bound
from service.answering.evidence import Evidence, leads
from service.answering.standing import section_headings
from service.answering.stretch import UPPER, item
from service.answering.units import UnitKind
from service.question import AnswerKind, Question

COUNTED_ONLY = 0.0  # the asked count stands there, and no member
NAMED_ONLY = 0.05  # the set stands there, and no member
_NUMERALS = {
    "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_WORD = r"[^\W\d_]+"
_ASKS = r"(?<!thế )(?<!cái )(?<!làm )(?:nào|gì|ai)(?!\w)"
# Words of a noun phrase: what a verb or a preposition begins belongs to no set.
_VERBS = (
    "được|bị|có|là|như|thế|để|của|cho|mà|thì|trong|ở|tại|về|với|từ|do|đã|sẽ|cần|phải|muốn|này|làm|gồm|nên"
)
_PHRASE = rf"(?: (?!(?:{_VERBS})(?!\w)){_WORD})"
_COUNT = rf"(?<![\w/.,-])(?:(?!(?:19|20)\d\d)\d{{1,4}}|{'|'.join(_NUMERALS)}) {_WORD}(?:{_PHRASE})?(?!\w)"
# "bốn tuyến phố nào"; "21 thôn … tên gì"; "ba tiêu chí ấy là gì"; "tên 12 chỉ tiêu"
_COUNTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<set>{_COUNT})(?:,?{_PHRASE}){{0,4}}? {_ASKS}",
        rf"^(?:\w+ )?(?P<set>{_COUNT}).*(?:gồm|bao gồm|tên|thuộc|là|nằm)(?: \w+){{0,4}} {_ASKS}",
        rf"(?P<set>{_COUNT}) (?:ấy|này|đó|kia|trên) (?:là|gồm|có tên)(?: \w+)? {_ASKS}",
        rf"(?:tên|kể ra|liệt kê)(?: \w+){{0,3}} (?P<set>{_COUNT})",
    )
)
_NO_SET = frozenset(
    "nay trước sau tới liền đầu qua ngoái học tháng năm ngày tuần quý giờ lần phút là thứ tuổi giây km ha đồng "
    "tốt".split()
)
# What stands before an ordinal, the number of a document, or the year.
_NO_COUNT = re.compile(
    r"(?:thứ|lần|khóa|số|điều|khoản|điểm|mục|chương|phần|nghị quyết|chỉ thị|kế hoạch|quyết định|quy định|"
    r"kết luận|hướng dẫn|chương trình|quý|ngày|tháng|mỗi|hằng|hàng|một|trong|các|cuối|đầu|từng|"
    r"những|nhiều|vào|hết|tới|đến|nq|ct|kh|kl|qđ|hd) $"
)
# "những cơ sở nào", "các dự án bị thu hồi là gì", "tên các dự án"
_PLURAL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:những|các) (?P<set>{_WORD}{_PHRASE}{{0,6}}?) {_ASKS}",
        rf"(?:tên|danh sách) (?:của )?(?:những|các) (?P<set>{_WORD}(?: {_WORD})?)",
    )
)
# Names so wide that a document says other words for them.
_LOOSE = re.compile(
    r"(?:gì|thứ|điều|việc|nội dung|nhiệm vụ|giải pháp|nơi|chỗ|địa bàn|đâu|người|bộ phận|loại|khó khăn|lý do|"
    r"nguyên nhân|giấy tờ|dịp|lúc|buổi|trường hợp|cái|mặt|điểm (?:gì|nào))(?!\w)"
)
_TELLS = re.compile(r":|(?<!\w)(?:gồm|bao gồm|như|là|tại|ở|thuộc)(?!\w)|\(")
_TASKED = re.compile(r"(?<!\w)(?:chủ trì|hoàn thành|phối hợp|chịu trách nhiệm|phụ trách|trước ngày)(?!\w)")
_SEPARATOR = re.compile(r"[,;]|(?<!\w)và(?!\w)")
_NAME = re.compile(rf"(?<![.\w] )[{UPPER}]\w*(?:[ -]{{1,3}}[{UPPER}]\w*)*")
_UNITS = r"xã|phường|huyện|quận|thị trấn|thôn|bản|thành phố|tỉnh|sở|phố|đường|địa phương|trường|công ty|doanh nghiệp"
_UNIT = re.compile(rf"(?:{_UNITS})(?!\w)")
# What only the prose of offices says, in news of a unit as in its papers.
_OF_OFFICES = re.compile(
    r"trên địa bàn (?:tỉnh|huyện|quận|xã|phường|thành phố)|Đảng bộ (?:tỉnh|huyện|quận|xã|phường)", re.I
)
CLAUSE = 240  # characters after the set in which its members begin


def told(question: Question, evidence: Evidence) -> float:
    """1 where no members are asked for, or they are told, or the set is not named at all."""
    if question.kind in (AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.DURATION, AnswerKind.ORDINAL):
        return 1.0
    said = " ".join(_NAMED_NUMERAL.sub("_", with_diacritics(question)).lower().split())
    if _ASKS_ELSE.search(said):
        return 1.0
    official = evidence.official or any(map(_OF_OFFICES.search, item(evidence)))
    return min((_told(said, *asked, evidence) for asked in _sets(said, official)), default=1.0)


_NAMED_NUMERAL = re.compile(r"(?<=\w )(?:Ba|Hai|Năm|Bảy|Tám|Chín|Mười|Sáu|Bốn) (?=[A-ZĐ])")  # "tiếng Ba Lan"
_ASKS_ELSE = re.compile(
    r"(?:,|(?<!\w)và) .{0,40}(?:(?<!\w)ai(?!\w)|bao nhiêu|khi nào|bao giờ|(?<!\w)mấy(?!\w))"
)


def _sets(said: str, official: bool) -> Iterator[tuple[int, str]]:
    """The sets whose members are asked for, with how many they are, 0 where that is not said."""
    for match in (match for pattern in _COUNTED for match in pattern.finditer(said)):
        raw, _, named = match["set"].partition(" ")
        if named.split()[0] in _NO_SET or _NO_COUNT.search(said[: match.start("set")]):
            continue
        count = _NUMERALS.get(raw) or int(raw)
        if count > 1:
            yield count, named
    if not official:
        return
    for match in (match for pattern in _PLURAL for match in pattern.finditer(said)):
        if not _LOOSE.match(match["set"]):
            yield 0, match["set"]


def _told(said: str, count: int, named: str, evidence: Evidence) -> float:
    if _listed(named, evidence):
        return 1.0
    texts = [" ".join(text.split()) for text in item(evidence)]
    official = evidence.official or any(map(_OF_OFFICES.search, texts))
    head = _head(named)
    if count and any(_numbered(noun, count, text) for noun in (head, named) for text in texts):
        return 1.0
    patterns = []
    if official or _UNIT.match(head):
        patterns.append((re.compile(rf"(?<!\w){re.escape(head)}(?!\w)", re.I), NAMED_ONLY))
    if count:
        words = f"|{_spelled(count)}" if official else ""
        number = rf"(?<![\d.,/])(?:0?{count}{words})(?:/\d+)?"
        patterns.insert(0, (re.compile(rf"{number} {head.split()[0]}(?!\w)", re.I), COUNTED_ONLY))
    for pattern, value in patterns:
        found = [(text, match.end()) for text in texts for match in pattern.finditer(text)]
        if found:
            return 1.0 if any(_members(said, head, text, end) for text, end in found) else value
    return 1.0


def _numbered(noun: str, count: int, text: str) -> bool:
    """Whether each member is told by its number ("55% (phương án 1) hoặc 60% (phương án 2)")."""
    return all(
        re.search(rf"(?<!\w){re.escape(noun)} {one}(?![\w.,])", text, re.I) for one in range(1, count + 1)
    )


def _head(named: str) -> str:
    """The noun of a set: two syllables where they make a word."""
    first, *rest = named.split()
    return f"{first} {rest[0]}" if rest and bound(first, rest[0], folded=False) else first


def _spelled(count: int) -> str:
    return next((word for word, value in _NUMERALS.items() if value == count), str(count))


def _listed(named: str, evidence: Evidence) -> bool:
    """Whether the evidence introduces items, or is one below a line or heading that names the set."""
    reading, row = evidence.reading, evidence.row
    if any(unit.lead == row for unit in reading.units):
        return True
    if reading.units[row].kind is not UnitKind.ITEM:
        return False
    above = [reading.quote(lead) for lead in leads(reading, row)] + list(section_headings(evidence))
    head = _head(named)
    return any(re.search(rf"(?<!\w){re.escape(head)}(?!\w)", line, re.I) for line in above)


def _members(said: str, head: str, text: str, end: int) -> bool:
    """Whether what follows the set in its clause names or lists members."""
    rest = text[end : end + CLAUSE]
    stop = re.search(r"[.;|](?!\d)", rest)
    clause = rest[: stop.start()] if stop and ":" not in rest[: stop.start()] else rest
    names = [match.group() for match in _NAME.finditer(clause) if match.group().lower() not in said]
    if re.match(rf",? (?:\w+ ){{0,3}}[{UPPER}]", clause) and names and not _TASKED.search(clause):
        return True
    tells = _TELLS.search(clause)
    if tells is None or _TASKED.search(clause):
        return False
    after = clause[tells.end() :]
    if _UNIT.match(head):
        return bool(names)
    return _SEPARATOR.search(after) is not None or len(names) > 1
