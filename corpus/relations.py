"""What a document says it does with others (quan hệ giữa các văn bản): căn cứ, thực hiện, thay thế, bãi bỏ …

Every edge comes from words in the text and carries their span; where no word says so it is a plain
citation (dẫn chiếu). A basis of a cited document is not one of the citing document: in "căn cứ Chương
trình 03 thực hiện Nghị quyết 95" only Chương trình 03 is.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import (
    Effect,
    Header,
    Reference,
    ReferenceKind,
    Relation,
    RelationKind,
    Section,
    SectionKind,
    Span,
)
from corpus.values.clause import Clause, clauses
from corpus.values.date import date_at
from corpus.values.issuer import folded
from corpus.values.symbol import number_key

_VERBS = (
    (RelationKind.ABOLISHES, r"bãi bỏ|hủy bỏ|huỷ bỏ|chấm dứt hiệu lực"),
    (RelationKind.REPLACES, r"thay thế|thay cho"),
    (RelationKind.AMENDS, r"sửa đổi|điều chỉnh"),
    (RelationKind.SUPPLEMENTS, r"bổ sung"),
    (
        RelationKind.REPORTS,
        r"kết quả[^.;,]{0,40}(?:thực hiện|triển khai)|sơ kết|tổng kết|tình hình thực hiện|đôn đốc[^.;]{0,60}",
    ),
    (RelationKind.CONCRETISES, r"cụ thể ho[áa]|cụ thể hóa|cụ thể hoá"),
    (RelationKind.BASIS, r"căn cứ|xét"),
    (RelationKind.IMPLEMENTS, r"thực hiện|triển khai|quán triệt|thi hành"),
)
_VERB = re.compile(
    "|".join(rf"(?P<{kind.value}>(?<!\w)(?:{words})(?!\w))" for kind, words in _VERBS), re.IGNORECASE
)
_SELF = (
    r"(?:Nghị quyết|Quyết định|Chỉ thị|Quy định|Quy chế|Hướng dẫn|Kế hoạch|Chương trình(?: hành động)?"
    r"|Kết luận|Thông báo|Đề án) này"
)
_KEEPS = re.compile(
    r"^[^.;]{0,40}(?:tiếp tục (?:được thực hiện|có hiệu lực|thực hiện)|giữ nguyên|vẫn có hiệu lực)"
)
_JOINED = re.compile(r"^(?:[ \n,]|và|cùng|với|như|số|các|hoặc|của|Ban|Bộ Chính trị|Tỉnh ủy|Trung ương)*$")
_NESTED = re.compile(
    r"^[ \n]*(?:\([^)]*\)[ \n]*)?(?:của[^,;.]{0,80} )?(?:thực hiện|triển khai|về|cụ thể h|hướng dẫn|sửa đổi)"
)
_OPENING = frozenset((RelationKind.IMPLEMENTS, RelationKind.CONCRETISES, RelationKind.BASIS))
_OPENING_REACH = 900  # code points behind the header in which "Thực hiện …" opens the document
_EFFECT = re.compile(
    rf"(?:{_SELF}[^.;]{{0,60}}?)(?:có hiệu lực(?: thi hành)?|áp dụng"
    rf"|được áp dụng)[ \n](?:kể )?từ[ \n](?:ngày[ \n])?(?P<day>ký|ban hành|\d|ngày)"
)
_REPORTS = frozenset(("bao cao", "cong van", "to trinh"))


def find_relations(
    text: str,
    header: Header,
    sections: Sequence[Section],
    references: Sequence[Reference],
    furniture: Sequence[Span] = (),
) -> list[Relation]:
    """The relations of a document to those it names, in order; one for each kind and document.

    `references` are those of `text`. A reference to a provision alone names no document and is left out.
    Never raises; linear in the text.
    """
    named = with_dates([found for found in references if found.kind is not ReferenceKind.PROVISION])
    if not named:
        return []
    bases = [section for section in sections if section.kind is SectionKind.BASIS]
    reader = _Reader(text, header, sections, bases, furniture)
    found: dict[tuple[RelationKind, object], Relation] = {}
    previous: tuple[Reference, tuple[RelationKind, ...]] | None = None
    for reference in named:
        if _is_own(reference, header) or reference.type == "BS":
            continue
        kinds = reader.kinds(reference, previous)
        previous = (reference, kinds)
        for kind in kinds:
            quote = reader.quote(reference)
            found.setdefault((kind, reference_key(reference)), Relation(kind, reference, quote))
    return _without_plain(list(found.values()))


def reference_key(reference: Reference) -> tuple[str, str]:
    """What tells the documents of one text apart: the number's key (or the words) and the date."""
    day = reference.date.isoformat() if reference.date else ""
    if reference.normalised:
        return number_key(reference.normalised), day
    parts = [reference.type, reference.number, reference.issuer]
    return folded(" ".join(part for part in parts if part)), day


def with_dates(references: Sequence[Reference]) -> list[Reference]:
    """References without a date take the one that every dated mention of the same number has."""
    days: dict[str, set[object]] = {}
    for found in references:
        if found.normalised and found.date:
            days.setdefault(number_key(found.normalised), set()).add(found.date)
    dated = {
        number_key(found.normalised): found.date for found in references if found.normalised and found.date
    }
    return [
        replace(found, date=dated[key])
        if found.date is None
        and found.normalised
        and len(days.get(key := number_key(found.normalised), ())) == 1
        else found
        for found in references
    ]


def _is_own(reference: Reference, header: Header) -> bool:
    """The document's own number, in its letterhead or its appendix."""
    if not header.number or not reference.normalised:
        return False
    same = number_key(header.number) == number_key(reference.normalised)
    return same and (reference.date is None or header.date is None or reference.date == header.date)


def _without_plain(relations: list[Relation]) -> list[Relation]:
    """A plain citation of a document that another relation names says nothing more."""
    said = {reference_key(one.reference) for one in relations if one.kind is not RelationKind.CITES}
    return [
        one
        for one in relations
        if one.kind is not RelationKind.CITES or reference_key(one.reference) not in said
    ]


def _clauses_between(text: str, furniture: Sequence[Span]) -> list[Clause]:
    found: list[Clause] = []
    at = 0
    for span in [*furniture, Span(len(text), len(text))]:
        found += clauses(text, at, max(at, span.start))
        at = max(at, span.end)
    return found


class _Reader:
    """Reads the words around the references of one text."""

    def __init__(
        self,
        text: str,
        header: Header,
        sections: Sequence[Section],
        bases: Sequence[Section],
        furniture: Sequence[Span],
    ) -> None:
        self._text = text
        self._header = header
        self._sections = sections
        self._starts = [section.start for section in sections]
        self._bases = bases
        self._base_starts = [section.start for section in bases]
        self._clauses = _clauses_between(text, furniture)
        self._clause_starts = [clause.start for clause in self._clauses]
        self._reports = folded(header.type or "") in _REPORTS
        self._leads: dict[int, RelationKind | None] = {}
        self._first = next(
            (section.start for section in sections if section.kind is not SectionKind.BASIS),
            header.end + _OPENING_REACH,
        )

    def quote(self, reference: Reference) -> Span:
        """The clause that names the document."""
        clause = self._clause(reference.span.start)
        if clause.end <= reference.span.start:
            return reference.span
        start = min(clause.start, reference.span.start)
        return Span(start, max(clause.end, reference.span.end))

    def _clause(self, at: int) -> Clause:
        index = bisect_right(self._clause_starts, at) - 1
        return self._clauses[index] if index >= 0 else Clause(at, at, at)

    def kinds(
        self, reference: Reference, previous: tuple[Reference, tuple[RelationKind, ...]] | None
    ) -> tuple[RelationKind, ...]:
        """The relations the words around one reference state."""
        start = reference.span.start
        if _KEEPS.match(self._text[reference.span.end : reference.span.end + 80]):
            return (RelationKind.KEEPS,)
        clause = self._clause(start)
        begin = clause.start
        if previous is not None and previous[0].span.end > begin:
            between = self._text[previous[0].span.end : start]
            if _JOINED.match(between):
                return previous[1]  # "thay thế A và B"
            if _NESTED.match(between):
                return (RelationKind.CITES,)  # "A thực hiện B": A does it, not this document
            begin = previous[0].span.end
        left = self._text[begin:start]
        verbs = list(_VERB.finditer(left))
        if verbs:
            return self._judged(verbs, left, reference)
        if not left.strip(" \n\t-–+*0123456789.)(abcdđ#|") or left.strip().lower() in ("số",):
            return self._listed(start)
        if re.search(r"(?:^|\s)và\s*$", left) and (self._in_title(start) or self._in_opening(start)):
            first = _VERB.search(self._text, clause.start, start)
            kind = RelationKind(first.lastgroup or "cites") if first else RelationKind.CITES
            return (kind,) if kind in _OPENING else (RelationKind.CITES,)
        return (RelationKind.CITES,)

    def _judged(
        self, verbs: Sequence[re.Match[str]], left: str, reference: Reference
    ) -> tuple[RelationKind, ...]:
        start = reference.span.start
        kind = RelationKind(verbs[-1].lastgroup or "cites")
        kinds = {RelationKind(match.lastgroup or "cites") for match in verbs}
        if RelationKind.BASIS in kinds and self._is_basis(start):
            return (RelationKind.BASIS,)
        if kind in (RelationKind.AMENDS, RelationKind.SUPPLEMENTS):
            return self._amends(start, kinds, left)
        if kind in (RelationKind.ABOLISHES, RelationKind.REPLACES):
            return (kind,) if self._disposes(start, left, verbs[-1]) else (RelationKind.CITES,)
        if RelationKind.REPORTS in kinds:
            return (RelationKind.REPORTS,) if self._in_title(start) else (RelationKind.CITES,)
        if kind is RelationKind.BASIS:
            return (kind,) if self._is_basis(start) or self._in_opening(start) else (RelationKind.CITES,)
        if self._in_title(start) or self._in_opening(start):
            return (RelationKind.REPORTS,) if self._reports else (kind,)
        if kind is RelationKind.CONCRETISES and not self._reports:
            return (kind,)
        return (RelationKind.CITES,)

    def _amends(self, start: int, kinds: set[RelationKind], left: str) -> tuple[RelationKind, ...]:
        heading = self._heading_at(start)
        last = left[max(left.rfind("."), left.rfind(";")) + 1 :]
        asked = re.search(r"(?:đề nghị|kiến nghị|xem xét|lãnh đạo|yêu cầu|việc|đã)\b", last, re.IGNORECASE)
        if asked or not (heading or self._in_title(start) or re.search(_SELF, left)):
            return (RelationKind.CITES,)
        wanted = (RelationKind.AMENDS, RelationKind.SUPPLEMENTS)
        return tuple(kind for kind in wanted if kind in kinds)

    def _disposes(self, start: int, left: str, verb: re.Match[str]) -> bool:
        """Whether this document itself replaces or abolishes: not "cho đến khi có văn bản thay thế"."""
        before = left[: verb.start()]
        own = re.search(_SELF, before) or self._heading_at(start) or self._in_title(start)
        hinted = re.search(
            r"(?:đề nghị|kiến nghị|cho đến khi|văn bản|sẽ|cần)\s*(?:được\s)?$",
            before.rstrip() + " ",
            re.IGNORECASE,
        )
        return bool(own) or (not hinted and not before.strip(" \n-–+*0123456789.)("))

    def _listed(self, start: int) -> tuple[RelationKind, ...]:
        """An item that is a reference takes the verb of the lead above it ("Bãi bỏ các văn bản sau")."""
        at = bisect_right(self._starts, start) - 1
        while at >= 0:
            section = self._sections[at]
            if section.start <= start < section.end and section.heading.end < start:
                kind = self._kind_of_lead(at)
                if kind is not None:
                    return (kind,)
            at = section.parent if section.parent < at else -1
        return (RelationKind.CITES,)

    def _kind_of_lead(self, at: int) -> RelationKind | None:
        """What the lead line of a section says of the items below it; each line is read once."""
        if at not in self._leads:
            lead = self._sections[at].heading
            verbs = _VERB.finditer(self._text, lead.start, lead.end)
            kinds = {RelationKind(match.lastgroup or "cites") for match in verbs}
            wanted = (RelationKind.ABOLISHES, RelationKind.REPLACES, RelationKind.AMENDS)
            self._leads[at] = next((kind for kind in wanted if kind in kinds), None)
        return self._leads[at]

    def _heading_at(self, start: int) -> bool:
        """Whether `start` stands in the lead line of an item of the outline."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._sections[at].heading.start <= start < self._sections[at].heading.end

    def _is_basis(self, start: int) -> bool:
        at = bisect_right(self._base_starts, start) - 1
        return at >= 0 and start < self._bases[at].end

    def _in_title(self, start: int) -> bool:
        return start < self._header.end

    def _in_opening(self, start: int) -> bool:
        """The paragraph after the header and the bases in which a document says what it carries out."""
        end = self._header.end
        return end <= start < max(self._first, 1) and start < end + _OPENING_REACH * 2


def find_effect(text: str, header: Header) -> Effect | None:
    """From when the document says it is in force; None where it does not say."""
    for match in _EFFECT.finditer(text):
        word = match["day"]
        if word in ("ký", "ban hành"):
            if header.date is not None:
                return Effect(header.date, Span(*match.span()))
            continue
        lead = match.group().rfind("ngày")
        at = match.start() + lead if lead >= 0 else match.start("day")
        value = date_at(text, at)
        if value is not None and value.date is not None:
            return Effect(value.date, Span(match.start(), value.span.end))
    return None
