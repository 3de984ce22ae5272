"""What the address of an answer page asks for, and the addresses that change one thing of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from indexer.engine import Filters
from service.ask import SearchResult
from service.faces.addresses import chosen, whole
from service.faces.choices import state_named
from service.faces.facet_boxes import Chip, FacetBox, facet_box
from service.faces.terms import CHOSEN_STATES
from service.faces.terms import ORDERS as ORDER_NAMES
from service.facets import Narrowing
from service.order import Order
from service.relations import State

LAST_PAGE = 1000
FACETS = (
    ("type", "loai", "Loại văn bản"),
    ("issuer", "co_quan", "Cơ quan ban hành"),
    ("level", "cap", "Cấp"),
    ("year", "nam", "Năm"),
    ("field", "linh_vuc", "Lĩnh vực"),
    ("status", "tinh_trang", "Tình trạng do văn bản nêu"),
)
# The orders as an address names them; the first is the one that needs no name.
ORDERS = {
    "": Order.RELEVANCE,
    "moi_nhat": Order.NEWEST,
    "cu_nhat": Order.OLDEST,
    "so_hieu": Order.NUMBER,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of an answer page asks for."""

    text: str
    narrowing: Narrowing
    page: int
    as_typed: bool = False  # search for the very words, without correction
    order: Order = Order.RELEVANCE

    @property
    def how(self) -> dict[str, Any]:
        """What the service is told beyond the text, the filters and the page."""
        return {"as_typed": self.as_typed, "states": self.narrowing.statuses, "order": self.order}


def asked_now() -> Asked:
    """What the request asks for. Raises BadQuestion (`bad_filter`, `unknown_choice`, `bad_page`)."""
    text = request.args.get("q", "")
    filters = Filters(
        types=chosen("loai"),
        issuers=chosen("co_quan"),
        years=tuple(whole(value, "bad_filter", 9999) for value in chosen("nam")),
        levels=chosen("cap"),
        fields=chosen("linh_vuc"),
    )
    narrowing = Narrowing(filters, tuple(dict.fromkeys(map(state_named, chosen("tinh_trang")))))
    page = whole(request.args.get("trang", "1") or "1", "bad_page", LAST_PAGE)
    order = ORDERS.get(request.args.get("sap_xep", ""), Order.RELEVANCE)
    return Asked(text, narrowing, page, request.args.get("nguyen") == "1", order)


def _chosen_values(asked: Asked) -> dict[str, tuple[str, ...]]:
    """The values that narrow, as an address names them, by the name of their group."""
    filters = asked.narrowing.filters
    return {
        "type": filters.types,
        "issuer": filters.issuers,
        "level": filters.levels,
        "year": tuple(map(str, filters.years)),
        "field": filters.fields,
        "status": tuple(CHOSEN_STATES[state] for state in asked.narrowing.statuses),
    }


def facet_boxes(asked: Asked, result: SearchResult) -> list[FacetBox]:
    """The values offered, of every group that has any."""
    ticked = _chosen_values(asked)
    counts = dict(result.facets)
    counts["status"] = tuple((CHOSEN_STATES[State(value)], count) for value, count in counts["status"])
    boxes = [facet_box(name, title, counts[key], ticked[key]) for key, name, title in FACETS]
    return [box for box in boxes if box.first]


def chips(asked: Asked) -> Iterable[Chip]:
    """Every value that narrows, with the way out of it."""
    fields = _fields(asked)
    for _, name, title in FACETS:
        for value in fields[name]:
            others = tuple(other for other in fields[name] if other != value)
            label = f"{title} {value}" if name in ("cap", "nam") else value[:1].upper() + value[1:]
            yield Chip(label, _url({**fields, name: others}))


def _fields(asked: Asked) -> dict[str, Any]:
    """What the address of the first page of `asked` holds."""
    values = _chosen_values(asked)
    return {
        "q": asked.text,
        **{name: values[key] for key, name, _ in FACETS},
        "nguyen": "1" if asked.as_typed else "",
        "sap_xep": next(name for name, order in ORDERS.items() if order is asked.order),
    }


def _url(fields: Mapping[str, Any]) -> str:
    return url_for("pages.ask", **{name: value for name, value in fields.items() if value})


def order_links(asked: Asked) -> list[tuple[str, bool, str]]:
    """Name of every order, whether it is the one shown, and its address."""
    return [
        (ORDER_NAMES[order], order is asked.order, address(replace(asked, order=order)))
        for order in ORDERS.values()
    ]


def kept_fields(asked: Asked) -> list[tuple[str, str]]:
    """What the form of filters has to carry along."""
    fields = _fields(asked)
    return [(name, fields[name]) for name in ("q", "nguyen", "sap_xep") if fields[name]]


def address(asked: Asked, page: int = 1) -> str:
    """The address of a page of results."""
    return _url({**_fields(asked), "trang": page if page > 1 else ""})
