"""References to documents (dẫn chiếu) in running text: number, type, issuer, each with its span."""

import re

from corpus.model import Reference, ReferenceKind, Span

_SYMBOL = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,5})(?:/(?P<year>(?:19|20)\d\d))?\s?[-–—/]\s?"
    r"(?P<type>[A-ZĐ][A-Za-zĐđ]{1,7})(?:\s?[-–—/]\s?(?P<issuer>[A-ZĐ][A-Za-z0-9ĐđƯ.&]{0,12}(?:-[A-ZĐ]{1,9}){0,3}))?"
)


def find_references(text: str) -> list[Reference]:
    """Every reference to a document in `text`, in order of position."""
    found: list[Reference] = []
    for match in _SYMBOL.finditer(text):
        number, issuer = match["number"].lstrip("0") or "0", match["issuer"]
        if match["year"]:
            number = f"{number}/{match['year']}"
        if issuer is None:
            kind, kept, issuer = ReferenceKind.LAW, None, match["type"]
        else:
            kind, kept = ReferenceKind.PARTY, match["type"]
        normalised = normalise_number(match.group())
        found.append(Reference(Span(*match.span()), match.group(), kind, kept, number, issuer, None, normalised))
    return found


def normalise_number(raw: str) -> str:
    """The canonical spelling of a document number ("15-NQ/TW")."""
    return re.sub(r"\s*[–—-]\s*", "-", raw.strip()).replace("TƯ", "TW")


def number_key(raw: str) -> str:
    """The exact index key of a document number, only [a-z0-9đ_] ("15_nq_tw")."""
    return re.sub(r"[^a-z0-9đ]+", "_", normalise_number(raw).lower()).strip("_").lstrip("0")


def same_number(left: str, right: str) -> bool:
    """Whether two spellings name the same number."""
    return number_key(left) == number_key(right)
