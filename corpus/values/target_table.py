"""Tables of targets: the header row says which column is the indicator, the unit, a year or who leads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import Operator, Section, Span, Target, TargetKind
from corpus.values.clause import trimmed
from corpus.values.date import find_years
from corpus.values.field import field_of
from corpus.values.issuer import folded
from corpus.values.quantity import Quantity, find_quantities
from corpus.values.target_phrase import beyond, cue_before
from corpus.values.target_scope import Scope, Stance

Row = list[Span]
_RULE = re.compile(r"[\s|:–-]+")
_INDICATOR = re.compile(r"^(?:ten )?(?:cac )?(?:chi tieu|muc tieu|noi dung chi tieu|ten chi tieu)")
_UNIT = re.compile(r"^(?:don vi(?: tinh)?|dvt)$")
_BASELINE = re.compile(r"hien trang|thuc hien nam|thuc trang|ket qua|nam goc|uoc thuc hien|da dat")
_LEADER = re.compile(r"chu tri|co quan thuc hien|don vi thuc hien|chiu trach nhiem|theo doi")


@dataclass(slots=True)
class _Columns:
    indicator: int = -1
    unit: int = -1
    leader: int = -1
    baselines: dict[int, Span] = field(default_factory=dict)
    years: dict[int, tuple[int, Span]] = field(default_factory=dict)

    @property
    def is_targets(self) -> bool:
        return self.indicator >= 0 and bool(self.years)


def table_rows(text: str, start: int, end: int) -> list[Row]:
    """The rows of a table (" | " or tab between cells) as cell spans; rule lines are left out. Linear."""
    found: list[Row] = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = text[at:stop]
        if line.strip() and not _RULE.fullmatch(line):
            found.append(_cells(text, at, stop))
        at = stop + 1
    return found


def _cells(text: str, start: int, end: int) -> Row:
    span = trimmed(text, start, end)  # a Markdown row begins and ends with a bar
    mark = "\t" if "\t" in text[span.start : span.end] else "|"
    cells, at = [], span.start
    while True:
        stop = text.find(mark, at, span.end)
        cells.append(trimmed(text, at, span.end if stop < 0 else stop))
        if stop < 0:
            return cells
        at = stop + 1


def table_targets(text: str, section: Section, scope: Scope) -> list[Target]:
    """One target for each row and year of a table whose header names an indicator and years."""
    rows = table_rows(text, section.start, section.end)
    if len(rows) < 2:
        return []
    columns = _columns(text, rows[0], scope)
    if not columns.is_targets or scope.stance is Stance.RULE:
        return []
    found: list[Target] = []
    for row in rows[1:]:
        if len(row) > columns.indicator:
            found += _row_targets(text, row, columns, section, scope)
    return found


def _columns(text: str, header: Sequence[Span], scope: Scope) -> _Columns:
    columns = _Columns()
    for at, cell in enumerate(header):
        words = text[cell.start : cell.end]
        plain, years = folded(words), find_years(words)
        if _BASELINE.search(plain):
            columns.baselines[at] = cell
        elif columns.indicator < 0 and _INDICATOR.match(plain) and not years:
            columns.indicator = at
        elif _UNIT.match(plain):
            columns.unit = at
        elif _LEADER.search(plain):
            columns.leader = at
        elif years:
            columns.years[at] = (years[-1].year, cell)
        elif scope.year is not None and re.match(r"(?:chi tieu|muc tieu|ke hoach|gia tri)", plain):
            columns.years[at] = (scope.year, scope.years or cell)
    return columns


def _row_targets(
    text: str, row: Sequence[Span], columns: _Columns, section: Section, scope: Scope
) -> list[Target]:
    name = _cell(text, row, columns.indicator)
    unit, leader = _cell(text, row, columns.unit), _cell(text, row, columns.leader)
    baseline = _baseline(text, row, columns, unit)
    found = []
    for at, (year, heading) in columns.years.items():
        if at >= len(row) or not name:
            break
        read = _value(text, row[at])
        if read is None:
            continue
        quantity, operator, approximate = read
        own = quantity.unit if quantity.unit and not unit else unit
        found.append(
            Target(
                span=Span(row[0].start, row[-1].end),
                kind=_kind(scope),
                indicator=name,
                operator=operator,
                values=quantity.values,
                unit=own or None,
                value_span=row[at],
                approximate=approximate,
                yearly=_is_rate(own) or "mỗi năm" in name.lower() or "hằng năm" in name.lower(),
                year=year,
                baseline=baseline,
                field=field_of(name, scope.headings),
                leader=leader or None,
                scope=heading,
                path=section.path,
            )
        )
    return found


def _is_rate(unit: str) -> bool:
    return "/năm" in unit and "đồng" not in unit.lower()


def _kind(scope: Scope) -> TargetKind:
    if scope.stance is Stance.RESULT:
        return TargetKind.RESULT
    return TargetKind.VISION if scope.stance is Stance.VISION else TargetKind.TARGET


def _cell(text: str, row: Sequence[Span], at: int) -> str:
    return " ".join(text[row[at].start : row[at].end].split()) if 0 <= at < len(row) else ""


def _baseline(text: str, row: Sequence[Span], columns: _Columns, unit: str) -> str | None:
    for at, header in columns.baselines.items():
        if at >= len(row):
            break
        value = _cell(text, row, at)
        if any(char.isdigit() for char in value):
            heading = " ".join(text[header.start : header.end].split())
            return f"{heading}: {value}{'' if unit == '%' else ' '}{unit}".strip()
    return None


def _value(text: str, cell: Span) -> tuple[Quantity, Operator, bool] | None:
    found = find_quantities(text, cell.start, cell.end, ())
    if not found:
        return None
    quantity = found[0]
    cue = cue_before(text, cell.start, quantity.span.start)
    more = beyond(text, quantity.span.end, cell.end)
    if len(quantity.values) == 2:
        return quantity, Operator.RANGE, cue.approximate
    operator = cue.operator or (more.operator if more else None)
    return quantity, operator or (Operator.ABOUT if cue.approximate else Operator.EQUAL), cue.approximate
