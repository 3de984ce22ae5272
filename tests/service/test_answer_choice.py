"""What is quoted: with its heading, its neighbours or its lead; no longer than can be read; respelled names."""

import pytest

from corpus.model import Document
from service.answer import Answer, Candidate, answer
from service.answering.choice import Widening
from service.answering.select import LONGEST_BLOCK
from service.question import parse

PENAL = """Tội làm nhục đồng đội

1. Người nào trong quan hệ công tác mà xúc phạm nghiêm trọng nhân phẩm, danh dự đồng đội, thì bị phạt cải tạo \
không giam giữ đến 02 năm hoặc phạt tù từ 03 tháng đến 02 năm.

2. Phạm tội thuộc một trong các trường hợp sau đây, thì bị phạt tù từ 02 năm đến 05 năm:

a) Là chỉ huy hoặc sĩ quan;

b) Làm nạn nhân tự sát."""

DUTIES = """Trách nhiệm của Bộ Quốc phòng

Bộ Quốc phòng chịu trách nhiệm:

""" + "\n\n".join(
    f"{row}. {text}, bao gồm cả việc bố trí nhân lực, kinh phí và phương tiện cần thiết theo quy định."
    for row, text in enumerate(
        (
            "Ban hành quy định về an ninh mạng trong phạm vi quản lý",
            "Xây dựng lực lượng bảo vệ an ninh mạng trong phạm vi quản lý",
            "Thanh tra, giải quyết khiếu nại và tố cáo về an ninh mạng",
            "Hợp tác quốc tế về phòng, chống tấn công mạng và gián điệp mạng",
            "Đào tạo, huấn luyện và diễn tập ứng phó sự cố an ninh mạng",
        ),
        1,
    )
)

CIVIL = """Hoa lợi, lợi tức

1. Hoa lợi là sản vật tự nhiên mà tài sản mang lại.

2. Lợi tức là các khoản lợi thu được từ việc khai thác tài sản theo Bộ luật Dân sự."""

IMAGE = """Quyền đối với hình ảnh

1. Cá nhân có quyền đối với hình ảnh của mình.

Việc sử dụng hình ảnh của cá nhân phải được người đó đồng ý.

2. Việc sử dụng hình ảnh vì lợi ích quốc gia không cần có sự đồng ý."""

PROSE = (
    "Trận Super Bowl thứ 50 diễn ra tại Santa Clara. Lady Gaga biểu diễn quốc ca, còn Marlee Matlin dịch sang ngôn "
    "ngữ ký hiệu. Phi hành đoàn của chuyến bay AS206 không có người. Khu rừng tích trữ 90 tấn cacbon. "
    "Iqbal là thành viên chi nhánh Luân Đôn của Liên đoàn Hồi giáo. Lưu vực rộng 7.000.000 km vuông."
)


def ask(question: str, text: str) -> Answer:
    document = Document(id="d", path="d.txt", title=text.split("\n", 1)[0][:80], text=text)
    return answer(parse(question), [Candidate(document, 0, len(text), 1.0)])


@pytest.mark.parametrize(
    ("question", "text", "quoted"),
    [
        # The heading names what the first provision is about.
        ("Sản vật tự nhiên mà tài sản mang lại được gọi là gì?", CIVIL, "Hoa lợi, lợi tức\n\n1. Hoa lợi là"),
        # The law that is asked of weighs less than what is asked.
        ("Theo Bộ luật Dân sự 2015, hoa lợi được hiểu như thế nào?", CIVIL, "1. Hoa lợi là sản vật"),
        # The words that make the offence graver stand in an item, the penalty in its lead.
        (
            "Người xúc phạm nhân phẩm, danh dự đồng đội làm nạn nhân tự sát thì bị phạt tù bao nhiêu năm?",
            PENAL,
            "phạt tù từ 02 năm đến 05 năm",
        ),
        # A long list: what its lead says of every item is quoted beside the item.
        (
            "Bộ nào chịu trách nhiệm thanh tra, giải quyết khiếu nại và tố cáo về an ninh mạng?",
            DUTIES,
            "Bộ Quốc phòng chịu trách nhiệm:",
        ),
        # How a matter is provided for: the provision with its unmarked paragraphs.
        (
            "Quyền của cá nhân đối với hình ảnh của mình được quy định thế nào?",
            IMAGE,
            "phải được người đó đồng ý.",
        ),
        ("Ai biểu diễn quốc ca tại Superbowl?", PROSE, "Lady Gaga"),
        ("Iqbal là thành viên chi nhánh nào của Liên đoàn Hồi giáo ở London?", PROSE, "chi nhánh Luân Đôn"),
        ("Khu rừng tích trữ bao nhiêu tấn carbon?", PROSE, "90 tấn cacbon"),
        ("Lưu vực rộng bao nhiêu km2?", PROSE, "7.000.000 km vuông"),
    ],
)
def test_quoted(question: str, text: str, quoted: str) -> None:
    found = ask(question, text)
    assert found.answered
    assert any(quoted in citation.quote for citation in found.citations)


def test_a_sentence_too_long_to_quote_is_cut_to_whole_clauses() -> None:
    clauses = [f"nhà khoa học thứ {row} nghiên cứu bộ môn số {row}" for row in range(60)]
    text = "Các cựu sinh viên gồm " + ", ".join(clauses) + ", và Lý Thái Dũng giữ chức hiệu trưởng."
    quote = ask("Ai giữ chức hiệu trưởng?", text).citations[0].quote
    assert "Lý Thái Dũng giữ chức hiệu trưởng." in quote
    assert len(quote) <= LONGEST_BLOCK
    assert quote in text


def test_the_weaker_the_evidence_the_more_is_quoted() -> None:
    widening = Widening()
    apart = [widening.at(score).apart for score in (3.5, 2.0, 1.7, 1.0, -5.0)]
    assert apart == sorted(apart)
    assert (apart[0], apart[-1]) == (widening.sure.apart, widening.unsure.apart)


def test_the_words_of_two_copies_are_quoted_once() -> None:
    copies = [Document(id=name, path=name, text=CIVIL, title="Hoa lợi, lợi tức") for name in ("a", "b")]
    found = answer(parse("Lợi tức là gì?"), [Candidate(copy, 0, len(copy.text), 1.0) for copy in copies])
    assert [citation.quote for citation in found.citations].count(found.citations[0].quote) == 1
    other = Document(id="c", path="c", text=CIVIL, title="Điều khác")
    found = answer(parse("Lợi tức là gì?"), [Candidate(d, 0, len(d.text), 1.0) for d in (copies[0], other)])
    assert len(found.citations) == 2
