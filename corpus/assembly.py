"""What a reader gives becomes a Document: secrecy check, header, outline, title, identity."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from corpus.errors import BadDocument
from corpus.header import parse_header
from corpus.model import Document, Header, Span
from corpus.reading import collection, registry
from corpus.reading.furniture import lines
from corpus.reading.read_text import ReadText
from corpus.reading.secrecy import has_secrecy_mark
from corpus.structure import parse_sections

LONGEST_TITLE = 200  # code points
_LETTERHEAD = ("đảng cộng sản việt nam", "cộng hòa xã hội", "cộng hoà xã hội", "độc lập - tự do")
_OPENINGS = ("về ", "thực hiện ", "triển khai ", "tổ chức ", "sơ kết ", "tổng kết ", "ban hành ", "kết quả ")
_MARKDOWN = "#*_ "


def document_id(path: str) -> str:
    """The stable identity of a document: the first 16 hex digits of the SHA-256 of its shown path."""
    return hashlib.sha256(path.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def document_from_file(file: Path, path: str) -> Document | BadDocument:
    """The document of one file, shown as `path`, or why there is none; never raises."""
    if has_secrecy_mark("", path):
        return BadDocument("secret", path=path)
    try:
        read = registry.read(file, path)
    except BadDocument as error:
        return error
    if has_secrecy_mark(read.text, path, read.margins):
        return BadDocument("secret", path=path)
    header = parse_header(read.text, read.furniture)
    return Document(
        id=document_id(path),
        path=path,
        title=_title(read, header, path),
        text=read.text,
        header=header,
        sections=parse_sections(read.text, header.end, read.furniture),
        furniture=read.furniture,
        pages=read.pages,
    )


def document_from_record(line: bytes, shown: str, number: int) -> Document | BadDocument:
    """The document of line `number` (from 1) of the collection shown as `shown`; never raises."""
    try:
        record = collection.parse_record(line)
    except BadDocument as error:
        return BadDocument(error.code, **{**error.facts, "path": shown, "line": number})
    path = f"{shown}#{record.id}"
    if has_secrecy_mark(record.text):
        return BadDocument("secret", path=path)
    return Document(
        id=document_id(path),
        path=path,
        title=record.title or _first_line(record.text, ()) or record.id,
        text=record.text,
        header=_record_header(record.meta),
        sections=parse_sections(record.text, 0, ()),
        context=record.context,
        meta=record.meta,
    )


def _record_header(meta: Mapping[str, str]) -> Header:
    return Header(
        number=meta.get("number") or None,
        type=meta.get("type") or None,
        issuer=meta.get("issuer") or None,
        place=meta.get("place") or None,
        date=_day(meta.get("date", "")),
        signer=meta.get("signer") or None,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    return None


def _title(read: ReadText, header: Header, shown: str) -> str:
    """Type and trích yếu; else the title the format carries; else the first line; else the file name."""
    own = ""
    if header.summary and not header.article_about:
        own = header.summary
        if header.type and not own.casefold().startswith(header.type.casefold()):
            own = f"{header.type} {_continued(own)}"
    first = "" if own or read.title_hint else _first_line(read.text, read.furniture)
    return _cut(own or read.title_hint or header.type or first or Path(shown).stem)


def _continued(summary: str) -> str:
    """A trích yếu printed under its type begins with a capital ("Về việc …"), behind it it does not."""
    return summary[0].lower() + summary[1:] if summary.casefold().startswith(_OPENINGS) else summary


def _first_line(text: str, furniture: Sequence[Span]) -> str:
    """The first line that says something: no furniture, rule or letterhead."""
    hidden = iter((*furniture, Span(len(text), len(text))))
    span = next(hidden)
    for line in lines(text):
        start = line.start
        while span.start < line.end:
            start = max(start, span.end)
            if span.end > line.end:
                break
            span = next(hidden)
        words = " ".join(text[start : line.end].split())
        if any(char.isalpha() for char in words) and not words.casefold().startswith(_LETTERHEAD):
            return _cut(words)
    return ""


def _cut(title: str) -> str:
    title = " ".join(title.split()).strip(_MARKDOWN)
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
