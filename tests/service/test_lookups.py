"""What is looked up before passages are read: indicators, tasks, provisions, signers, numbers, comparisons."""

from pathlib import Path

import pytest

from indexer.engine import Filters
from service.access import everyone
from service.ask import AskResult, Service


def ask(service: Service, question: str) -> AskResult:
    found = service.ask(question, everyone(), Filters())
    for citation in found.citations:
        text = service.document(citation.document, everyone()).text
        assert citation.quote == text[citation.start : citation.end]
    return found


def one_line(quote: str) -> str:
    return " ".join(quote.split())


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("hồ sơ trực tuyến toàn trình của tỉnh đến năm 2027", "52,3 | ≥ 70"),
        ("chỉ tiêu thu gom chất thải rắn huyện Vân Sơn năm 2025", "66,2 | 85 | 95"),
        ("năm 2030 tỉnh đón bao nhiêu lượt khách du lịch?", "Đón 3,2 triệu lượt khách du lịch"),
        ("chi tieu che phu rung huyen thuong khe nam 2025", "Tỷ lệ che phủ rừng đạt 71%."),
        ("đơn vị nào cấp bồn chứa nước cho hộ nghèo Khe Đá?", "Mặt trận Tổ quốc Việt Nam phường chủ trì"),
        ("khoản 2 Điều 5 Quy định 08-QĐ/TU quy định gì?", "đạt từ 85 điểm trở lên"),
        ("Người ký Kế hoạch 15-KH/ĐU của Đảng ủy xã Vân Sơn?", "Triệu Văn Bình"),
        ("Người ký chương trình kinh tế xanh của huyện Thượng Khê là ai?", "Lò Văn Chấn"),
        ("Chỉ thị về quản lý đất đai năm 2022 của Tỉnh ủy do ai ký?", "Lê Thị Minh Duyên"),
        ("Ai đặt bút ký KH 215 của UBND tỉnh?", "Ngô Thế Lân"),
        ("Ai ký Chương trình 12 của Vân Sơn?", "Hoàng Đình Phúc"),
        ("cong van 1204-CV/VPTU ai ky", "Vũ Mạnh Quyền"),
        ("Công văn hồi âm bà con Khe Đá về nước sạch do ai ký?", "Mai Thị Hạnh"),
        ("Ai ký bản báo cáo 2 năm chương trình 12 của Huyện ủy Vân Sơn?", "Nông Thị Lụa"),
        ("Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy ký Tờ trình 35 tên gì?", "Bùi Xuân Trác"),
        ("Người nào ký bản sao số 31-BS/HU?", "Dương Quốc Thịnh"),
        ("Bản sao Kết luận 55-KL/TU của Huyện ủy Vân Sơn do ai ký?", "Dương Quốc Thịnh"),
        ("Bản sao 31-BS/HU do ai ở Huyện ủy Vân Sơn ký sao?", "Dương Quốc Thịnh"),
        ("Ai thay mặt Tỉnh ủy ký Kết luận 42-KL/TU?", "Đặng Văn Thụ"),
        ("Hồ sơ trễ hẹn thì ai ký thư xin lỗi theo Nghị quyết 18-NQ/TU?", "ký thư xin lỗi"),
        ("Trưởng Ban Tổ chức Tỉnh ủy Lam Hà năm 2023 là ai?", "Phan Thị Ngân Hà"),
        ("nam 2021 ai la bi thu huyen uy van son", "Hoàng Đình Phúc"),
        ('Quy định về chi bộ "bốn tốt" năm 2022 thế chỗ quy định nào trước đó?', "412-QĐ/TU"),
        ("Chỉ thị về đất đai năm 2022 của Lam Hà thay cho văn bản nào?", "27-CT/TU"),
        ("Nếu được thông qua, nghị quyết môi trường đang dự thảo sẽ thay những văn bản nào?", "42-KL/TU"),
        ("Văn bản nào thay thế nghị quyết cải cách hành chính năm 2024?", "18-NQ/TU"),
        ("qd 96 co hieu luc tu ngay nao", "01/6/2026"),
        ("Hướng dẫn 03 năm 2026 về chuyển sinh hoạt có hiệu lực khi nào?", "01/5/2026"),
        ("Hướng dẫn 03-HD/BTCTU có hiệu lực từ bao giờ và thay cho văn bản nào?", "01/5/2026"),
        ("Quyết định 96-QĐ/TU bãi bỏ văn bản của các Huyện ủy có hiệu lực từ hôm nào?", "01/6/2026"),
        (
            "Nghị quyết 18-NQ/TU năm 2024 còn hiệu lực không, bị văn bản nào thay?",
            "thay thế Nghị quyết số 18-NQ/TU",
        ),
        ("Kinh phí của Ban Chỉ đạo cải cách hành chính Tỉnh ủy do đâu lo?", "Văn phòng Tỉnh ủy bố trí"),
        ("Bí thư nào ký chương trình kinh tế xanh của Huyện ủy Thượng Khê?", "Lò Văn Chấn"),
        ("chi thi 11 cua tinh uy Lam Ha do ai ky, chuc vu gi", "Lê Thị Minh Duyên"),
        ('Trong nghị quyết cải cách hành chính 2024 của tỉnh, "điểm hẹn số" nghĩa là gì?', "Điểm hẹn số là"),
        ("Nghị quyết 05 năm 2026 của Tỉnh ủy Lam Hà thế cho nghị quyết nào?", "18-NQ/TU"),
        ("Bốn bài học rút ra ở đại hội tỉnh Lam Hà tháng 9/2025 là gì?", "Giữ đoàn kết"),
        # words that only name the document do not choose the sentence
        ("chuyen sinh hoat dang co mat phi khong", "Không thu bất kỳ khoản phí nào"),
        (
            "Kinh phí cho Ban Chỉ đạo cải cách hành chính và chuyển đổi số của Tỉnh ủy lấy từ đâu?",
            "Điều 4. Kinh phí",
        ),
        # aimed at by a year far off; defined, though a rule is named; held against another place
        (
            "Theo chương trình hành động 03 Tỉnh ủy Lam Hà ban hành cuối năm 2020 thì đến 2030 bình quân đầu người "
            "GRDP được bao nhiêu?",
            "115 triệu đồng",
        ),
        (
            "Hướng dẫn 2026 của Ban Tổ chức Tỉnh ủy: chuyển sinh hoạt tạm thời khác chính thức ở chỗ nào, "
            "định nghĩa tạm thời?",
            "Chuyển sinh hoạt đảng tạm thời là",
        ),
        (
            "So với chỉ thị 11 của tỉnh thì kế hoạch 47 của Vân Sơn đặt tỉ lệ cấp sổ đỏ lần đầu hết 2025 cao hơn hay "
            "thấp hơn, cụ thể huyện mấy phần trăm?",
            "đến hết năm 2025 đạt ít nhất 98%",
        ),
        ("31-BS/HU là bản sao của văn bản nào?", "Số 55-KL/TU"),
    ],
)
def test_the_first_citation_is_what_was_asked_for(
    sample_service: Service, question: str, quoted: str
) -> None:
    found = ask(sample_service, question)
    assert found.status == "answered"
    assert quoted in one_line(found.citations[0].quote)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (
            "GRDP bình quân đầu người của tỉnh đến năm 2030",
            ("GRDP bình quân đầu người đạt 128 triệu đồng", "GRDP bình quân đầu người đạt 115 triệu đồng"),
        ),
        (
            "so sánh chỉ tiêu thu gom chất thải rắn năm 2025 của Vân Sơn và Thượng Khê",
            ("66,2 | 85 | 95", "được thu gom, xử lý đạt 72%"),
        ),
        (
            "Nghị quyết 18-NQ/TU năm 2024 và Nghị quyết 05-NQ/TU năm 2026 khác nhau thế nào "
            "về mức độ hài lòng đến năm 2030?",
            ("đạt 95% trở lên", "đạt 96% trở lên"),
        ),
    ],
)
def test_every_place_that_answers_is_cited_in_order(
    sample_service: Service, question: str, quotes: tuple[str, ...]
) -> None:
    cited = [one_line(citation.quote) for citation in ask(sample_service, question).citations]
    assert len(cited) == len(quotes)
    assert all(quote in place for quote, place in zip(quotes, cited, strict=True))


def test_a_number_given_out_twice_offers_both_documents(sample_service: Service) -> None:
    names = {Path(citation.path).name for citation in ask(sample_service, "12 CTr HU").citations}
    assert len(names) == 2
    assert all("12-CTr-HU" in name for name in names)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("khoản 4 Điều 5 Quy định 08-QĐ/TU quy định gì?", "no_provision"),
        ("ai ký Nghị quyết số 95-NQ/TW ngày 20/7/2020?", "cited_only"),
        ("so sánh chỉ tiêu lượt khách du lịch năm 2025 của huyện Thượng Khê và huyện Vân Sơn", ""),
        ("chỉ tiêu lượt khách du lịch của huyện Vân Sơn đến năm 2025", ""),
    ],
)
def test_what_no_document_holds_is_refused(sample_service: Service, question: str, reason: str) -> None:
    found = ask(sample_service, question)
    assert found.status == "no_answer"
    assert not reason or found.reason == reason
    assert found.citations == ()
