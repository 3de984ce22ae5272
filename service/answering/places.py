"""Whether a sentence is about another place of a level (cấp) than the one asked about."""

import re

from indexer.text.analysis import fold
from service.accents import with_diacritics
from service.answering.evidence import Evidence
from service.answering.stretch import UPPER
from service.question import Question

_LEVELLED = re.compile(
    rf"(?P<level>tỉnh|thành phố|huyện|quận|phường|xã|thị trấn|[Tt]ỉnh [ủu][ỷy]|[Hh]uyện [uủ][yỷ]|[Tt]hành [uủ][yỷ]|"
    rf"[Xx]ã|[Hh]uyện|[Tt]ỉnh|[Tt]hành phố|[Pp]hường)\s+(?P<name>[{UPPER}]\w*(?:\s+[{UPPER}]\w*)*)"
)
_HEIGHT = {"tinh": 3, "thanh": 2, "huyen": 2, "quan": 2, "phuong": 1, "xa": 1, "thi": 1, "tran": 1}


def of_place(question: Question, evidence: Evidence) -> float:
    """0 where the sentence names a place of a level and not the one asked about; 1 otherwise.

    A lower unit beside a document of the asked place is a part of it, not another place.
    """
    places = [
        (" ".join(name), level) for name, level in zip(question.names, question.levels, strict=True) if level
    ]
    if _of_a_part(question, [name for name, _ in places], evidence):
        return PART
    if not places:
        return 1.0
    text = " ".join(evidence.reading.quote(evidence.row).split())
    found = {(" ".join(match["name"].lower().split()), match["level"]) for match in _LEVELLED.finditer(text)}
    if question.folded:
        found = {(fold(name), level) for name, level in found}
    names = {name for name, _ in found}
    if not names or any(one in name or name in one for one in names for name, _ in places):
        return 1.0
    header = evidence.reading.document.header
    issuer = " ".join(f"{header.issuer or ''} {header.summary or ''}".lower().split())
    issuer = fold(issuer) if question.folded else issuer
    held = [_height(level) for name, level in places if name in issuer]
    return float(bool(held) and all(_height(level) < max(held) for _, level in found))


PART = 0.0  # a document of a district where the whole province is asked about
_WHOLE = re.compile(
    r"(?<!\w)(?:toàn|cả) (?:đảng bộ )?tỉnh(?!\w)|^(?:đến .{0,20} )?tỉnh (?!ủy|uỷ)\w+|của tỉnh (?!ủy)", re.I
)
_PROVINCE = re.compile(r"(?<!\w)(?:toàn |cả |của )?tỉnh(?! (?:giao|ủy|uỷ))(?!\w)", re.I)


def _of_a_part(question: Question, named: list[str], evidence: Evidence) -> bool:
    """Whether the whole province is asked about, and a lower unit speaks of itself."""
    header = evidence.reading.document.header
    issuer = " ".join((header.issuer or "").lower().split())
    said = _COMPARED.sub(" ", with_diacritics(question))
    if header.type is None or not _LOWER.search(issuer) or not _WHOLE.search(said):
        return False
    if any(name in issuer for name in named):
        return False
    return _PROVINCE.search(evidence.reading.quote(evidence.row)) is None


_COMPARED = re.compile(r"so với [^,;?]{3,60}?(?:,| thì )", re.I)  # what something is only held against
_LOWER = re.compile(r"(?<!\w)(?:huyện|xã|phường|quận|thị trấn|thành ủy)(?!\w)")


def _height(level: str) -> int:
    return _HEIGHT.get(fold(level.lower().split()[0]), 0)
