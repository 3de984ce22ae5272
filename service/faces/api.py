"""The JSON API: translate a request, ask the service, give its shape; decide nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from indexer.engine import AccessFilter, Filters
from service.ask import Service
from service.config import Settings
from service.faces import schemas, shapes
from service.faces.addresses import suggestion_address
from service.faces.understanding_api import add_routes
from service.order import Order
from service.relations import State
from service.suggest import suggestions

NO_SUCH = {404: "Không có văn bản này"}
PLAIN_TEXT: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {"description": "Toàn văn", "content": {"text/plain": {"schema": {"type": "string"}}}},
    404: {"description": NO_SUCH[404]},
}
BAD = {400: "Yêu cầu không hợp lệ", 413: "Yêu cầu quá lớn", 503: "Chưa có chỉ mục"}


def api(service: Service, settings: Settings, access: Callable[[], AccessFilter]) -> APIBlueprint:
    """The blueprint of the JSON API; `access` gives the filter of the person who asks."""
    blueprint = APIBlueprint("api", __name__, tag="vankien")

    @blueprint.post("/api/search")
    @blueprint.input(schemas.SearchIn, arg_name="asked")
    @blueprint.output(schemas.SearchOut)
    @blueprint.doc(summary="Tìm đoạn văn bản", responses=BAD)
    def search(asked: Mapping[str, Any]) -> Any:
        text = asked["text"] if "text" in asked else asked["question"]
        per_page = asked.get("per_page", settings.per_page)
        found = service.search(text, access(), _filters(asked), asked["page"], per_page, **_how(asked))
        return shapes.search_shape(found)

    @blueprint.get("/api/suggest")
    @blueprint.input(schemas.SuggestIn, location="query", arg_name="asked")
    @blueprint.output(schemas.SuggestionsOut)
    @blueprint.doc(summary="Gợi ý số, tên văn bản và đề mục khi đang gõ", responses=BAD)
    def suggest(asked: Mapping[str, Any]) -> Any:
        found = suggestions(service.opened(), asked["q"], access())
        return {"suggestions": [shapes.suggestion_shape(one, suggestion_address(one)) for one in found]}

    @blueprint.post("/api/ask")
    @blueprint.input(schemas.AskIn, arg_name="asked")
    @blueprint.output(schemas.AskOut)
    @blueprint.doc(summary="Hỏi, nhận câu trả lời có trích dẫn nguyên văn", responses=BAD)
    def ask(asked: Mapping[str, Any]) -> Any:
        answered = service.ask(asked["question"], access(), _filters(asked), **_how(asked))
        return shapes.ask_shape(answered)

    @blueprint.get("/api/documents/<document_id>")
    @blueprint.output(schemas.DocumentOut)
    @blueprint.doc(summary="Thông tin và mục lục của văn bản", responses=NO_SUCH)
    def document(document_id: str) -> Any:
        return shapes.document_shape(service.document(document_id, access()))

    @blueprint.get("/api/documents/<document_id>/text")
    @blueprint.doc(
        summary="Toàn văn",
        responses=PLAIN_TEXT,
    )
    def document_text(document_id: str) -> Response:
        return Response(service.document(document_id, access()).text, mimetype="text/plain")

    add_routes(blueprint, service, access)

    @blueprint.get("/healthz")
    @blueprint.output(schemas.HealthOut)
    @blueprint.doc(summary="Tiến trình còn chạy", tags=["vận hành"])
    def healthz() -> Any:
        return {"status": "ok"}

    @blueprint.get("/readyz")
    @blueprint.output(schemas.ReadyOut)
    @blueprint.doc(summary="Chỉ mục đã mở", tags=["vận hành"], responses={503: "Chưa có chỉ mục"})
    def readyz() -> Any:
        ready = service.ready(access())
        return {
            "status": "ready",
            "generation": str(ready.generation),
            "documents": ready.documents,
            "passages": ready.passages,
        }

    return blueprint


def _filters(asked: Mapping[str, Any]) -> Filters:
    chosen = asked.get("filters", {})
    return Filters(
        types=tuple(chosen.get("type", ())),
        issuers=tuple(chosen.get("issuer", ())),
        years=tuple(chosen.get("year", ())),
        levels=tuple(chosen.get("level", ())),
        fields=tuple(chosen.get("field", ())),
    )


def _how(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a search is told beyond its text and filters."""
    states = tuple(State(value) for value in asked.get("filters", {}).get("status", ()))
    return {"as_typed": asked["as_typed"], "states": states, "order": Order(asked["sort"])}
