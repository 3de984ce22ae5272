"""Numbers, dates and document numbers (số ký hiệu) as whole terms."""

import re
from functools import lru_cache

# Type symbols (ký hiệu loại văn bản) of Party and State documents, lower case; "qđi" is an older "qđ".
_TYPE_SYMBOLS = (
    "nq qđ qđi qyđ ct kl qc tt hd tb bc kh ctr cthđ đa pa da ttr cv bb tc bs gm gt lq pl l nđ ttlt hđ "
    "nqlt vbhn sl lct sac cđ"
)
TYPES = frozenset(_TYPE_SYMBOLS.split())
# What stands after the year or number when there is no type: 117/2025/QH15, 74/CP, 423/TTg.
_ISSUER = re.compile(r"(?:qh|ubtvqh)\d{1,2}|cp|ttg|hđbt|hđnn\d?|tvqh|sl")
_DASHES = r"\-\u2010-\u2015\u2212"  # for a character class
_SPACED_TYPES = "|".join(sorted(TYPES - {"l", "tt", "da", "bb", "gt"}, key=len, reverse=True))
_SEPARATOR = rf"[/{_DASHES}]"  # of the parts of a document number
# A document number, also with blanks around its separators when a type symbol is there.
SPACED = (
    rf"\d{{1,5}}[a-zđ]?(?:/(?:19|20)\d\d)?[ \u00a0]?{_SEPARATOR}[ \u00a0]?[{_DASHES}]?(?:{_SPACED_TYPES})"
    rf"[ \u00a0]?{_SEPARATOR}[ \u00a0]?(?:tư|[a-zđ]{{1,12}}\d{{0,2}})(?:-[a-zđ]{{1,12}})*(?![^\W_])"
)
# What each number with a blank in it holds: a separator behind a letter or digit, and a blank beside it.
BLANK_BESIDE = rf"{_SEPARATOR}(?:(?<=[^\W_]{_SEPARATOR})(?=[ \u00a0])|(?<=[^\W_][ \u00a0]{_SEPARATOR}))"
# A document number, or any run of digits joined to digits or letters by separators.
PATTERN = rf"{SPACED}|\d[^\W_]*(?:[./,{_DASHES}][^\W_]+)*"
_PART = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3}){2,}")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)+")
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)")
_SYMBOLS = {"tư": "tw", "qđi": "qđ", "cthđ": "ctr"}


def _without_zeros(digits: str) -> str:
    return digits.lstrip("0") or "0" if digits.isdigit() else digits


def _is_document_number(parts: list[str]) -> bool:
    letters = [part for part in parts if not part[0].isdigit()]
    return bool(letters) and (letters[0] in TYPES or _ISSUER.fullmatch(letters[0]) is not None)


def document_key(raw: str) -> str:
    """The one term of a lower-case document number: "05 - nq/tư" -> "5_nq_tw"; "" when it is not one."""
    parts = _PART.findall(raw)
    if len(parts) < 2 or not parts[0][0].isdigit() or not _is_document_number(parts[1:]):
        return ""
    return "_".join(_SYMBOLS.get(part, _without_zeros(part)) for part in parts)


@lru_cache(maxsize=1 << 16)
def number_terms(raw: str) -> tuple[tuple[str, int, int], ...]:
    """Terms of one match of PATTERN (lower case) with their ranges in it.

    A document number gives its key and its bare number; a date its day, and its year; 4.550 loses its
    dots; 7,5 becomes 7_5; anything else is cut at its separators.
    """
    whole = (0, len(raw))
    if key := document_key(raw):
        number = _PART.match(raw)
        end = number.end() if number else 0
        return (key, *whole), (key.split("_", 1)[0], 0, end)
    if date := _DATE.fullmatch(raw):
        day, month, year = date.group(1), date.group(3), date.group(4)
        return (f"{_without_zeros(day)}_{_without_zeros(month)}_{year}", *whole), (year, *date.span(4))
    if _THOUSANDS.fullmatch(raw):
        return ((re.sub(r"\D", "", raw), *whole),)
    if _DECIMAL.fullmatch(raw):
        return (("_".join(_without_zeros(part) for part in _PART.findall(raw)), *whole),)
    return _cut(raw)


def _cut(raw: str) -> tuple[tuple[str, int, int], ...]:
    """Years of a period, day/month and others: digits joined by one slash stay whole, the rest is cut."""
    parts = list(_PART.finditer(raw))
    if len(parts) == 2 and "/" in raw and all(part.group().isdigit() for part in parts):
        joined = "_".join(_without_zeros(part.group()) for part in parts)
        terms = [(joined, 0, len(raw))]
        terms += [(p.group(), *p.span()) for p in parts if _SPAN_OF_YEARS.fullmatch(p.group())]
        return tuple(terms)
    return tuple((_without_zeros(part.group()), *part.span()) for part in parts)
