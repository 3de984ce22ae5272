"""Corrections: sure for keyboard leftovers, offered for misprints, never for what is well typed."""

import pytest

from service.accents import with_diacritics
from service.ask import understood
from service.correction import correct
from service.question import parse


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nghij quyeets 15 cuar booj chisnh trij", "nghị quyết 15 của bộ chính trị"),
        ("nghi5 quye6t1 15", "nghị quyết 15"),
    ],
)
def test_keyboard_leftovers_are_read(typed: str, read: str) -> None:
    question, spelling = understood(typed)
    assert question.text == spelling.corrected == read
    assert spelling.suggestion == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Bài học của đại hội là chi rứa?", "Bài học của đại hội là gì vậy?"),
        (
            "Chỉ thị giao ban mô theo dõi, gởi báo cáo ở mô?",
            "Chỉ thị giao ban nào theo dõi, gửi báo cáo ở đâu?",
        ),
        ("Vì răng hông đạt chỉ tiêu?", "Vì sao không đạt chỉ tiêu?"),
        ("gởi báo cáo nghij quyeets ở đâu", "gửi báo cáo nghị quyết ở đâu"),
    ],
)
def test_words_of_one_part_of_the_country_are_read_as_they_are_written(typed: str, read: str) -> None:
    question, spelling = understood(typed)
    assert question.text == spelling.corrected == read


def test_what_was_typed_can_be_searched_all_the_same() -> None:
    question, spelling = understood("nghij quyeets 15", as_typed=True)
    assert question.text == "nghij quyeets 15"
    assert (spelling.corrected, spelling.suggestion) == ("", "")


def test_a_misprint_is_offered_and_not_forced() -> None:
    question, spelling = understood("chỉ tiêu giãi phóng mặt bằng")
    assert question.text == "chỉ tiêu giãi phóng mặt bằng"
    assert spelling.suggestion == "chỉ tiêu giải phóng mặt bằng"


@pytest.mark.parametrize(
    "text",
    [
        "chỉ tiêu môi trường đến 2030",
        "Nghị quyết 15-NQ/TW",
        "12 CTr QU",
        "OCOP 4 sao",
        "chi tieu moi truong",
        "nam 2023 PAR INDEX xep thu may",
        "rac dat 82% khong",
        "chi bộ, chi phí và quy mô của mô hình",
        "hem so 5 duong Bo Song",
        "ổn định kinh tế vĩ mô và vi mô",
        "Quy định về mô tả vị trí việc làm",
        "tổng hợp các khoản chi",
        "lỗ hổng bảo mật",
        "Ông Nguyễn Văn Sanh ở Chợ Rứa",
    ],
)
def test_what_is_well_typed_stays(text: str) -> None:
    assert correct(text) is None


def test_symbols_are_never_corrected() -> None:
    found = correct("nghị quyêt 15 NQ-TW")
    assert found is not None
    assert found.text.endswith("15 NQ-TW")


def test_a_bare_question_is_embedded_with_diacritics() -> None:
    assert with_diacritics(parse("cai cach hanh chinh")) == "cải cách hành chính"
    assert with_diacritics(parse("cải cách hành chính")) == "cải cách hành chính"
