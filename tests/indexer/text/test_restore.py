"""Questions typed without diacritics, with keyboard leftovers or with wrong tones are read as meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text.keyboard import telex, vni
from indexer.text.restore import ALTERNATIVES, restore


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chi tieu moi truong den 2030", "chỉ tiêu môi trường đến 2030"),
        ("muc phat vuot den do la bao nhieu", "mức phạt vượt đèn đỏ là bao nhiêu"),
        ("Thu tuc dang ky ket hon", "Thủ tục đăng ký kết hôn"),
        ("CHUONG TRINH HANH DONG so 12-CTr/QU", "CHƯƠNG TRÌNH HÀNH ĐỘNG số 12-CTr/QU"),
        ("nghij quyeets soos 15-NQ/TW", "nghị quyết số 15-NQ/TW"),
        ("truowngf hopwj naof bij thu hooif ddaats?", "trường hợp nào bị thu hồi đất?"),
        ("nghi5 quye6t1 cu3a d9a3ng", "nghị quyết của đảng"),
        ("Chỉ tiêu mội trường", "Chỉ tiêu môi trường"),
    ],
)
def test_the_best_reading_is_what_was_meant(typed: str, meant: str) -> None:
    assert restore(typed)[0] == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 34 %",
        "?",
        "Nghị quyết của Bộ Chính trị về đất đai",
        "Chỉ tiêu môi trường đến năm 2030",
        "x " * 500,
    ],
)
def test_what_reads_well_is_left_alone(text: str) -> None:
    assert restore(text) == []


@settings(deadline=None)
@given(st.text() | st.text(alphabet="aeoudw sfrxj12345679ẹở-/"))
def test_any_string_has_a_few_other_readings(text: str) -> None:
    found = restore(text)
    assert len(found) <= ALTERNATIVES
    assert text not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("nghij", "nghị"),
        ("quyeets", "quyết"),
        ("dduwowngf", "đường"),
        ("nuwowcs", "nước"),
        ("thuowng", "thương"),
    ],
)
def test_telex(typed: str, word: str) -> None:
    assert telex(typed) == word


@pytest.mark.parametrize(
    ("typed", "word"), [("nghi5", "nghị"), ("d9u7o7ng2", "đường"), ("d9uo7ng2", "đường"), ("na8m", "năm")]
)
def test_vni(typed: str, word: str) -> None:
    assert vni(typed) == word
