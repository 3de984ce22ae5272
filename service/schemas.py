"""What the JSON API takes and gives: the source of validation and of the OpenAPI description."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Float, Integer, List, Nested, String
from marshmallow import ValidationError, validates_schema
from marshmallow.validate import Range

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


def _between(least: int, most: int) -> Range:
    return Range(least, most, error=f"Giá trị phải từ {least} đến {most}.")


class FiltersIn(Input):
    type = List(_text("Loại văn bản"), error_messages=INVALID)
    issuer = List(_text("Cơ quan ban hành"), error_messages=INVALID)
    year = List(
        Integer(strict=True, validate=_between(1, 9999), error_messages=INVALID), error_messages=INVALID
    )


class AskIn(Input):
    question = String(
        required=True, error_messages=INVALID, metadata={"example": "chỉ tiêu môi trường đến 2030"}
    )
    filters = Nested(FiltersIn, error_messages=INVALID)
    as_typed = _as_typed()


class SearchIn(Input):
    text = String(error_messages=INVALID, metadata={"example": "chỉ tiêu môi trường đến 2030"})
    question = _text("Tên khác của text")
    filters = Nested(FiltersIn, error_messages=INVALID)
    as_typed = _as_typed()
    page = Integer(strict=True, load_default=1, validate=_between(1, 1000), error_messages=INVALID)
    per_page = Integer(strict=True, validate=_between(1, 100), error_messages=INVALID)

    @validates_schema
    def one_text(self, data: dict[str, Any], **_: Any) -> None:
        """Exactly one of `text` and `question`."""
        if ("text" in data) == ("question" in data):
            raise ValidationError("Cần đúng một trong hai trường text và question.", "text")


class HitOut(Schema):
    document = String()
    path = String()
    title = String()
    number = String(allow_none=True)
    type = String(allow_none=True)
    issuer = String(allow_none=True)
    date = String(allow_none=True, metadata={"description": "ISO 8601"})
    section = String(metadata={"description": "II.3.a"})
    start = Integer(metadata={"description": "Vị trí ký tự (code point) trong toàn văn"})
    end = Integer(metadata={"description": "Vị trí kết thúc, không bao gồm"})
    text = String()
    highlights = List(List(Integer()))
    score = Float()


class CountOut(Schema):
    value = String()
    count = Integer()


class FacetsOut(Schema):
    type = List(Nested(CountOut))
    issuer = List(Nested(CountOut))
    year = List(Nested(CountOut))


class SearchOut(Schema):
    total = Integer(metadata={"description": "Số văn bản"})
    page = Integer()
    per_page = Integer()
    hits = List(Nested(HitOut))
    facets = Nested(FacetsOut)
    corrected = String(metadata={"description": "Câu hỏi đã dùng để tìm, khi khác câu đã gõ"})
    suggestion = String(metadata={"description": "Cách viết khác được gợi ý"})
    took_ms = Float()


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


class DocumentOut(Schema):
    document = String()
    path = String()
    title = String()
    number = String(allow_none=True)
    type = String(allow_none=True)
    issuer = String(allow_none=True)
    superior = String(allow_none=True)
    place = String(allow_none=True)
    date = String(allow_none=True)
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
