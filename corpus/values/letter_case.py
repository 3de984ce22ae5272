"""Names of bodies from capitals to normal letter case ("HUYỆN UỶ VÂN SƠN" -> "Huyện ủy Vân Sơn")."""

import re
from functools import cache

from corpus.values.dictionary import rows
from corpus.values.issuer import folded

# Common nouns inside a name; every other word of a name is proper.
_COMMON = frozenset(
    "tỉnh thành phố quận huyện xã phường thị trấn đặc khu thôn bản tổ dân cơ sở quan bộ phận khối và các"
    " của về trực thuộc ở tại cấp nhân dân ủy trưởng phó thứ lần".split()
)
_COMMITTEE = re.compile(r"uỷ(?!\w)")


@cache
def _phrases() -> dict[str, list[str]]:
    """Folded words of each known body -> its words in their proper case; short forms of organs added."""
    known = [row["words"] for row in rows("issuers") if not row["words"].isupper()]
    organs = [
        "Ban Tổ chức",
        "Ban Tuyên giáo",
        "Ban Thường vụ",
        "Ban Chấp hành",
        "Đại hội đại biểu",
        "Văn phòng",
        "Ban Bí thư",
    ]
    return {
        folded(words): words.split() for words in [*known, *organs, "Đảng bộ", "Công an", "Mặt trận Tổ quốc"]
    }


@cache
def _most_words() -> dict[str, int]:
    """The first word of a phrase -> how many words the longest phrase has that begins so."""
    most: dict[str, int] = {}
    for phrase, words in _phrases().items():
        first = phrase.split(maxsplit=1)[0]
        most[first] = max(most.get(first, 0), len(words))
    return most


def normal_case(name: str) -> str:
    """`name` in normal letter case; a name that is not all capitals keeps its case, only uỷ becomes ủy."""
    words = " ".join(name.split()).replace("Ð", "Đ").split()
    if any(word.islower() for word in words):
        return _COMMITTEE.sub("ủy", " ".join(words))
    plain = [folded(word) for word in words]
    cased: list[str] = []
    while len(cased) < len(words):
        at = len(cased)
        most = min(len(words) - at, _most_words().get(plain[at], 0))
        length = next((n for n in range(most, 0, -1) if " ".join(plain[at : at + n]) in _phrases()), 0)
        if length:
            cased += _phrases()[" ".join(plain[at : at + length])]
        else:
            cased.append(_one(words[at], first=not cased))
    return _COMMITTEE.sub("ủy", " ".join(cased))


def _one(word: str, first: bool) -> str:
    lower = word.lower()
    if lower in _COMMON and not first:
        return lower
    if re.fullmatch(r"[IVXLC]{1,6}[.,]?", word):
        return word
    return lower[:1].upper() + lower[1:]
