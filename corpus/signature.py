"""Who signed (đề ký): the name under the signature block of a document."""

import re
from collections.abc import Iterator

_CELL = re.compile(r"[^\s](?:[^\n\t\f]*?\S)?(?=\s*$|[ \u00a0]{3}|\t|\f| \| )", re.MULTILINE)
_FOR = re.compile(r"[*_ ]{0,6}(?:T[./]?M|K[./]?T|T[./]?L|TUQ|Q)[./]?\s+[A-ZĐ]")
_POST = re.compile(
    r"[*_ ]{0,6}(?:TỔNG |PHÓ |QUYỀN |Q\. ?){0,2}(?:BÍ THƯ|CHỦ TỊCH|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CHỦ NHIỆM"
    r"|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|TỔ TRƯỞNG|ỦY VIÊN|UỶ VIÊN|THỨ TRƯỞNG|TRƯỞNG ĐOÀN"
    r"|CHÁNH ÁN|VIỆN TRƯỞNG)"
)
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = re.compile(
    rf"[*_]{{0,3}}(?P<name>[{_UPPER}][^\W\d_A-ZĐ]{{0,7}}(?: [{_UPPER}][^\W\d_A-ZĐ]{{0,7}}){{1,5}})"
    r"[*_]{0,3}$"
)
# The block of a certified copy (bản sao): a second number and another signature, not the document's.
_COPY = re.compile(
    r"^[ \t]*Số:?\s*\d{1,5}\s?-\s?BS/|^[ \t]*(?:SAO Y|SAO LỤC|TRÍCH SAO|Sao nguyên văn)", re.MULTILINE
)
_FAR = 14  # lines between the post and the name


def signed_end(text: str) -> int:
    """Where the document itself ends: before the block of a certified copy, if there is one."""
    copy = _COPY.search(text)
    return copy.start() if copy else len(text)


def find_signer(text: str, start: int = 0) -> str | None:
    """The name under the last signature block after `start`; None when nobody signed."""
    signer, waiting = None, 0
    for line in _lines(text, start, signed_end(text)):
        if (_FOR.match(line) and line.isupper()) or (_POST.match(line) and line.isupper()):
            waiting = _FAR
        elif waiting:
            waiting -= 1
            named = _NAME.match(line)
            if named:
                signer, waiting = named["name"], 0
    return signer


def _lines(text: str, start: int, end: int) -> Iterator[str]:
    return (match.group().strip() for match in _CELL.finditer(text, start, end))
