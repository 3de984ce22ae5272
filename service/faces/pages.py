"""The pages people read: translate a request, ask the service, fill a template; decide nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file

from corpus.errors import BadQuestion, VankienError
from corpus.model import Document, Span
from indexer.engine import AccessFilter, EngineUnavailable
from service import messages
from service.answer import Citation, cite
from service.ask import AskResult, SearchHit, SearchResult, Service
from service.config import Settings
from service.faces import markup, originals
from service.faces.addresses import cite_address, span_address
from service.faces.asked import Asked, address, asked_now, chips, facet_boxes, kept_fields, order_links
from service.faces.choices import status_words
from service.faces.originals import Original, has_original
from service.faces.panel import panel
from service.faces.similar_pages import similar_beside
from service.facets import Narrowing
from service.messages import grouped_number
from service.named import named_documents
from service.open_index import UnknownDocument
from service.wording import citation_line, section_name, vietnamese_date

EXAMPLES = (
    "chỉ tiêu môi trường đến 2030",
    "tỷ lệ chất thải rắn sinh hoạt được thu gom",
    "Ai là Trưởng Ban Chỉ đạo cải cách hành chính?",
    "thoi han giai quyet ho so cap giay chung nhan",
)
FIRST_EXCERPT, EXCERPT = 480, 280  # code points


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as shown: its excerpt in pieces and where it opens in the document."""

    hit: SearchHit
    pieces: tuple[markup.Piece, ...]
    cut_before: bool
    cut_after: bool
    address: str


def pages(service: Service, settings: Settings, access: Callable[[], AccessFilter]) -> Blueprint:
    """The blueprint of all pages; `access` gives the filter of the person who asks."""
    blueprint = Blueprint("pages", __name__)
    blueprint.add_app_template_filter(markup.verbatim, "nguyen_van")
    blueprint.add_app_template_filter(vietnamese_date, "ngay")
    blueprint.add_app_template_filter(grouped_number, "so")
    blueprint.add_app_template_filter(cite_address, "noi_trich")
    blueprint.add_app_template_filter(span_address, "noi_cau")
    blueprint.add_app_template_filter(section_name, "muc")
    blueprint.add_app_template_filter(citation_line, "loi_trich")
    blueprint.add_app_template_filter(status_words, "loi_hieu_luc")

    @blueprint.get("/")
    def home() -> str:
        return render_template("home.html", examples=EXAMPLES, **_holdings(service, access()))

    @blueprint.get("/hoi")
    def ask() -> str:
        asked = asked_now()
        answer = None
        if asked.page == 1:
            answer = service.ask(
                asked.text, access(), asked.narrowing.filters, settings.per_page, **asked.how
            )
            result = answer.found
        else:
            filters = asked.narrowing.filters
            result = service.search(asked.text, access(), filters, asked.page, settings.per_page, **asked.how)
        citations = answer.citations if answer else ()
        trails = [_trail(service, citation, access()) for citation in citations]
        named = (
            named_documents(asked.text, service.opened(), access(), as_typed=asked.as_typed) if answer else ()
        )
        view = _answer_view(asked, result, answer)
        return render_template("answer.html", trails=trails, named=named, **view)

    @blueprint.get("/van-ban/<document_id>")
    def document(document_id: str) -> str:
        found = service.document(document_id, access())
        return render_template(
            "document.html",
            has_original=has_original(service, document_id, access()),
            panel=panel(found, service.opened(), access()),
            summary=service.opened().catalogue.summaries([document_id], access()).get(document_id),
            similar=similar_beside(found, service, access()),
            **_document_view(found),
        )

    @blueprint.get("/van-ban/<document_id>/goc")
    def original(document_id: str) -> Response:
        return _attachment(originals.original(service, document_id, access()))

    @blueprint.get("/tro-giup")
    def help_page() -> str:
        return render_template("help.html", **_holdings(service, access()))

    return blueprint


def _holdings(service: Service, access: AccessFilter) -> dict[str, Any]:
    try:
        return {"ready": service.ready(access), "trouble": ""}
    except EngineUnavailable as error:
        return {"ready": None, "trouble": messages.sentence(error)}


def _answer_view(asked: Asked, result: SearchResult, answer: AskResult | None) -> dict[str, Any]:
    last = max(1, -(-result.total // result.per_page))
    return {
        "q": asked.text,
        "asked": asked,
        "answer": answer,
        "reason": messages.reason(answer.reason) if answer else "",
        "result": result,
        "spelling": result.spelling,
        "as_typed_address": address(replace(asked, as_typed=True)),
        "suggested_address": address(replace(asked, text=result.spelling.suggestion)),
        "groups": _groups(result.hits),
        "facets": facet_boxes(asked, result),
        "chips": list(chips(asked)),
        "unfiltered": address(replace(asked, narrowing=Narrowing())),
        "orders": order_links(asked),
        "kept": kept_fields(asked),
        "page_address": lambda page: address(asked, page),
        "pages_near": _pages_near(result.page, last),
        "last": last,
    }


def _trail(service: Service, cited: Citation, access: AccessFilter) -> str:
    """The headings above a citation in one line; "" when a new index has just dropped the document."""
    try:
        document = service.document(cited.document, access)
    except UnknownDocument:
        return ""
    return " › ".join(markup.trail(document, Span(cited.start, cited.end)))


def _groups(hits: Iterable[SearchHit]) -> list[list[Found]]:
    """Passages by document; the first of a document is shown at more length than the others."""
    return [
        [_found(hit, FIRST_EXCERPT if place == 0 else EXCERPT) for place, hit in enumerate(group)]
        for _, group in groupby(hits, key=lambda hit: hit.document)
    ]


def _found(hit: SearchHit, length: int) -> Found:
    window = markup.excerpt(hit.start, hit.end, hit.text, hit.highlights, length)
    shown = hit.text[window.start - hit.start : window.end - hit.start]
    return Found(
        hit=hit,
        pieces=tuple(markup.pieces(shown, window.start, hit.highlights)),
        cut_before=window.start > hit.start,
        cut_after=window.end < hit.end,
        address=cite_address(hit),
    )


def _pages_near(page: int, last: int) -> list[int]:
    return [number for number in range(page - 2, page + 3) if 1 <= number <= last]


def _document_view(document: Document) -> dict[str, Any]:
    cited = _cited_span(len(document.text))
    asks_for_span = bool(request.args.get("tu") or request.args.get("den"))
    return {
        "document": document,
        "header": document.header,
        "cited": cited,
        "citation": cite(document, cited) if cited else None,
        "stale": asks_for_span and cited is None,
        "contents": markup.contents(document),
        "html": markup.document_html(document, cited),
        "page_count": len(document.pages),
    }


def _cited_span(length: int) -> Span | None:
    start, end = (request.args.get(name, "") for name in ("tu", "den"))
    if not all(value.isascii() and value.isdigit() and len(value) <= 12 for value in (start, end)):
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= length else None


def _attachment(file: Original) -> Response:
    """Always a download of plain bytes: a browser must never run an indexed file as a page of ours."""
    return send_file(
        BytesIO(file.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.name,
    )


def form_text(error: VankienError) -> str:
    """The question to keep in the form after an error: without characters that a form cannot hold."""
    kept = request.args.get("q", "") if isinstance(error, BadQuestion) else ""
    return "".join(sign for sign in kept if sign.isprintable() or sign in "\n\t")
