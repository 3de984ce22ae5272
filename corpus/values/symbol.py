"""The grammar of document numbers (số, ký hiệu): Party, state, laws, old forms; reading and writing.

Party: number-TYPE/ISSUER (15-NQ/TW). State: number[/year]/TYPE-ISSUER (306/KH-UBND, 30/2020/NĐ-CP).
Laws: number/year/QHn. Old: number/ISSUER (74/CP). The letters decide which one it is, not the
separators, which are often swapped in the press.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from corpus.values.dictionary import rows
from corpus.values.issuer import folded, known_symbols


class Form(StrEnum):
    """Which grammar a number follows."""

    PARTY = "party"
    STATE = "state"
    LAW = "law"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number read: `number` without leading zeros; `year` and `type` may be ""."""

    form: Form
    number: str
    year: str
    type: str
    issuer: str

    def __str__(self) -> str:
        number = self.number.zfill(2) if self.number.isdecimal() else self.number
        if self.form is Form.PARTY:
            return f"{number}-{self.type}/{self.issuer}"
        head = f"{number}/{self.year}" if self.year else number
        return f"{head}/{self.type}-{self.issuer}" if self.type else f"{head}/{self.issuer}"


_DASH = "\\-\u2010-\u2015\u2212"
_GAP = "[ \u00a0]{0,2}"
_SEP = f"{_GAP}[/{_DASH}]{{1,2}}{_GAP}"
_OLD_ISSUER = r"(?:QH|UBTVQH|TVQH|HĐNN)\d{0,2}|CP|TTg|HĐBT|CTN|SL"
_TRANSITIONAL = {"TƯ": "TW", "T.Ư": "TW", "TCTW": "BTCTW"}


@cache
def type_symbols() -> dict[str, str]:
    """Every known type symbol: its spelling in capitals, with and without diacritics -> the symbol."""
    symbols = dict.fromkeys(row["symbol"] for row in rows("document_types"))
    known = {symbol.upper(): symbol for symbol in symbols}
    return {**{folded(symbol).upper(): symbol for symbol in reversed(symbols)}, **known}


@cache
def _issuer_symbols() -> dict[str, str]:
    known = {symbol.upper(): symbol for symbol in known_symbols()}
    return {**{folded(symbol).upper(): symbol for symbol in known_symbols()}, **known}


def _any_of(symbols: dict[str, str]) -> str:
    return "|".join(re.escape(symbol) for symbol in sorted(symbols, key=len, reverse=True))


@cache
def symbol_pattern() -> re.Pattern[str]:
    """Matches a whole number with its symbol; groups: number, year, old, type, issuer, type2, issuer2."""
    types, issuers = _any_of(type_symbols()), _any_of(_issuer_symbols())
    tail = r"(?:[-/][A-ZĐ](?:[A-Za-z0-9ĐđƯư&]){0,14}){0,4}"
    word = r"[A-ZĐ](?:[A-Za-z0-9ĐđƯư&]|,(?=[A-ZĐ])|\.(?=[A-ZĐƯ])){0,14}" + tail
    issuer = rf"(?:(?i:{issuers})(?!\w|\.[A-ZĐƯ]){tail}|(?i:tư)(?!\w)|{word})"
    kind = rf"(?:(?i:{types})(?=[ \u00a0/{_DASH}])|[A-ZĐ]{{2,7}}[a-zđ]{{0,2}}(?:&[A-ZĐ]{{1,4}})?)"
    known_issuer = rf"(?:(?i:{issuers})(?!\w)|{word}(?<=[A-ZĐ][A-ZĐ]))"
    return re.compile(
        rf"(?P<number>\d(?<!\d\d)(?<!\d[.,/{_DASH}]\d)\d{{0,5}}[a-zA-Z]?)"
        rf"(?:{_GAP}/{_GAP}(?P<year>(?:19|20)\d\d))?"
        rf"(?:{_SEP}\n?(?:(?P<old>{_OLD_ISSUER})(?![\w/{_DASH}&])|(?P<type>{kind}){_SEP}\n?(?P<issuer>{issuer}))"
        rf"|[ \u00a0]{{1,2}}(?P<type2>(?i:{types}))(?:{_SEP}|[ \u00a0]{{1,2}})(?P<issuer2>{known_issuer}))"
        rf"(?!\w)"
    )


def _canonical_type(written: str) -> str:
    known = type_symbols().get(written.upper().replace("Ð", "Đ"))
    return known if known else written


def _canonical_issuer(written: str) -> str:
    written = _TRANSITIONAL.get(written.upper(), written)
    head, dash, tail = written.partition("-")
    known = _issuer_symbols().get(head.upper())
    if not known:
        known = re.sub("T\\.?[Ưư]$", "TW", head, flags=re.IGNORECASE)
    return known + dash + tail


def _form_of(separator: str, year: str, issuer: str) -> Form:
    side = known_symbols().get(issuer.split("-", maxsplit=1)[0])
    if year:
        return Form.STATE
    if issuer == "TW" or side == "party" or re.search(r"(?:TW|TU|ĐU|QU|HU)$", issuer):
        return Form.PARTY
    if side == "state" or re.fullmatch(r"(?:UBTVQH|QH|HĐND|UBND)\d*.*", issuer):
        return Form.STATE
    return Form.STATE if "/" in separator else Form.PARTY


def read_match(match: re.Match[str]) -> DocumentNumber:
    """The number that `symbol_pattern` matched."""
    number, year = match["number"].lstrip("0") or "0", match["year"] or ""
    if match["old"]:
        law = match["old"].startswith(("QH", "UBTVQH")) and year
        return DocumentNumber(Form.LAW if law else Form.OLD, number, year, "", match["old"])
    group, other = ("type", "issuer") if match["type"] else ("type2", "issuer2")
    if match[group] in known_symbols() and match[group].upper() not in type_symbols():
        return DocumentNumber(Form.OLD, number, year, "", f"{match[group]}-{match[other]}")  # 2535/UBND-TH
    issuer = _canonical_issuer(match[other])
    separator = match.string[match.end("year") if year else match.end("number") : match.start(group)]
    form = _form_of(separator, year, issuer)
    return DocumentNumber(form, number, year, _canonical_type(match[group]), issuer)


@lru_cache(maxsize=4096)
def parse_number(raw: str) -> DocumentNumber | None:
    """Reads a document number in any spelling; None when `raw` holds none."""
    match = symbol_pattern().search(raw)
    return read_match(match) if match else None


def normalise_number(raw: str) -> str:
    """The canonical spelling ("15-NQ/TW", "05-KH/TU", "306/KH-UBND"); `raw` stripped when it is none."""
    read = parse_number(raw)
    return str(read) if read else raw.strip()


def number_key(raw: str) -> str:
    """The exact index key: "15_nq_tw", "306_kh_ubnd"; only [a-z0-9đ_].

    Lower case, no leading zeros, parts joined by "_". đ is kept (HĐ is a contract, HD a guideline), other
    diacritics fall; TƯ is tw; quy định qđi is qđ and chương trình hành động cthđ is ctr, because the same
    document is cited both ways.
    """
    read = parse_number(raw)
    text = "_".join(part for part in _parts(read) if part) if read else raw
    lowered = text.lower().replace("\0", " ").replace("đ", "\0")
    plain = (lowered if lowered.isascii() else folded(lowered)).replace("\0", "đ")
    return re.sub(r"[^a-z0-9đ]+", "_", plain).strip("_")


def _parts(read: DocumentNumber) -> tuple[str, ...]:
    kind = {"QĐi": "QĐ", "CTHĐ": "CTr"}.get(read.type, read.type)
    return read.number, read.year, kind, read.issuer


def same_number(left: str, right: str) -> bool:
    """Whether two spellings name the same number (QĐ = QĐi, TƯ = TW, zeros, case and separators aside)."""
    return number_key(left) == number_key(right)
