"""The words around a document's number: its type before, its issuer after, plenums, congresses, aliases."""

import re
from dataclasses import dataclass
from functools import cache

from corpus.values.dictionary import rows
from corpus.values.issuer import find_issuer, folded, known_words

_WINDOW = 48
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("nhất một", "hai", "ba", "tư bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười"), start=1
    )
    for word in words.split()
} | {"mười một": 11, "mười hai": 12, "mười ba": 13, "mười bốn": 14, "mười lăm": 15}
# Types that are also everyday verbs or nouns: without "số" they need a capital or an issuer.
_STRONG = {"NQ", "CT", "KL", "NĐ"}
_COUNTED = (
    r"%|‰|năm|tháng|ngày|giờ|phút|tuần|quý|người|điểm|điều|khoản|nội dung|trường hợp|nhiệm vụ|nhóm|chỉ tiêu"
    r"|tỷ|triệu|nghìn|đồng|ha|km|m2|lần|bộ|cấp|loại|bước|mức|đơn vị|cơ quan|xã|huyện|tỉnh|khu|dự án|giải pháp"
    r"|mục tiêu|đồng chí|cán bộ|đảng viên|thành viên|ý|phần|chương|vấn đề|lĩnh vực|trụ cột|đột phá"
)


@dataclass(frozen=True, slots=True)
class TypeName:
    """The words of a type before a number: where they start, the symbol, and how they were written."""

    start: int
    symbol: str
    capital: bool
    counted: bool  # "số" stands between
    plural: bool  # "các", "những" stand before


@cache
def _types() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in reversed(rows("document_types")):
        found[folded(row["words"])] = row["symbol"]
        found[row["words"]] = row["symbol"]
    for row in rows("document_types"):
        if row["side"] == "both":
            found[row["words"]] = found[folded(row["words"])] = row["symbol"]
    return found


@cache
def _prefixes() -> dict[str, str]:
    """Type symbols as they stand before a number ("KL 301", "NQ18")."""
    return {row["symbol"]: row["symbol"] for row in rows("document_types") if len(row["symbol"]) > 1} | {
        "Ctr": "CTr",
        "CTR": "CTr",
        "QDi": "QĐi",
    }


_SPLIT = re.compile(r"[^\s:,;()\[\]“”\"'«»]+")


def type_before(text: str, end: int) -> TypeName | None:
    """The type named directly before offset `end`, with or without "số"."""
    left = text[max(0, end - _WINDOW) : end]
    base = end - len(left)
    stripped = left.rstrip(" \u00a0\n:.")
    if any(mark in left[len(stripped) :] for mark in "\n") and left[len(stripped) :].count("\n") > 1:
        return None
    words = [(match.group(), base + match.start()) for match in _SPLIT.finditer(stripped)][-6:]
    if not words or not stripped or not (stripped[-1].isalnum()):
        return None
    counted = words[-1][0].lower() in ("số", "so", "no", "number")
    if counted:
        words.pop()
    named = _longest(words)
    if named is None:
        glued = _prefixes().get(words[-1][0]) if words else None
        if glued is None:
            return None
        named = (1, glued)
    length, symbol = named
    first = words[-length]
    before = words[-length - 1][0].lower() if len(words) > length else ""
    return TypeName(first[1], symbol, first[0][:1].isupper(), counted, before in ("các", "những", "cac"))


def _longest(words: list[tuple[str, int]]) -> tuple[int, str] | None:
    for length in (4, 3, 2, 1):
        if len(words) >= length:
            symbol = _types().get(" ".join(word for word, _ in words[-length:]).lower())
            if symbol:
                return length, symbol
    return None


@cache
def bare_number() -> re.Pattern[str]:
    """A number that may follow a type word: the word before it ends as the word of a type does."""
    ends = "ết|nh|hị|ận|hế|ri|ẫn|áo|ch|án|ăn|ản|tư|ật|ện|ng|ác|số|Số|et|hi|an|he|ao|tu|at|en|ac|so"
    return re.compile(
        rf"(?P<number>\d(?:(?<=(?:{ends})\s\d)|(?<=[A-ZĐ]\s\d)|(?<=[A-ZĐ]\d))\d{{0,4}})"
        r"(?:/(?P<year>(?:19|20)\d\d))?(?![\w/%‰]|[.,–-]\d|[ ]\|)"
    )


_LIST_ITEM = re.compile(r"(?:\s?,\s?(?:và\s)?|\s?;\s|\s(?:và|hoặc)\s)(?:số\s)?(?P<number>\d{1,5})(?!\d)")


def list_after(text: str, end: int, limit: int) -> tuple[list[tuple[int, int, str]] | None, int]:
    """The further numbers of a list "57, 59 và 66" after its first (start, end, number), and its end.

    The list ends at `limit` when its last member carries the symbol.
    """
    found: list[tuple[int, int, str]] = []
    while len(found) < 40:
        match = _LIST_ITEM.match(text, end)
        if match is None or match.start("number") > limit:
            break
        if match.start("number") == limit:
            return found, limit
        if text[match.end() : match.end() + 1] in ("%", "/", "-", "–"):
            break
        found.append((match.start("number"), match.end(), match["number"].lstrip("0") or "0"))
        end = match.end()
    return (found or None), end


_OF_YEAR = re.compile(r"\snăm\s(?:19|20)\d\d(?!\s?[–-])")
_COUNTED_AFTER = re.compile(rf"\s(?:{_COUNTED})(?!\w)")


def is_reference(text: str, named: TypeName, match: re.Match[str], identified: bool) -> bool:
    """Whether a type word and a bare number name a document ("Nghị quyết 15"), not a count."""
    if named.counted or identified:
        return True
    follows = _COUNTED_AFTER.match(text, match.end())
    if follows and not _OF_YEAR.match(text, match.end()):
        return False
    return named.capital or named.symbol in _STRONG


@cache
def _issuer_pattern() -> re.Pattern[str]:
    heads = "|".join(
        "".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else re.escape(c) for c in words)
        for words in known_words()
        if len(words) > 3 or words.isupper()
    )
    unit = r"(?:\s(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu|khối))?"
    place = rf"{unit}(?:\s[{_UPPER}][\w.]{{0,12}}){{0,4}}"
    organ = r"(?:(?:[Bb]an [Tt]hường vụ|[Bb]an [Cc]hấp hành|[Tt]hường trực|BTV|BCH)\s)?"
    congress = (
        rf"[Đđ]ại\s[Hh]ội\s(?:[Đđ]ại\sbiểu\s)?[Đđ]ảng\sbộ{unit}(?:\s[{_UPPER}][\w.]{{0,12}}){{0,4}}"
        r"(?:\slần\sthứ\s[IVXL]{1,6}(?!\w))?"
    )
    return re.compile(
        rf"\s?,?\s(?:của|do|of the)\s{organ}"
        rf"(?P<body>{congress}|(?:{heads}|Politburo)(?!\w){place})"
    )


def issuer_after(text: str, end: int) -> tuple[str, int] | None:
    """The body in " của Thành ủy Hà Nội" at `end`, and where it ends."""
    if text[end : end + 1] not in (" ", "\n", ",", "\u00a0"):
        return None
    match = _issuer_pattern().match(text, end)
    return (" ".join(match["body"].split()), match.end()) if match else None


_ISSUES = re.compile(
    r"(?:^|[.;\n(]|\s)((?:[TtHhQqĐđ]\w{1,5}\s[uUủỦ][yỷỶỳY])(?:[^.;\n]{0,50}?))"
    r"\s(?:ban hành|thông qua|xây dựng|ra|ký)(?:\s|$)",
)


def body_before(text: str, start: int) -> str | None:
    """The committee that issues, by the words before: "Thành ủy Hà Nội vừa ban hành"."""
    left = text[max(0, start - 90) : start]
    found = _ISSUES.findall(left)
    return found[-1] if found else None


def is_provincial_committee(body: str | None) -> bool:
    """Whether `body` is a Tỉnh ủy or Thành ủy."""
    return bool(body) and re.match(r"(?:tinh|thanh) uy\b", folded(body or "")) is not None


def is_party_committee(body: str | None) -> bool:
    """Whether `body` is a Đảng ủy."""
    return bool(body) and "dang uy" in folded(body or "")


_CARDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_CENTRAL = r"(?:T\.?Ư\.?|TW|tw|tư|[Tt]rung\s[ƯưUu]ơng|[Tt]rung\suong)"


@cache
def plenum() -> re.Pattern[str]:
    """Nghị quyết Trung ương 4 (khóa XII), Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương."""
    number = rf"(?P<number>\d{{1,2}}|[IVX]{{1,5}}|(?:{_CARDINAL}))(?![\w/%]|[.,-]\d)"
    ordinal = rf"(?P<ordinal>\d{{1,2}}|[IVX]{{1,5}}|(?:{_CARDINAL}))(?!\w)"
    term = r"(?:,?\s?\(?[Kk]h(?:óa|oá|oa)\s(?P<term>[IVX]{1,5}|\d{1,2})(?!\w)\)?)?"
    body = rf"(?:(?:BCH|[Bb]an\s[Cc]hấp\s[Hh]ành)\s)?{_CENTRAL}(?:\s[Đđ]ảng)?"
    return re.compile(
        r"(?:[Nn]gh[ịi]\s[Qq]uy[ếe]t|[Kk]ết\s[Ll]uận|NGHỊ\sQUYẾT|NQ|KL)\s?(?:của\s)?(?:"
        rf"(?:[Hh][ộo]i\s[Nn]gh[ịi]\s)?(?:lần\sthứ\s)?{body}\s?(?:lần\sthứ\s)?{number}"
        rf"|[Hh]ội\s[Nn]ghị\slần\sthứ\s{ordinal}\s?,?\s(?:của\s)?{body}){term}"
    )


def plenum_type(match: re.Match[str]) -> str:
    """NQ, or KL for a conclusion of a plenum."""
    return "KL" if match.group()[0] in "Kk" else "NQ"


def value_of(written: str | None) -> int:
    """The value of digits, a Roman numeral or an ordinal word; 0 for none."""
    if not written:
        return 0
    if written.isdecimal():
        return int(written)
    word = " ".join(written.lower().split())
    return _ORDINALS.get(word) or roman_value(written)


def roman_value(written: str) -> int:
    """The value of a Roman numeral; 0 when it is none."""
    digits = [_ROMAN.get(c, 0) for c in written.upper()]
    if not digits or 0 in digits:
        return 0
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def to_roman(value: int) -> str:
    """The Roman numeral of 1 to 399."""
    parts = []
    for weight, sign in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        parts.append(sign * (value // weight))
        value %= weight
    return "".join(parts)


def roman_of(written: str | None) -> str:
    """Digits, Roman or a word as a Roman numeral; "" for none."""
    value = value_of(written)
    return to_roman(value) if 0 < value < 400 else ""


@cache
def congress() -> re.Pattern[str]:
    """Nghị quyết Đại hội … lần thứ VI, Đại hội XIII; without an ordinal it names no single document."""
    return re.compile(
        r"(?:[Nn]gh[ịi]\s[Qq]uy[ếe]t|[Vv]ăn\s[Kk]iện)\s(?:của\s)?[Đđ][ạa]i\s[Hh][ộo]i"
        r"(?:\s(?P<national>[IVX]{1,5}|\d{1,2})(?![\w/%.])(?:\scủa\sĐảng)?"
        rf"|(?P<body>(?:\s(?!lần\b)[\w-]{{1,15}}){{0,12}}?)\s?,?\slần\s(?:thứ\s)?(?P<ordinal>[IVX]{{1,7}}|\d{{1,2}}|(?i:{_CARDINAL}))(?!\w)"
        r"|\s[Đđ]ảng\s(?:các\scấp|bộ\scác\scấp)|\s[Đđ]ảng\sbộ|)(?!\w)"
    )


_BODY_WORDS = re.compile(
    r"^(?:đại biểu(?:\s|$))?(?:toàn quốc(?:\s|$))?(?:của\s)?(?:đảng(?:\s|$))?(?:bộ(?:\s|$))?", re.IGNORECASE
)


def congress_key(match: re.Match[str]) -> str | None:
    """The congress in short: "ĐH XIII", "ĐH quận Cầu Giấy VI"; None for congresses in general."""
    if match["national"]:
        return f"ĐH {roman_of(match['national'])}"
    if not match["ordinal"]:
        return None
    place = _BODY_WORDS.sub("", " ".join((match["body"] or "").split())).strip()
    return " ".join(part for part in ("ĐH", place, roman_of(match["ordinal"])) if part)


@cache
def dated() -> re.Pattern[str]:
    """A date after words."""
    return re.compile(r"ngày[ \u00a0](?=\d)")


@cache
def statute() -> re.Pattern[str]:
    """Điều lệ Đảng."""
    return re.compile(r"Điều\slệ\s[Đđ]ảng(?:\s[Cc]ộng\s[Ss]ản\s[Vv]iệt\s[Nn]am)?(?!\w)")


_CALLED = re.compile(
    r"(?:gọi|viết)\s(?:tắt|chung|là)(?:\s(?:tắt|chung))?(?:\slà)?\s?:?\s?[“\"']?$", re.IGNORECASE
)


def calls(text: str, start: int) -> bool:
    """Whether "gọi tắt là" stands directly before `start`."""
    return _CALLED.search(text[max(0, start - 24) : start]) is not None


def defines_alias(text: str, start: int, end: int) -> bool:
    """Whether the short name at `start:end` is introduced there: "(Nghị quyết 18)", "gọi tắt là …"."""
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    return calls(text, start)


__all__ = [
    "TypeName",
    "find_issuer",
    "type_before",
]
