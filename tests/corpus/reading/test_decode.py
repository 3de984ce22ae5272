import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDocument
from corpus.reading.decode import decode

SENTENCE = "Nghị quyết số 15-NQ/TW ngày 05/5/2022 của Bộ Chính trị về phương hướng phát triển Thủ đô."


def windows_1258(text: str) -> bytes:
    """Vietnamese as Windows-1258 stores it: the vowel composed, its tone a mark behind it."""
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        base = "".join(part for part in parts if part not in "\u0300\u0301\u0303\u0309\u0323")
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", base) + tones
    return out.encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        unicodedata.normalize("NFD", SENTENCE).encode(),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        windows_1258(SENTENCE),
    ],
    ids=["utf8", "bom", "nfd", "utf16-bom", "utf16be-bom", "utf16le", "utf16be", "cp1258"],
)
def test_every_honest_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == SENTENCE


def test_line_ends_and_no_break_spaces_stay_so_that_offsets_are_those_of_the_file() -> None:
    text = "Điều 1.\r\nPhạm vi\u00a0điều chỉnh\n\n\tKhoản 1\r"
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t ", "no_text"),
        ("Uû ban nh©n d©n tØnh Lam Hµ".encode("cp1252"), "unknown_encoding"),  # TCVN3
        ("Uû ban nh©n d©n tØnh Lam Hµ".encode(), "unknown_encoding"),  # TCVN3 saved as if it were Unicode
        ("Déjà vu à la fête".encode("cp1252"), "unknown_encoding"),
        (b"abc\x00def\x00\x01\x02", "wrong_format"),
        (b"\x01\x02\x03\x04\x05 text", "wrong_format"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "wrong_format"),
    ],
)
def test_what_is_no_vietnamese_text_is_refused_not_guessed(data: bytes, code: str) -> None:
    with pytest.raises(BadDocument) as refused:
        decode(data)
    assert refused.value.code == code


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_bad_document(data: bytes) -> None:
    try:
        text = decode(data)
    except BadDocument:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode()
