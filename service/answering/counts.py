"""Whether a number stands beside the noun that is counted (bao nhiêu hộ: "27 hộ")."""

import re
from collections.abc import Sequence

from indexer.text.analysis import fold, unigrams
from service.accents import with_diacritics
from service.answering.background import bound
from service.answering.count_nouns import counted_for
from service.answering.evidence import Evidence, leads
from service.answering.stretch import MARKER, stretch
from service.answering.units import UnitKind
from service.answering.values import DAY, NUMBER, WORDED, YEAR
from service.question import AnswerKind, Question

_COUNTLESS = frozenset(
    "phần phần_trăm tỷ tỉ triệu đồng nghìn ngàn ha km m2 km2 tiền usd % tấn điểm diện đất".split()
)
_COUNTLESS_FOLDED = frozenset(map(fold, _COUNTLESS))


def counted(question: Question, evidence: Evidence) -> float:
    """1 where a number stands beside the counted noun ("bao nhiêu hộ": "27 hộ"), less where it stands apart."""
    unit = question.unit or _headed(question)
    countless = _COUNTLESS_FOLDED if question.folded else _COUNTLESS
    if not unit or unit in countless or not unit.isalpha() or _is_machine(question):
        return 1.0
    if question.kind is not AnswerKind.NUMBER and question.unit:
        return 1.0
    phrases = (_counted_noun(question, unit), *counted_for(question))
    asked = {number.term for number in question.numbers}
    official = evidence.official
    # "từ 06 tháng đến 03 năm" in a law, "60 tháng, kể từ ngày …" in a paper of an office.
    window = 1 if official and phrases[0][0] in _TIMES else 4
    in_table = OTHER_NOUN + (IN_TABLE - OTHER_NOUN) * _named(phrases, _of_table(question, evidence))
    return max(
        (_counted(question, phrases, asked, text, window, in_table) for text in stretch(evidence)),
        default=0.0,
    )


def _of_table(question: Question, evidence: Evidence) -> Sequence[str]:
    """Terms of a row of a table, of its head and of what stands above the table."""
    reading, row = evidence.reading, evidence.row
    rows = [row, *leads(reading, row)] if reading.units[row].kind is UnitKind.ROW else [row]
    terms = [term for one in rows for term in reading.terms[one].row] + reading.headings[row].row
    return list(map(fold, terms)) if question.folded else terms


_HEAD = re.compile(
    r"^(?:tổng )?số (?!hiệu|ký|điện|tài|nhà|của|và|phiếu|vốn|tiền|thu|chi|lượng|liệu|dư)(\w+)", re.I
)


def _headed(question: Question) -> str:
    """The noun at the head of a bare phrase ("số người nghiện …")."""
    found = _HEAD.match(with_diacritics(question)) if question.kind is AnswerKind.FREE else None
    return found[1].lower() if found and found[1].lower() in question.terms else ""


def _is_machine(question: Question) -> bool:
    """ "mua may say" without diacritics: no "mấy"."""
    before = (
        question.terms[question.terms.index(question.unit) - 1] if question.unit in question.terms else ""
    )
    return question.folded and before == "may" and "mấy" not in with_diacritics(question).lower()


def _counted_noun(question: Question, unit: str) -> tuple[str, ...]:
    """The counted noun, of two syllables where they make a word ("học sinh", not "học")."""
    at = question.terms.index(unit) if unit in question.terms else -1
    following = question.terms[at + 1] if 0 <= at < len(question.terms) - 1 else ""
    if following and question.content[at + 1] and bound(unit, following, question.folded):
        return unit, following
    return (unit,)


SHARE_OF_ALL = 0.7  # "70% số xã" for "bao nhiêu xã"
HALF_NAMED = 0.5  # the first syllable of the noun
FOR_EACH = 0.0  # "mỗi chi bộ giúp 03 hộ" for "bao nhiêu hộ"
OTHER_NOUN = 0.3
IN_TABLE = 0.7  # in a row of a table that names the noun, or whose head does
_OF_MANY = re.compile(r"\d{1,2}/\d{1,2} [^\W\d]")  # "04/09 huyện" is no day
_TIMES = frozenset("ngày tháng năm giờ tuần phút ngay thang nam gio tuan phut".split())
_WORD_FOLLOWS = re.compile(r" (?!là|và|thì|so|theo|trong|năm|tháng|trên)[^\W\d]")
_OF_ALL = frozenset("số tổng các so tong cac".split())
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|từng) (?!năm|tháng|quý|tuần|ngày|kỳ|lần|đợt|nhiệm kỳ|buổi)(\w+ \w+)[^;.]*$", re.I
)
_ASKS_EACH = re.compile(r"(?<!\w)(?:mỗi|từng|một|1|bình quân|trung bình)(?!\w)", re.I)


def _counted(
    question: Question,
    phrases: Sequence[tuple[str, ...]],
    asked: set[str],
    text: str,
    window: int,
    in_table: float,
) -> float:
    marker = MARKER.match(text)
    said = with_diacritics(question).lower()
    best, each_only = 0.0, False
    text = DAY.sub(
        lambda day: day.group() if _OF_MANY.match(text, day.start()) else " " * len(day.group()), text
    )
    for match in NUMBER.finditer(text, marker.end() if marker else 0):
        if match.group() in asked:
            continue
        after = _terms(text[match.end() : match.end() + 40], question.folded)[:6]
        if YEAR.fullmatch(match.group()) and not _named(phrases, after[:2]):
            continue
        before = _terms(text[max(0, match.start() - 40) : match.start()], question.folded)[-5:]
        if text[match.end() : match.end() + 2].lstrip().startswith("%"):
            if after[1:2] and after[1] in _OF_ALL and any(phrase[0] in after[2:5] for phrase in phrases):
                best = max(best, SHARE_OF_ALL)
            continue  # "71% dân số" is no number of people
        if found := _named(phrases, after[:window]):
            each = _EACH.search(text[: match.start()])
            if each and each[1].lower() not in said and not _ASKS_EACH.search(said):
                each_only = True
                continue
            best = max(best, found)
            continue
        alone = _WORD_FOLLOWS.match(text, match.end()) is None
        apart = IN_TABLE if alone and _named(phrases, before) else in_table if "|" in text else OTHER_NOUN
        best = max(best, 0.8 if _named(phrases, after) else apart)
    for match in WORDED.finditer(text):
        after = _terms(text[match.end() : match.end() + 30], question.folded)[:4]
        best = max(best, 0.9 * _named(phrases, after))
    return FOR_EACH if each_only and best <= OTHER_NOUN else best


def _terms(text: str, folded: bool) -> list[str]:
    terms = unigrams(text)
    return list(map(fold, terms)) if folded else terms


def _named(phrases: Sequence[tuple[str, ...]], words: Sequence[str]) -> float:
    """1 where one of the phrases stands in the words, less for its first syllable, 0 for none."""
    joined = f" {' '.join(words)} "
    if any(f" {' '.join(phrase)} " in joined for phrase in phrases):
        return 1.0
    return HALF_NAMED * any(phrase[0] in words for phrase in phrases)
