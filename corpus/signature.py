"""Who signed (đề ký): the name under the signature block of a document."""

import re
from collections.abc import Iterator

from corpus.model import Span

_CELL = re.compile(r"[^\s](?:[^\n\t\f]*?\S)?(?=\s*$|[ \u00a0]{3}|\t|\f| \| )", re.MULTILINE)
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_FOR = re.compile(rf"[*_ ]{{0,6}}(?:T[./]?M|K[./]?T|T[./]?L|TUQ|Q)[./]?\s+[{_UPPER}]")
_POST = re.compile(
    r"[*_ ]{0,6}(?:TỔNG |PHÓ |QUYỀN |Q\. ?){0,2}(?:BÍ THƯ|CHỦ TỊCH|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CHỦ NHIỆM"
    r"|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|TỔ TRƯỞNG|ỦY VIÊN|UỶ VIÊN|THỨ TRƯỞNG|TRƯỞNG ĐOÀN"
    r"|CHÁNH ÁN|VIỆN TRƯỞNG)"
)
_NAME = re.compile(
    rf"[*_]{{0,3}}(?P<name>[{_UPPER}][^\W\d_A-ZĐ]{{0,7}}(?: [{_UPPER}][^\W\d_A-ZĐ]{{0,7}}){{1,5}})"
    r"[*_]{0,3}$"
)
# The block of a certified copy (bản sao): a second number and another signature, not the document's.
_COPY = re.compile(
    r"^[ \t]*Số:?\s*\d{1,5}\s?-\s?BS/|^[ \t]*(?:SAO Y|SAO LỤC|TRÍCH SAO|Sao nguyên văn)", re.MULTILINE
)
_FAR = 14  # lines between the post and the name
LONGEST = 300  # characters of a block that is read as one; in a longer one recipients stand between


def signed_end(text: str) -> int:
    """Where the document itself ends: before the block of a certified copy, if there is one."""
    copy = _COPY.search(text)
    return copy.start() if copy else len(text)


def find_signer(text: str, start: int = 0) -> str | None:
    """The name under the last signature block after `start`; None when nobody signed."""
    found = find_signature(text, start)
    return found[1] if found else None


def find_signature(text: str, start: int = 0) -> tuple[Span, str] | None:
    """The last signature block after `start`, from its first line to the name, and the name."""
    return _signature(text, start, signed_end(text))


def find_copy_signature(text: str) -> tuple[Span, str] | None:
    """The same of who certified a copy (bản sao)."""
    end = signed_end(text)
    return _signature(text, end, len(text)) if end < len(text) else None


def _signature(text: str, start: int, end: int) -> tuple[Span, str] | None:
    found: tuple[Span, str] | None = None
    waiting, first = 0, -1
    for at, line in _lines(text, start, end):
        if (_FOR.match(line) and line.isupper()) or (_POST.match(line) and line.isupper()):
            first = at if first < 0 else first
            waiting = _FAR
        elif waiting:
            waiting -= 1
            named = _NAME.match(line)
            if named:
                end_of_name = at + len(line)
                near = end_of_name - first <= LONGEST
                found = Span(first if near else at, end_of_name), named["name"]
                waiting = 0
        if not waiting:
            first = -1
    return found


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The cells of each line without outer blanks, with their offsets."""
    for match in _CELL.finditer(text, start, end):
        cell = match.group()
        yield match.start() + len(cell) - len(cell.lstrip()), cell.strip()
