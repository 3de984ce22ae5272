"""The pages of what was understood: the chain of implementation, the table of targets, the citation check."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from corpus.model import Document, ReferenceKind, Span
from indexer.engine import AccessFilter
from indexer.understood import TargetFilter
from service.ask import Service
from service.citations import CheckedReference, check_text
from service.faces.addresses import Place, chosen, cite_address, typed, whole
from service.faces.chain_drawing import drawing, steps, ties
from service.faces.facet_boxes import Chip, FacetBox, facet_box
from service.faces.similar_pages import add_similar_pages
from service.faces.terms import INVERSE, why
from service.faces.understanding_api import XLSX
from service.open_index import OpenIndex
from service.relations import Edge, Relations
from service.targets import (
    TargetTable,
    compare_levels,
    period_words,
    target_table,
    to_csv,
    to_xlsx,
    value_words,
)

LINES = 50  # of the table of targets on one page
LAST_PAGE = 100_000
LARGEST_FORM = 1024 * 1024  # bytes of a request with a text to check
LONGEST_TEXT = 200_000  # code points
MOST_REFERENCES = 500  # listed of one text
FACETS = (("field", "linh_vuc", "Lĩnh vực"), ("year", "nam", "Năm"), ("level", "cap", "Cấp"))
TOO_LONG = "Đoạn văn quá dài. Xin chia thành nhiều phần, mỗi phần không quá 200.000 ký tự."
NO_NUMBER = {
    ReferenceKind.PROVISION: "Điều, khoản không nêu văn bản.",
    ReferenceKind.ALIAS: "Tên gọi tắt trong đoạn văn.",
}

Counts = Mapping[str, tuple[tuple[str, int], ...]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AskedTargets:
    """What the address of the table of targets asks for."""

    wanted: TargetFilter
    page: int
    compare: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of the text checked; `number` is that of the reference it holds, 0 outside of one."""

    text: str
    number: int


def understanding_pages(service: Service, access: Callable[[], AccessFilter]) -> Blueprint:
    """The blueprint; `access` gives the filter of the person who asks."""
    blueprint = Blueprint("understanding", __name__)
    blueprint.add_app_template_filter(value_words, "gia_tri")
    blueprint.add_app_template_filter(period_words, "thoi_gian")
    blueprint.add_app_template_filter(why, "ly_do")

    @blueprint.get("/van-ban/<document_id>/chuoi")
    def chain(document_id: str) -> str:
        document = service.document(document_id, access())
        relations = Relations(service.opened(), access())
        nodes = relations.chain(document_id)
        tied = ties(nodes, relations.outgoing)
        drawn = drawing(nodes, tied) if len(nodes) > 1 else None
        quotes = {node.key: _edge_quote(node.edge) for node in nodes if node.edge}
        beside = [(tie.upper.key, tie.lower, INVERSE[tie.edge.kind], _edge_quote(tie.edge)) for tie in tied]
        return render_template(
            "chain.html", document=document, drawing=drawn, steps=steps(nodes), quotes=quotes, beside=beside
        )

    add_similar_pages(blueprint, service, access)

    @blueprint.get("/chi-tieu")
    def targets() -> str:
        asked = _asked_targets()
        table = target_table(service.opened(), asked.wanted, access())
        counts = _counts(asked.wanted, table, service.opened(), access())
        only = [service.document(name, access()) for name in asked.wanted.documents]
        return render_template("targets.html", **_targets_view(asked, table, counts, only))

    @blueprint.get("/chi-tieu.csv")
    def targets_csv() -> Response:
        table = target_table(service.opened(), _asked_targets().wanted, access())
        return _file(to_csv(table.lines).encode(), "text/csv; charset=utf-8", "chi-tieu.csv")

    @blueprint.get("/chi-tieu.xlsx")
    def targets_xlsx() -> Response:
        table = target_table(service.opened(), _asked_targets().wanted, access())
        return _file(to_xlsx(table.lines), XLSX, "chi-tieu.xlsx")

    @blueprint.get("/kiem-tra-trich-dan")
    def citations() -> str:
        return render_template("citations.html", text="", checked=None, marks=(), trouble="")

    @blueprint.post("/kiem-tra-trich-dan")
    def check_citations() -> Response:
        text, trouble = _pasted()
        checked = None if trouble else check_text(text, service.opened(), access())
        page = render_template(
            "citations.html",
            text=text,
            checked=checked,
            listed=checked[:MOST_REFERENCES] if checked else (),
            marks=_marks(text, checked[:MOST_REFERENCES] if checked else ()),
            no_number=NO_NUMBER,
            trouble=trouble,
        )
        response = make_response(page, 400 if trouble else 200)
        response.headers["Cache-Control"] = "no-store"  # a draft is nobody else's business
        return response

    return blueprint


def _edge_quote(edge: Edge) -> Place:
    """Where the relation is stated."""
    return Place(edge.source.id, edge.quote.start, edge.quote.end)


def _asked_targets() -> AskedTargets:
    documents = chosen("van_ban")[:1]
    wanted = TargetFilter(
        fields=chosen("linh_vuc"),
        years=tuple(whole(value, "bad_filter", 9999) for value in chosen("nam")),
        levels=chosen("cap"),
        place=typed("dia_phuong"),
        words=typed("noi_dung"),
        documents=documents,
        drafts=bool(documents) or request.args.get("du_thao") == "1",
    )
    page = whole(request.args.get("trang", "1") or "1", "bad_page", LAST_PAGE)
    return AskedTargets(wanted, page, request.args.get("so_sanh") == "1")


def _targets_view(
    asked: AskedTargets, table: TargetTable, counts: Counts, only: list[Document]
) -> dict[str, Any]:
    first = (asked.page - 1) * LINES
    last = max(1, -(-len(table.lines) // LINES))
    compared = compare_levels(table.lines) if asked.compare else []
    held = {level for comparison in compared for level in comparison.levels}
    order = [level for level, _ in table.facets["level"] if level in held]
    wanted = asked.wanted
    return {
        "asked": asked,
        "wanted": wanted,
        "narrowed": bool(
            wanted.fields or wanted.years or wanted.levels or wanted.place or wanted.words or wanted.documents
        ),
        "document": only[0] if only else None,
        "lines": table.lines[first : first + LINES],
        "first": first,
        "total": len(table.lines),
        "documents": len({line.document.id for line in table.lines}),
        "places": table.facets["place"],
        "boxes": _boxes(wanted, counts),
        "chips": list(_chips(asked)),
        "compared": compared,
        "levels": order,
        "last": last,
        "near": [number for number in range(asked.page - 2, asked.page + 3) if 1 <= number <= last],
        "line_address": lambda line: cite_address(Place(line.document.id, line.start, line.end)),
        "address": lambda endpoint="understanding.targets", page=1, compare=False: _address(
            asked, endpoint, page, compare
        ),
    }


def _counts(wanted: TargetFilter, table: TargetTable, index: OpenIndex, access: AccessFilter) -> Counts:
    """Counts of each group under the other groups' filters, so that a choice can be changed or widened."""
    wider = {
        "field": replace(wanted, fields=()),
        "year": replace(wanted, years=()),
        "level": replace(wanted, levels=()),
    }
    return {
        key: table.facets[key] if without == wanted else target_table(index, without, access).facets[key]
        for key, without in wider.items()
    }


def _boxes(wanted: TargetFilter, counts: Counts) -> list[FacetBox]:
    ticked = {"field": wanted.fields, "year": tuple(map(str, wanted.years)), "level": wanted.levels}
    boxes = [facet_box(name, title, counts[key], ticked[key]) for key, name, title in FACETS]
    return [box for box in boxes if box.first]


def _chips(asked: AskedTargets) -> Iterable[Chip]:
    """Every condition that narrows the table, with the address of the table without it."""
    wanted = asked.wanted
    without = [
        *((name, replace(wanted, fields=_others(wanted.fields, name))) for name in wanted.fields),
        *((f"Năm {year}", replace(wanted, years=_others(wanted.years, year))) for year in wanted.years),
        *((f"Cấp {level}", replace(wanted, levels=_others(wanted.levels, level))) for level in wanted.levels),
        (wanted.place, replace(wanted, place="")),
        (f"“{wanted.words}”" if wanted.words else "", replace(wanted, words="")),
    ]
    for label, wider in without:
        if label:
            asked_wider = replace(asked, wanted=wider)
            yield Chip(label, _address(asked_wider, "understanding.targets", 1, asked.compare))


def _others(values: tuple[T, ...], gone: T) -> tuple[T, ...]:
    return tuple(value for value in values if value != gone)


def _address(asked: AskedTargets, endpoint: str, page: int, compare: bool) -> str:
    wanted = asked.wanted
    values: dict[str, Any] = {
        "linh_vuc": wanted.fields,
        "nam": wanted.years,
        "cap": wanted.levels,
        "dia_phuong": wanted.place,
        "noi_dung": wanted.words,
        "van_ban": wanted.documents,
        "du_thao": "1" if wanted.drafts and not wanted.documents else "",
        "so_sanh": "1" if compare else "",
        "trang": page if page > 1 else "",
    }
    return url_for(endpoint, **{name: value for name, value in values.items() if value})


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _pasted() -> tuple[str, str]:
    """The text of the form as it was typed, and what is wrong with it, "" when nothing is."""
    request.max_content_length = request.max_form_memory_size = LARGEST_FORM
    try:
        text = request.form.get("van_ban", "").replace("\r\n", "\n")  # a form sends other line ends
    except RequestEntityTooLarge:
        return "", TOO_LONG
    if len(text) > LONGEST_TEXT:
        return "", TOO_LONG
    if not text.strip():
        return "", "Xin dán đoạn văn cần kiểm tra."
    return text, ""


def _marks(text: str, checked: Sequence[CheckedReference]) -> list[Mark]:
    """The text cut at its references; joined, the marks are the text."""
    marks: list[Mark] = []
    at = 0
    for number, one in enumerate(checked, 1):
        span: Span = one.reference.span
        if span.start < at:  # a reference within another one
            continue
        marks += [Mark(text[at : span.start], 0), Mark(text[span.start : span.end], number)]
        at = span.end
    return [mark for mark in [*marks, Mark(text[at:], 0)] if mark.text]
