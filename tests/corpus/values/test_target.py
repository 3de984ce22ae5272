"""Targets: the phrasings of real documents, and every target of the sample documents."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus.assembly import document_from_file
from corpus.model import Document, Operator, Target, TargetKind
from corpus.values.target import find_targets
from tests.needs import shared_material

SAMPLES = Path(__file__).resolve().parents[3] / "corpus" / "documents"
EXPECTED = Path(__file__).resolve().parents[2] / "quality" / "sample_targets.jsonl"

# What each numbered fragment of the evaluation material says, in order; its text is read from there.
# kind operator values unit [indicator] and further fields.
TARGET, RESULT, COUNT, DEADLINE = "target", "result", "count", "deadline"
INC, DEC, KEEP = {"trend": "increase"}, {"trend": "decrease"}, {"trend": "maintain"}
YEARLY = {"yearly": True}
Expected = tuple[str, str, str, str | None, dict[str, Any]]
FRAGMENTS: dict[int, list[Expected]] = {
    1: [(COUNT, "=", "5", "chỉ tiêu", {})],
    2: [(COUNT, "=", "12", "chỉ tiêu", {})],
    3: [(TARGET, "rank", "1", "đơn vị", {**KEEP, "indicator": "chỉ số cải cách hành chính"})],
    4: [(TARGET, "rank", "", "nhóm", {**KEEP, "indicator": "chất lượng giáo dục và đào tạo"})],
    5: [(TARGET, "range", "10 12", "%", {**INC, **YEARLY, "indicator": "thương mại - dịch vụ"})],
    6: [(TARGET, "range", "5 10", "%", {**INC, **YEARLY, "indicator": "thu ngân sách"})],
    7: [(TARGET, "=", "0.30", "‰/năm", {**DEC, **YEARLY, "indicator": "tỷ suất sinh thô"})],
    8: [(TARGET, "=", "100", "%", {**YEARLY, "base": "chỉ tiêu", "indicator": "gọi công dân nhập ngũ"})],
    9: [(TARGET, ">=", "85", "%", {"indicator": "hộ gia đình đạt tiêu chuẩn văn hóa"})],
    10: [(TARGET, ">", "80", "%", {"field": "Xây dựng Đảng"})],
    11: [(TARGET, ">=", "10", "đảng viên", YEARLY)],
    12: [(TARGET, "range", "8 9", "%", {**INC, **YEARLY, "indicator": "tổng thu ngân sách nhà nước"})],
    13: [(TARGET, ">=", "12", "%", {})],
    14: [(TARGET, ">", "8", "%/năm", {**INC, **YEARLY, "indicator": "thu nhập bình quân đầu người"})],
    15: [(TARGET, "<", "0.2", "%", {"year": 2030, "indicator": "tỷ lệ hộ nghèo theo chuẩn đa chiều"})],
    16: [(TARGET, "range", "8 10", "%", {**INC, **YEARLY, "baseline": "chỉ tiêu thành phố giao"})],
    17: [(TARGET, "range", "11 15", "%", INC)],
    18: [(TARGET, "maintain", "100", "%", KEEP)],
    19: [(TARGET, "=", "225", "tỷ đồng", {"indicator": "Tổng thu ngân sách"})],
    20: [(TARGET, "=", "120", "triệu đồng/năm", {"yearly": False})],
    21: [(TARGET, "<", "0.6", "%", {"indicator": "Tỷ lệ hộ nghèo"})],
    22: [(TARGET, "=", "2", "cụm công nghiệp", {}), (TARGET, "=", "5", "khu dân cư", {})],
    23: [(TARGET, "range", "7.3 7.8", "%/năm", {**INC, **YEARLY, "indicator": "Tăng trưởng GDP"})],
    24: [
        (TARGET, "range", "63.8 64.2", "%", {"of": "cơ cấu kinh tế", "indicator": "Dịch vụ"}),
        (TARGET, "range", "26 26.5", "%", {"of": "cơ cấu kinh tế", "indicator": "Công nghiệp-xây dựng"}),
        (TARGET, "range", "1.8 2.4", "%", {"of": "cơ cấu kinh tế", "indicator": "Nông nghiệp"}),
    ],
    25: [(TARGET, "range", "8300 8500", "USD", {"indicator": "GRDP bình quân/người"})],
    26: [(TARGET, ">", "8.0", "%/năm", {**YEARLY, "period": (2021, 2030)})],
    27: [(TARGET, "~", "8500", "USD", {})],
    28: [
        (TARGET, "~", "7", "%/năm", {"period": (2021, 2030)}),
        (TARGET, ">", "8.5", "%/năm", {"period": (2026, 2030)}),
    ],
    29: [(TARGET, "~", "30", "%", {"base": "GDP", "indicator": "tỷ trọng kinh tế số"})],
    30: [(TARGET, "<", "20", "%", DEC)],
    31: [
        (TARGET, "=", "2", "triệu doanh nghiệp", {}),
        (TARGET, "=", "20", "doanh nghiệp hoạt động/nghìn dân", {}),
    ],
    32: [
        (TARGET, "range", "55 58", "%", {"base": "GDP", "approximate": True}),
        (TARGET, "range", "35 40", "%", {"base": "tổng thu ngân sách nhà nước", "approximate": True}),
    ],
    33: [
        (TARGET, "range", "8.5 9.5", "%/năm", {**INC, "approximate": True, "indicator": "năng suất lao động"})
    ],
    34: [(TARGET, "rank", "3", "nước", {}), (TARGET, "rank", "5", "nước", {})],
    35: [(TARGET, ">=", "3", "triệu doanh nghiệp", {"year": 2045})],
    36: [
        (TARGET, ">=", "80", "%", {"indicator": "số xã đạt chuẩn nông thôn mới"}),
        (TARGET, ">=", "10", "%", {"indicator": "số xã đạt chuẩn nông thôn mới kiểu mẫu"}),
    ],
    37: [(TARGET, "none", "0", None, {"indicator": "xã đạt dưới 15 tiêu chí"})],
    38: [(TARGET, ">=", "1.5", "lần", {**INC, "baseline": "năm 2020", "year": None})],
    39: [(TARGET, ">=", "2", "đơn vị", {"indicator": "đơn vị cấp huyện đạt chuẩn nông thôn mới"})],
    40: [(TARGET, ">=", "58", "triệu đồng/người/năm", {})],
    41: [(TARGET, "range", "90 100", "đảng viên", {**YEARLY, "indicator": "kết nạp đảng viên"})],
    42: [
        (TARGET, ">=", "7", "%", {"baseline": "tổng số đảng viên đầu năm"}),
        (TARGET, "all", "100", "%", {"indicator": "chi, Đảng bộ có nguồn đều phát triển được đảng viên"}),
    ],
    43: [(TARGET, ">=", "210", "đảng viên", {})],
    44: [
        (TARGET, "=", "2", "%", {"base": "GDP", "year": 2030, "indicator": "Kinh phí R&D"}),
        (TARGET, ">", "60", "%", {"year": 2030, "indicator": "đầu tư xã hội"}),
    ],
    45: [(TARGET, ">=", "3", "%", {"base": "ngân sách"})],
    46: [
        (COUNT, "=", "27", "chỉ tiêu", {"indicator": "chỉ tiêu về chính quyền số"}),
        (COUNT, "=", "100", "nhiệm vụ", {}),
        (COUNT, "=", "7", "chỉ tiêu", {"indicator": "chỉ tiêu về kinh tế số"}),
        (COUNT, "=", "77", "nhiệm vụ", {}),
    ],
    47: [(TARGET, "=", "27", "m2sàn/người", {"indicator": "diện tích nhà ở bình quân cả nước"})],
    48: [
        (TARGET, "range", "15 17", "biên chế", {"approximate": True}),
        (TARGET, "<=", "20", "biên chế", {}),
    ],
    49: [(DEADLINE, "<=", "", None, {"due": "tối đa sau thời gian 05 năm"})],
    50: [(DEADLINE, "<=", "", None, {"due": "trước ngày 15/5/2025", "year": 2025})],
    51: [(DEADLINE, "<=", "", None, {"due": "trong quý 1/2026", "year": 2026})],
    52: [(TARGET, "rank", "5", "địa phương", {"year": 2025, "indicator": "chuyển đổi số"})],
    53: [(RESULT, "=", "20 21", "chỉ tiêu", {"year": 2025})],
    54: [
        (RESULT, "=", "188.9", "tỷ đồng", {}),
        (RESULT, ">", "468.9", "%", {"base": "dự toán giao"}),
        (RESULT, "=", "108", "%", {"base": "kế hoạch"}),
    ],
    55: [(RESULT, "=", "69", "%", {"base": "chỉ tiêu được giao", "year": 2021})],
    56: [
        (RESULT, "=", "44", "chỉ tiêu", {}),
        (RESULT, "=", "9", "chỉ tiêu", {}),
        (RESULT, "=", "35", "chỉ tiêu", {}),
    ],
    57: [(RESULT, "all", "10 10", "chỉ tiêu", {})],
}


def _fragments() -> dict[int, str]:
    text = (shared_material() / "domain" / "party-documents.md").read_text("utf-8")
    part = text.split("### 2.3", 1)[1].split("Operator lexicon", 1)[0]
    rows = re.finditer(r"^\| (\d+) \| (.*?) \| .* \|$", part, re.MULTILINE)
    return {int(row[1]): row[2] for row in rows}


@pytest.mark.shared
@pytest.mark.parametrize("number", sorted(FRAGMENTS))
def test_a_real_fragment_is_read_whole(number: int) -> None:
    text = _fragments()[number]
    found = find_targets(text)
    assert [(t.kind, t.operator, t.values, t.unit) for t in found] == [
        (TargetKind(kind), Operator(operator), tuple(map(Decimal, values.split())), unit)
        for kind, operator, values, unit, _ in FRAGMENTS[number]
    ]
    for target, (*_, fields) in zip(found, FRAGMENTS[number], strict=True):
        assert {name: getattr(target, name) for name in fields} == fields


@pytest.mark.shared
def test_no_fragment_is_left_out() -> None:
    assert set(_fragments()) == set(FRAGMENTS) == set(range(1, 58))


def _document(name: str) -> Document:
    document = document_from_file(SAMPLES / name, name)
    assert isinstance(document, Document)
    return document


def _read(document: Document) -> list[Target]:
    return find_targets(
        document.text,
        document.sections,
        start=document.header.end,
        kind=document.header.type,
        furniture=document.furniture,
    )


def _expected() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {path.name: [] for path in SAMPLES.iterdir()}
    for line in EXPECTED.read_text("utf-8").splitlines():
        record = json.loads(line)
        found[record.pop("path")].append(record)
    return found


def _record(target: Target) -> Iterator[tuple[str, Any]]:
    yield "section", target.path
    yield "kind", target.kind.value
    yield "indicator", target.indicator
    yield "operator", target.operator.value
    yield "values", [str(value) for value in target.values]
    yield "unit", target.unit
    for name in ("of", "year", "baseline", "base", "leader", "due", "yearly"):
        if value := getattr(target, name):
            yield name, value
    if target.period:
        yield "period", list(target.period)
    if target.trend:
        yield "trend", target.trend.value


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_targets_of_a_sample_document(name: str) -> None:
    found = [target for target in _read(_document(name)) if target.kind is not TargetKind.RESULT]
    assert [dict(_record(target)) for target in found] == _expected()[name]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_spans_quote_the_figure_inside_its_clause_or_row(name: str) -> None:
    document = _document(name)
    for target in _read(document):
        assert 0 <= target.span.start <= target.value_span.start
        assert target.value_span.end <= target.span.end <= len(document.text)
        if target.values and target.operator not in (Operator.NONE, Operator.RANK):
            written = document.text[target.value_span.start : target.value_span.end]
            first = f"{target.values[0]:f}".replace(".", ",").lstrip("0") or "0"
            assert first.split(",")[0] in written.replace(".", "") or written[0].isalpha()


def test_a_heading_hands_its_year_down_and_says_so() -> None:
    document = _document("2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt")
    forest = [t for t in _read(document) if t.indicator == "Tỷ lệ che phủ rừng"]
    scopes = [document.text[t.scope.start : t.scope.end] for t in forest if t.scope]
    assert [t.year for t in forest] == [2025, 2030]
    assert scopes == ["Mục tiêu cụ thể đến năm 2025", "Định hướng đến năm 2030"]


def test_the_present_state_of_a_table_is_a_baseline_and_no_target() -> None:
    document = _document("2021-chuong-trinh-12-CTr-HU-van-son-kinh-te-xanh-bao-ve-moi-truong.docx")
    rows = [t for t in _read(document) if t.indicator == "Tỷ lệ che phủ rừng"]
    assert [(t.year, t.values) for t in rows] == [(2025, (Decimal("57.5"),)), (2030, (Decimal(58),))]
    assert {t.baseline for t in rows} == {"Hiện trạng năm 2020: 56,1%"}
    assert {t.leader for t in rows} == {"Hạt Kiểm lâm"}


def test_the_results_of_a_report_are_not_targets() -> None:
    document = _document("2023-bao-cao-168-BC-HU-van-son-ket-qua-thuc-hien-12-CTr-HU.txt")
    targets = [t for t in _read(document) if t.kind is TargetKind.TARGET]
    assert {t.path for t in targets} == {"IV.2"}
    assert len([t for t in _read(document) if t.kind is TargetKind.RESULT]) > 25


# Read by hand, independently of the parser.
@pytest.mark.parametrize(
    ("name", "indicator", "value", "unit"),
    [
        ("2021-chuong-trinh-12-CTr-HU-thuong-khe", "dân số là đồng bào dân tộc thiểu số", "71", "%"),
        ("2021-chuong-trinh-12-CTr-HU-thuong-khe", "tỷ lệ hộ nghèo", "21.4", "%"),
        ("2021-chuong-trinh-12-CTr-HU-thuong-khe", "đón lượt khách du lịch", "60000", "lượt"),
        ("2023-ket-luan-42", "mục tiêu cụ thể đạt tiến độ", "5", "mục tiêu"),
        ("2023-ket-luan-42", "tỷ lệ nước thải sinh hoạt đô thị được xử lý", "17.5", "%"),
        ("2025-thong-bao-77", "hoàn thành phân loại hồ sơ đảng viên", "96", "%"),
        ("2025-chuong-trinh-hanh-dong-02", "đảng viên", "1724", "đảng viên"),
    ],
)
def test_results_that_the_documents_state(name: str, indicator: str, value: str, unit: str) -> None:
    path = next(path.name for path in SAMPLES.iterdir() if path.name.startswith(name))
    results = [t for t in _read(_document(path)) if t.kind is TargetKind.RESULT]
    assert (indicator, Decimal(value), unit) in [(t.indicator, t.values[0], t.unit) for t in results]


@pytest.mark.shared
@pytest.mark.parametrize(("start", "counts", "operators"), [("000", 9, ["rank"]), ("003", 1, ["rank"])])
def test_a_real_article_that_tells_how_many_targets_names_no_value(
    start: str, counts: int, operators: list[str]
) -> None:
    folder = shared_material() / "real" / "seeds"
    path = next(path for path in sorted(folder.iterdir()) if path.name.startswith(start))
    document = document_from_file(path, path.name)
    assert isinstance(document, Document)
    found = find_targets(
        document.text,
        document.sections,
        start=document.header.end,
        kind=document.header.type,
        furniture=document.furniture,
        listed=False,
    )
    assert sum(1 for one in found if one.kind is TargetKind.COUNT) == counts
    assert [one.operator.value for one in found if one.kind is TargetKind.TARGET] == operators
