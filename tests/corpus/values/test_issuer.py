"""Issuing bodies and their level."""

import pytest

from corpus.values.issuer import find_issuer, issuer_level
from corpus.values.letter_case import normal_case


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Ban Chấp hành Trung ương Đảng", "trung ương"),
        ("Bộ Chính trị", "trung ương"),
        ("Ban Thường vụ Thành ủy Hà Nội", "tỉnh"),
        ("TỈNH UỶ LAM HÀ", "tỉnh"),
        ("Huyện uỷ Vân Sơn", "huyện"),
        ("Ban Chấp hành Đảng bộ quận Tây Lam", "huyện"),
        ("Đảng ủy phường Bắc Lam", "xã"),
        ("Ủy ban nhân dân thành phố Hà Nội", "tỉnh"),
        ("Chi bộ 5", "cơ sở"),
        ("TW", "trung ương"),
        ("Câu lạc bộ", None),
    ],
)
def test_level(name: str, level: str | None) -> None:
    assert issuer_level(name) == level


def test_a_merged_body_keeps_its_name_and_tells_its_successor() -> None:
    body = find_issuer("Ban Dân vận Trung ương")
    assert body is not None
    assert (body.words, body.successor) == ("Ban Dân vận Trung ương", "Ban Tuyên giáo và Dân vận Trung ương")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("HUYỆN UỶ VÂN SƠN", "Huyện ủy Vân Sơn"),
        ("ĐẢNG BỘ TỈNH LAM HÀ", "Đảng bộ tỉnh Lam Hà"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG BẮC LAM", "Ủy ban nhân dân phường Bắc Lam"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương"),
        ("BAN TỔ CHỨC", "Ban Tổ chức"),
        ("Tỉnh uỷ Lam Hà", "Tỉnh ủy Lam Hà"),
    ],
)
def test_names_in_normal_letter_case(written: str, shown: str) -> None:
    assert normal_case(written) == shown
