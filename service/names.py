"""Names in a question (tên riêng): runs of capitalised words, and the level of the unit they stand for."""

import re
from itertools import pairwise

from corpus.model import Reference
from indexer.text.analysis import Token, fold
from service.vocabulary import PARTICLES, PARTICLES_FOLDED

LAW = frozenset(("luật", "luat"))

# Common nouns that are written with a capital at the head of a name or of a sentence.
_HEADS = frozenset(
    "ai cơ có những các nhóm theo khi trong tại sau để ông bà đồng chí người việc số chỉ mục "
    "nhiệm vụ mức tỷ lệ "
    "đại hội hội nghị quyết chương trình hành động kế hoạch định thị kết luận hướng dẫn báo cáo thông tờ "
    "công văn điều lệ luật bộ ban thành tỉnh quận huyện phường xã thị trấn đảng viên ủy chi bí "
    "thư chủ tịch phó trưởng "
    "thường vụ trực chấp hành nhà nước đâu loại tên từ vì nếu đến bao ở nơi "
    "nq ct qđ qd kh kl hd tb bc ttr ctr cv".split()
)


# The same before a name of two words or more ("Khu Đồi Sim", "Dân Khe Đá"); alone they may be part of it.
_NOUNS = frozenset(
    "khu dân hộ trạm hồ nhà vườn tổ cơ dự doanh đường cụm làng bản thôn xóm chợ cầu buổi hạn vốn".split()
)


_HEADS_FOLDED = frozenset(map(fold, _HEADS)) | PARTICLES_FOLDED


def find_names(
    found: list[Token], text: str, references: tuple[Reference, ...], *, folded: bool = False
) -> list[tuple[str, ...]]:
    """Runs of capitalised words, without the common nouns at their head; none in an all-capitals text."""
    if text.upper() == text:
        return []
    names: list[tuple[str, ...]] = []
    run: list[Token] = []
    for token in [*found, None]:
        named = token is not None and _capitalised(text, token, references)
        adjacent = not run or token is None or text[run[-1].end : token.start] in (" ", "-", " - ", "–")
        joins = adjacent and not (run and token is not None and _parted(run[-1], token, text))
        if run and not (named and joins):
            if not _law_name(found, run):
                names += _trimmed(found, run, text, folded=folded)
            run = []
        if named and token is not None:
            run.append(token)
    return list(dict.fromkeys(names))


def _parted(left: Token, right: Token, text: str) -> bool:
    """Capitals only beside a word ("PAR INDEX Lam Hà", "BCH Đảng bộ"): two names, not one."""
    first, second = (text[one.start : one.end].isupper() and len(one.term) > 1 for one in (left, right))
    return first is not second and not is_foreign((right if first else left).term)


def _law_name(found: list[Token], run: list[Token]) -> bool:
    """ "Luật Đất đai", "Bộ luật Dân sự": the source, which the law itself seldom names."""
    at = found.index(run[0])
    return any(token.term in LAW for token in [*found[max(0, at - 1) : at], *run[:2]])


def _capitalised(text: str, token: Token, references: tuple[Reference, ...]) -> bool:
    if not text[token.start].isupper():
        return False
    if _ROMAN.fullmatch(text, token.start, token.end) and _ORDER.search(
        text[max(0, token.start - 8) : token.start]
    ):
        return False
    symbol = text[token.start + 1 : token.end].islower() is False and token.end - token.start > 1
    return not (symbol and any(ref.span.start <= token.start < ref.span.end for ref in references))


_ROMAN = re.compile(r"[IVXLC]+")
_ORDER = re.compile(r"(?<!\w)(?:khóa|khoá|khoa|hội|hoi|kỳ|ky)\s+$", re.I)  # before "XVII"


def _trimmed(found: list[Token], run: list[Token], text: str, *, folded: bool) -> list[tuple[str, ...]]:
    if run[0].term in _WEEKDAYS and _previous(found, run[0]) in ("thứ", "chủ"):
        run = run[1:]
    if len(run) > 2 and run[0].term in _NOUNS and run[1].term not in _HEADS:
        run = run[1:]
    while run and (
        _is_head(run[0].term, folded and len(run) == 1)
        or (_opens_sentence(text, run[0].start) and run[0].term in PARTICLES)
    ):
        run = run[1:]
    if not run:
        return []
    if len(run) == 1 and not is_foreign(run[0].term):
        if _opens_sentence(text, run[0].start):
            return []
        run = [run[0], *_rest_of_noun(found, run[0], text, folded=folded)]
    return [tuple(token.term for token in run)]


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 16) : start].rstrip(" \"“'(-")
    return not before or (before[-1] in ".?!" and not _ABBREVIATED.search(before))


_ABBREVIATED = re.compile(r"(?<!\w)(?:TP|Tp|TX|TT|ThS|TS|PGS|GS|BS|KS|CN|[A-ZĐ])\.$")  # "TP. Huế"


def _is_head(term: str, folded: bool) -> bool:
    return term in (_HEADS_FOLDED if folded else _HEADS)


_WEEKDAYS = frozenset("hai ba tư năm sáu bảy nhật".split())


def _previous(found: list[Token], token: Token) -> str:
    at = found.index(token)
    return found[at - 1].term if at else ""


def _rest_of_noun(found: list[Token], token: Token, text: str, *, folded: bool) -> list[Token]:
    """ "Kiểm tra", "Phục vụ", "Khu xử lý": only the first syllable of a body's name has a capital."""
    at = found.index(token) + 1
    if at == len(found) or text[token.end : found[at].start] != " ":
        return []
    empty = PARTICLES_FOLDED if folded else PARTICLES
    return [found[at]] if text[found[at].start].islower() and found[at].term not in empty else []


def half_named(found: list[Token], text: str, name: tuple[str, ...]) -> bool:
    """Whether only the first of two syllables is written with a capital, wherever they stand."""
    return all(
        text[left.start].isupper() and text[right.start].islower()
        for left, right in pairwise(found)
        if (left.term, right.term) == name
    )


# Between a level and the name: "Huyện ủy Vân Sơn", "thành phố Yên Lam", "Tỉnh đoàn Lam Hà".
_LEVEL_PARTS = frozenset("ủy uỷ phố đoàn bộ".split())
LEVELS = frozenset("tỉnh thành quận huyện phường xã trấn".split())


def level_of(terms: tuple[str, ...], name: tuple[str, ...]) -> str:
    """The level of the unit (cấp) named within the two words before a name."""
    for at in range(len(terms) - len(name) + 1):
        if terms[at : at + len(name)] == name:
            before = terms[max(0, at - 3) : at]
            if before and before[-1] in _LEVEL_PARTS:
                before = before[:-1]
            level = before[-1] if before else ""
            return "" if level not in LEVELS or before[-2:] == ("tác", level) else level
    return ""


_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|th|tr|ph|kh|gh?|gi|qu|[bcdđhklmnprstvx])?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩị"
    r"òóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def is_foreign(term: str) -> bool:
    """Not spelled like a Vietnamese syllable: a name even at the head of a sentence."""
    return _SYLLABLE.fullmatch(term) is None
