"""Suggestions while one types: what is offered first, and never what a person may not see."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.build import index
from indexer.engine import AccessFilter
from indexer.phrases import PhraseKind
from service.access import everyone
from service.ask import Service
from service.config import Settings
from service.suggest import MOST, suggestions
from service.wiring import build_service


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


def offered(client: FlaskClient, typed: str) -> list[dict[str, Any]]:
    response = client.get("/api/suggest", query_string={"q": typed})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.get_json()["suggestions"]
    assert len(found) <= MOST
    return found


@pytest.mark.parametrize(
    "typed",
    ["12-CTr/HU", "12 ctr", "12ctr/h", "số 12-ctr", "ctr 12", "12_CTR_HU", "so 12 ctr hu", "chuong trinh 12"],
)
def test_a_number_typed_loosely_offers_every_document_that_bears_it(client: FlaskClient, typed: str) -> None:
    numbers = [one for one in offered(client, typed) if one["kind"] == "number"]
    assert {one["text"] for one in numbers[:2]} == {"12-CTr/HU"}
    assert len({one["document"] for one in numbers[:2]}) == 2
    assert any("Huyện ủy Vân Sơn" in one["detail"] for one in numbers[:2])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mục tiêu", "MỤC TIÊU"),
        ("muc tieu t", "Mục tiêu tổng quát"),
        ("Kế hoạch thực hiện Chỉ th", "Kế hoạch thực hiện Chỉ thị số 11-CT/TU"),
        ("ke hoach thuc hien chi th", "Kế hoạch thực hiện Chỉ thị số 11-CT/TU"),
        ("môi trường và tà", "Môi trường và tài nguyên"),
        ("chi bộ bốn tốt quy tr", "Quy định về tiêu chí và quy trình công nhận chi bộ"),
        ("qu đị ti ch qu tr", "Quy định về tiêu chí và quy trình công nhận chi bộ"),
    ],
)
def test_titles_and_headings_are_found_by_beginnings_with_and_without_diacritics(
    client: FlaskClient, typed: str, first: str
) -> None:
    assert offered(client, typed)[0]["text"].startswith(first)


def test_diacritics_that_are_typed_decide_between_words(tmp_path: Path) -> None:
    folder, settings = tmp_path / "documents", Settings(data=tmp_path / "data")
    folder.mkdir()
    for number, title in enumerate(("Dat cuoc", "Đặt cược", "Đất công")):
        (folder / f"{number}.md").write_text(f"# {title}\n\nNội dung.", "utf-8")
    index([folder], settings.data)
    service = build_service(settings)
    texts = [one.text for one in suggestions(service.opened(), "đất c", everyone())]
    assert texts[0] == "Đất công"
    assert len(texts) == 3


def test_figures_in_a_date_or_in_another_documents_number_are_not_offered(client: FlaskClient) -> None:
    assert offered(client, "15 nq") == []  # "… số 05-NQ/TU ngày 15/6/2021": no such number
    assert offered(client, "6 2021 kinh te") == []


def test_what_is_offered_opens(client: FlaskClient, sample_service: Service) -> None:
    for typed in ("05-NQ", "mục tiêu", "cải cách hành chính"):
        for one in offered(client, typed):
            assert client.get(one["address"]).status_code == 200
            if one["kind"] == "heading" and one["document"]:
                text = sample_service.document(one["document"], everyone()).text
                assert " ".join(text[one["start"] : one["end"]].split()) == one["text"]
    shared = next(one for one in offered(client, "mục tiêu") if one["documents"] > 1)
    assert shared["document"] is None
    assert shared["detail"] == f"{shared['documents']} văn bản"


@pytest.mark.parametrize(
    "typed", ["", " ", "zxqvw", "a" * 300, "*", '"', "' OR 1=1 --", "\x00", "NEAR(", "^", "đ" * 150]
)
def test_any_text_is_answered(client: FlaskClient, typed: str) -> None:
    offered(client, typed)


def test_a_request_without_a_text_is_bad(client: FlaskClient) -> None:
    assert client.get("/api/suggest").status_code == 400


def test_nothing_is_offered_of_what_a_person_may_not_see(sample_service: Service) -> None:
    nobody = AccessFilter(frozenset({"restricted"}))
    for typed in ("05", "muc tieu", "nghi quyet"):
        assert suggestions(sample_service.opened(), typed, everyone())
        assert suggestions(sample_service.opened(), typed, nobody) == []


def test_a_new_index_changes_what_is_offered(tmp_path: Path) -> None:
    folder, settings = tmp_path / "documents", Settings(data=tmp_path / "data")
    folder.mkdir()
    (folder / "a.md").write_text("# Quy chế làm việc\n\nNội dung.", "utf-8")
    index([folder], settings.data)
    service = build_service(settings)
    assert [one.kind for one in suggestions(service.opened(), "quy che", everyone())] == [PhraseKind.TITLE]
    (folder / "a.md").unlink()
    (folder / "b.md").write_text("# Quy chế bầu cử\n\nNội dung.", "utf-8")
    index([folder], settings.data)
    assert [one.text for one in suggestions(service.opened(), "quy che", everyone())] == ["Quy chế bầu cử"]
