"""Precedents as a person sees them: the section on a document's page, the page of a passage, API, command."""

import json
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from corpus.model import RelationKind
from indexer.build import index
from service.access import everyone
from service.app import create_app
from service.ask import Service
from service.cli import main
from service.commands.terminal import EXIT_NOT_FOUND, EXIT_USAGE
from service.config import Settings
from service.faces.similar_words import ground_words
from service.precedents import Ground, Tie
from service.wiring import build_service

GREEN = "2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt"
DISTRICT = "2021-chuong-trinh-12-CTr-HU-thuong-khe-kinh-te-xanh-du-lich.txt"


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


@pytest.fixture
def district(sample_service: Service) -> str:
    return sample_service.find(DISTRICT, everyone()).id


@pytest.fixture
def lonely(tmp_path: Path) -> tuple[FlaskClient, str, Path]:
    """An index of one document: nothing is similar to it."""
    (tmp_path / "a.txt").write_text("Thông báo về lịch nghỉ hè của trường mầm non.", "utf-8")
    data = tmp_path / "data"
    index([tmp_path / "a.txt"], data)
    settings = Settings(data=data)
    service = build_service(settings)
    return create_app(settings, service).test_client(), service.find("a.txt", everyone()).id, data


def page(client: FlaskClient, path: str) -> lxml.html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return lxml.html.fromstring(response.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (Ground(Tie.CITES, article="35"), "được văn bản này dẫn chiếu (Điều 35)"),
        (Ground(Tie.CITED_BY, article="34"), "dẫn chiếu đến văn bản này (Điều 34)"),
        (Ground(Tie.RELATION, kind=RelationKind.IMPLEMENTS), "được văn bản này thực hiện"),
        (Ground(Tie.RELATION, kind=RelationKind.BASIS), "được văn bản này lấy làm căn cứ"),
        (Ground(Tie.RELATED_BY, kind=RelationKind.ABOLISHES), "văn bản này bị bãi bỏ bởi văn bản đó"),
        (Ground(Tie.SHARED, above="95-NQ/TW"), "cùng dựa trên văn bản 95-NQ/TW"),
    ],
)
def test_every_reason_is_a_sentence_about_both(ground: Ground, said: str) -> None:
    assert ground_words(ground) == said


def test_a_documents_page_lists_the_nearest_with_their_reasons(client: FlaskClient, district: str) -> None:
    shown = page(client, f"/van-ban/{district}")
    (section,) = shown.cssselect("section[aria-labelledby=van-ban-tuong-tu]")
    items = section.cssselect(".nhom > ul > li")
    assert len(items) == 5
    assert "được văn bản này thực hiện" in words(items[0])
    (every,) = section.cssselect(".dau-muc a")
    assert len(page(client, every.get("href")).cssselect(".nhom > ul > li")) > 5


def test_each_reason_opens_at_its_words(client: FlaskClient, district: str) -> None:
    shown = page(client, f"/van-ban/{district}/tuong-tu")
    stated = shown.cssselect(".nhom .cau-trich")
    assert stated
    for one in stated[:4]:
        (mark,) = page(client, one.cssselect(".mo-cau")[0].get("href")).cssselect("mark#trich-dan")
        assert mark.text_content().startswith(one.cssselect(".nguyen-van")[0].text_content()[:40])


def test_a_passage_found_leads_to_its_precedents(client: FlaskClient) -> None:
    found = page(client, "/hoi?q=tỷ lệ che phủ rừng")
    (link, *_) = [one.get("href") for one in found.cssselect(".doan .mo-cau") if "Tiền lệ" in words(one)]
    shown = page(client, link)
    assert words(shown.cssselect("h1")[0]) == "Tiền lệ của một đoạn"
    assert shown.cssselect("blockquote .nguyen-van")
    assert shown.cssselect(".nhom > ul > li")


def test_a_place_outside_the_text_is_said_and_the_whole_document_taken(
    client: FlaskClient, district: str
) -> None:
    shown = page(client, f"/van-ban/{district}/tuong-tu?tu=5&den=99999999")
    assert "Vị trí đoạn văn trong địa chỉ không có" in words(shown.cssselect("[role=alert]")[0])
    assert words(shown.cssselect("h1")[0]) == "Văn bản tương tự"


def test_nothing_similar_is_said_plainly(lonely: tuple[FlaskClient, str, Path]) -> None:
    client, name, data = lonely
    shown = page(client, f"/van-ban/{name}/tuong-tu")
    assert "Trong kho không có văn bản nào" in words(shown.cssselect(".luu-y")[0])
    assert not page(client, f"/van-ban/{name}").cssselect("[aria-labelledby=van-ban-tuong-tu]")
    assert client.get(f"/api/documents/{name}/similar").get_json()["similar"] == []
    done = CliRunner().invoke(main, ["similar", "a.txt", "--data", str(data)])
    assert done.exit_code == EXIT_NOT_FOUND
    assert "không có văn bản nào tương tự" in done.output


def test_an_unknown_document_has_no_page(client: FlaskClient) -> None:
    assert client.get("/van-ban/none/tuong-tu").status_code == 404
    assert client.get("/api/documents/none/similar").status_code == 404


def test_the_api_gives_reasons_with_quotes(
    client: FlaskClient, sample_service: Service, district: str
) -> None:
    found = client.get(f"/api/documents/{district}/similar?limit=3").get_json()
    assert found["document"] == district
    assert len(found["similar"]) == 3
    stated = [reason for one in found["similar"] for reason in one["reasons"] if reason["kind"] != "subject"]
    assert stated
    for reason in stated:
        source = sample_service.document(reason["document"], everyone()).text
        assert reason["quote"] == source[reason["start"] : reason["end"]]
        assert reason["words"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=100", 200),
        ("start=100&end=300", 200),
        ("start=300&end=100", 400),
        ("start=999999999", 400),
        ("end=99999999", 400),
        ("start=-1", 400),
        ("limit=0", 400),
        ("limit=51", 400),
        ("start=x", 400),
    ],
)
def test_the_api_takes_a_passage_of_the_text_only(
    client: FlaskClient, district: str, query: str, status: int
) -> None:
    answered = client.get(f"/api/documents/{district}/similar?{query}")
    assert answered.status_code == status, answered.text
    if status == 200:
        assert answered.get_json()["start"] <= 100 < answered.get_json()["end"]


def test_the_command_prints_reasons_and_json(sample_data: Path) -> None:
    done = CliRunner().invoke(main, ["similar", DISTRICT, "-k", "3", "--data", str(sample_data)])
    assert done.exit_code == 0, done.output
    assert "được văn bản này thực hiện: “" in done.output
    asked = ["similar", DISTRICT, "--passage", "600", "--json", "--data", str(sample_data)]
    shape = json.loads(CliRunner().invoke(main, asked).output)
    assert shape["start"] <= 600 < shape["end"]
    bad = CliRunner().invoke(main, ["similar", DISTRICT, "--passage", "9999999", "--data", str(sample_data)])
    assert bad.exit_code == EXIT_USAGE
    assert "không nằm trong văn bản này" in bad.output
