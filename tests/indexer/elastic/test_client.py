"""The link: credentials only where they are safe, an answer or an honest error in time."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import VankienError
from indexer.elastic.client import Access, Link, urls_of
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.writer import ElasticWriter
from indexer.engine import AccessFilter, EngineUnavailable, Filters, PassageEntry, WeightedTerm
from tests.cluster.node import free_port
from tests.waiting import until

PUBLIC = AccessFilter(frozenset({"public"}))
HONEST_WITHIN = 3.0  # seconds


class Asked(str):
    """A request's body, with how its sender named himself."""

    authorization = ""


@contextmanager
def server(*answers: tuple[int, object]) -> Iterator[tuple[str, list[Asked]]]:
    """A server that gives these answers in turn, the last one for ever; its address and what was asked.

    An answer of status 0 never comes.
    """
    asked: list[Asked] = []
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = Asked(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8"))
            body.authorization = self.headers.get("Authorization", "")
            status, answer = answers[min(len(asked), len(answers) - 1)]
            asked.append(body)
            if status == 0:
                closing.wait(10)
                return
            reply = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_PUT = do_GET = do_POST  # noqa: N815  the library names the methods so

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}", asked
    finally:
        closing.set()
        made.shutdown()
        made.server_close()


def ask(*urls: str) -> list[int]:
    link = Link(Access(urls))
    try:
        engine = ElasticEngine(link, "some-index")
        terms = [WeightedTerm("text", "rừng", 1.0)]
        return [hit.passage for hit in engine.search(terms, np.ones(4, np.float32), PUBLIC, Filters(), 5)[0]]
    finally:
        link.close()


def hits(*numbers: int) -> dict[str, object]:
    found = [{"_score": 1.0, "fields": {"id": [number]}} for number in numbers]
    shards = {"total": 1, "successful": 1, "failed": 0}
    one = {"timed_out": False, "_shards": shards, "hits": {"hits": found}, "status": 200}
    return {"responses": [one, one]}


DOWN = {"error": {"type": "cluster_block_exception", "reason": "state not recovered"}, "status": 503}
PARTLY = {"responses": [{"status": 503, "error": {"type": "search_phase_execution_exception"}}] * 2}


@pytest.mark.parametrize(
    "answer", [(0, None), (503, DOWN), (200, PARTLY), (200, b"not json"), (401, {"error": "denied"})]
)
def test_a_cluster_that_cannot_answer_says_so_in_time(answer: tuple[int, object]) -> None:
    with server(answer) as (url, _):
        started = time.monotonic()
        with pytest.raises(EngineUnavailable) as refused:
            ask(url)
        assert time.monotonic() - started < HONEST_WITHIN
    assert refused.value.code == "engine_down"


def test_a_cluster_that_hangs_does_not_hold_up_everybody_and_is_noticed_when_it_is_back() -> None:
    with server((0, None)) as (hanging, asked):
        link = Link(Access((hanging,), seconds=0.2))
        engine = ElasticEngine(link, "x")
        terms = [WeightedTerm("text", "a", 1.0)]
        for _ in range(50):
            with pytest.raises(EngineUnavailable):
                engine.search_terms(terms, PUBLIC, Filters(), 5)
        assert len(asked) < 50
        link.close()
    with server(*[(503, DOWN)] * 9, (200, hits(7))) as (url, _):
        link = Link(Access((url,)))
        engine = ElasticEngine(link, "x")
        until(lambda: _finds(engine))
        link.close()


def _finds(engine: ElasticEngine) -> bool:
    try:
        return bool(engine.search_terms([WeightedTerm("text", "a", 1.0)], PUBLIC, Filters(), 5))
    except EngineUnavailable:
        return False


def test_a_cluster_that_is_not_there_says_so() -> None:
    with pytest.raises(EngineUnavailable) as refused:
        ask(f"http://127.0.0.1:{free_port()}")
    assert refused.value.code == "engine_down"


def test_both_lists_travel_in_one_request() -> None:
    with server((200, hits(7))) as (url, asked):
        assert ask(url) == [7]
        assert len(asked) == 1


@pytest.mark.parametrize("first", [(503, DOWN), (200, PARTLY), (429, {"error": "busy", "status": 429})])
def test_a_passing_fault_is_not_noticed(first: tuple[int, object]) -> None:
    with server(first, (200, hits(7))) as (url, asked):
        assert ask(url) == [7]
        assert len(asked) == 2


def test_another_node_answers_for_one_that_hangs_or_is_gone() -> None:
    with server((0, None)) as (hanging, _), server((200, hits(7))) as (url, _):
        for _ in range(3):
            assert ask(hanging, url, f"http://127.0.0.1:{free_port()}") == [7]


def test_an_index_that_is_gone_is_a_missing_index() -> None:
    gone = {"status": 404, "error": {"type": "index_not_found_exception", "reason": "no such index [x]"}}
    with server((200, {"responses": [gone, gone]})) as (url, asked):
        with pytest.raises(EngineUnavailable) as refused:
            ask(url)
        assert refused.value.code == "no_index"
        assert len(asked) == 1


def write(url: str, count: int, patience: float = 20.0) -> None:
    writer = ElasticWriter(Link(Access((url,))), "x", patience=patience)
    entries = [PassageEntry(n, "d", {"text": "rừng"}) for n in range(count)]
    writer.add(entries, np.ones((count, 4), np.float32))
    writer.commit()


def item(number: int, status: int) -> dict[str, object]:
    return {"index": {"_id": str(number), "status": status, "error": {"type": "rejected"}}}


def test_only_the_items_that_were_refused_are_sent_again() -> None:
    busy = {"errors": True, "items": [item(0, 201), item(1, 429), item(2, 201)]}
    with server((200, busy), (429, {"error": "busy"}), (200, {"errors": False, "items": []})) as (url, asked):
        write(url, 3)
        bulks = [body for body in asked if body]
    assert [body.count('{"index":{"_id":') for body in bulks[:3]] == [3, 1, 1]
    assert '"_id":"1"' in bulks[1] == bulks[2]


def test_patience_with_a_busy_cluster_ends() -> None:
    with server((429, {"error": "busy"})) as (url, _), pytest.raises(EngineUnavailable) as refused:
        write(url, 1, patience=0.5)
    assert refused.value.code == "engine_down"


def test_bulks_are_bounded() -> None:
    with server((200, {"errors": False, "items": []})) as (url, asked):
        write(url, 1_234)
        sizes = [body.count('{"index":') for body in asked if body]
        assert sorted(sizes) == [234, 500, 500]


@pytest.mark.parametrize(
    ("access", "code"),
    [
        (Access(()), "elastic_settings"),
        (Access(("elastic:9200",)), "elastic_settings"),
        (Access(("ftp://elastic",)), "elastic_settings"),
        (Access(("https://elastic:secret@host:9200",)), "elastic_settings"),
        (Access(("https://host:9200",), ca=Path("/no/such/ca.pem")), "elastic_settings"),
        (Access(("http://host:9200",), "elastic", "secret"), "plain_password"),
        (Access(("https://a:9200", "http://10.0.0.8:9200"), "elastic", "secret"), "plain_password"),
        (Access(("http://host:9200",), api_key="secret"), "plain_password"),
    ],
)
def test_unsafe_settings_are_refused_without_telling_a_secret(access: Access, code: str) -> None:
    with pytest.raises(VankienError) as refused:
        Link(access)
    assert refused.value.code == code
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(replace(access, urls=()))


@pytest.mark.parametrize(
    "access",
    [
        Access(("http://127.0.0.1:9200", "http://localhost:9200", "http://[::1]:9200"), "elastic", "secret"),
        Access(("https://host:9200",), "elastic", "secret"),
        Access(("http://host:9200",), "elastic", "secret", plain=True),
        Access(("http://host:9200",)),
    ],
)
def test_safe_settings_and_told_risks_are_taken(access: Access) -> None:
    Link(access).close()


@pytest.mark.parametrize(
    ("login", "sent"),
    [
        ({"user": "elastic", "password": "mật khẩu"}, "Basic ZWxhc3RpYzpt4bqtdCBraOG6qXU="),
        ({"api_key": "a2V5"}, "ApiKey a2V5"),
        ({"api_key": "a2V5", "user": "elastic", "password": "x"}, "ApiKey a2V5"),
        ({}, ""),
    ],
)
def test_a_key_or_a_password_names_the_sender(login: dict[str, Any], sent: str) -> None:
    with server((200, hits(7))) as (url, asked):
        link = Link(Access((url,), **login))
        ElasticEngine(link, "x").search_terms([WeightedTerm("text", "a", 1.0)], PUBLIC, Filters(), 5)
        link.close()
        assert [request.authorization for request in asked] == [sent]


def test_addresses_are_separated_by_commas() -> None:
    assert urls_of(" https://a:9200, https://b:9200,,") == ("https://a:9200", "https://b:9200")
