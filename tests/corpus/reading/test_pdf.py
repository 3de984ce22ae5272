import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadDocument
from corpus.reading.pdf import read_pdf
from tests.corpus.reading.samples import pdf, scanned_pdf

PAGES = [
    [
        "QUY ĐỊNH 01-QĐ/TU",
        f"Điều {n}. Đảng viên thứ {n}",
        f"có trách nhiệm số {n}",
        "trước chi bộ;",
        f"hết phần {n}.",
        "Lam Hà",
        str(n),
    ]
    for n in (1, 2, 3)
]


def test_pages_keep_their_lines_and_their_starts() -> None:
    read = read_pdf(pdf(PAGES))
    ends = [*read.pages[1:], len(read.text) + 1]
    pages = [read.text[start : end - 1].split("\n") for start, end in zip(read.pages, ends, strict=True)]
    assert pages == PAGES


def test_running_heads_and_page_numbers_are_furniture() -> None:
    read = read_pdf(pdf(PAGES))
    marked = [read.text[span.start : span.end] for span in read.furniture]
    assert marked == [part for n in "123" for part in ("QUY ĐỊNH 01-QĐ/TU", "Lam Hà", n)]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: pdf([["Mật khẩu"]], password="x"), "encrypted"),
        (scanned_pdf, "no_text"),
        (lambda: b"%PDF-1.7\nnothing", "broken"),
    ],
    ids=["password", "scan", "broken"],
)
def test_what_cannot_be_read_says_why(make: object, code: str) -> None:
    assert callable(make)
    with pytest.raises(BadDocument) as refused:
        read_pdf(make())
    assert refused.value.code == code


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.floats(0, 0.999), st.binary(min_size=1, max_size=8), st.booleans())
def test_damaged_files_never_raise_anything_else(part: float, noise: bytes, cut: bool) -> None:
    whole = pdf(PAGES[:1])
    at = int(part * len(whole))
    with contextlib.suppress(BadDocument):
        read_pdf(whole[:at] if cut else whole[:at] + noise + whole[at + len(noise) :])
