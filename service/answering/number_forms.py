"""The ways in which a number of a question may be written, and the years that a century or decade means."""

import re
from collections.abc import Iterator

from indexer.text.analysis import fold
from service.accents import with_diacritics
from service.names import is_foreign
from service.question import ORDER_WORDS, AnswerKind, NumberMention, Question

MONTHS = 12
IN_SPAN = 0.8  # a year of the asked century or decade
ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv".split()
_WORDS = "không một hai ba bốn năm sáu bảy tám chín mười".split()
_ROUND = {10: "mười", 100: "một trăm", 1000: "một nghìn", 1_000_000: "một triệu"}
# Words of one order: "đại hội 18", "lần thứ XVIII", "khóa XVIII".
_ORDERS = frozenset("hội khóa khoá kỳ lần thứ bộ hoi khoa ky lan thu".split())
_ORDERED = ("thứ", "khóa", "khoá", "kỳ", "lần", "hội")
_PART_OF_YEAR = re.compile(r"(\d{1,2})_((?:19|20)\d\d)")


def span_of(mention: NumberMention) -> range | None:
    """Years that "thế kỷ 15", "thập niên 80" or "những năm 1700" mean; None for another number."""
    if not mention.term.isdecimal() or len(mention.term) > 4:
        return None
    value = int(mention.term)
    if mention.left in ("kỷ", "ky") and 0 < value < 22:
        return range(100 * value - 100, 100 * value + 1)
    if mention.left in ("niên", "nien") and value % 10 == 0:
        start = value if value > 99 else 1900 + value
        return range(start, start + 10)
    if mention.year and value % 100 == 0 and value < 2000:
        return range(value, value + 100)
    return None


def number_forms(mention: NumberMention, folded: bool) -> Iterator[str]:
    """The ways to write a number, with the word to its left where that gives its meaning."""
    for form in _forms(mention):
        yield form
        if folded and (bare := fold(form)) != form:
            yield bare


def _forms(mention: NumberMention) -> Iterator[str]:
    left = f" {mention.left} " if mention.left in ORDER_WORDS else " "
    yield f"{left}{mention.term} "
    if "_" in mention.term:
        yield f"_{mention.term} "  # the month of a day
    if quarter := _quarter(mention):
        yield from quarter
    if not mention.term.isdecimal():
        return
    if is_foreign(mention.left):
        yield f" {mention.left}{mention.term} "  # "AS-206", "AS206"
    value = int(mention.term[:6])
    if not mention.year and value > MONTHS:
        yield f"_{mention.term} "  # "17/20 chỉ tiêu"
    if value in _ROUND:
        yield f"{left}{_ROUND[value]} "
    if value < len(_WORDS):
        yield f"{left}{_WORDS[value]} "
    if 0 < value <= len(ROMAN):
        roman = ROMAN[value - 1]
        if left != " ":
            yield f"{left}{roman} "
        if mention.left in _ORDERS:
            yield from (f" {order} {number} " for order in _ORDERED for number in (roman, mention.term))


def _quarter(mention: NumberMention) -> list[str]:
    """ "quý 3/2022" as "quý III năm 2022"."""
    found = _PART_OF_YEAR.fullmatch(mention.term)
    if found is None or fold(mention.left) != "quy" or not 1 <= int(found[1]) <= len(ROMAN):
        return []
    forms = (found[1], ROMAN[int(found[1]) - 1])
    return [f" quý {form} {between}{found[2]} " for form in forms for between in ("", "năm ", "_")]


_NAMED_BY_ONE = frozenset(
    "lần bộ quyết luận hướng dẫn phường quận trình lan quyet luan huong dan phuong quan trinh".split()
)
_COMPARED = re.compile(r"so với (?:mức |mục tiêu |chỉ tiêu |con số )?(?:[\d.,]+ ?%,? (?:và )?)*$")
_WEIGHED = re.compile(r"(?<!\w)(?:được|đủ|phải|bị|đạt|còn|vượt|đúng)(?!\w).* không\W*$")
_MEASURES = frozenset("điểm tháng năm tuổi ngày đồng triệu tỷ người đảng hộ ha lần giờ phần_trăm".split())
_MEASURES_FOLDED = frozenset(map(fold, _MEASURES))


def brought_along(question: Question, mention: NumberMention) -> bool:
    """A number of the question's own, that no document needs to repeat.

    "1 ha" in "bao nhiêu tiền 1 ha" says for each; "so với mức 99%" compares.
    """
    if mention.term == "1":
        return mention.left not in ORDER_WORDS and mention.left not in _NAMED_BY_ONE
    said = with_diacritics(question).lower()
    at = said.find(mention.term.replace("_", ","))
    return at > 0 and (
        _COMPARED.search(said[:at]) is not None
        or _GIVEN_BEFORE.match(said, at + len(mention.term)) is not None
    )


# "tỉnh yêu cầu 99% vào hết 2025, vậy huyện đặt mức bao nhiêu"
_GIVEN_BEFORE = re.compile(
    r"\s?%[^?.]*[,;] (?:vậy|thế|còn|trong khi)(?: thì)? [^?.]*(?:bao nhiêu|mấy|thế nào|ra sao)"
)


def weighed(question: Question, mention: NumberMention) -> str:
    """The measure of a number that is held against a bound ("83 điểm có đủ không": "điểm"); "" for another."""
    measures = _MEASURES_FOLDED if question.folded else _MEASURES
    if question.kind is not AnswerKind.YES_NO or mention.year or mention.right not in measures:
        return ""
    return mention.right if _WEIGHED.search(with_diacritics(question).lower()) else ""
