"""Questions become what can be searched and answered; bad ones are refused with their reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadQuestion
from service.question import LONGEST, AnswerKind, parse, without_address


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chương trình có bao nhiêu chỉ tiêu?", AnswerKind.NUMBER),
        ("Nghị quyết ban hành ngày nào?", AnswerKind.DATE),
        ("nghi quyet ban hanh ngay nao", AnswerKind.DATE),
        ("Ai phân công trách nhiệm?", AnswerKind.PERSON),
        ("Cơ quan nào chủ trì?", AnswerKind.BODY),
        ("Căn cứ vào văn bản nào?", AnswerKind.DOCUMENT),
        ("Đại hội lần thứ mấy?", AnswerKind.ORDINAL),
        ("Hồ sơ gồm những gì?", AnswerKind.LIST),
        ("Thông tri là gì?", AnswerKind.DEFINITION),
        ("Tại sao phải sắp xếp?", AnswerKind.REASON),
        ("Giải quyết trong bao lâu?", AnswerKind.DURATION),
        ("Đơn không ghi tên có được giải quyết không?", AnswerKind.YES_NO),
        ("chỉ tiêu môi trường đến 2030", AnswerKind.FREE),
        # some things spoken of are not counted, who pays is no reason, and an address ends no question
        ("Hội nghị có chỉ đạo gì về mấy chuyện đó không?", AnswerKind.YES_NO),
        ("Có mấy xã trên địa bàn huyện?", AnswerKind.NUMBER),
        ("Tiền cho Ban Chỉ đạo do đâu lo?", AnswerKind.FREE),
        ("Chậm tiến độ do đâu?", AnswerKind.REASON),
        ("Chi bộ được 84 điểm thì có được xét không anh ơi?", AnswerKind.YES_NO),
    ],
)
def test_kind_of_answer(text: str, kind: AnswerKind) -> None:
    assert parse(text).kind is kind


def test_what_is_named() -> None:
    question = parse("Quận ủy Nam Từ Liêm đạt bao nhiêu % đến năm 2025 theo Nghị quyết 15-NQ/TW?")
    assert question.number_keys == ("15_nq_tw",)
    assert ("nam", "từ", "liêm") in question.names
    assert question.unit == "phần_trăm"
    assert question.years == (2025,)


def test_roman_numerals_of_order_are_numbers() -> None:
    assert [(number.left, number.term) for number in parse("khóa XIII và quý IV").numbers] == [
        ("khóa", "13"),
        ("quý", "4"),
    ]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Hồ sơ bị trễ thì ai xin lỗi?", "quá hạn"),
        ("Trạm gom rác bao giờ xong?", "hoàn thành"),
        ("Công văn hồi âm bà con", "trả lời"),
        ("Ho so bi ngam o dau?", "ton dong"),
    ],
)
def test_everyday_words_stand_for_what_documents_write(said: str, written: str) -> None:
    assert any(" ".join(found.phrase) == written for found in parse(said).alternatives)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Ủy ban nhân dân tỉnh họp khi nào?", "người dân"),  # "dân" within "nhân dân"
        ("Mức thu gom chất thải đô thị", "trung chuyển chất thải"),
        ("Văn bản nào bãi bỏ Chỉ thị 11?", "hủy bỏ"),
    ],
)
def test_an_everyday_syllable_within_a_longer_word_stands_for_nothing(said: str, written: str) -> None:
    assert all(" ".join(found.phrase) != written for found in parse(said).alternatives)


def test_abbreviations_are_alternatives_and_never_inside_a_number() -> None:
    assert any(" ".join(found.phrase) == "cải cách hành chính" for found in parse("CCHC là gì").alternatives)
    assert parse("12-CTr/QU").alternatives == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_question"),
        (" \n\t", "empty_question"),
        ("?!", "empty_question"),
        ("a" * (LONGEST + 1), "long_question"),
        ("\x00\x01\x02\x03\x04", "binary_question"),
        ("\ufffd" * 40 + "abc", "binary_question"),
    ],
)
def test_bad_questions(text: str, code: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        parse(text)
    assert caught.value.code == code


def test_control_characters_are_dropped() -> None:
    assert parse("chỉ\x00 tiêu\r\nnăm  2030").text == "chỉ tiêu năm 2030"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadQuestion):
        assert parse(text).terms


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("PAR INDEX Lam Hà 2023 hạng mấy", (("par", "index"), ("lam", "hà"))),
        ("Doctor Who XXL có mấy tập", (("doctor", "who", "xxl"),)),
        ("Ho so vao Dang o cap huyen the nao", ()),
        ("thu ngan sach huyen Van Son nam 2023", (("van", "son"),)),
        ("Nghị quyết kinh tế xanh khóa XVII của Lam Hà", (("lam", "hà"),)),
        ("Nha Trang và TP. Huế có bao nhiêu phường?", (("nha", "trang"), ("tp",), ("huế",))),
        ("Ai kèm quần chúng? Tôi hỏi ở Lam Hà. Còn khiển trách thì sao?", (("lam", "hà"),)),
    ],
)
def test_names_end_where_another_begins(text: str, names: tuple[tuple[str, ...], ...]) -> None:
    assert parse(text).names == names


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Kế hoạch tốn bao nhiêu, nhà nước bỏ mấy?", ""),
        ("Kế hoạch tốn bao nhiêu tỷ, nhà nước bỏ mấy tỷ?", "tỷ"),
    ],
)
def test_a_unit_ends_at_a_mark(text: str, unit: str) -> None:
    assert parse(text).unit == unit


def test_words_that_only_address_the_reader_are_left_out() -> None:
    assert without_address("Chi bộ có được xét không anh ơi?") == "Chi bộ có được xét không"
    assert without_address("Thuốc nào chữa bệnh hen") == "Thuốc nào chữa bệnh hen"
