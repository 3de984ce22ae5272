"""Secrecy marks (dấu mật): a document that bears one is refused before anything of it is kept.

A mark is a stamp: MẬT, TỐI MẬT or TUYỆT MẬT standing alone, or "Độ mật: …". Prose about secrets
("bí mật nhà nước", "danh mục … độ tuyệt mật") is no mark.
"""

import re
import unicodedata

_HEADER_LINES = 40
_PAGE_TOP_LINES = 4
_SUSPECT = re.compile(r"m\s?ậ\s?t", re.IGNORECASE)
_STAMP = re.compile(r"[\[(*\s]*(?:(?:T\s?Ố\s?I|T\s?U\s?Y\s?Ệ\s?T)\s{1,3})?M\s?Ậ\s?T[\])*.\s]*")
_DEGREE = re.compile(r"\W*(?:độ|mức độ|dấu độ|dấu chỉ độ) mật\s*:?\s*(?:tối |tuyệt )?mật\W*", re.IGNORECASE)
_COLUMN = re.compile(r"\||\t| {2,}|\u00a0{2,}")
_BODY_BEGINS = re.compile(r"\s*(?:Điều \d|Chương [IVX1]|Kính gửi|-?\s*Căn cứ)")
_LINE = re.compile(r"[^\n\r\f]+")

_NAME_WORD = re.compile(r"[^\W_]+")
_NAME_BRACKETED = re.compile(r"[\[({]\s*mật\s*[\])}]", re.IGNORECASE)
_ABOUT_SECRETS = frozenset(("độ", "do", "bí", "bi"))
_SUPERLATIVES = frozenset(("tối", "toi", "tuyệt", "tuyet"))


def has_secrecy_mark(text: str, name: str = "", margins: str = "") -> bool:
    """Whether the header area, a page top, a page margin or the file name `name` bears a secrecy mark."""
    return _name_is_marked(name) or _text_is_marked(text) or _any_marked(margins, limit=200)


def _text_is_marked(text: str) -> bool:
    if not _SUSPECT.search(text):
        return False
    if _any_marked(text, _HEADER_LINES, stop_at_body=True):
        return True
    return any(_any_marked(page, _PAGE_TOP_LINES) for page in text.split("\f")[1:])


def _any_marked(text: str, limit: int, stop_at_body: bool = False) -> bool:
    seen = 0
    for match in _LINE.finditer(text):
        line = match[0]
        if not line.strip():
            continue
        seen += 1
        if seen > limit or (stop_at_body and _BODY_BEGINS.match(line)):
            return False
        if _is_stamp(line):
            return True
    return False


def _is_stamp(line: str) -> bool:
    if len(line) > 300 or not _SUSPECT.search(line):
        return False
    return any(_STAMP.fullmatch(part) or _DEGREE.fullmatch(part) for part in (line, *_COLUMN.split(line)))


def _name_is_marked(path: str) -> bool:
    """Whether the file name, or the name of a folder above it, bears a mark."""
    *folders, name = unicodedata.normalize("NFC", path).split("/")
    return any(map(_is_marked_name, (*folders, name.rpartition(".")[0] or name)))


def _is_marked_name(name: str) -> bool:
    if _NAME_BRACKETED.search(name):
        return True
    words = list(_NAME_WORD.finditer(name))
    lower = ["", "", *(word[0].lower() for word in words)]
    for at, word in enumerate(words, start=2):
        if lower[at] not in ("mật", "mat"):
            continue
        if lower[at - 1] in _SUPERLATIVES:
            if lower[at - 2] not in _ABOUT_SECRETS:
                return True
        elif word[0] == "MẬT" and lower[at - 1] not in _ABOUT_SECRETS and _ends_a_part(name, word.end()):
            return True
    return False


def _ends_a_part(name: str, end: int) -> bool:
    """Whether a name stops at `end` or goes on after a sign: "MẬT - báo cáo", but not "MẬT ONG"."""
    following = name[end:].lstrip(" ")
    return not following or not following[0].isalnum()
