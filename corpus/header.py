"""What the header block (phần đầu văn bản) of a document says of itself.

Both generations of the Party's form rules and the State's: issuer lines, the number, place and date, the
type and the trích yếu; the signer from the signature block. The number comes from the header block
alone, never from the body.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from corpus.model import Header, Span
from corpus.signature import find_signer
from corpus.values.date import date_at
from corpus.values.dictionary import rows
from corpus.values.issuer import folded
from corpus.values.letter_case import normal_case
from corpus.values.reference import find_references
from corpus.values.symbol import parse_number

_HEAD = 6000  # code points that may hold a header block
_MOST_CELLS = 60
_LONGEST_SUMMARY_LINES = 10
# A line, or a column of it: three blanks divide columns, but not inside a blank number or date of a draft.
_CELL = re.compile(
    r"[^\s\\](?:[^\n\t\f]*?\S)?"
    r"(?=\s*$|(?<!Số)(?<!Số:)(?<!ngày)(?<!tháng)(?<!năm)[ \u00a0]{3}|\t|\f| \| )|[^\s\\](?=\s*$)",
    re.MULTILINE,
)
_MARKS = "#*_> \u00a0"


class _Kind(Enum):
    """What one line (or column of a line) of the header is."""

    NUMBER = auto()
    DATE = auto()
    MOTTO = auto()
    RULE = auto()
    TYPE = auto()
    URGENCY = auto()
    CIRCULATION = auto()
    DRAFT = auto()
    ABOUT = auto()  # V/v, Về việc
    NAME = auto()  # capitals: a body, or a title
    STOP = auto()  # Kính gửi, Căn cứ: the body begins
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    end: int
    kind: _Kind
    gap: bool  # an empty line stands above


_NUMBER = re.compile(r"S[ốô]\s*:?\s*(?P<rest>(?:\d|[.…_\s]*[-–/]).{2,60})$", re.IGNORECASE)
_DATE = re.compile(r"(?:(?P<place>[^\d,]{2,40}),\s*)?(?P<date>ng[àa]y\s.{0,60})$", re.IGNORECASE)
_MOTTO = re.compile(
    r"(?:dang cong san viet nam|cong hoa xa hoi chu nghia viet nam|doc lap\W+tu do\W+hanh phuc)$"
)
_RULE = re.compile(r"[\W_]+$")
_URGENCY = re.compile(r"(?:thuong khan|hoa toc(?: hen gio)?|khan)$")
_CIRCULATION = re.compile(r"(?:tai lieu hoi nghi|luu hanh noi bo|xem xong tra lai|tai lieu noi bo)\b")
_DRAFT = re.compile(r"\(?du thao(?:\s?(?:lan)?\s?\d{1,2}\b.{0,60}|\s?\)?)$")
_ABOUT = re.compile(r"(?:v/v|về việc)\s", re.IGNORECASE)
_STOP = re.compile(r"(?:-\s*)?(?:Kính (?:gửi|trình)|Căn cứ|Xét |Theo |Thực hiện |Tại )")
_FOLDED_MARKS = (
    (_MOTTO, _Kind.MOTTO),
    (_URGENCY, _Kind.URGENCY),
    (_CIRCULATION, _Kind.CIRCULATION),
    (_DRAFT, _Kind.DRAFT),
)
_MARKED = ((_RULE, _Kind.RULE), (_STOP, _Kind.STOP), (_ABOUT, _Kind.ABOUT))
_LONGEST_DATE = 80
# Without a number or a word group in capitals there is no header block: most records of a collection.
_SIGN = re.compile(r"S[ốôỐÔ]\s*:?\s*[\d.…_–-]|[A-ZĐÀ-Ỹ]{2}[ ][A-ZĐÀ-Ỹ]{2}")
_PRESS = re.compile(
    r"Ngày đăng|View count|Lượt (?:xem|truy cập)|phóng viên|In trang|^\s?date \d{4}-\d\d", re.IGNORECASE
)


@cache
def _type_words() -> dict[str, str]:
    return {
        folded(row["words"]): row["words"].capitalize()
        for row in reversed(rows("document_types"))
        if row["words"] not in ("luật", "bộ luật") and not row["words"].isascii()
    }


def parse_header(text: str, furniture: Sequence[Span] = ()) -> Header:
    """The header of a document; a field that the text does not state stays None. Never raises."""
    if not _SIGN.search(text, 0, _HEAD):
        return Header(article_about=_is_article(text))
    cells = list(_cells(text, furniture))
    number_at = next((i for i, cell in enumerate(cells) if cell.kind is _Kind.NUMBER), None)
    if number_at is None and not _is_document(cells):
        return Header(article_about=_is_article(text))
    return _header(text, cells, number_at)


def _cells(text: str, furniture: Sequence[Span]) -> Iterator[_Cell]:
    """The lines of the header block, columns apart, up to the first line of the body."""
    count, named, last_end = 0, False, 0
    for match in _CELL.finditer(text, 0, _HEAD):
        start, end = match.span()
        if any(span.start <= start < span.end for span in furniture):
            continue
        cleaned = match.group().strip(_MARKS + "|") or match.group()
        gap = text.count("\n", last_end, start) > 1
        kind = _kind_of(cleaned, named)
        last_end, count = end, count + 1
        if kind is _Kind.STOP or count > _MOST_CELLS:
            return
        named = named or kind in (_Kind.TYPE, _Kind.ABOUT)
        yield _Cell(cleaned, start, end, kind, gap)


def _kind_of(line: str, named: bool) -> _Kind:
    plain = folded(line)
    marked = next((kind for pattern, kind in _FOLDED_MARKS if pattern.match(plain)), None)
    marked = marked or next((kind for pattern, kind in _MARKED if pattern.match(line)), None)
    if marked is not None:
        return marked
    if not named and (number := _NUMBER.match(line)) and _number_of(number["rest"]) is not None:
        return _Kind.NUMBER
    if _DATE.match(line) and not line.endswith((";", ".")) and len(line) < _LONGEST_DATE:
        return _Kind.DATE
    if line.isupper():
        return _Kind.TYPE if plain.strip(" :.") in _type_words() else _Kind.NAME
    return _Kind.OTHER


def _number_of(rest: str) -> str | None:
    """The canonical number, "" for the blank number of a draft, None for no number."""
    read = parse_number(rest)
    if read is not None and rest[:1].isdigit():
        return str(read)
    return "" if re.match(r"[.…_\s]*[-–/]\s?[A-ZĐ]", rest) else None


def _is_document(cells: Sequence[_Cell]) -> bool:
    kinds = {cell.kind for cell in cells}
    return _Kind.TYPE in kinds and bool(kinds & {_Kind.MOTTO, _Kind.DATE, _Kind.DRAFT})


def _is_article(text: str) -> bool:
    head = text[:3000]
    return bool(_PRESS.search(head)) and any(found.normalised for found in find_references(head))


def _header(text: str, cells: Sequence[_Cell], number_at: int | None) -> Header:
    type_at = next((i for i, cell in enumerate(cells) if cell.kind is _Kind.TYPE), None)
    about_at = next((i for i, cell in enumerate(cells) if cell.kind is _Kind.ABOUT), None)
    if type_at is not None and number_at is not None and type_at < number_at:
        type_at = next((i for i in range(number_at, len(cells)) if cells[i].kind is _Kind.TYPE), type_at)
    lead = type_at + 1 if type_at is not None else about_at
    summary, summary_end = _summary(cells, lead)
    number = _NUMBER.match(cells[number_at].text) if number_at is not None else None
    symbol = _number_of(number["rest"]) if number else None
    known = [at for at in (number_at, type_at, about_at) if at is not None]
    names = _bodies([cell for cell in cells[: min(known)] if cell.kind in (_Kind.NAME, _Kind.RULE)])
    if not names and type_at is not None:
        names = _bodies([cell for cell in cells[:type_at] if cell.kind in (_Kind.NAME, _Kind.RULE)])
    place, day, date_end = _place_and_date(cells)
    kinds = {cell.kind: cell.text for cell in reversed(cells)}
    ends = [cells[at].end for at in known] + [summary_end, date_end]
    return Header(
        number=symbol or None,
        type=_type(cells, type_at, symbol),
        issuer=names[-1] if names else None,
        superior=names[-2] if len(names) > 1 else None,
        place=place,
        date=day,
        summary=summary,
        signer=find_signer(text, max(ends)),
        urgency=kinds.get(_Kind.URGENCY),
        circulation=kinds.get(_Kind.CIRCULATION),
        draft=symbol == "" or _Kind.DRAFT in kinds,
        end=max(ends),
    )


def _type(cells: Sequence[_Cell], type_at: int | None, symbol: str | None) -> str | None:
    if type_at is not None:
        return _type_words()[folded(cells[type_at].text).strip(" :.")]
    read = parse_number(symbol) if symbol else None
    return "Công văn" if read is not None and read.type in ("CV", "") else None


def _summary(cells: Sequence[_Cell], lead: int | None) -> tuple[str | None, int]:
    """The trích yếu joined over its lines, and where it ends (a rule under it included)."""
    if lead is None:
        return None, 0
    lines: list[_Cell] = []
    for cell in cells[lead:]:
        if cell.kind is _Kind.RULE:
            if lines:
                return _joined(lines), cell.end
            continue
        if cell.kind in (_Kind.DATE, _Kind.MOTTO) and not lines:
            continue
        ends = cell.gap and bool(lines)
        if (
            ends
            or cell.kind in (_Kind.URGENCY, _Kind.CIRCULATION, _Kind.DRAFT)
            or len(lines) >= _LONGEST_SUMMARY_LINES
        ):
            break
        if _is_body_line(cell, lines):
            break
        if not (cell.text.isupper() and folded(cell.text).startswith("cua ")):
            lines.append(cell)
    return (_joined(lines), lines[-1].end) if lines else (None, 0)


def _is_body_line(cell: _Cell, lines: Sequence[_Cell]) -> bool:
    """Whether the trích yếu is over: a body's name in capitals after small letters, or an outline marker."""
    if cell.kind is not _Kind.ABOUT and re.match(
        r"(?:[IVX]{1,4}|\d{1,2})\s?[-./)]|Điều \d|Phần |PHẦN |Chương |CHƯƠNG ", cell.text
    ):
        return True
    return bool(lines) and cell.text.isupper() and not lines[-1].text.isupper()


def _joined(lines: Sequence[_Cell]) -> str:
    joined = " ".join(" ".join(cell.text for cell in lines).split())
    return re.sub(r"^[Vv]/[Vv]\s", "Về việc ", joined)


def _bodies(cells: Sequence[_Cell]) -> list[str]:
    """The names of the superior and issuing bodies; a name cut over two lines is one."""
    names: list[str] = []
    for cell in cells:
        if cell.kind is _Kind.RULE:
            continue
        if names and not _BODY.match(folded(cell.text)):
            names[-1] += " " + cell.text
        else:
            names.append(cell.text)
    return [normal_case(name) for name in names]


_BODY = re.compile(
    r"(?:dang bo|dang uy|tinh uy|thanh uy|quan uy|huyen uy|thi(?: xa)? uy|chi bo|chi uy|ban|van phong"
    r"|uy ban|hoi dong|bo|so|phong|trung tam|hoc vien|dai hoi|doan|mat tran|chinh phu|quoc hoi|thu tuong|to"
    r"|co quan|truong|cong an)\b"
)


def _place_and_date(cells: Sequence[_Cell]) -> tuple[str | None, datetime.date | None, int]:
    for cell in cells:
        match = _DATE.match(cell.text) if cell.kind is _Kind.DATE else None
        if match:
            value = date_at(match["date"], 0)
            place = match["place"].strip(_MARKS) if match["place"] else None
            return place, value.date if value else None, cell.end
    return None, None, 0
