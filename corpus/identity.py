"""Which document a reference means (nhận dạng văn bản): candidates with their reasons, never a silent guess.

A number does not identify a document: 12-CTr/HU exists in two districts and 05-NQ/TU in two terms. The key
is type, number, issuer with its place, and date; what a reference leaves out stays open.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.model import Reference, ReferenceKind
from corpus.values.issuer import find_issuer, folded, issuer_level
from corpus.values.naming import issuer_after
from corpus.values.symbol import Form, number_key, parse_number


class Reason(StrEnum):
    """Why a document is, or is not, the one that is meant."""

    NUMBER = "number"  # trùng số, ký hiệu
    BARE_NUMBER = "bare_number"  # trùng số và loại, dẫn chiếu không nêu cơ quan
    DATE = "date"  # trùng ngày ban hành
    DATE_IN_TEXT = "date_in_text"  # trùng ngày mà cùng văn bản nêu ở chỗ khác
    ISSUER = "issuer"  # trùng cơ quan ban hành
    PLACE = "place"  # trùng địa phương của cơ quan ban hành
    SAME_PROVINCE = "same_place_as_citing"  # cùng địa phương với văn bản viện dẫn
    TERM = "term"  # cùng nhiệm kỳ (văn bản Đảng) hoặc cùng năm (văn bản Nhà nước) với văn bản viện dẫn
    DATED_NUMBER = "dated_number"  # số có năm và cơ quan trung ương: không trùng
    CONGRESS = "congress"  # trùng đại hội
    OTHER_DATE = "other_date"  # ngày ban hành khác
    OTHER_ISSUER = "other_issuer"  # cơ quan ban hành khác
    OTHER_PLACE = "other_place"  # địa phương khác
    OTHER_TYPE = "other_type"  # loại văn bản khác
    LATER = "later_than_citing"  # ban hành sau văn bản viện dẫn
    DRAFT = "draft"  # bản dự thảo


_AGAINST = frozenset(
    (
        Reason.OTHER_DATE,
        Reason.OTHER_ISSUER,
        Reason.OTHER_PLACE,
        Reason.OTHER_TYPE,
        Reason.LATER,
        Reason.DRAFT,
    )
)
_DECIDING = frozenset((Reason.DATE, Reason.DATE_IN_TEXT, Reason.DATED_NUMBER))
_WITH_BODY = frozenset((Reason.TERM, Reason.CONGRESS))  # decide together with the body that issued
_BODY = frozenset((Reason.ISSUER, Reason.PLACE, Reason.SAME_PROVINCE))


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What is known of a document that a reference may mean; `issuer` as its header writes it."""

    id: str
    title: str
    number: str | None
    type: str | None
    issuer: str | None
    superior: str | None
    place: str | None
    date: datetime.date | None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a reference may mean, with the reasons for it and against it."""

    document: KnownDocument
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether more than the number speaks for it and nothing against.

        Numbers restart with each term, so the body alone does not decide: a date must agree, or the
        body and the term of the document that cites.
        """
        if self.against:
            return False
        known = set(self.reasons)
        return bool(known & _DECIDING) or (bool(known & _WITH_BODY) and bool(known & _BODY))


@dataclass(frozen=True, slots=True)
class Candidates:
    """All documents with the number (or date) of a reference, the best first."""

    all: tuple[Candidate, ...]

    @property
    def possible(self) -> tuple[Candidate, ...]:
        """Those that nothing speaks against."""
        return tuple(candidate for candidate in self.all if not candidate.against)

    @property
    def resolved(self) -> Candidate | None:
        """The one document meant: alone possible, and with more than its number; else None."""
        possible = self.possible
        return possible[0] if len(possible) == 1 and possible[0].decided else None


@dataclass(frozen=True, slots=True)
class Citing:
    """The document a reference stands in: where it is from and when it was issued."""

    issuer: str | None = None
    superior: str | None = None
    place: str | None = None
    date: datetime.date | None = None


_UNITS = frozenset(("tinh", "thanh pho", "quan", "huyen", "thi xa", "xa", "phuong", "thi tran", "dac khu"))
_TERM = re.compile(r"lần thứ ([IVXL]{1,6}|\d{1,2})")
_NO_PLACE = frozenset("dang bo uy nhan dan toc quoc viet nam".split())
_TERM_WORDS = re.compile(r",? (?:lần thứ|khóa|khoá|nhiệm kỳ) .*$")
_ISSUING = re.compile(r"^(?:Ban Chấp hành Đảng bộ|Ban Thường vụ|Thường trực|BTV|BCH)\s+", re.IGNORECASE)


def issuer_place(issuer: str | None, superior: str | None = None) -> str | None:
    """The place in a body's name ("Huyện ủy Vân Sơn": "Vân Sơn"), else in the name of the body above it.

    The unit's word is kept where the name has one ("Đảng ủy xã Vân Sơn": "xã Vân Sơn").
    """
    for name in (issuer, superior):
        place = _place_in(name) if name else None
        if place:
            return place
    return None


def _place_in(name: str) -> str | None:
    words = _TERM_WORDS.sub("", _ISSUING.sub("", " ".join(name.split()))).split()
    last = len(words)
    at = last
    while at > 0 and words[at - 1][:1].isupper():
        at -= 1
    body = find_issuer(name)
    known = len(body.words.split()) if body else 0
    at = max(at, 1)
    while at < min(last, known) and find_issuer(" ".join(words[: at + 1])) is not None:
        at += 1
    if at >= last or all(folded(word) in _NO_PLACE for word in words[at:]):
        return None
    if at and words[at - 1].lower() in ("xã", "phường", "trấn", "khu", "huyện", "quận", "tỉnh", "phố"):
        unit = 2 if words[at - 1].lower() in ("trấn", "khu", "phố") else 1
        at -= unit if words[at - 1].lower() in ("xã", "phường", "trấn", "khu") else 0
    return " ".join(words[at:]) or None


def place_key(place: str | None) -> str:
    """A place for comparison: folded, with the unit's word ("xa van son" is not "van son")."""
    plain = folded(place or "")
    return re.sub(r"^(?:tinh|thanh pho|tp|quan|huyen) ", "", plain)


def resolve(
    reference: Reference, documents: Iterable[KnownDocument], citing: Citing | None = None
) -> Candidates:
    """Which of `documents` the reference means, the likeliest first, each with its reasons.

    `documents` are those that share the number (or the type and bare number, the date, the congress).
    """
    words = issuer_words(reference)
    found = [_judge(reference, document, words, citing or Citing()) for document in documents]
    kept = [candidate for candidate in found if candidate is not None]
    kept.sort(key=lambda one: (len(one.against), -len(one.reasons), one.document.date or datetime.date.min))
    return Candidates(tuple(kept))


def dated_elsewhere(candidates: Candidates) -> Candidates:
    """The same candidates for a mention whose date stands at another mention of the same text."""
    return Candidates(
        tuple(
            replace(
                one,
                reasons=tuple(
                    Reason.DATE_IN_TEXT if reason is Reason.DATE else reason for reason in one.reasons
                ),
            )
            for one in candidates.all
        )
    )


def issuer_words(reference: Reference) -> str | None:
    """The issuing body in the words of a reference ("… của Huyện ủy Thượng Khê")."""
    at = reference.raw.rfind(" của ")
    found = issuer_after(reference.raw, at) if at >= 0 else None
    if found:
        return found[0]
    if reference.kind is ReferenceKind.CONGRESS:
        return None
    return reference.issuer if reference.issuer and " " in reference.issuer else None


def _judge(
    reference: Reference, document: KnownDocument, words: str | None, citing: Citing
) -> Candidate | None:
    same = _same_number(reference, document)
    if same is None:
        return None
    reasons: list[Reason] = [same]
    against: list[Reason] = []
    if same is Reason.CONGRESS and _congress_place(reference):
        reasons.append(Reason.PLACE)
    if reference.date is not None and document.date is not None:
        matches = reference.date == document.date
        (reasons if matches else against).append(Reason.DATE if matches else Reason.OTHER_DATE)
    elif citing.date is not None and document.date is not None and document.date > citing.date:
        against.append(Reason.LATER)
    if same in (Reason.NUMBER, Reason.BARE_NUMBER) and reference.date is None:
        _judge_term(document, reference, citing, reasons)
    _judge_issuer(document, words, reference, citing, reasons, against)
    if document.draft:
        against.append(Reason.DRAFT)
    return Candidate(document, tuple(dict.fromkeys(reasons)), tuple(dict.fromkeys(against)))


def _judge_term(document: KnownDocument, reference: Reference, citing: Citing, reasons: list[Reason]) -> None:
    read = parse_number(document.number) if document.number else None
    if read is None:
        return
    if read.form is Form.LAW or (read.year and issuer_level(read.issuer) == "trung ương"):
        reasons.append(Reason.DATED_NUMBER)
    elif citing.date is not None and document.date is not None and document.date <= citing.date:
        party = read.form is Form.PARTY
        same = (
            term_of(document.date) == term_of(citing.date)
            if party
            else document.date.year == citing.date.year
        )
        if same and (not party or term_of(citing.date) is not None):
            reasons.append(Reason.TERM)


def term_of(day: datetime.date) -> int | None:
    """The year in which the Party term (nhiệm kỳ) of `day` began: 2020 for 2020-2025.

    None from August of a congress year to January, when bodies change term one after another.
    """
    year = day.year - day.year % 5
    if (day.month >= 8 and day.year == year) or (day.month == 1 and day.year == year + 1):
        return None
    return year - 5 if day.year == year else year


def _same_number(reference: Reference, document: KnownDocument) -> Reason | None:
    if reference.normalised:
        same = document.number is not None and number_key(document.number) == number_key(reference.normalised)
        return Reason.NUMBER if same else None
    read = parse_number(document.number) if document.number else None
    if reference.kind is ReferenceKind.CONGRESS:
        return Reason.CONGRESS if _same_congress(reference, document) else None
    if reference.kind is ReferenceKind.DATED:
        same_type = read is not None and read.type == reference.type
        return Reason.DATE if same_type and reference.date == document.date else None
    if read is None or reference.number is None:
        return None
    same = read.number == reference.number.split("/")[0] and reference.type in (None, read.type)
    return Reason.BARE_NUMBER if same else None


def _same_congress(reference: Reference, document: KnownDocument) -> bool:
    """ "ĐH tỉnh Lam Hà XVII" and an issuer "Đại hội … lần thứ XVII": ordinal and place agree."""
    key = (reference.issuer or "").split()
    name = document.issuer or ""
    term = _TERM.search(name)
    if not key or key[0] != "ĐH" or term is None or term[1] != key[-1]:
        return False
    own = place_key(issuer_place(document.issuer, document.superior) or document.place)
    return _congress_place(reference) in ("", own)


def _congress_place(reference: Reference) -> str:
    """The place in "ĐH tỉnh Lam Hà XVII"; "" in "ĐH tỉnh XVII", where the one who cites must tell."""
    named = " ".join((reference.issuer or "").split()[1:-1])
    return "" if folded(named) in _UNITS else place_key(named)


def _judge_issuer(
    document: KnownDocument,
    words: str | None,
    reference: Reference,
    citing: Citing,
    reasons: list[Reason],
    against: list[Reason],
) -> None:
    own_place = place_key(issuer_place(document.issuer, document.superior) or document.place)
    if words:
        level, own = issuer_level(words), issuer_level(document.issuer or "")
        place = place_key(issuer_place(words))
        if level and own and level != own:
            against.append(Reason.OTHER_ISSUER)
        elif place and own_place:
            agrees = place == own_place
            (reasons if agrees else against).append(Reason.PLACE if agrees else Reason.OTHER_PLACE)
        elif level and level == "trung ương":
            reasons.append(Reason.ISSUER)
    if Reason.PLACE in reasons or Reason.OTHER_PLACE in against:
        return
    home = {
        place_key(issuer_place(citing.issuer)),
        place_key(issuer_place(citing.superior)),
        place_key(citing.place),
    }
    if reference.issuer == "TW" and Reason.BARE_NUMBER not in reasons:
        reasons.append(Reason.ISSUER)  # only one body signs as /TW; the term stays open
    elif own_place and own_place in home - {""}:
        reasons.append(Reason.SAME_PROVINCE)
