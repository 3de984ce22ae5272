"""Questions over the sample documents, through the whole chain: what is answered, and what is not there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.build import index
from indexer.engine import Filters
from service.access import everyone
from service.ask import AskResult
from service.config import Settings
from service.wiring import build_service

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "documents"
Ask = Callable[[str], AskResult]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    data = tmp_path_factory.mktemp("data")
    index([SAMPLES], data)
    service = build_service(Settings(data=data))
    return lambda text: service.ask(text, everyone(), Filters())


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        # A deadline in a list item whose leader stands in the next sentence: the item is quoted whole.
        (
            "Cơ quan nào chủ trì xây dựng trạm trung chuyển chất thải Nà Vân?",
            "Phòng Tài nguyên và Môi trường chủ trì",
        ),
        # A list is quoted whole and in order, with the line that introduces it.
        ("Hồ sơ công nhận chi bộ bốn tốt gồm những gì?", "Hồ sơ gồm: (1) Tờ trình của chi bộ; (2)"),
        # A heading of a Markdown file hands its subject down.
        (
            "Thời hạn cấp giấy chứng nhận quyền sử dụng đất lần đầu ở phường Bắc Lam?",
            "không quá 17 ngày làm việc",
        ),
        # The document asked by its number need not repeat it.
        ("Chỉ thị 11-CT/TU thay thế chỉ thị nào?", "27-CT/TU"),
        # The year after a number is the document's, the other one the target's.
        (
            "Nghị quyết 05-NQ/TU năm 2021: che phủ rừng đến năm 2025 là bao nhiêu?",
            "Tỷ lệ che phủ rừng đạt 53%.",
        ),
        # A document by a short number with its subject; the number line is quoted with the summary.
        ("QĐ 08 chi bộ bốn tốt", "Số 08-QĐ/TU"),
        # A result, asked as one, in a report.
        ("Huyện Vân Sơn đã trồng mới được bao nhiêu ha rừng gỗ lớn?", "1.118 ha"),
        ("Trưởng Ban Chỉ đạo cải cách hành chính là ai?", "Lê Thị Minh Duyên"),
    ],
)
def test_answered(ask: Ask, question: str, quoted: str) -> None:
    found = ask(question)
    assert found.status == "answered"
    assert any(quoted in " ".join(citation.quote.split()) for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        # another number, another issuer, another year than the documents have
        "Nghị quyết 25-NQ/TU của Tỉnh ủy Lam Hà đặt mục tiêu che phủ rừng bao nhiêu?",
        "Chương trình 12-CTr/HU của Huyện ủy Đống Đa đặt chỉ tiêu thu gom chất thải bao nhiêu?",
        "Đến năm 2035 GRDP bình quân đầu người của tỉnh đạt bao nhiêu?",
        # a target is no result, a result no target
        "Huyện Thượng Khê đã giao khoán được bao nhiêu ha rừng phòng hộ tính đến năm 2024?",
        "Năm 2026 tỷ lệ đô thị hóa thực hiện được bao nhiêu phần trăm?",
        # a count is no list
        "Kể tên 46 thôn vùng lõm sóng",
        # a task to give out a document is not its number
        "Ủy ban nhân dân tỉnh đã ban hành kế hoạch thực hiện Nghị quyết 18-NQ/TU số bao nhiêu?",
        # what is asked about is not said
        "Số điện thoại Văn phòng Tỉnh ủy Lam Hà là số nào?",
        "Bí thư Đảng ủy xã Bản Ngần là ai?",
        "Nhà thầu nào trúng thầu xây dựng trạm trung chuyển chất thải Nà Vân?",
        "Đại hội Đảng bộ tỉnh lần thứ XVIII có bao nhiêu phóng viên dự?",
    ],
)
def test_not_there(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.status == "no_answer"
    assert found.citations == ()
    assert found.passages
