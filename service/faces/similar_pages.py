"""The page of precedents and the section of them on a document's page."""

from collections.abc import Callable

from flask import Blueprint, render_template, request

from corpus.model import Document, Span
from indexer.engine import AccessFilter, EngineUnavailable
from service.ask import Service
from service.faces.addresses import Place, cite_address
from service.faces.similar_words import ground_words, subject_words
from service.similar import LISTED, Said, Similar, SimilarDocument, similar

BESIDE = 5  # on a document's page
_DIGITS = 12


def add_similar_pages(blueprint: Blueprint, service: Service, access: Callable[[], AccessFilter]) -> None:
    """Add the page and its filters; `access` gives the filter of the person who asks."""
    blueprint.add_app_template_filter(ground_words, "ly_do_tuong_tu")
    blueprint.add_app_template_filter(subject_words, "noi_dung_chung")
    blueprint.add_app_template_filter(_said_address, "noi_neu")
    blueprint.add_app_template_filter(_item_address, "noi_doan")

    @blueprint.get("/van-ban/<document_id>/tuong-tu")
    def similar_page(document_id: str) -> str:
        document = service.document(document_id, access())
        span = _asked_span(len(document.text))
        return render_template(
            "similar.html",
            document=document,
            passage=span,
            stale=span is None and bool(request.args.get("tu") or request.args.get("den")),
            similar=similar(service.opened(), document, access(), span, 2 * LISTED),
        )


def similar_beside(document: Document, service: Service, access: AccessFilter) -> Similar | None:
    """The nearest few; None while the engine cannot search: the document can be read all the same."""
    try:
        return similar(service.opened(), document, access, limit=BESIDE)
    except EngineUnavailable:
        return None


def _asked_span(length: int) -> Span | None:
    start, end = (request.args.get(name, "") for name in ("tu", "den"))
    if not all(value.isascii() and value.isdigit() and len(value) <= _DIGITS for value in (start, end)):
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= length else None


def _said_address(said: Said) -> str:
    return cite_address(Place(said.ground.document, said.start, said.end))


def _item_address(item: SimilarDocument) -> str:
    return cite_address(Place(item.document.id, item.start, item.end))
