"""What a sentence holds is answered, however the question is put: everyday words, two things at once, no accents."""

import pytest

from service.answering.query import asked
from service.answering.standing import asks_result
from service.question import parse
from tests.service.test_slots import ask

HELD = [
    # two things at once, of which the sentence holds one or both
    (
        "Hoàn thành trạm trung chuyển chất thải Nà Lụa vào tháng 11/2023, chậm 05 tháng so với tiến độ.",
        "Trạm gom rác Nà Lụa xong lúc nào và trễ bao lâu?",
    ),
    (
        "Công an huyện chủ trì kiểm tra đột xuất cơ sở xả thải; mỗi cơ sở ít nhất 01 lần/năm.",
        "Cơ sở xả thải bị kiểm tra bất ngờ mấy lần một năm, bao lâu một lần?",
    ),
    ("Còn 33 hộ chưa được cấp bồn chứa nước.", "Còn bao nhiêu hộ chưa có bồn nước, bao giờ xong?"),
    # typed without diacritics: units, and i for y
    ("Đến năm 2030 có 14 bác sĩ trên một vạn dân.", "Den nam 2030 co bao nhieu bac si tren mot van dan?"),
    ("Tỷ lệ che phủ rừng đạt 51,4%.", "Ti le che phu rung dat may phan tram?"),
    ("Khoán bảo vệ rừng với mức 600.000 đồng/ha/năm.", "khoan bao ve rung bao nhieu tien 1 ha"),
    # a value that the question brings along
    (
        "Chi bộ được xét công nhận khi đạt từ 85 điểm trở lên.",
        "Chi bộ chấm được 83 điểm thì có đủ điểm xét công nhận không?",
    ),
    (
        "Không xét công nhận đối với chi bộ thành lập chưa đủ 12 tháng.",
        "Chi bộ mới lập 8 tháng có được xét công nhận không?",
    ),
    (
        "Đến hết năm 2025 tỷ lệ cấp giấy chứng nhận đạt ít nhất 98%.",
        "So với mức 99% của tỉnh, huyện Sông Trà cấp giấy chứng nhận đến hết năm 2025 đạt bao nhiêu phần trăm?",
    ),
    (
        "Chi bộ được xét công nhận khi đạt từ 85 điểm trở lên.",
        "Chi bộ em tự chấm được 84 điểm thì có được xét công nhận không anh ơi?",
    ),
    # words of talk, and what is said of him who asks
    (
        "Xóa toàn bộ 41 nhà tạm tại thôn Khe Lụa trước ngày 02/9/2026.",
        "Thôn Khe Lụa còn bao nhiêu nhà tạm phải xóa, hạn đến hôm nào ạ?",
    ),
    # how many there may be is no result, and a definition that refers to a rule is none the less one
    (
        "Biên chế của cơ quan giúp việc mỗi đảng ủy xã khoảng 15 - 17 người.",
        "Đảng ủy xã mới thì cơ quan giúp việc được mấy người?",
    ),
    (
        "Chuyển sinh hoạt tạm thời là việc đảng viên sinh hoạt ở nơi đến trong thời gian theo quy định của Trung ương.",
        "Chuyển sinh hoạt tạm thời là gì?",
    ),
    # how a thing is dealt with is no penalty
    (
        "Khi ý kiến người đứng đầu khác ý kiến tập thể thì báo cáo lên cấp trên xem xét.",
        "Người đứng đầu bất đồng với tập thể thì xử lý sao?",
    ),
    (
        "Cơ quan có dưới 200 đảng viên không bố trí cán bộ chuyên trách.",
        "Cơ quan có 150 đảng viên thì có được bố trí cán bộ chuyên trách không?",
    ),
    # abbreviations of people; a target that was missed is no target any more
    ("Đại hội bầu Ban Chấp hành Đảng bộ huyện gồm 51 đồng chí.", "BCH Đảng bộ huyện có bao nhiêu đ/c?"),
    ("Hai chỉ tiêu chậm tiến độ là trồng rừng và thu gom rác.", "Chỉ tiêu nào của huyện bị chậm tiến độ?"),
    # a condition, where "khi nào" asks for one
    ("Danh hiệu bị thu hồi khi phát hiện kê khai không trung thực.", "Khi nào thì bị tước danh hiệu?"),
    (
        "Chỉ xem xét kết nạp người trên 60 tuổi nếu có sức khỏe.",
        "Ngoài 60 tuổi thì trường hợp nào được kết nạp?",
    ),
    # how often
    ("Tổ đảng sinh hoạt ít nhất mỗi tháng một lần.", "Tổ đảng phải họp bao lâu một lần?"),
    # the people of a place, and who heads a body
    ("Huyện có 31.460 người, 38 chi bộ trực thuộc.", "Huyện Sông Trà có bao nhiêu dân?"),
    ("Người đứng đầu cơ quan ký thư xin lỗi người dân.", "Ai phải ký thư xin lỗi dân?"),
    # a body that a unit charges is no unit that is asked for, and "công nào" no person
    (
        "Về trạm bơm Thác Lụa: giao Phòng Kinh tế lắp nắp hố ga trước ngày 15/8/2026.",
        "Trạm bơm Thác Lụa xã giao phòng nào làm và bao giờ phải xong?",
    ),
    (
        "Người dân được nộp hồ sơ ở bất kỳ trung tâm hành chính công nào từ ngày 01/7/2026.",
        "Người dân được nộp hồ sơ ở bất kỳ trung tâm hành chính công nào từ ngày mấy?",
    ),
    # what is late is a condition, and no result is asked for
    (
        "Nơi nào để hồ sơ trễ hẹn hai lần liên tiếp thì người đứng đầu phải đối thoại với dân trong 07 ngày.",
        "Hồ sơ bị trễ hẹn hai lần thì người đứng đầu phải đối thoại với dân trong mấy ngày?",
    ),
    # an order of a congress stands for that of its term, and a sign without diacritics for a bare word
    (
        "Có 17/20 chỉ tiêu Đại hội XVII đạt; 03 chỉ tiêu không đạt là nước thải, rừng và nước sạch.",
        "Ba chỉ tiêu nào của nhiệm kỳ XVII không đạt?",
    ),
    (
        "Rác nông thôn thu gom đạt 81,2%, thấp hơn mức 82% đã điều chỉnh.",
        "rac nong thon thu gom dat bao nhieu phan tram, co dat muc 82% khong?",
    ),
    # options told by their number; an indicator in another order of words
    (
        "Tỷ lệ nước thải sinh hoạt đô thị được xử lý đạt 55% (phương án 1) hoặc 60% (phương án 2).",
        "Hai phương án về tỷ lệ xử lý nước thải đô thị là gì?",
    ),
    # a value that another document is said to set; a list that is counted; support up to a sum
    (
        "Tỷ lệ cấp giấy chứng nhận lần đầu đến hết năm 2025 đạt ít nhất 98%.",
        "Tỉnh yêu cầu cấp giấy chứng nhận lần đầu 99% vào hết năm 2025, vậy huyện Sông Trà đặt mức bao nhiêu?",
    ),
    (
        "Bãi bỏ các văn bản: (1) Kế hoạch số 47-KH/HU; (2) Chương trình số 12-CTr/HU.",
        "Huyện bãi bỏ mấy văn bản, cụ thể là những văn bản nào?",
    ),
    (
        "Hỗ trợ lãi suất cho hợp tác xã mua máy sấy; mức hỗ trợ không quá 300 triệu đồng.",
        "Hợp tác xã mua máy sấy được hỗ trợ lãi suất nhiều nhất là bao nhiêu?",
    ),
    # a bound without diacritics
    ("Các đoàn kiểm tra không quá 07 người.", "doan kiem tra toi da may nguoi, ban nao cu can bo"),
    # where a term is defined may be told
    (
        "Điểm hẹn số là nơi đặt tại nhà văn hóa thôn có máy tính.",
        '"Điểm hẹn số" trong kế hoạch nước sạch được hiểu là gì?',
    ),
]


@pytest.mark.parametrize(("sentence", "question"), HELD)
def test_what_the_sentence_holds_is_answered(sentence: str, question: str) -> None:
    found = ask(question, sentence)
    assert found.answered, found.confidence
    assert sentence in found.citations[0].quote


def test_each_part_of_a_question_is_quoted() -> None:
    sentences = "Trạm bơm Thác Lụa có 12 máy bơm.\n\nHoàn thành trạm bơm Thác Lụa trước ngày 30/6/2027."
    found = ask("Trạm bơm Thác Lụa có bao nhiêu máy, bao giờ hoàn thành?", sentences)
    quoted = " ".join(citation.quote for citation in found.citations)
    assert "12 máy" in quoted
    assert "30/6/2027" in quoted


DECIDING = [
    (
        "Đảng viên làm thủ tục chuyển sinh hoạt đảng có thể nộp hồ sơ trực tuyến; khi đó không phải nộp đơn giấy.",
        "Đảng viên làm thủ tục chuyển sinh hoạt không phải đóng khoản phí nào.",
        "Đảng viên làm thủ tục chuyển sinh hoạt đảng có phải đóng phí gì không?",
    ),
    (
        "Chi bộ được xét bốn tốt khi hoàn thành nhiệm vụ.",
        "Không xét đối với chi bộ thành lập chưa đủ 12 tháng.",
        "Chi bộ mới thành lập chưa được một năm có được xét chi bộ bốn tốt không?",
    ),
]


@pytest.mark.parametrize(("other", "deciding", "question"), DECIDING)
def test_the_sentence_that_decides_comes_first(other: str, deciding: str, question: str) -> None:
    found = ask(question, f"1. {other}\n\n2. {deciding}")
    assert found.answered
    assert deciding in found.citations[0].quote


def test_the_sentence_that_names_the_members_of_a_set_comes_first() -> None:
    found = ask(
        "Hai chỉ tiêu nào của huyện Sông Trà bị chậm?",
        "1. Chỉ tiêu nào của huyện chậm thì phải báo cáo.\n\n"
        "2. Hai chỉ tiêu chậm tiến độ là trồng rừng và xử lý nước thải.",
    )
    assert found.answered
    assert "trồng rừng và xử lý nước thải" in found.citations[0].quote


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Cơ quan giúp việc được mấy người?", False),
        ("Năm 2023 huyện kết nạp được bao nhiêu người?", True),
        ("Huyện thu được bao nhiêu đồng tiền phạt?", True),
        ("Trồng được bao nhiêu ha rừng?", True),
    ],
)
def test_what_may_be_had_is_no_result(question: str, result: bool) -> None:
    assert asks_result(parse(question)) is result


def test_a_term_in_quotation_marks_right_before_the_copula_is_defined() -> None:
    assert asked(parse('Trong kế hoạch của tỉnh, "điểm hẹn số" nghĩa là gì?')).subject == " điểm hẹn số là "
    assert "dân vận" not in asked(parse('Trong phong trào "Dân vận khéo", mô hình điểm là gì?')).subject[:12]
