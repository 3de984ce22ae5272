import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDocument
from corpus.reading.web import read_web

PAGE = """<!DOCTYPE html><html><head><title>Tin | Cổng thông tin</title>
<script>var x = "không được đọc";</script><style>p{}</style></head><body>
<nav><a href="/">Menu chính</a></nav>
<div class="breadcrumb">Trang chủ » Tin tức</div>
<article><h1>Huyện ủy Vân Sơn   họp</h1>
<p>Ngày đăng 26/10/2022 | 15:16 | View count: 240</p>
<p>Phấn đấu <b>đến năm 2030</b><br>độ che phủ rừng đạt <i>65</i>%.</p>
<ol><li>Trồng rừng</li><li>Giữ rừng</li></ol><ul><li>Một việc</li><li>- Việc tự ghi</li></ul>
<table><tr><th>Chỉ tiêu</th><th>2025</th></tr><tr><td>Rừng</td><td>60<br>%</td></tr></table>
</article><div id="sidebar"><p>Tin liên quan khác</p></div><footer>Bản quyền</footer></body></html>"""


def lines(page: str) -> list[str]:
    return read_web(page.encode()).text.split("\n")


def test_a_page_becomes_lines_as_a_reader_sees_them() -> None:
    assert lines(PAGE) == [
        "Trang chủ » Tin tức",
        "Huyện ủy Vân Sơn họp",
        "Ngày đăng 26/10/2022 | 15:16 | View count: 240",
        "Phấn đấu đến năm 2030",
        "độ che phủ rừng đạt 65%.",
        "1. Trồng rừng",
        "2. Giữ rừng",
        "- Một việc",
        "- Việc tự ghi",
        "Chỉ tiêu | 2025",
        "Rừng | 60 %",
        "Tin liên quan khác",
        "Bản quyền",
    ]


def test_what_surrounds_the_article_is_marked_not_dropped() -> None:
    read = read_web(PAGE.encode())
    assert read.title_hint == "Huyện ủy Vân Sơn họp"
    assert [read.text[span.start : span.end] for span in read.furniture] == [
        "Trang chủ » Tin tức",
        "Ngày đăng 26/10/2022 | 15:16 | View count: 240",
        "Tin liên quan khác",
        "Bản quyền",
    ]


def test_a_header_table_is_read_left_cell_then_right_cell() -> None:
    page = """<table><tr><td><p>TỈNH ỦY LAM HÀ</p><p>*</p><p>Số 05-NQ/TU</p></td>
    <td><p>ĐẢNG CỘNG SẢN VIỆT NAM</p><p>Lam Hà, ngày 02 tháng 3 năm 2021</p></td></tr></table>"""
    assert lines(page) == [
        "TỈNH ỦY LAM HÀ",
        "*",
        "Số 05-NQ/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Lam Hà, ngày 02 tháng 3 năm 2021",
    ]


def test_a_page_inside_one_form_or_one_odd_wrapper_is_still_its_text() -> None:
    read = read_web(b'<form><div class="main menu"><p>N\xe1\xbb\x99i dung</p><pre>a\nb</pre></div></form>')
    assert (read.text, read.furniture) == ("Nội dung\na\nb", ())


def test_a_declared_old_encoding_is_obeyed() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>Déjà vu, façade</p></body></html>'
    assert read_web(page.encode("cp1252")).text == "Déjà vu, façade"


def test_hidden_text_and_entities_of_files_are_never_read() -> None:
    page = """<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body>
    <p style="display: none">ẩn</p><p>hiện&nbsp;ra &e;</p></body></html>"""
    text = read_web(page.encode()).text
    assert "ẩn" not in text
    assert "hiện\u00a0ra &e;" in text


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(BadDocument, match="no_text"):
        read_web(b"<html><body><script>x()</script></body></html>")


def test_very_deep_markup_ends_without_an_error() -> None:
    assert "sâu" in read_web(("<p>sâu</p>" + "<div>" * 100_000 + "x").encode()).text
    nested = "<div>" * 230 + "rất sâu" + "</div>" * 230
    assert lines(f"<p>trên</p>{nested}<p>dưới</p>") == ["trên", "rất sâu", "dưới"]


@given(st.text(alphabet="<>/abptrdlihu!-&; \n=\"'", max_size=300))
def test_any_markup_gives_text_or_a_bad_document(markup: str) -> None:
    try:
        read = read_web(markup.encode())
    except BadDocument:
        return
    assert all(0 <= span.start < span.end <= len(read.text) for span in read.furniture)
