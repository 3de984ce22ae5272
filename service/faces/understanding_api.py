"""The JSON API of what was understood: references checked, the table of targets and its exports."""

from collections.abc import Callable, Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from corpus.model import TargetKind
from indexer.engine import AccessFilter
from indexer.understood import TargetFilter
from service.ask import Service
from service.citations import check_text
from service.faces import schemas, understanding_shapes
from service.faces.similar_api import add_similar
from service.targets import target_table, to_csv, to_xlsx

LARGEST_TEXT = 1024 * 1024  # bytes of a request with a text to check
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Danh sách chỉ tiêu", "content": {"text/csv": {}, XLSX: {}}},
    400: {"description": "Yêu cầu không hợp lệ"},
    503: {"description": "Chưa có chỉ mục"},
}
BAD = {400: "Yêu cầu không hợp lệ", 503: "Chưa có chỉ mục"}


def add_routes(blueprint: APIBlueprint, service: Service, access: Callable[[], AccessFilter]) -> None:
    """Add the routes to the blueprint of the API; `access` gives the filter of the person who asks."""

    @blueprint.before_request
    def allow_a_whole_text() -> None:
        if request.endpoint == f"{blueprint.name}.citations":
            request.max_content_length = LARGEST_TEXT

    @blueprint.post("/api/citations")
    @blueprint.input(schemas.CitationsIn, arg_name="asked")
    @blueprint.output(schemas.CitationsOut)
    @blueprint.doc(
        summary="Đối chiếu các văn bản được dẫn chiếu trong một đoạn văn", responses={**BAD, 413: "Quá lớn"}
    )
    def citations(asked: Mapping[str, Any]) -> Any:
        found = check_text(asked["text"], service.opened(), access())
        return {"references": [understanding_shapes.reference_shape(one) for one in found]}

    @blueprint.get("/api/documents/<document_id>/understanding")
    @blueprint.output(schemas.UnderstandingOut)
    @blueprint.doc(
        summary="Những gì đã hiểu về văn bản: dẫn chiếu, quan hệ, chuỗi thực hiện, chỉ tiêu, nhiệm vụ",
        responses={404: "Không có văn bản này"},
    )
    def understanding(document_id: str) -> Any:
        document = service.document(document_id, access())
        return understanding_shapes.understanding_shape(document, service.opened(), access())

    add_similar(blueprint, service, access)

    @blueprint.get("/api/targets")
    @blueprint.input(schemas.TargetsIn, location="query", arg_name="asked")
    @blueprint.output(schemas.TargetsOut)
    @blueprint.doc(summary="Bảng chỉ tiêu của mọi văn bản", responses=BAD)
    def targets(asked: Mapping[str, Any]) -> Any:
        table = target_table(service.opened(), target_filter(asked), access())
        return understanding_shapes.table_shape(table, asked["page"], asked["per_page"])

    @blueprint.get("/api/targets.csv")
    @blueprint.input(schemas.TargetFilterIn, location="query", arg_name="asked")
    @blueprint.doc(summary="Bảng chỉ tiêu, tệp CSV", responses=FILES)
    def targets_csv(asked: Mapping[str, Any]) -> Response:
        table = target_table(service.opened(), target_filter(asked), access())
        return _file(to_csv(table.lines).encode(), "text/csv; charset=utf-8", "chi-tieu.csv")

    @blueprint.get("/api/targets.xlsx")
    @blueprint.input(schemas.TargetFilterIn, location="query", arg_name="asked")
    @blueprint.doc(summary="Bảng chỉ tiêu, tệp XLSX", responses=FILES)
    def targets_xlsx(asked: Mapping[str, Any]) -> Response:
        table = target_table(service.opened(), target_filter(asked), access())
        return _file(to_xlsx(table.lines), XLSX, "chi-tieu.xlsx")


def target_filter(asked: Mapping[str, Any]) -> TargetFilter:
    """The filter in the parameters of a request (see `schemas.TargetFilterIn`)."""
    return TargetFilter(
        fields=tuple(asked.get("field", ())),
        years=tuple(asked.get("year", ())),
        levels=tuple(asked.get("level", ())),
        place=asked.get("place", ""),
        words=asked.get("words", ""),
        documents=tuple(asked.get("document", ())),
        kinds=(TargetKind(asked.get("kind", TargetKind.TARGET.value)),),
        drafts=asked.get("drafts", False),
    )


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
