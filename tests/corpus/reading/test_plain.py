import pytest

from corpus.reading.plain import read_plain
from corpus.reading.read_text import ReadText
from tests.needs import shared_material


def furniture(read: ReadText) -> list[str]:
    return [read.text[span.start : span.end].strip() for span in read.furniture]


def test_form_feeds_divide_pages_and_their_numbers_are_furniture() -> None:
    read = read_plain("Trang đầu.\n\f2 \n \nNội dung hai.\n\f3 \n\n12\nNội dung ba.\n".encode())
    assert [read.text[start : start + 1] for start in read.pages] == ["T", "2", "3"]
    assert furniture(read) == ["2", "3"]  # "12" does not count along with the pages: it is content


def test_a_number_line_without_pages_is_content() -> None:
    assert read_plain("Chỉ tiêu\n12\nmục tiêu".encode()).furniture == ()


def test_running_heads_are_furniture_and_returning_body_lines_are_not() -> None:
    pages = [f"QUY ĐỊNH 01\nĐoạn {n} a\nĐoạn {n} b\nLập biên bản.\nĐoạn {n} c\nĐoạn {n} d" for n in "xyzw"]
    read = read_plain("\f".join(pages).encode())
    assert furniture(read) == ["QUY ĐỊNH 01"] * 4


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng 26/10/2022 | 15:16 \u00a0|\u00a0View count: 240",
        "Lượt xem: 1.024",
        "Trang chủ > Tin tức > Công tác Đảng",
        "In trang",
    ],
)
def test_portal_lines_are_marked_and_stay_in_the_text(line: str) -> None:
    read = read_plain(f"Quận ủy họp\n{line}\nNội dung tin.".encode())
    assert line in furniture(read)
    assert line in read.text


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng ký khai sinh do người dân tự kê khai.",
        "Trang chủ của Cổng dịch vụ công được nâng cấp.",
        "Chia sẻ dữ liệu dân cư giữa các cơ quan.",
    ],
)
def test_sentences_that_begin_like_portal_lines_are_content(line: str) -> None:
    assert read_plain(f"Tiêu đề\n{line}\n".encode()).furniture == ()


@pytest.mark.shared
def test_the_real_news_page_has_its_title_menu_and_posting_line() -> None:
    path = next((shared_material() / "real" / "seeds").glob("000*"))
    read = read_plain(path.read_bytes())
    with path.open(encoding="utf-8", newline="") as file:
        assert read.text == file.read()
    assert read.title_hint.startswith("Quận ủy Cầu Giấy xây dựng chương trình hành động")
    assert furniture(read)[0] == "CÔNG TÁC ĐẢNG"
    assert furniture(read)[1].startswith("Ngày đăng 26/10/2022")
    assert len(furniture(read)) == 2


@pytest.mark.shared
def test_the_real_meeting_news_begins_after_its_date_prefix() -> None:
    read = read_plain(next((shared_material() / "real" / "seeds").glob("003*")).read_bytes())
    assert furniture(read) == ["date 2022-07"]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "pages", "numbers"), [("hd06.txt", 33, 32), ("qd294.txt", 35, 0)])
def test_real_party_documents_have_pages_and_page_numbers(name: str, pages: int, numbers: int) -> None:
    read = read_plain((shared_material() / "real" / "party" / name).read_bytes())
    assert len(read.pages) == pages
    assert furniture(read) == [str(n) for n in range(2, 2 + numbers)]
