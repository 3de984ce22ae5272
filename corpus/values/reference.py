"""References to documents (dẫn chiếu) in running text: number, type, issuer, date, provision, span.

Every form hangs on a digit, a plenum (hội nghị Trung ương) or a congress (đại hội), so a text is scanned
for those alone and the words to the left and right are read only there.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.model import Reference, ReferenceKind, Span
from corpus.values import naming
from corpus.values.date import date_at
from corpus.values.provision import is_heading, provision_chains, provision_of
from corpus.values.symbol import (
    DocumentNumber,
    Form,
    normalise_number,
    number_key,
    parse_number,
    read_match,
    same_number,
    symbol_pattern,
)

__all__ = ["find_references", "normalise_number", "number_key", "parse_number", "same_number"]

_KIND = {
    Form.PARTY: ReferenceKind.PARTY,
    Form.STATE: ReferenceKind.STATE,
    Form.LAW: ReferenceKind.LAW,
    Form.OLD: ReferenceKind.OLD,
}
_TO_DATE = re.compile(r"[\s\u00a0]{0,2}[,(]?[\s\u00a0]{0,2}(?:ký\s|ban hành\s)?(?=[Nn]g[àa]y[\s\d])")
_TO_DOCUMENT = re.compile(r"\s?(?:(?:của|tại|trong|ban hành kèm theo|kèm theo)\s)?")
_TO_PROVISION = re.compile(r"\s?[,–—-]\s|\s\(?")
_BETWEEN_RANGE = re.compile(r"\s(?:đến|tới)\s")
_LONGEST_RANGE = 100
_MOST_BETWEEN = 20_000  # members of all ranges of a text; no document names more


@dataclass(slots=True)
class _Mention:
    """A document mention being read: the reference so far."""

    start: int
    end: int
    kind: ReferenceKind
    type: str | None
    number: str | None
    issuer: str | None
    date: datetime.date | None = None
    normalised: str = ""
    provision: str | None = None


def find_references(text: str, issuer: str | None = None) -> list[Reference]:
    """Every reference of `text` to a document or provision, in order of start.

    `issuer` is the body named in the header, if known: it alone allows the repair of a symbol that
    lost its Đ in scanning ("328-CV/U" of a Đảng ủy). The members of a range "từ 02-CTr/TU đến
    09-CTr/TU" share the span of the whole. Never raises.
    """
    mentions = _numbered(text, issuer)
    taken = [(mention.start, mention.end) for mention in mentions]
    mentions += _unnumbered(text, taken)
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    mentions = _without_overlap(mentions)
    _resolve_aliases(text, mentions)
    mentions = _with_provisions(text, mentions)
    return [_finished(text, mention) for mention in _expanded(text, mentions)]


def _finished(text: str, mention: _Mention) -> Reference:
    return Reference(
        Span(mention.start, mention.end),
        text[mention.start : mention.end],
        mention.kind,
        mention.type,
        mention.number,
        mention.issuer,
        mention.date,
        mention.normalised,
        mention.provision,
    )


def _without_overlap(mentions: list[_Mention]) -> list[_Mention]:
    kept: list[_Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _numbered(text: str, issuer: str | None) -> list[_Mention]:
    mentions = []
    for match in symbol_pattern().finditer(text):
        mention = _from_symbol(text, match, issuer)
        if mention:
            mentions.append(mention)
    return mentions


def _from_symbol(text: str, match: re.Match[str], header_issuer: str | None) -> _Mention | None:
    read = read_match(match)
    named = naming.type_before(text, match.start())
    if named is None and text[match.start() - 1 : match.start()].isalpha():
        return None
    start = named.start if named else match.start()
    day, issuer_words, end = _after(text, match.end())
    if read.issuer == "U":
        read = _repaired(read, issuer_words or naming.body_before(text, start) or header_issuer)
    elif read.issuer == "TW" and _is_local(text, start, match, issuer_words):
        read = replace(read, issuer="TU")
    number = f"{read.number}/{read.year}" if read.year else read.number
    kind = read.type or (named.symbol if named else None)
    if read.form is Form.LAW and not kind:
        kind = "L"
    return _Mention(start, end, _KIND[read.form], kind, number, read.issuer, day, str(read))


def _repaired(read: DocumentNumber, body: str | None) -> DocumentNumber:
    """ "CV/U" is "CV/ĐU" only when the issuing body is a Đảng ủy."""
    return replace(read, issuer="ĐU") if naming.is_party_committee(body) else read


def _is_local(text: str, start: int, match: re.Match[str], issuer_words: str | None) -> bool:
    """Whether a TƯ in the symbol is a mistyped TU: the words of a provincial committee win."""
    if "Ư" not in match.group().upper():
        return False
    body = issuer_words or naming.body_before(text, start)
    return naming.is_provincial_committee(body)


def _after(text: str, end: int) -> tuple[datetime.date | None, str | None, int]:
    """Date and issuer words that follow a number directly, and where they end."""
    day, dated_end = _date_after(text, end)
    issuer = naming.issuer_after(text, dated_end)
    return (day, issuer[0], issuer[1]) if issuer else (day, None, dated_end)


def _date_after(text: str, end: int) -> tuple[datetime.date | None, int]:
    lead = _TO_DATE.match(text, end)
    value = date_at(text, lead.end()) if lead else None
    return (value.date, value.span.end) if value else (None, end)


def _unnumbered(text: str, taken: list[tuple[int, int]]) -> list[_Mention]:
    """References without a symbol: number only, plenum, congress, date only, the Party statute."""
    starts = {start for start, _ in taken}
    ends = sorted(taken)
    found = [*_bare_numbers(text, ends), *_plenums_and_congresses(text), *_dated(text), *_statutes(text)]
    return [mention for mention in found if mention.start not in starts]


def _bare_numbers(text: str, taken: list[tuple[int, int]]) -> Iterator[_Mention]:
    covered, index = taken, 0
    for match in naming.bare_number().finditer(text):
        while index < len(covered) and covered[index][1] <= match.start():
            index += 1
        inside = index < len(covered) and covered[index][0] <= match.start()
        named = None if inside else naming.type_before(text, match.start())
        if named is None:
            continue
        yield from _from_bare(text, match, named, covered[index] if index < len(covered) else None)


def _from_bare(
    text: str, match: re.Match[str], named: naming.TypeName, following: tuple[int, int] | None
) -> Iterator[_Mention]:
    number = match["number"].lstrip("0") or "0"
    if match["year"]:
        number = f"{number}/{match['year']}"
    others, end = naming.list_after(text, match.end(), following[0] if following else len(text))
    if following and others is not None and end == following[0]:
        read = parse_number(text[following[0] : following[1]])
        if read:
            for position, finish, value in [(named.start, match.end(), number), *others]:
                own = replace(read, number=value)
                yield _Mention(
                    position, finish, _KIND[read.form], read.type, value, read.issuer, None, str(own)
                )
            return
    day, issuer, finish = _after(text, end if others else match.end())
    if not naming.is_reference(text, named, match, bool(day or issuer)):
        return
    alone = not others or not (named.plural or issuer)
    if alone:
        day, issuer, finish = _after(text, match.end())
    yield _Mention(
        named.start, finish if alone else match.end(), ReferenceKind.NAMED, named.symbol, number, issuer, day
    )
    for position, other_end, value in () if alone else others or ():
        yield _Mention(position, other_end, ReferenceKind.NAMED, named.symbol, value, issuer, day)


def _plenums_and_congresses(text: str) -> Iterator[_Mention]:
    for match in naming.plenum().finditer(text):
        number = naming.value_of(match["number"] or match["ordinal"])
        term = naming.roman_of(match["term"])
        yield _Mention(
            *match.span(),
            ReferenceKind.PLENUM,
            naming.plenum_type(match),
            f"HNTW{number}-{term or '?'}",
            "TW",
        )
    for match in naming.congress().finditer(text):
        yield _Mention(*match.span(), ReferenceKind.CONGRESS, "NQ", None, naming.congress_key(match))


def _dated(text: str) -> Iterator[_Mention]:
    for match in naming.dated().finditer(text):
        value = date_at(text, match.start())
        named = naming.type_before(text, match.start()) if value else None
        issuer = naming.issuer_after(text, value.span.end) if value else None
        if value and named and issuer:
            yield _Mention(
                named.start, issuer[1], ReferenceKind.DATED, named.symbol, None, issuer[0], value.date
            )


def _statutes(text: str) -> Iterator[_Mention]:
    for match in naming.statute().finditer(text):
        yield _Mention(*match.span(), ReferenceKind.NAMED, "Điều lệ", None, None)


def _resolve_aliases(text: str, mentions: list[_Mention]) -> None:
    """Short names defined in the text, "(gọi tắt là Nghị quyết 17)", take the document they stand for."""
    aliases: dict[tuple[str | None, str | None], _Mention] = {}
    last: dict[str | None, _Mention] = {}
    latest: _Mention | None = None
    for mention in mentions:
        if mention.kind is not ReferenceKind.NAMED or mention.number is None:
            if mention.normalised:
                last[mention.type] = latest = mention
            continue
        if naming.defines_alias(text, mention.start, mention.end):
            target = last.get(mention.type) or (latest if naming.calls(text, mention.start) else None)
            mention.kind = ReferenceKind.ALIAS
            if target:
                aliases[mention.type, mention.number] = target
        elif mention.issuer:
            continue
        target = aliases.get((mention.type, mention.number))
        if target:
            mention.kind, mention.issuer, mention.date = ReferenceKind.ALIAS, target.issuer, target.date
            mention.normalised = target.normalised


def _with_provisions(text: str, mentions: list[_Mention]) -> list[_Mention]:
    """Joins each run of provisions to the document beside it; a run alone is a reference of its own."""
    by_start = {mention.start: mention for mention in mentions}
    by_end = {mention.end: mention for mention in mentions}
    spans = sorted((mention.start, mention.end) for mention in mentions)
    alone: list[_Mention] = []
    index = 0
    for match in provision_chains().finditer(text):
        while index < len(spans) and spans[index][1] <= match.start():
            index += 1
        if index < len(spans) and spans[index][0] <= match.start():
            continue
        joined = _TO_DOCUMENT.match(text, match.end())
        owner = by_start.get(joined.end()) if joined and joined.end() > match.end() else None
        if owner is not None and owner.provision is None:
            owner.start, owner.provision = match.start(), provision_of(match.group())
            continue
        owner = _owner_before(text, match.start(), by_end)
        if owner is not None and owner.provision is None:
            owner.end, owner.provision = match.end(), provision_of(match.group())
        elif not is_heading(text, *match.span()):
            mention = _Mention(*match.span(), ReferenceKind.PROVISION, None, None, None)
            mention.provision = provision_of(match.group())
            alone.append(mention)
    return sorted(mentions + alone, key=lambda mention: mention.start) if alone else mentions


def _owner_before(text: str, start: int, by_end: dict[int, _Mention]) -> _Mention | None:
    for width in (1, 2, 3):
        owner = by_end.get(start - width)
        if owner and _TO_PROVISION.fullmatch(text, start - width, start):
            return owner
    return None


def _expanded(text: str, mentions: list[_Mention]) -> Iterator[_Mention]:
    """Adds the members between the ends of a range, in text that repeats itself not without end."""
    previous: _Mention | None = None
    left = _MOST_BETWEEN
    for mention in mentions:
        if previous and left > 0 and _is_range(text, previous, mention):
            first, last = int(previous.number or 0), int(mention.number or 0)
            left -= last - first
            for number in range(first + 1, last):
                own = mention.normalised.lstrip("0")[len(str(last)) :]
                yield replace(
                    mention, start=previous.start, number=str(number), normalised=f"{number:02d}{own}"
                )
        yield mention
        previous = mention


def _is_range(text: str, left: _Mention, right: _Mention) -> bool:
    if not (left.normalised and right.normalised and (left.number or "").isdecimal()):
        return False
    if not (right.number or "").isdecimal() or (left.type, left.issuer) != (right.type, right.issuer):
        return False
    apart = int(right.number or 0) - int(left.number or 0)
    return 1 < apart <= _LONGEST_RANGE and bool(_BETWEEN_RANGE.fullmatch(text, left.end, right.start))
