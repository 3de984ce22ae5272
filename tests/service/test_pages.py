"""What a person sees: the pages over the sample documents, without a browser."""

from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.model import Document
from indexer.build import index
from indexer.engine import Filters
from service.access import everyone
from service.app import create_app
from service.ask import AskResult, SearchResult, Service
from service.config import Settings
from service.open_index import OpenIndex
from service.wiring import build_service

QUESTION = "chỉ tiêu môi trường đến 2030"
UNKNOWN = "Nghị quyết số 9999-NQ/ZZ của Quận ủy Quận Không Có quy định mức phạt bao nhiêu?"


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


@pytest.fixture(scope="module")
def answered(sample_service: Service) -> AskResult:
    result = sample_service.ask(QUESTION, everyone(), Filters())
    assert result.status == "answered"
    return result


@pytest.fixture(scope="module")
def found(sample_service: Service) -> SearchResult:
    return sample_service.search(QUESTION, everyone(), Filters())


def address(question: str, more: str = "") -> str:
    return f"/hoi?q={quote(question)}{more}"


def page(client: FlaskClient, path: str, status: int = 200) -> lxml.html.HtmlElement:
    response = client.get(path)
    assert response.status_code == status, response.text
    return lxml.html.fromstring(response.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_first_page_asks_and_says_how_much_it_holds(client: FlaskClient, sample_service: Service) -> None:
    home = page(client, "/")
    (form,) = home.forms
    assert (form.action, form.method, list(form.fields)) == ("/hoi", "GET", ["q"])
    assert f"Kho hiện có {sample_service.ready(everyone()).documents} văn bản" in words(home)


def test_every_example_question_finds_something(client: FlaskClient) -> None:
    for link in page(client, "/").cssselect(".vi-du a"):
        assert page(client, link.get("href")).cssselect(".van-ban-thay")


def test_answer_stands_first_and_is_quoted(client: FlaskClient, answered: AskResult) -> None:
    shown = page(client, address(QUESTION))
    assert [quoted.text_content() for quoted in shown.cssselect(".tra-loi .trich")] == [
        item.text for item in answered.answer
    ]
    headings = [words(heading) for heading in shown.cssselect("h2")]
    assert headings[:2] == ["Trả lời", "Các đoạn liên quan"]
    assert str(answered.confidence) not in words(shown)


def test_every_citation_opens_its_exact_quote(client: FlaskClient, answered: AskResult) -> None:
    shown = page(client, address(QUESTION))
    sources = shown.cssselect(".nguon a.van-ban")
    assert len(sources) == len(answered.citations)
    for link, citation in zip(sources, answered.citations, strict=True):
        assert link.get("href").endswith("#trich-dan")
        (mark,) = page(client, link.get("href")).cssselect("mark#trich-dan")
        assert mark.text_content() == citation.quote


def test_numbers_in_the_answer_lead_where_the_source_list_leads(client: FlaskClient) -> None:
    shown = page(client, address(QUESTION))
    sources = [link.get("href") for link in shown.cssselect(".nguon a.van-ban")]
    for link in shown.cssselect(".so-trich"):
        assert link.get("href") == sources[int(words(link).strip("[]")) - 1]


def test_passages_are_grouped_by_document_with_badges(client: FlaskClient, found: SearchResult) -> None:
    articles = page(client, address(QUESTION)).cssselect(".van-ban-thay")
    documents = list(dict.fromkeys(hit.document for hit in found.hits))
    assert len(articles) == len(documents)
    first = found.hits[0]
    badges = words(articles[0].cssselect(".nhan")[0])
    assert all(value in badges for value in (first.type, first.number, first.issuer) if value)
    assert articles[0].cssselect(".loi mark")


def test_a_passage_opens_where_it_stands(client: FlaskClient, found: SearchResult) -> None:
    link = page(client, address(QUESTION)).cssselect(".van-ban-thay h3 a")[0].get("href")
    (mark,) = page(client, link).cssselect("mark#trich-dan")
    assert mark.text_content() == found.hits[0].text


@pytest.mark.parametrize("question", [UNKNOWN, "zxqvw kjhpq"])
def test_an_unanswerable_question_is_refused_honestly(client: FlaskClient, question: str) -> None:
    shown = page(client, address(question))
    assert not shown.cssselect(".tra-loi")
    headings = [words(heading) for heading in shown.cssselect("h2")]
    assert headings[0] == "Không tìm thấy trong kho văn bản"
    if shown.cssselect(".van-ban-thay"):
        assert headings[1] == "Các đoạn gần nhất"
        assert "không phải là câu trả lời" in words(shown)


def test_a_search_without_any_passage_says_what_to_try(client: FlaskClient) -> None:
    shown = page(client, address(QUESTION, "&loai=" + quote("Loại không có")))
    assert [words(heading) for heading in shown.cssselect("h2")] == ["Không tìm thấy trong kho văn bản"]
    assert "bỏ bớt điều kiện" in words(shown)
    assert [words(chip) for chip in shown.cssselect(".dang-loc .the")] == ["Bỏ điều kiện Loại không có×"]
    assert shown.cssselect("input[checked]")[0].get("value") == "Loại không có"


def test_filters_narrow_and_stay_in_the_address(client: FlaskClient, found: SearchResult) -> None:
    kind, count = found.facets["type"][0]
    shown = page(client, address(QUESTION, f"&loai={quote(kind)}"))
    assert f"{count} văn bản" in words(shown.cssselect(".ket-qua")[0])
    assert {words(badge) for badge in shown.cssselect(".van-ban-thay .loai")} == {kind}
    (ticked,) = shown.cssselect("input[checked]")
    assert (ticked.get("name"), ticked.get("value")) == ("loai", kind)
    assert shown.cssselect("a.bo-het")[0].get("href") == address(QUESTION).replace("%20", "+")
    others = [value for value, _ in found.facets["type"] if value != kind]
    assert others[0] in words(shown.cssselect(".loc fieldset")[0]), "a choice cannot be widened"


NARROWED = {
    "cap": "tỉnh",
    "linh_vuc": "Kinh tế",
    "nam": "2021",
    "tinh_trang": "không rõ",
    "sap_xep": "cu_nhat",
}


def test_every_filter_can_be_taken_back_alone(client: FlaskClient) -> None:
    more = "".join(f"&{name}={quote(value)}" for name, value in NARROWED.items())
    shown = page(client, address(QUESTION, more))
    chips = shown.cssselect(".dang-loc .the")
    assert [words(chip) for chip in chips] == [
        "Bỏ điều kiện Cấp tỉnh×",
        "Bỏ điều kiện Năm 2021×",
        "Bỏ điều kiện Kinh tế×",
        "Bỏ điều kiện Không rõ×",
    ]
    for chip, gone in zip(chips, ("cap", "nam", "linh_vuc", "tinh_trang"), strict=True):
        left = dict(parse_qsl(urlsplit(chip.get("href")).query))
        assert left == {name: value for name, value in ({"q": QUESTION} | NARROWED).items() if name != gone}
        assert len(page(client, chip.get("href")).cssselect(".dang-loc .the")) == 3
    ticked = {(box.get("name"), box.get("value")) for box in shown.cssselect("input[checked]")}
    assert ticked == {(name, value) for name, value in NARROWED.items() if name != "sap_xep"}
    hidden = {(box.get("name"), box.get("value")) for box in shown.cssselect("form.loc input[type=hidden]")}
    assert hidden == {("q", QUESTION), ("sap_xep", "cu_nhat")}


def test_results_are_sorted_by_links_that_keep_the_filters(client: FlaskClient) -> None:
    shown = page(client, address(QUESTION, "&cap=" + quote("tỉnh")))
    links = shown.cssselect(".sap-xep a")
    assert [words(link) for link in links] == ["Phù hợp nhất", "Mới nhất", "Cũ nhất", "Số, ký hiệu"]
    assert [link.get("aria-current") for link in links] == ["true", None, None, None]
    newest = page(client, links[1].get("href"))
    dates = [box.get("datetime") for box in newest.cssselect(".van-ban-thay time")]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) > 1
    assert newest.cssselect(".dang-loc .the")
    assert newest.cssselect(".tra-loi"), "the order changed the answer away"


def test_what_texts_say_of_a_documents_force_stands_with_it(client: FlaskClient) -> None:
    shown = page(client, address("18-NQ/TU cải cách hành chính", "&tinh_trang=" + quote("đã được thay thế")))
    said = [words(line) for line in shown.cssselect(".van-ban-thay .noi-ve li")]
    assert "Đã được thay thế theo 05-NQ/TU" in said


def test_paging_reaches_every_document_once(sample_service: Service, found: SearchResult) -> None:
    client = create_app(Settings(per_page=2), sample_service).test_client()
    titles, path = [], address(QUESTION)
    while path:
        shown = page(client, path)
        titles += [link.get("href").split("?")[0] for link in shown.cssselect(".van-ban-thay h3 a")]
        path = next((link.get("href") for link in shown.cssselect("a[rel=next]")), "")
    assert len(titles) == len(set(titles)) == found.total


def test_document_text_is_shown_letter_for_letter(
    client: FlaskClient, sample_service: Service, found: SearchResult
) -> None:
    for name in {hit.document for hit in found.hits}:
        document = sample_service.document(name, everyone())
        (text,) = page(client, f"/van-ban/{name}").cssselect("article.toan-van")
        assert text.text_content() == document.text


def test_a_document_shows_its_level_and_fields(client: FlaskClient, sample_service: Service) -> None:
    name = sample_service.find("2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt", everyone()).id
    facts = page(client, f"/van-ban/{name}").cssselect(".thuoc-tinh div")
    told = {words(one[0]): words(one[1]) for one in facts}
    assert told["Cấp"] == "Tỉnh"
    assert told["Lĩnh vực"] == "Kinh tế; Đất đai, môi trường, đô thị"


def test_contents_lead_to_places_in_the_text(client: FlaskClient, sectioned: Document) -> None:
    shown = page(client, f"/van-ban/{sectioned.id}")
    links = [link.get("href") for link in shown.cssselect(".muc-luc a")]
    assert links
    assert all(shown.cssselect(f"article {link}") for link in links)


@pytest.fixture
def sectioned(sample_service: Service, found: SearchResult) -> Document:
    documents = [sample_service.document(hit.document, everyone()) for hit in found.hits]
    return max(documents, key=lambda document: len(document.sections))


@pytest.mark.parametrize(
    "span", ["tu=5&den=5", "tu=9&den=3", "tu=0&den=99999999", "tu=a&den=b", "tu=-4&den=2"]
)
def test_a_citation_that_no_longer_fits_is_said_to(
    client: FlaskClient, sectioned: Document, span: str
) -> None:
    shown = page(client, f"/van-ban/{sectioned.id}?{span}")
    assert not shown.cssselect("mark#trich-dan")
    assert "Vị trí trích dẫn" in words(shown.cssselect("[role=alert]")[0])


BAD_QUESTIONS = [
    ("", "", "Xin nhập nội dung"),
    ("   \n", "", "Xin nhập nội dung"),
    ("môi trường " * 1000, "", "tối đa 10.000 ký tự"),
    ("\x00\x01\x02\x03\x04\x05", "", "ký tự điều khiển"),
    ("môi trường", "&nam=hai", "“hai” không hợp lệ"),
    ("môi trường", "&tinh_trang=con", "“con” không có trong danh mục"),
    ("môi trường", "&trang=0", "“0” không hợp lệ"),
    ("môi trường", "&trang=٣", "không hợp lệ"),
]


@pytest.mark.parametrize(("question", "more", "sentence"), BAD_QUESTIONS)
def test_a_bad_question_gets_a_sentence_and_keeps_the_form(
    client: FlaskClient, question: str, more: str, sentence: str
) -> None:
    shown = page(client, address(question, more), 400)
    assert sentence in words(shown.cssselect("[role=alert]")[0])
    kept = shown.forms[0].fields["q"]
    assert kept.split() == [word for word in question.split() if word.isprintable()]


@pytest.mark.parametrize("path", ["/van-ban/khong-co", "/van-ban/khong-co/goc", "/khong-co", "/van-ban/"])
def test_unknown_addresses_are_404_in_vietnamese(client: FlaskClient, path: str) -> None:
    assert "Không" in words(page(client, path, 404).cssselect("[role=alert]")[0])


@pytest.mark.parametrize(
    "path", ["/", address(QUESTION), "/tro-giup", "/hoi?q=", "/khong-co", "/static/page.css"]
)
def test_no_page_needs_another_host_a_cookie_or_inline_code(client: FlaskClient, path: str) -> None:
    with closing(client.get(path)) as response:
        assert "Set-Cookie" not in response.headers
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        if response.mimetype != "text/html":
            return
        shown = lxml.html.fromstring(response.text)
    addresses = [value for _, name, value, _ in shown.iterlinks() if name in ("href", "src", "action")]
    assert all(value.startswith(("/", "#")) and not value.startswith("//") for value in addresses)
    assert not shown.cssselect("[style], style, script:not([src]), [onclick]")


def test_markup_in_a_question_is_shown_as_text(client: FlaskClient) -> None:
    shown = page(client, address("<script>alert(1)</script> môi trường"))
    assert words(shown.cssselect("h1")[0]).endswith("<script>alert(1)</script> môi trường")


TEXT = "KẾ HOẠCH\nThu gom rác thải sinh hoạt đạt 95% vào năm 2030.\n"


@pytest.fixture
def kept(tmp_path: Path) -> tuple[FlaskClient, Path, str]:
    """A service over one file that the test may change: its client, the file and the document's id."""
    folder = tmp_path / "kho"
    folder.mkdir()
    file = folder / "ke-hoach.txt"
    file.write_text(TEXT, "utf-8")
    settings = Settings(data=tmp_path / "data")
    index([folder], settings.data, workers=1)
    service = build_service(settings)
    name = service.find("ke-hoach.txt", everyone()).id
    return create_app(settings, service).test_client(), file, name


def test_the_original_is_downloaded_unchanged(kept: tuple[FlaskClient, Path, str]) -> None:
    client, file, name = kept
    link = page(client, f"/van-ban/{name}").cssselect("a[download]")[0].get("href")
    response = client.get(link)
    assert BytesIO(response.data).read() == file.read_bytes()
    assert response.headers["Content-Disposition"] == "attachment; filename=ke-hoach.txt"


def test_an_original_that_changed_is_not_given_out(kept: tuple[FlaskClient, Path, str]) -> None:
    client, file, name = kept
    file.write_text(TEXT.replace("95%", "59%"), "utf-8")
    assert "đã thay đổi" in words(page(client, f"/van-ban/{name}/goc", 409))
    file.unlink()
    assert "Không có tệp gốc" in words(page(client, f"/van-ban/{name}/goc", 404))


def test_an_original_is_not_followed_out_of_the_indexed_folder(kept: tuple[FlaskClient, Path, str]) -> None:
    client, file, name = kept
    outside = file.parent.parent / "ngoai.txt"
    file.rename(outside)
    file.symlink_to(outside)
    assert "Không có tệp gốc" in words(page(client, f"/van-ban/{name}/goc", 404))


def test_without_an_index_the_pages_say_what_to_do(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    client = create_app(settings, build_service(settings)).test_client()
    assert "vankien index" in words(page(client, "/").cssselect("[role=alert]")[0])
    assert "vankien index" in words(page(client, address(QUESTION), 503).cssselect("[role=alert]")[0])


class Broken(Service):
    """A service with a defect: every question ends in an error that nobody foresaw."""

    def __init__(self) -> None:
        super().__init__(lambda: None, self._fail)

    def _fail(self) -> OpenIndex:
        raise RuntimeError("secret detail")


def test_a_defect_gives_an_honest_page_without_details() -> None:
    client = create_app(Settings(), Broken()).test_client()
    shown = page(client, address(QUESTION), 500)
    assert "lỗi ngoài dự kiến" in words(shown)
    assert "secret detail" not in words(shown)
    assert unquote(shown.forms[0].action) == "/hoi"
