"""What a document is (văn bản): frozen values, no behaviour that needs another module.

Every offset in this package is a Unicode code point index into `Document.text`, end exclusive.
`Document.text` is made once, at reading (decoded, NFC), and never changes: a quote is always
`text[start:end]`, misprints included.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
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
