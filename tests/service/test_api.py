"""The JSON API: shapes, exact offsets, and errors that a program and a person can read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.engine import Filters
from service.access import everyone
from service.app import create_app
from service.ask import Service
from service.config import Settings
from service.wiring import build_service

QUESTION = "chỉ tiêu môi trường đến 2030"


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


def post(client: FlaskClient, path: str, body: Any, status: int = 200) -> Any:
    response = client.post(path, json=body)
    assert response.status_code == status, response.text
    return response.get_json()


def places(node: Any) -> Iterator[tuple[str, int, int, str]]:
    for hit in [*node.get("hits", ()), *node.get("passages", ())]:
        yield hit["document"], hit["start"], hit["end"], hit["text"]
        for start, end in hit["highlights"]:
            yield hit["document"], start, end, hit["text"][start - hit["start"] : end - hit["start"]]
    for citation in node.get("citations", ()):
        yield citation["document"], citation["start"], citation["end"], citation["quote"]


def test_an_answer_has_the_documented_shape(client: FlaskClient) -> None:
    answer = post(client, "/api/ask", {"question": QUESTION})
    assert set(answer) >= {"question", "status", "answer", "citations", "passages", "took_ms"}
    assert answer["question"] == QUESTION
    assert answer["status"] == "answered"
    for item in answer["answer"]:
        assert item["citations"]
        assert all(0 <= number < len(answer["citations"]) for number in item["citations"])
    wanted = {"document", "path", "title", "number", "issuer", "date", "page", "start", "end", "quote"}
    assert all(set(citation) >= wanted for citation in answer["citations"])


def test_a_search_has_the_documented_shape(client: FlaskClient) -> None:
    found = post(client, "/api/search", {"text": QUESTION, "per_page": 3})
    assert set(found) >= {"total", "hits", "facets", "took_ms"}
    assert len({hit["document"] for hit in found["hits"]}) == min(3, found["total"])
    wanted = "document path title number type issuer date start end text highlights score".split()
    assert all(set(hit) >= set(wanted) for hit in found["hits"])
    assert {"level", "fields", "status"} <= set(found["hits"][0])
    assert set(found["facets"]) == {"type", "issuer", "level", "year", "field", "status"}


@pytest.mark.parametrize(("path", "field"), [("/api/ask", "question"), ("/api/search", "text")])
def test_every_offset_is_one_into_the_served_text(client: FlaskClient, path: str, field: str) -> None:
    seen = list(places(post(client, path, {field: QUESTION})))
    assert seen
    for document, start, end, text in seen:
        served = client.get(f"/api/documents/{document}/text").get_data(as_text=True)
        assert served[start:end] == text


def test_filters_narrow_a_search(client: FlaskClient) -> None:
    found = post(client, "/api/search", {"question": QUESTION})
    year = found["facets"]["year"][0]
    narrowed = post(client, "/api/search", {"text": QUESTION, "filters": {"year": [int(year["value"])]}})
    assert {hit["date"][:4] for hit in narrowed["hits"]} == {year["value"]}
    for state in found["facets"]["status"]:
        body = {"text": QUESTION, "per_page": 100, "filters": {"status": [state["value"]]}}
        narrowed = post(client, "/api/search", body)
        assert narrowed["total"] == state["count"]
        told = [line["state"] for hit in narrowed["hits"] for line in hit["status"] if not line["proposed"]]
        assert state["value"] in told or (state["value"], told) == ("unknown", [])
    filters = {"level": ["xã"], "field": ["Kinh tế"]}
    narrowed = post(client, "/api/ask", {"question": QUESTION, "filters": filters, "sort": "oldest"})
    assert {hit["level"] for hit in narrowed["passages"]} <= {"xã"}


def test_a_search_is_sorted(client: FlaskClient) -> None:
    hits = post(client, "/api/search", {"text": QUESTION, "sort": "newest", "per_page": 100})["hits"]
    dates = [hit["date"] for hit in hits if hit["date"]]
    assert dates == sorted(dates, reverse=True)
    assert [hit["date"] for hit in hits][: len(dates)] == dates


def test_a_document_tells_of_itself_and_its_outline(client: FlaskClient, sample_service: Service) -> None:
    name = sample_service.search(QUESTION, everyone(), Filters()).hits[0].document
    document = sample_service.document(name, everyone())
    told = client.get(f"/api/documents/{name}").get_json()
    assert told["title"] == document.title
    assert told["number"] == document.header.number
    assert told["length"] == len(document.text)
    for line in told["outline"]:
        assert 0 <= line["start"] <= line["end"] <= len(document.text)
        assert line["heading"] in document.text


BAD: list[tuple[str, Any, str, str]] = [
    ("/api/ask", {}, "bad_request", "Thiếu trường bắt buộc."),
    ("/api/ask", {"question": 5}, "bad_request", "Giá trị không đúng kiểu dữ liệu."),
    ("/api/ask", {"question": None}, "bad_request", "Trường này không được để trống."),
    ("/api/ask", {"question": "a", "k": 1}, "bad_request", "Trường này không được hỗ trợ."),
    ("/api/ask", [1], "bad_request", "Cần một đối tượng JSON."),
    ("/api/ask", {"question": "a", "filters": {"year": ["x"]}}, "bad_request", "không đúng kiểu"),
    ("/api/ask", {"question": "a", "filters": 3}, "bad_request", "Cần một đối tượng JSON."),
    ("/api/ask", {"question": "a", "filters": {"type": "Kế hoạch"}}, "bad_request", "không đúng kiểu"),
    ("/api/ask", {"question": "a", "filters": {"level": ["làng"]}}, "bad_request", "Cấp không có"),
    ("/api/ask", {"question": "a", "filters": {"status": ["x"]}}, "bad_request", "Tình trạng không có"),
    ("/api/search", {"text": "a", "sort": "x"}, "bad_request", "Thứ tự không có"),
    ("/api/search", {}, "bad_request", "text và question"),
    ("/api/search", {"text": "a", "question": "a"}, "bad_request", "text và question"),
    ("/api/search", {"text": "a", "per_page": 1000}, "bad_request", "từ 1 đến 100"),
    ("/api/search", {"text": "a", "page": 0}, "bad_request", "từ 1 đến 1000"),
    ("/api/ask", {"question": "  "}, "empty_question", "Xin nhập nội dung"),
    ("/api/search", {"text": "\x00\x01\x02\x03"}, "binary_question", "ký tự điều khiển"),
    ("/api/ask", {"question": "a" * 10_001}, "long_question", "10.000"),
]


@pytest.mark.parametrize(("path", "body", "code", "sentence"), BAD)
def test_a_bad_request_is_explained_in_vietnamese(
    client: FlaskClient, path: str, body: Any, code: str, sentence: str
) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 400
    assert response.get_json()["error"]["code"] == code
    assert sentence in response.text


def test_the_longest_question_fits_into_a_request(client: FlaskClient) -> None:
    question = ("chất thải rắn " * 1000)[:10_000]
    assert post(client, "/api/search", {"text": question})["total"] > 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"question=a", "application/x-www-form-urlencoded", 400),
        (b'{"question": "' + b"a" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_not_a_request_is_refused(
    client: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    response = client.post("/api/ask", data=body, content_type=kind)
    assert response.status_code == status
    assert set(response.get_json()["error"]) >= {"code", "message"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/documents/khong-co", 404, "unknown_document"),
        ("/api/documents/khong-co/text", 404, "unknown_document"),
        ("/api/khong-co", 404, "not_found"),
        ("/api/ask", 405, "method_not_allowed"),
    ],
)
def test_errors_are_json_with_their_status(client: FlaskClient, path: str, status: int, code: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.get_json()["error"]["code"] == code


def test_health_and_readiness_are_two_questions(client: FlaskClient, tmp_path: Path) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").get_json()["documents"] > 0
    settings = Settings(data=tmp_path)
    empty = create_app(settings, build_service(settings)).test_client()
    assert empty.get("/healthz").status_code == 200
    unready = empty.get("/readyz")
    assert unready.status_code == 503
    assert unready.get_json()["error"]["code"] == "no_index"
    assert empty.post("/api/ask", json={"question": QUESTION}).status_code == 503


def test_openapi_describes_every_address_and_loads_nothing(client: FlaskClient) -> None:
    described = client.get("/openapi.json").get_json()
    assert set(described["paths"]) == {
        "/api/search",
        "/api/ask",
        "/api/suggest",
        "/api/documents/{document_id}",
        "/api/documents/{document_id}/text",
        "/api/documents/{document_id}/similar",
        "/api/documents/{document_id}/understanding",
        "/api/citations",
        "/api/targets",
        "/api/targets.csv",
        "/api/targets.xlsx",
        "/healthz",
        "/readyz",
    }
    asked = described["paths"]["/api/ask"]["post"]
    assert asked["requestBody"]["content"]["application/json"]["schema"]
    assert asked["responses"]["200"]["content"]["application/json"]["schema"]
    refused = asked["responses"]["400"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    assert list(described["components"]["schemas"][refused]["properties"]) == ["error"]
    assert client.get("/docs").status_code == 404
