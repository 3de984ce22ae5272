"""The JSON API of precedents: documents similar to a document or to a passage of it."""

from collections.abc import Callable, Mapping
from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Float, Integer, List, Nested, String

from corpus.errors import BadQuestion
from corpus.model import Document, Span
from indexer.engine import AccessFilter
from service.ask import Service
from service.faces.schemas import INVALID, FiledOut, Input, between
from service.faces.similar_words import ground_words, subject_words
from service.similar import LISTED, Said, Similar, SimilarDocument, passage_at, similar

MOST = 50
Json = dict[str, Any]


class SimilarIn(Input):
    start = Integer(
        validate=between(0, 10**9),
        error_messages=INVALID,
        metadata={"description": "Vị trí trong đoạn văn cần tìm tiền lệ; không nêu thì tìm theo cả văn bản"},
    )
    end = Integer(
        validate=between(1, 10**9),
        error_messages=INVALID,
        metadata={"description": "Vị trí kết thúc đoạn văn; không nêu thì lấy đoạn chứa start"},
    )
    limit = Integer(load_default=LISTED, validate=between(1, MOST), error_messages=INVALID)


class ReasonOut(Schema):
    kind = String(metadata={"description": "cites, cited_by, relation, related_by, shared, subject"})
    relation = String(allow_none=True)
    words = String(metadata={"description": "Lý do, bằng lời"})
    document = String(allow_none=True, metadata={"description": "Mã văn bản có lời văn được trích"})
    start = Integer(allow_none=True)
    end = Integer(allow_none=True)
    quote = String(allow_none=True, metadata={"description": "Đúng bằng text[start:end] của văn bản đó"})


class SimilarDocumentOut(FiledOut):
    section = String()
    start = Integer()
    end = Integer()
    text = String()
    score = Float()
    reasons = List(Nested(ReasonOut))


class SimilarOut(Schema):
    document = String()
    start = Integer(allow_none=True)
    end = Integer(allow_none=True)
    similar = List(Nested(SimilarDocumentOut))
    took_ms = Float()


def add_similar(blueprint: APIBlueprint, service: Service, access: Callable[[], AccessFilter]) -> None:
    """Add the route to the blueprint of the API; `access` gives the filter of the person who asks."""

    @blueprint.get("/api/documents/<document_id>/similar")
    @blueprint.input(SimilarIn, location="query", arg_name="asked")
    @blueprint.output(SimilarOut)
    @blueprint.doc(
        summary="Văn bản tương tự, tiền lệ của văn bản hoặc của một đoạn, kèm lý do và lời văn",
        responses={400: "Yêu cầu không hợp lệ", 404: "Không có văn bản này", 503: "Chưa có chỉ mục"},
    )
    def similar_documents(document_id: str, asked: Mapping[str, Any]) -> Any:
        document = service.document(document_id, access())
        span = asked_passage(document, asked.get("start"), asked.get("end"))
        return similar_shape(similar(service.opened(), document, access(), span, asked["limit"]))


def asked_passage(document: Document, start: int | None, end: int | None) -> Span | None:
    """The passage asked for: `start:end`, the indexed passage around `start`, or None for the document.

    Raises BadQuestion (`bad_passage`) for a place that is not in the text.
    """
    if start is None and end is None:
        return None
    whole = start is not None and end is not None
    span = Span(start or 0, end or 0) if whole or start is None else passage_at(document, start)
    if span is None or not span.start < span.end <= len(document.text):
        raise BadQuestion("bad_passage", value=str(end if start is None else start))
    return span


def similar_shape(found: Similar) -> Json:
    """Precedents as JSON; each reason has the words that state it, the subject alone has none."""
    return {
        "document": found.document.id,
        "start": found.span.start if found.span else None,
        "end": found.span.end if found.span else None,
        "similar": [_item_shape(item) for item in found.items],
        "took_ms": found.took_ms,
    }


def _item_shape(item: SimilarDocument) -> Json:
    summary = item.document
    subject = subject_words(item)
    reasons = [_reason_shape(said) for said in item.said]
    if subject:
        reasons.append(_reason("subject", subject))
    return {
        "document": summary.id,
        "path": summary.path,
        "title": summary.title,
        "number": summary.number,
        "type": summary.type,
        "issuer": summary.issuer,
        "date": summary.date,
        "section": item.section,
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "score": item.score,
        "reasons": reasons,
    }


def _reason_shape(said: Said) -> Json:
    ground = said.ground
    return {
        **_reason(ground.tie.value, ground_words(ground)),
        "relation": ground.kind.value if ground.kind else None,
        "document": ground.document,
        "start": said.start,
        "end": said.end,
        "quote": said.text,
    }


def _reason(kind: str, words: str) -> Json:
    return {"kind": kind, "words": words} | dict.fromkeys(("relation", "document", "start", "end", "quote"))
