"""What the JSON API takes and gives: the source of validation and of the OpenAPI description."""

from collections.abc import Sequence
from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Float, Integer, List, Nested, String
from marshmallow import ValidationError, validates_schema
from marshmallow.validate import Length, OneOf, Range

from corpus.model import TargetKind
from corpus.values.field import fields
from indexer.phrases import PhraseKind
from service.order import Order
from service.relations import State
from service.targets import LEVELS

INVALID: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "Thiếu trường bắt buộc.",
    "null": "Trường này không được để trống.",
    "invalid": "Giá trị không đúng kiểu dữ liệu.",
    "invalid_utf8": "Giá trị không phải là văn bản UTF-8.",
    "type": "Giá trị không đúng kiểu dữ liệu.",
    "too_large": "Giá trị quá lớn.",
}


class Input(Schema):
    """Every unknown field is refused, in Vietnamese."""

    error_messages = {"unknown": "Trường này không được hỗ trợ.", "type": "Cần một đối tượng JSON."}  # noqa: RUF012


def _text(description: str) -> String:
    return String(error_messages=INVALID, metadata={"description": description})


def _as_typed() -> Boolean:
    described = {"description": "Tìm đúng như đã gõ, không sửa lỗi bàn phím"}
    return Boolean(load_default=False, error_messages=INVALID, metadata=described)


def between(least: int, most: int) -> Range:
    """Validates a number of these bounds, both allowed."""
    return Range(least, most, error=f"Giá trị phải từ {least} đến {most}.")


def _one_of(values: Sequence[str], description: str, what: str, **more: Any) -> String:
    return String(
        validate=OneOf(values, error=f"{what} không có trong danh mục."),
        error_messages=INVALID,
        metadata={"description": description},
        **more,
    )


class FiltersIn(Input):
    type = List(_text("Loại văn bản"), error_messages=INVALID)
    issuer = List(_text("Cơ quan ban hành"), error_messages=INVALID)
    year = List(
        Integer(strict=True, validate=between(1, 9999), error_messages=INVALID), error_messages=INVALID
    )
    level = List(_one_of(LEVELS, "Cấp của cơ quan ban hành", "Cấp"), error_messages=INVALID)
    field = List(_one_of(fields(), "Lĩnh vực", "Lĩnh vực"), error_messages=INVALID)
    status = List(
        _one_of([state.value for state in State], "Tình trạng hiệu lực do các văn bản nêu", "Tình trạng"),
        error_messages=INVALID,
    )


def _order() -> String:
    orders = [order.value for order in Order]
    described = "Thứ tự của các văn bản tìm được; ngoài relevance, chỉ gồm các văn bản sát với câu hỏi"
    return _one_of(orders, described, "Thứ tự", load_default=Order.RELEVANCE.value)


class AskIn(Input):
    question = String(
        required=True, error_messages=INVALID, metadata={"example": "chỉ tiêu môi trường đến 2030"}
    )
    filters = Nested(FiltersIn, error_messages=INVALID)
    as_typed = _as_typed()
    sort = _order()


class SearchIn(Input):
    text = String(error_messages=INVALID, metadata={"example": "chỉ tiêu môi trường đến 2030"})
    question = _text("Tên khác của text")
    filters = Nested(FiltersIn, error_messages=INVALID)
    as_typed = _as_typed()
    sort = _order()
    page = Integer(strict=True, load_default=1, validate=between(1, 1000), error_messages=INVALID)
    per_page = Integer(strict=True, validate=between(1, 100), error_messages=INVALID)

    @validates_schema
    def one_text(self, data: dict[str, Any], **_: Any) -> None:
        """Exactly one of `text` and `question`."""
        if ("text" in data) == ("question" in data):
            raise ValidationError("Cần đúng một trong hai trường text và question.", "text")


def _of_fields() -> "List[Any]":
    """The fields of a document; a schema has an attribute `fields` of its own, so this one is named aside."""
    return List(String(), attribute="fields", data_key="fields", metadata={"description": "Lĩnh vực"})


class StatedByOut(Schema):
    document = String()
    number = String(allow_none=True)
    title = String()


class HitStatusOut(Schema):
    state = String(metadata={"enum": [state.value for state in State]})
    name = String()
    since = String(allow_none=True)
    proposed = Boolean(metadata={"description": "Mới chỉ nêu trong dự thảo"})
    by = Nested(StatedByOut, allow_none=True)


class SummaryOut(Schema):
    """How every reply names a document."""

    document = String()
    title = String()
    number = String(allow_none=True)
    type = String(allow_none=True)
    issuer = String(allow_none=True)
    date = String(allow_none=True)


class FiledOut(SummaryOut):
    path = String()


class HitOut(FiledOut):
    date = String(allow_none=True, metadata={"description": "ISO 8601"})
    section = String(metadata={"description": "II.3.a"})
    start = Integer(metadata={"description": "Vị trí ký tự (code point) trong toàn văn"})
    end = Integer(metadata={"description": "Vị trí kết thúc, không bao gồm"})
    text = String()
    highlights = List(List(Integer()))
    score = Float()
    level = String(allow_none=True, metadata={"description": "Cấp của cơ quan ban hành"})
    of_fields = _of_fields()
    status = List(Nested(HitStatusOut), metadata={"description": "Các văn bản nêu về hiệu lực"})


class CountOut(Schema):
    value = String()
    count = Integer()


class StateCountOut(CountOut):
    name = String(metadata={"description": "Tên gọi của tình trạng"})


class FacetsOut(Schema):
    type = List(Nested(CountOut))
    issuer = List(Nested(CountOut))
    level = List(Nested(CountOut))
    year = List(Nested(CountOut))
    field = List(Nested(CountOut))
    status = List(Nested(StateCountOut))


class SearchOut(Schema):
    total = Integer(metadata={"description": "Số văn bản"})
    page = Integer()
    per_page = Integer()
    hits = List(Nested(HitOut))
    facets = Nested(FacetsOut)
    corrected = String(metadata={"description": "Câu hỏi đã dùng để tìm, khi khác câu đã gõ"})
    suggestion = String(metadata={"description": "Cách viết khác được gợi ý"})
    took_ms = Float()


class SuggestIn(Input):
    q = String(required=True, error_messages=INVALID, metadata={"example": "15 nq"})


class SuggestionOut(Schema):
    kind = String(metadata={"enum": [kind.value for kind in PhraseKind]})
    text = String(metadata={"description": "Số, tên văn bản hoặc đề mục, nguyên văn"})
    detail = String(metadata={"description": "Văn bản nào, bằng lời"})
    documents = Integer(metadata={"description": "Số văn bản có cùng tên hoặc đề mục này"})
    document = String(allow_none=True, metadata={"description": "Mã văn bản, null khi có nhiều văn bản"})
    start = Integer(allow_none=True, metadata={"description": "Vị trí của đề mục trong toàn văn"})
    end = Integer(allow_none=True)
    address = String(metadata={"description": "Địa chỉ trang để mở"})


class SuggestionsOut(Schema):
    suggestions = List(Nested(SuggestionOut))


class AnswerOut(Schema):
    text = String()
    citations = List(Integer(), metadata={"description": "Chỉ số trong citations"})


class CitationOut(Schema):
    document = String()
    path = String()
    title = String()
    number = String(allow_none=True)
    issuer = String(allow_none=True)
    date = String(allow_none=True)
    page = Integer(allow_none=True)
    section = String()
    start = Integer()
    end = Integer()
    quote = String(metadata={"description": "Đúng bằng text[start:end] của văn bản"})


class AskOut(Schema):
    question = String()
    status = String(metadata={"enum": ["answered", "no_answer"]})
    reason = String(metadata={"description": "Lý do không trả lời; rỗng khi có câu trả lời"})
    answer = List(Nested(AnswerOut))
    citations = List(Nested(CitationOut))
    passages = List(Nested(HitOut))
    facets = Nested(FacetsOut)
    corrected = String(metadata={"description": "Câu hỏi đã dùng để tìm, khi khác câu đã gõ"})
    suggestion = String(metadata={"description": "Cách viết khác được gợi ý"})
    took_ms = Float()


class OutlineOut(Schema):
    kind = String()
    label = String()
    path = String()
    heading = String()
    start = Integer()
    end = Integer()


class DocumentOut(FiledOut):
    superior = String(allow_none=True)
    place = String(allow_none=True)
    summary = String(allow_none=True)
    signer = String(allow_none=True)
    draft = Boolean()
    article_about = Boolean()
    length = Integer(metadata={"description": "Số ký tự (code point) của toàn văn"})
    pages = List(Integer(), metadata={"description": "Vị trí bắt đầu của từng trang"})
    outline = List(Nested(OutlineOut))


class ErrorBodyOut(Schema):
    code = String(required=True)
    message = String(required=True)
    details = Dict(metadata={"description": "Lỗi của từng trường, khi yêu cầu không hợp lệ"})


class ErrorOut(Schema):
    error = Nested(ErrorBodyOut, required=True)


class ReadyOut(Schema):
    status = String()
    generation = String()
    documents = Integer()
    passages = Integer()


class HealthOut(Schema):
    status = String()


LONGEST_TEXT = 200_000  # characters of a text whose references are checked


class CitationsIn(Input):
    text = String(
        required=True,
        error_messages=INVALID,
        validate=Length(max=LONGEST_TEXT, error=f"Văn bản dài quá {LONGEST_TEXT:,} ký tự.".replace(",", ".")),
        metadata={"example": "Căn cứ Nghị quyết số 05-NQ/TU ngày 15/6/2021 của Tỉnh ủy"},
    )


class KnownOut(SummaryOut):
    draft = Boolean()


class CandidateOut(KnownOut):
    certain = Boolean(metadata={"description": "Chắc chắn là văn bản được dẫn"})
    reasons = List(String())
    against = List(String())
    why = String(metadata={"description": "Lý do, bằng lời"})


class ReferenceOut(Schema):
    start = Integer(metadata={"description": "Vị trí ký tự (code point) trong đoạn văn gửi lên"})
    end = Integer()
    raw = String()
    kind = String()
    type = String(allow_none=True)
    number = String(allow_none=True)
    issuer = String(allow_none=True)
    date = String(allow_none=True)
    normalised = String()
    provision = String(allow_none=True)
    document = String(allow_none=True, metadata={"description": "Mã văn bản, null khi chưa chắc chắn"})
    candidates = List(Nested(CandidateOut))


class CitationsOut(Schema):
    references = List(Nested(ReferenceOut))


class TargetFilterIn(Input):
    field = List(
        String(validate=OneOf(fields(), error="Lĩnh vực không có trong danh mục."), error_messages=INVALID)
    )
    year = List(Integer(validate=between(1900, 2100), error_messages=INVALID))
    level = List(
        String(error_messages=INVALID), metadata={"description": "trung ương, tỉnh, huyện, xã, cơ sở"}
    )
    place = String(error_messages=INVALID)
    words = String(error_messages=INVALID, metadata={"description": "Từ ngữ trong tên chỉ tiêu"})
    document = List(String(error_messages=INVALID))
    kind = String(
        validate=OneOf([kind.value for kind in TargetKind], error="Loại không có trong danh mục."),
        error_messages=INVALID,
    )
    drafts = Boolean(error_messages=INVALID, metadata={"description": "Kể cả dự thảo"})


class TargetsIn(TargetFilterIn):
    page = Integer(load_default=1, validate=between(1, 100_000), error_messages=INVALID)
    per_page = Integer(load_default=50, validate=between(1, 1000), error_messages=INVALID)


class TargetOut(Schema):
    kind = String()
    indicator = String()
    of = String(metadata={"description": "Chỉ tiêu rộng hơn mà chỉ tiêu này cụ thể hóa"})
    operator = String()
    value = String(metadata={"description": "Giá trị, bằng lời"})
    values = List(Float())
    unit = String(allow_none=True)
    trend = String(allow_none=True)
    approximate = Boolean()
    yearly = Boolean()
    year = Integer(allow_none=True)
    period = List(Integer(), allow_none=True)
    when = String()
    base = String(allow_none=True)
    baseline = String(allow_none=True)
    due = String(allow_none=True)
    field = String(allow_none=True)
    leader = String(allow_none=True)
    section = String()
    start = Integer()
    end = Integer()
    quote = String(metadata={"description": "Đúng bằng text[start:end] của văn bản"})
    value_span = List(Integer())
    scope = List(Integer(), allow_none=True, metadata={"description": "Đề mục cho biết năm"})


class TargetLineOut(TargetOut, FiledOut):
    page = Integer(allow_none=True)
    level = String(allow_none=True)
    place = String(allow_none=True)
    citation = String()


class TargetFacetsOut(Schema):
    field = List(Nested(CountOut))
    year = List(Nested(CountOut))
    level = List(Nested(CountOut))
    place = List(Nested(CountOut))


class TargetsOut(Schema):
    total = Integer()
    page = Integer()
    per_page = Integer()
    targets = List(Nested(TargetLineOut))
    facets = Nested(TargetFacetsOut)


class NamedOut(Schema):
    start = Integer()
    end = Integer()
    raw = String()
    kind = String()
    type = String(allow_none=True)
    number = String(allow_none=True)
    issuer = String(allow_none=True)
    date = String(allow_none=True)
    normalised = String()


class EdgeOut(Schema):
    kind = String()
    name = String()
    certain = Boolean()
    document = Nested(KnownOut, allow_none=True)
    reference = Nested(NamedOut)
    candidates = List(Nested(CandidateOut))
    source = String(metadata={"description": "Mã văn bản có lời văn được trích"})
    start = Integer()
    end = Integer()
    quote = String()


class StatusOut(Schema):
    state = String()
    name = String()
    since = String(allow_none=True)
    proposed = Boolean(metadata={"description": "Mới chỉ nêu trong dự thảo"})
    by = Nested(KnownOut, allow_none=True)
    quote = String(allow_none=True)


class ChainNodeOut(Schema):
    key = String()
    label = String()
    depth = Integer()
    below = String(allow_none=True)
    relation = String(allow_none=True)
    document = Nested(KnownOut, allow_none=True)


class TaskOut(Schema):
    task = String()
    leader = String(allow_none=True)
    partners = List(String())
    deadline = String(allow_none=True)
    due = String(allow_none=True)
    section = String()
    heading = String()
    start = Integer()
    end = Integer()
    quote = String()


class UnderstandingOut(DocumentOut):
    level = String(allow_none=True)
    issuer_place = String(allow_none=True)
    of_fields = _of_fields()
    status = List(Nested(StatusOut))
    references = List(Nested(ReferenceOut))
    relations = List(Nested(EdgeOut))
    related_by = List(Nested(EdgeOut))
    chain = List(Nested(ChainNodeOut))
    targets = List(Nested(TargetOut))
    tasks = List(Nested(TaskOut))
