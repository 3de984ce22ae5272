"""What a question leaves open: near-misses repeat a sentence and ask for what it does not say."""

import datetime

import pytest

from corpus.model import Document, Header
from service.answer import Answer, Candidate, answer
from service.question import parse

HEAD = "KẾ HOẠCH\nvề nước sạch và rừng huyện Sông Trà\n\n"


def ask(question: str, sentence: str) -> Answer:
    """The answer from a plan of one sentence."""
    text = f"{HEAD}{sentence}\n"
    header = Header(
        number="07-KH/HU", type="Kế hoạch", issuer="Huyện ủy Sông Trà", end=len(HEAD), place="Sông Trà"
    )
    title = "Kế hoạch về nước sạch và rừng huyện Sông Trà"
    document = Document(id="p", path="ke-hoach.txt", title=title, text=text, header=header)
    return answer(parse(question), [Candidate(document, 0, len(text), 1.0)])


CASES = [
    (
        "Phòng Kinh tế chủ trì lắp đặt 06 trạm bơm ở hồ Thác Lụa trước ngày 30/9/2023.",
        "Có bao nhiêu trạm bơm được lắp đặt ở hồ Thác Lụa?",
        "Kinh phí lắp đặt 06 trạm bơm ở hồ Thác Lụa là bao nhiêu?",
    ),
    (
        "Lắp đặt 06 trạm bơm ở hồ Thác Lụa; Phòng Kinh tế chủ trì.",
        "Phòng nào chủ trì lắp đặt 06 trạm bơm ở hồ Thác Lụa?",
        "Doanh nghiệp nào trúng thầu lắp đặt 06 trạm bơm ở hồ Thác Lụa?",
    ),
    (
        "Tỷ lệ hộ dân dùng nước sạch: năm 2023 đạt 60%; năm 2025 đạt 75%.",
        "Tỷ lệ hộ dân dùng nước sạch năm 2025 là bao nhiêu phần trăm?",
        "Tỷ lệ hộ dân dùng nước sạch năm 2024 là bao nhiêu phần trăm?",
    ),
    (
        "Đề nghị Ủy ban nhân dân tỉnh nâng mức hỗ trợ giống rừng lên 80%.",
        "Huyện đề nghị tỉnh nâng mức hỗ trợ giống rừng lên bao nhiêu phần trăm?",
        "Ủy ban nhân dân tỉnh đã đồng ý nâng mức hỗ trợ giống rừng lên 80% chưa?",
    ),
    (
        "Huyện ủy Thượng Lâm bổ sung số liệu nước sạch trước ngày 20/6/2024.",
        "Huyện ủy Thượng Lâm bổ sung số liệu nước sạch trước ngày nào?",
        "Huyện ủy Hạ Giang bổ sung số liệu nước sạch trước ngày nào?",
    ),
    (
        "Xử lý 27 hộ xây dựng trái phép ven hồ Thác Lụa; Đảng ủy xã Bãi Sim chủ trì.",
        "Có bao nhiêu nhà xây dựng trái phép ven hồ Thác Lụa ở huyện Sông Trà?",
        "Có bao nhiêu lao động xây dựng trái phép ven hồ Thác Lụa ở huyện Sông Trà?",
    ),
    (
        "Lắp đặt điểm hẹn tại 21 thôn: Phòng Văn hóa chủ trì; hoàn thành trước ngày 30/9/2026.",
        "Phòng nào chủ trì lắp đặt điểm hẹn tại 21 thôn?",
        "21 thôn lắp đặt điểm hẹn tên gì?",
    ),
    (
        "Qua kiểm tra, 05 tổ chức chậm cụ thể hóa nghị quyết của huyện.",
        "Qua kiểm tra có bao nhiêu tổ chức chậm cụ thể hóa nghị quyết của huyện?",
        "5 tổ chức chậm cụ thể hóa nghị quyết của huyện là ai?",
    ),
    (
        "Phòng Kinh tế lập danh mục cơ sở phải di dời khỏi khu dân cư trong quý II/2022.",
        "Phòng nào lập danh mục cơ sở phải di dời khỏi khu dân cư?",
        "Những cơ sở nào phải di dời khỏi khu dân cư?",
    ),
    (
        "Xây dựng ít nhất 05 nhà máy chế biến chè tại xã Bãi Sim.",
        "Ít nhất 05 nhà máy chế biến chè được xây dựng ở đâu?",
        "Mô hình nhà máy chế biến chè ở xã Bãi Sim mở cửa lúc mấy giờ?",
    ),
    (
        "Xây dựng trường nội trú liên cấp, đưa vào sử dụng năm học 2027 - 2028.",
        "Trường nội trú liên cấp được đưa vào sử dụng năm học nào?",
        "Trường nội trú liên cấp được xây dựng ở đâu?",
    ),
    (
        "Mỗi đồng chí huyện ủy viên phụ trách 01 thôn đặc biệt khó khăn.",
        "Mỗi đồng chí huyện ủy viên phụ trách bao nhiêu thôn đặc biệt khó khăn?",
        "Huyện Sông Trà có tất cả bao nhiêu hộ ở thôn đặc biệt khó khăn?",
    ),
    (
        "Đến năm 2030, 100% xã có ít nhất 02 công chức được đào tạo về chuyển đổi số.",
        "Đến năm 2030, mỗi xã có ít nhất bao nhiêu công chức được đào tạo về chuyển đổi số?",
        "Tính đến nay bao nhiêu công chức đã được đào tạo về chuyển đổi số?",
    ),
    (
        "Lắp đặt 06 trạm quan trắc nước tự động trên sông Lam Giang.",
        "Có bao nhiêu trạm quan trắc nước tự động trên sông Lam Giang?",
        "Có bao nhiêu trạm quan trắc không khí tự động trên sông Lam Giang?",
    ),
    (
        "Tổng thu ngân sách trên địa bàn đạt 89,7 tỷ đồng.",
        "Tổng thu ngân sách trên địa bàn đạt bao nhiêu tỷ đồng?",
        "chi ngân sách trên địa bàn huyện Sông Trà",
    ),
    (
        "Hồ sơ đề nghị gồm tờ trình và bản tự chấm điểm theo mẫu.",
        "Hồ sơ đề nghị gồm những gì?",
        "Bản tự chấm điểm trong hồ sơ đề nghị là mẫu số mấy?",
    ),
    (
        "Ban Thường vụ phân công đồng chí phó bí thư phụ trách nước sạch.",
        "Đồng chí nào được phân công phụ trách nước sạch?",
        "Giám đốc công an huyện Sông Trà phụ trách nước sạch tên là gì?",
    ),
    (
        "Kế hoạch này thay thế Kế hoạch số 21-KH/HU ngày 06/4/2019 về nước sạch.",
        "Kế hoạch 21-KH/HU năm 2019 về nước sạch bị thay thế bởi văn bản nào?",
        "Kế hoạch 21-KH/HU năm 2019 về nước sạch đặt ra chỉ tiêu gì?",
    ),
    (
        "Ban hành Kế hoạch số 47-KH/HU ngày 12/9/2022 thực hiện Chỉ thị số 11-CT/TU.",
        "Kế hoạch của huyện thực hiện Chỉ thị 11 mang số nào?",
        "Kế hoạch của huyện thực hiện Nghị quyết 18 mang số nào?",
    ),
    (
        "Đến năm 2030, tỷ lệ hộ nghèo còn dưới 2%.",
        "Đến năm 2030, tỷ lệ hộ nghèo của huyện Sông Trà còn dưới bao nhiêu phần trăm?",
        "Đến năm 2030, tỷ lệ hộ nghèo toàn tỉnh còn dưới bao nhiêu phần trăm?",
    ),
    (
        "Đại hội Đảng bộ huyện lần thứ XVIII họp ngày 24/9/2025 tại xã Bãi Sim.",
        "Đại hội Đảng bộ huyện lần thứ XVIII họp ngày nào?",
        "Đại hội Đảng bộ huyện lần thứ XVII họp ngày nào?",
    ),
    (
        "Lùi ngày vận hành trạm bơm do mưa lũ kéo dài.",
        "Vì sao lùi ngày vận hành trạm bơm?",
        "Doanh nghiệp nào làm lại trạm bơm sau mưa lũ kéo dài?",
    ),
    (
        "Lùi ngày vận hành trạm bơm do Phòng Kinh tế chủ trì sang 31/3/2025.",
        "Ngày vận hành trạm bơm lùi sang ngày nào?",
        "Vì sao lùi ngày vận hành trạm bơm?",
    ),
    (
        "Ưu tiên phủ sóng 46 thôn của huyện, hoàn thành trước ngày 31/12/2025.",
        "Ưu tiên phủ sóng bao nhiêu thôn của huyện?",
        "Trong 46 thôn ưu tiên phủ sóng, xã Bãi Sim có mấy thôn?",
    ),
    (
        "Đảng viên mới đọc lời tuyên thệ.",
        "Đảng viên mới có đọc lời tuyên thệ không?",
        "Lời tuyên thệ của đảng viên mới viết thế nào?",
    ),
    (
        "Tỷ lệ cấp giấy chứng nhận đạt ít nhất 97%.",
        "Kế hoạch 07 đặt tỷ lệ cấp giấy chứng nhận ít nhất bao nhiêu phần trăm?",
        "Chỉ thị 71 đặt tỷ lệ cấp giấy chứng nhận ít nhất bao nhiêu phần trăm?",
    ),
    (
        "Công an huyện kiểm tra đột xuất các trạm bơm ít nhất 01 lần/năm.",
        "Công an huyện kiểm tra đột xuất các trạm bơm bao lâu một lần?",
        "Công an huyện kiểm tra đột xuất các trạm bơm trong bao nhiêu ngày?",
    ),
    (
        "Toàn huyện có 71% dân số dùng nước sạch.",
        "Bao nhiêu phần dân số của huyện Sông Trà dùng nước sạch?",
        "Kinh phí cấp nước sạch cho 71% dân số của huyện Sông Trà là bao nhiêu tiền?",
    ),
    (
        "Đồng chí Lê Văn Bình, Chủ tịch Ủy ban nhân dân huyện, làm Trưởng ban chỉ đạo nước sạch.",
        "Chủ tịch Ủy ban nhân dân huyện làm Trưởng ban chỉ đạo nước sạch tên là gì?",
        "Phó Chủ tịch Hội đồng nhân dân huyện làm Trưởng ban quản lý rừng tên là gì?",
    ),
    (
        "Phủ sóng 46 thôn vùng lõm trước năm 2025, trong đó có xã Bãi Sim.",
        "46 thôn vùng lõm phủ sóng trước năm 2025 có xã nào?",
        "46 thôn vùng lõm phủ sóng trước năm 2025 do nhà mạng nào làm?",
    ),
    (
        "Nguồn nước sạch ở hồ Thác Lụa bị ô nhiễm do nước thải chăn nuôi.",
        "Vì sao nguồn nước sạch ở hồ Thác Lụa bị ô nhiễm?",
        "Doanh nghiệp nào làm nguồn nước sạch ở hồ Thác Lụa bị ô nhiễm?",
    ),
    # A term that is only used is not defined.
    (
        "Vườn ươm xanh là nơi học cách chăm rừng; giữ rừng đầu nguồn là việc chung của huyện.",
        "Vườn ươm xanh là gì?",
        "Rừng đầu nguồn là gì?",
    ),
    # Bare key words must mostly stand there.
    (
        "Hạn nộp báo cáo nước sạch: trước ngày 20/6/2024.",
        "hạn nộp báo cáo nước sạch",
        "hạn nộp hồ sơ kỷ luật đảng viên",
    ),
    # Who is asked to agree has not agreed.
    (
        "Đề nghị Ủy ban nhân dân tỉnh nâng mức hỗ trợ giống rừng từ 60% lên 80%.",
        "Huyện đề nghị tỉnh nâng mức hỗ trợ giống rừng từ 60% lên bao nhiêu?",
        "Ủy ban nhân dân tỉnh trả lời thế nào về đề nghị nâng mức hỗ trợ giống rừng?",
    ),
    # The reason of one thing is none of another told beside it.
    (
        "Cấp nước chậm do điều chỉnh thiết kế; trồng rừng chưa đạt yêu cầu; còn 33 hộ chưa có bồn chứa.",
        "Vì sao cấp nước ở huyện Sông Trà chậm?",
        "Vì sao trồng rừng ở huyện Sông Trà chưa đạt yêu cầu?",
    ),
    # What is reached is no target, unless it is asked for by a year far off.
    (
        "Giao khoán 38.400 ha rừng cho thôn, bản; hoàn thành trước ngày 30/6/2023.",
        "Giao khoán 38.400 ha rừng cho thôn, bản khi nào hoàn thành?",
        "Đến tháng 6/2023 giao khoán rừng cho thôn, bản thực tế được bao nhiêu ha?",
    ),
    # What is there in truth is no target; the members of a set are no rule about it.
    (
        "Đến hết năm 2025 có ít nhất 60% chi bộ dùng sổ tay điện tử.",
        "Đến hết năm 2025 phải có bao nhiêu phần trăm chi bộ dùng sổ tay điện tử?",
        "Hết năm 2025 thực có bao nhiêu phần trăm chi bộ dùng sổ tay điện tử?",
    ),
    (
        "Trong khi chờ đường ống, cấp 220 bồn chứa nước cho hộ nghèo trong quý II/2026.",
        "Có bao nhiêu bồn chứa nước được cấp cho hộ nghèo?",
        "Cấp 220 bồn chứa nước cho hộ nghèo lấy tiền từ nguồn nào?",
    ),
    # Who does wrong is asked about as such, who holds another view is not.
    (
        "Đảng viên sinh con thứ ba thì bị khiển trách.",
        "Đảng viên sinh con thứ ba thì xử lý thế nào?",
        "Đảng viên sinh con thứ ba thì bị khiển trách trong bao lâu?",
    ),
    # A unit ends at a mark.
    (
        "Tổng kinh phí khoảng 2.350 tỷ đồng, trong đó ngân sách nhà nước 1.010 tỷ đồng, vốn xã hội hóa 1.340 tỷ đồng.",
        "Kế hoạch cần tổng kinh phí bao nhiêu, ngân sách nhà nước bao nhiêu, xã hội hóa bao nhiêu?",
        "Kế hoạch có tổng cộng bao nhiêu cán bộ, nhà nước trả lương bao nhiêu người?",
    ),
    # What has been reached of a later target is told of today, not of the year of the target.
    (
        "Tỷ lệ hộ dân dùng nước sạch đạt 60%, bằng 80% mục tiêu đến năm 2030.",
        "Tỷ lệ hộ dân dùng nước sạch đạt bao nhiêu phần trăm?",
        "Tỷ lệ hộ dân dùng nước sạch năm 2030 đạt bao nhiêu phần trăm?",
    ),
]


@pytest.mark.parametrize(("sentence", "question", "near_miss"), CASES)
def test_a_sentence_answers_what_it_says_and_nothing_else(
    sentence: str, question: str, near_miss: str
) -> None:
    assert ask(question, sentence).answered
    assert not ask(near_miss, sentence).answered


def test_a_number_of_four_digits_counts_and_a_year_does_not() -> None:
    sentence = "Năm 2023, toàn huyện kết nạp 1250 đảng viên mới."
    assert ask("Năm 2023 toàn huyện kết nạp bao nhiêu đảng viên mới?", sentence).answered


def test_a_paraphrase_without_diacritics_is_answered() -> None:
    sentence = "Mỗi đoàn kiểm tra không quá 07 người."
    assert ask("moi doan kiem tra toi da bao nhieu nguoi", sentence).answered


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        (
            "Đến 2025 kế hoạch nước sạch 2022 của huyện Sông Trà muốn bao nhiêu phần trăm hộ dùng nước sạch?",
            True,
        ),
        ("Tỷ lệ hộ dân dùng nước sạch năm 2022 là bao nhiêu phần trăm?", False),
    ],
)
def test_the_year_of_the_document_is_not_the_year_of_its_target(question: str, answered: bool) -> None:
    text = f"{HEAD}Đến năm 2025 có ít nhất 75% số hộ dùng nước sạch.\n"
    header = Header(
        number="07-KH/HU",
        type="Kế hoạch",
        issuer="Huyện ủy Sông Trà",
        end=len(HEAD),
        date=datetime.date(2022, 3, 1),
    )
    document = Document(
        id="p", path="ke-hoach.txt", title="Kế hoạch về nước sạch huyện Sông Trà", text=text, header=header
    )
    found = answer(parse(question), [Candidate(document, 0, len(text), 1.0)])
    assert found.answered is answered
