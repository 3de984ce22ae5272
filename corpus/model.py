"""What a document is (văn bản): frozen values, no behaviour that needs another module.

Every offset in this package is a Unicode code point index into `Document.text`, end exclusive.
`Document.text` is made once, at reading (decoded, NFC), and never changes: a quote is always
`text[start:end]`, misprints included.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a document's text."""

    start: int
    end: int


class ReferenceKind(StrEnum):
    """How a reference (dẫn chiếu) names its document."""

    PARTY = "party"  # 15-NQ/TW
    STATE = "state"  # 306/KH-UBND, 30/2020/NĐ-CP
    LAW = "law"  # 117/2025/QH15
    OLD = "old"  # 74/CP, 423/TTg
    NAMED = "named"  # Nghị quyết 15 của Bộ Chính trị: type and number, no symbol
    PLENUM = "plenum"  # Nghị quyết Trung ương 4 khóa XII
    CONGRESS = "congress"  # Nghị quyết Đại hội Đảng bộ quận Cầu Giấy lần thứ VI
    DATED = "dated"  # Chương trình hành động ngày 2/11/2020 của Thành ủy Hà Nội
    PROVISION = "provision"  # điểm a khoản 2 Điều 5, with no document named beside it
    ALIAS = "alias"  # (sau đây gọi tắt là Nghị quyết 17)


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a document in a text, with its normalised parts; unknown parts are None.

    `type` is the symbol ("NQ", "CTr", "QĐ"), `number` the digits without leading zeros as a string
    ("15", "22/2019"), `issuer` the symbol or the words after it ("TW", "TU", "Bộ Chính trị").
    `normalised` is the canonical spelling ("15-NQ/TW", "306/KH-UBND"), empty when there is no number.
    """

    span: Span
    raw: str
    kind: ReferenceKind
    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: datetime.date | None = None
    normalised: str = ""
    provision: str | None = None  # "Điều 10 khoản 1 điểm a", outermost first


@dataclass(frozen=True, slots=True)
class Header:
    """What the header block of a document says of itself; None where it says nothing.

    `number` is the symbol as the house writes it ("15-NQ/TW"); `type` the type in words
    ("Nghị quyết"); `issuer` the issuing body ("Tỉnh ủy Lam Hà"), `superior` the body above it;
    `place` and `date` those of the date line; `summary` the trích yếu.
    """

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    superior: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    summary: str | None = None
    signer: str | None = None
    urgency: str | None = None  # KHẨN, THƯỢNG KHẨN, HỎA TỐC
    circulation: str | None = None  # TÀI LIỆU HỘI NGHỊ, LƯU HÀNH NỘI BỘ
    draft: bool = False
    article_about: bool = False  # a press or portal article about a document, not the document
    end: int = 0  # offset where the header block ends

    @property
    def official(self) -> bool:
        """Whether it heads a paper of an office (văn bản có thể thức): it bears a type or a number."""
        return self.type is not None or self.number is not None


class SectionKind(StrEnum):
    """Structure markers (phần, chương, mục, điều, khoản, điểm …) from the outermost inwards."""

    APPENDIX = "appendix"  # PHỤ LỤC
    PART = "part"  # Phần thứ nhất
    CHAPTER = "chapter"  # Chương I
    DIVISION = "division"  # Mục 1
    ARTICLE = "article"  # Điều 5
    ROMAN = "roman"  # I- I. I/
    NUMBER = "number"  # 1- 1. 1) 1.1. (khoản under an article)
    LETTER = "letter"  # a) (điểm)
    ORDINAL = "ordinal"  # Một là, / Thứ nhất,
    INLINE = "inline"  # (1) … (2) … in one paragraph
    BULLET = "bullet"  # - + * •
    BASIS = "basis"  # căn cứ
    TABLE = "table"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"  # Nơi nhận


@dataclass(frozen=True, slots=True)
class Section:
    """One node of the outline; `Document.sections` holds them flat, in order of `start`.

    `start:end` covers the marker, the heading and everything below it; `heading` is the span of the
    heading or lead line without the marker; `parent` is an index into the same tuple, -1 at the top;
    `path` is what a citation says, outermost first ("II.3.a", "Điều 5.2.a").
    """

    kind: SectionKind
    label: str
    start: int
    end: int
    heading: Span
    parent: int
    path: str


class TargetKind(StrEnum):
    """What a statement with a figure is; only TARGET and DEADLINE bind anyone."""

    TARGET = "target"  # chỉ tiêu, mục tiêu
    RESULT = "result"  # kết quả đã đạt, tiến độ
    COUNT = "count"  # số lượng chỉ tiêu, nhiệm vụ: "có 05 chỉ tiêu về kinh tế"
    VISION = "vision"  # tầm nhìn
    DEADLINE = "deadline"  # thời hạn hoàn thành, không có con số


class Operator(StrEnum):
    """How the value binds."""

    AT_LEAST = ">="  # ít nhất, tối thiểu, từ … trở lên
    MORE = ">"  # trên, hơn, vượt
    AT_MOST = "<="  # không quá, tối đa
    LESS = "<"  # dưới
    EQUAL = "="  # đạt, là, bằng
    ABOUT = "~"  # khoảng, xấp xỉ
    RANGE = "range"  # 7,3 – 7,8; từ … đến
    RANK = "rank"  # đứng đầu, thuộc nhóm 10 tỉnh dẫn đầu
    ALL = "all"  # 100% …, tất cả
    NONE = "none"  # không còn, không để
    MAINTAIN = "maintain"  # duy trì, giữ vững


class Trend(StrEnum):
    """Which way the indicator goes (xu hướng)."""

    INCREASE = "increase"  # tăng, nâng
    DECREASE = "decrease"  # giảm, hạ
    MAINTAIN = "maintain"  # duy trì, giữ vững


@dataclass(frozen=True, slots=True)
class Target:
    """A statement of a value for an indicator (chỉ tiêu), with where it stands.

    `values` are as written, in `unit` (one; two of a range; none of a bare rank). `of` is the broader
    indicator that `indicator` narrows ("Tỷ lệ nước sạch" of "khu vực nông thôn"). `span` is the clause or
    table row to quote, `value_span` the figure with its unit, `scope` the heading the year came from.
    `year` is the year to be reached, `period` the first and last year the value holds for.
    """

    span: Span
    kind: TargetKind
    indicator: str
    operator: Operator
    values: tuple[Decimal, ...]
    unit: str | None
    value_span: Span
    of: str = ""
    approximate: bool = False
    trend: Trend | None = None
    yearly: bool = False  # hằng năm, mỗi năm, /năm
    year: int | None = None
    period: tuple[int, int] | None = None
    base: str | None = None  # what a share is of: GRDP, tổng lượng thu gom
    baseline: str | None = None  # so với năm 2020; hiện trạng năm 2020: 66,2
    due: str | None = None  # the words of a deadline: "trước ngày 15/5/2025"
    field: str | None = None  # lĩnh vực
    leader: str | None = None  # cơ quan chủ trì
    scope: Span | None = None
    path: str = ""  # place in the outline


@dataclass(frozen=True, slots=True)
class Task:
    """A task (nhiệm vụ): what, who leads (chủ trì), who joins (phối hợp), until when, and where it stands.

    `deadline` is the words ("trước ngày 30/6/2023"), `due` their last day when they name one.
    """

    span: Span
    task: str
    leader: str | None = None
    partners: tuple[str, ...] = ()
    deadline: str | None = None
    due: datetime.date | None = None
    path: str = ""
    heading: str = ""


class RelationKind(StrEnum):
    """What a document says it does with, or how it names, another one."""

    BASIS = "basis"  # căn cứ
    IMPLEMENTS = "implements"  # thực hiện, triển khai
    CONCRETISES = "concretises"  # cụ thể hóa
    AMENDS = "amends"  # sửa đổi, điều chỉnh
    SUPPLEMENTS = "supplements"  # bổ sung
    REPLACES = "replaces"  # thay thế
    ABOLISHES = "abolishes"  # bãi bỏ, hủy bỏ
    KEEPS = "keeps"  # tiếp tục được thực hiện, có hiệu lực
    REPORTS = "reports"  # kết quả thực hiện, sơ kết, tổng kết, đôn đốc
    CITES = "cites"  # dẫn chiếu


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge from the document that holds it to the one `reference` names; `quote` says so in words."""

    kind: RelationKind
    reference: Reference
    quote: Span


@dataclass(frozen=True, slots=True)
class Effect:
    """When a document says it takes effect (hiệu lực); `span` is where it says so."""

    date: datetime.date
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One document (văn bản), read.

    `id` is stable across runs; `path` is the path as given to the indexer (for a record of a
    collection: `collection path#_id`); `title` is what a list shows; `context` is the act, chapter or
    collection heading a record stands under ("" when none). `pages` holds the start offset of each
    page, empty when the format has none. `furniture` are spans shown but never indexed. `access` is
    the access label ("public").
    """

    id: str
    path: str
    title: str
    text: str
    header: Header = Header()
    sections: tuple[Section, ...] = ()
    furniture: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    context: str = ""
    access: str = "public"
    meta: Mapping[str, str] = field(default_factory=dict)

    def page_at(self, offset: int) -> int | None:
        """1-based page that holds the code point `offset`, None when the format has no pages."""
        if not self.pages:
            return None
        return sum(1 for start in self.pages if start <= offset) or 1
