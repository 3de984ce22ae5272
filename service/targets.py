"""The targets of all documents as one table: filtered, counted, compared level by level, exported."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from corpus.model import Document, Operator, Target, Trend
from corpus.values.issuer import folded
from indexer.catalogue import DocumentSummary
from indexer.engine import AccessFilter
from indexer.understood import TargetFilter, Understood
from service.open_index import OpenIndex
from service.wording import section_name, vietnamese_date

LEVELS = ("trung ương", "tỉnh", "huyện", "xã", "cơ sở")
_SIGNS = {
    Operator.AT_LEAST: "≥ ",
    Operator.MORE: "> ",
    Operator.AT_MOST: "≤ ",
    Operator.LESS: "< ",
    Operator.ABOUT: "≈ ",
    Operator.EQUAL: "",
    Operator.MAINTAIN: "duy trì ",
    Operator.ALL: "",
}
_TRENDS = {Trend.INCREASE: "tăng ", Trend.DECREASE: "giảm ", Trend.MAINTAIN: "duy trì "}
HEADINGS = (
    "Chỉ tiêu",
    "Giá trị",
    "Đơn vị",
    "Năm hoặc giai đoạn",
    "So với",
    "Lĩnh vực",
    "Cơ quan chủ trì",
    "Cấp",
    "Địa phương",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Vị trí",
    "Nguyên văn",
    "Nguồn",
)
LONGEST_PERIOD = 50  # years that are counted
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One line of the table: a target, its document and the words to cite; `quote == text[start:end]`.

    A table may have thousands of lines and shows a page of them, so a document is read when its words are.
    """

    document: DocumentSummary
    target: Target
    read: Callable[[], Document | None] = field(repr=False, compare=False)

    @property
    def start(self) -> int:
        return self.target.span.start

    @property
    def end(self) -> int:
        return self.target.span.end

    @property
    def quote(self) -> str:
        document = self.read()
        return document.text[self.start : self.end] if document else ""

    @property
    def page(self) -> int | None:
        document = self.read()
        return document.page_at(self.target.value_span.start) if document else None

    @property
    def indicator(self) -> str:
        """The indicator in full: the broader one, then what narrows it."""
        target = self.target
        return f"{target.of}: {target.indicator}" if target.of else target.indicator

    @property
    def citation(self) -> str:
        """Where the target stands, as one would write it."""
        document = self.document
        named = [f"{document.type or ''} {document.number or document.title}".strip()]
        if document.date:
            named.append(f"ngày {vietnamese_date(document.date)}")
        if document.issuer:
            named.append(document.issuer)
        if self.target.path:
            named.append(section_name(self.target.path))
        if self.page:
            named.append(f"trang {self.page}")
        return ", ".join(named)


@dataclass(frozen=True, slots=True)
class TargetTable:
    """Targets with the counts of what they can be narrowed by: field, year, level and place."""

    lines: tuple[TargetLine, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator over the levels: the lines of each level side by side."""

    indicator: str
    levels: Mapping[str, tuple[TargetLine, ...]]


def target_table(index: OpenIndex, wanted: TargetFilter, access: AccessFilter) -> TargetTable:
    """The targets that `wanted` keeps, by document and position, among the documents `access` may see."""
    lines = [
        TargetLine(row.document, row.target, partial(index.document, row.document.id, access))
        for row in Understood(index.catalogue).targets(wanted, access)
    ]
    return TargetTable(tuple(lines), _facets(lines))


def _facets(lines: Sequence[TargetLine]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    fields = Counter(line.target.field for line in lines if line.target.field)
    years = Counter(str(year) for line in lines for year in _years(line.target))
    levels = Counter(line.document.level for line in lines if line.document.level)
    places = Counter(line.document.place for line in lines if line.document.place)
    return {
        "field": tuple(fields.most_common()),
        "year": tuple(sorted(years.items())),
        "level": tuple((level, levels[level]) for level in LEVELS if level in levels),
        "place": tuple(places.most_common()),
    }


def _years(target: Target) -> Iterable[int]:
    """Every year that a filter finds the target under: its own, or those of its period."""
    if target.period:
        return range(target.period[0], min(target.period[1], target.period[0] + LONGEST_PERIOD) + 1)
    return (target.year,) if target.year else ()


def compare_levels(lines: Iterable[TargetLine]) -> list[Comparison]:
    """Indicators that more than one level sets, each with its lines by level.

    Two lines speak of the same indicator when their words agree without diacritics, filler and unit words.
    """
    groups: dict[str, list[TargetLine]] = {}
    for line in lines:
        groups.setdefault(indicator_key(line.indicator), []).append(line)
    found = []
    for group in groups.values():
        levels = {
            level: tuple(line for line in group if line.document.level == level)
            for level in LEVELS
            if any(line.document.level == level for line in group)
        }
        if len(levels) > 1:
            found.append(Comparison(group[0].indicator, levels))
    return found


_FILLERS = frozenset("ty le ti muc so cua theo da chieu dat duoc cac tren dia ban".split())


def indicator_key(indicator: str) -> str:
    """What tells indicators apart: their words without diacritics, order and filler words."""
    return " ".join(
        sorted({word for word in folded(indicator).split() if word.strip(",:()") not in _FILLERS})
    )


def value_words(target: Target) -> str:
    """The value as a person reads it: "≥ 70", "7,5 – 8", "thuộc nhóm 10", "không còn"."""
    if target.operator is Operator.NONE:
        return "không còn"
    numbers = " – ".join(number_words(value) for value in target.values)
    trend = _TRENDS.get(target.trend, "") if target.trend is not None else ""
    if target.operator is Operator.RANK:
        group = f"nhóm {numbers}".strip() if target.values != (Decimal(1),) else "đứng đầu"
        return f"{trend}{group} (xếp hạng)"
    about = "≈ " if target.approximate and target.operator is Operator.RANGE else ""
    sign = _SIGNS.get(target.operator, "")
    return f"{'' if sign == trend else trend}{sign}{about}{numbers}".strip() or (target.due or "")


def number_words(value: Decimal) -> str:
    """A number as written in Vietnamese: 9.200 and 7,5."""
    text = f"{value:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def period_words(target: Target) -> str:
    """ "2025", "2021 – 2025", with "hằng năm" where the value holds each year."""
    period = f"{target.period[0]} – {target.period[1]}" if target.period else str(target.year or "")
    return ", ".join(part for part in (period, "hằng năm" if target.yearly else "") if part)


def table_rows(lines: Iterable[TargetLine]) -> list[tuple[str, ...]]:
    """The lines as the columns of `HEADINGS`."""
    return [
        (
            line.indicator,
            value_words(line.target),
            line.target.unit or "",
            period_words(line.target),
            line.target.baseline or "",
            line.target.field or "",
            line.target.leader or "",
            line.document.level or "",
            line.document.place or "",
            line.document.number or "",
            vietnamese_date(line.document.date),
            line.document.issuer or "",
            section_name(line.target.path) if line.target.path else "",
            " ".join(line.quote.split()),
            line.citation,
        )
        for line in lines
    ]


def to_csv(lines: Iterable[TargetLine]) -> str:
    """CSV with a byte order mark for spreadsheets; a cell that looks like a formula is made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([_plain_cell(cell) for cell in row] for row in table_rows(lines))
    return "\ufeff" + out.getvalue()


def _plain_cell(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def to_xlsx(lines: Iterable[TargetLine]) -> bytes:
    """A workbook with one sheet; every cell is text, never a formula or a link."""
    from xlsxwriter import Workbook  # noqa: PLC0415  costs time and only exports need it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        sheet = book.add_worksheet("Chỉ tiêu")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(table_rows(lines), start=1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, wrapped)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 45)
        sheet.set_column(1, len(HEADINGS) - 3, 16)
        sheet.set_column(len(HEADINGS) - 2, len(HEADINGS) - 1, 60)
        sheet.autofilter(0, 0, max(1, sheet.dim_rowmax or 0), len(HEADINGS) - 1)
    return out.getvalue()
