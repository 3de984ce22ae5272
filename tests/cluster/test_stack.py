"""The whole stack as processes: gunicorn, three nodes, PostgreSQL, and what a person sees of their faults."""

import html
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster.group import Group
from tests.cluster.node import free_port
from tests.cluster.postgres import PostgresServer
from tests.cluster.relay import Relay
from tests.waiting import until

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "chỉ tiêu môi trường đến năm 2030"
INTERRUPTED = "gián đoạn"
ENGINE_DOWN = "Kho tìm kiếm đang gián đoạn"
CATALOGUE_DOWN = "Kho văn bản đang gián đoạn"
NOTHING_FOUND = "không tìm thấy"
HONEST_WITHIN = 3.0  # seconds


@pytest.fixture(scope="module")
def environment(
    elastic_group: Group, postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path_factory.mktemp("home")),
        "VANKIEN_DATA": str(tmp_path_factory.mktemp("stack") / "data"),
        "VANKIEN_ELASTIC_URL": elastic_group.urls,
        "VANKIEN_ELASTIC_INDEX": "stack",
        "VANKIEN_CATALOGUE_URL": postgres_server.url,
    }


def vankien(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "service.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def elastic_relays(elastic_group: Group) -> Iterator[list[Relay]]:
    made = [Relay(node.port) for node in elastic_group.nodes]
    yield made
    for relay in made:
        relay.close()


@pytest.fixture(scope="module")
def postgres_relay(postgres_server: PostgresServer) -> Iterator[Relay]:
    made = Relay(postgres_server.port)
    yield made
    made.close()


@pytest.fixture(scope="module")
def page(
    environment: dict[str, str],
    elastic_relays: list[Relay],
    postgres_relay: Relay,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of the running service, whose index came from one machine without the files.

    Between the service and its servers stand relays that can fall silent.
    """
    alone = {name: value for name, value in environment.items() if "ELASTIC" not in name}
    made = vankien(alone, "index", "corpus/documents", "--quiet")
    assert made.returncode == 0, made.stderr
    moved = vankien(environment, "migrate", "--quiet")
    assert moved.returncode == 0, moved.stderr
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "8"]
    log = (tmp_path_factory.mktemp("gunicorn") / "log").open("wb")
    process = subprocess.Popen(
        [*gunicorn, "--no-control-socket", "service.wsgi:application()"],
        cwd=ROOT,
        env={
            **environment,
            "VANKIEN_ELASTIC_URL": ",".join(f"http://127.0.0.1:{relay.port}" for relay in elastic_relays),
            "VANKIEN_CATALOGUE_URL": _through(environment["VANKIEN_CATALOGUE_URL"], postgres_relay),
        },
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: get(f"{url}/readyz")[0] == 200, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _through(url: str, relay: Relay) -> str:
    parts = urllib.parse.urlsplit(url)
    return parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{relay.port}").geturl()


def get(url: str) -> tuple[int, str, float]:
    """Status, text and seconds of a page."""
    started = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=30) as reply:
            status, body = int(reply.status), reply.read()
    except urllib.error.HTTPError as error:
        with error:
            status, body = error.code, error.read()
    except OSError:
        status, body = 0, b""
    return status, html.unescape(body.decode("utf-8")), time.monotonic() - started


_NUMBERS = itertools.count(1)


def ask(page: str) -> tuple[int, str, float]:
    """Ask what was not asked before: an answer that the service still knows needs no server."""
    return get(f"{page}/hoi?q={urllib.parse.quote(f'{QUESTION} {next(_NUMBERS)}')}")


def answered(page: str) -> bool:
    status, text, _ = ask(page)
    return status == 200 and INTERRUPTED not in text and "12-CTr" in text


def refusals(look: Callable[[], tuple[int, str, float]], word: str) -> list[float]:
    """Look four times at what cannot be had, each time told so honestly; the seconds of each.

    Between two looks lies the time after which a request waits for the server again, so that each one does.
    """
    taken = []
    for _ in range(4):
        status, text, seconds = look()
        assert status == 503
        assert word in text
        assert NOTHING_FOUND not in text.lower()
        taken.append(seconds)
        time.sleep(1.5)
    return taken


def test_the_cluster_answers_like_the_machine_it_came_from(page: str, environment: dict[str, str]) -> None:
    assert answered(page)
    alone = {name: value for name, value in environment.items() if "ELASTIC" not in name}
    here = json.loads(vankien(alone, "ask", QUESTION, "--json").stdout)
    there = json.loads(vankien(environment, "ask", QUESTION, "--json").stdout)
    assert there["answer"] == here["answer"]
    assert there["citations"] == here["citations"]


def test_it_goes_on_being_indexed_and_can_go_back(page: str, environment: dict[str, str]) -> None:
    done = vankien(environment, "index", "corpus/documents", "--quiet")
    assert "29 giữ nguyên" in done.stdout, done.stdout + done.stderr
    rebuilt = vankien(environment, "index", "corpus/documents", "--quiet", "--rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "vankien rollback" in rebuilt.stdout
    assert answered(page)
    back = vankien(environment, "rollback")
    assert back.returncode == 0, back.stderr
    until(lambda: answered(page))


@pytest.mark.parametrize("pause", [signal.SIGSTOP, signal.SIGKILL])
def test_without_the_cluster_the_page_says_so_and_heals(
    page: str, elastic_group: Group, pause: signal.Signals
) -> None:
    for node in elastic_group.nodes:
        node.signal(pause)
    try:
        # The quickest of four: on a machine that is starved one of them may wait for its turn.
        assert min(refusals(lambda: ask(page), ENGINE_DOWN)) < HONEST_WITHIN
        assert get(f"{page}/readyz")[0] == 503
        assert get(f"{page}/healthz")[0] == 200
    finally:
        if pause == signal.SIGSTOP:
            for node in elastic_group.nodes:
                node.signal(signal.SIGCONT)
        else:
            for node in elastic_group.nodes:
                node.stop()
            elastic_group.start()
    until(lambda: answered(page))


def test_without_the_catalogue_the_page_says_so_and_heals(page: str, postgres_server: PostgresServer) -> None:
    until(lambda: answered(page))
    postgres_server.stop()
    try:
        # An answer given before may still come from memory; what must be looked up says why it cannot be.
        assert get(f"{page}/readyz")[0] == 503
        assert min(refusals(lambda: get(f"{page}/chi-tieu"), CATALOGUE_DOWN)) < HONEST_WITHIN
    finally:
        postgres_server.start()
    until(lambda: answered(page) and get(f"{page}/readyz")[0] == 200)


def test_a_cluster_that_accepts_and_says_nothing(page: str, elastic_relays: list[Relay]) -> None:
    until(lambda: answered(page))
    for relay in elastic_relays:
        relay.mute()
    try:
        taken = refusals(lambda: ask(page), ENGINE_DOWN)
        print(f"silent cluster: {taken} s")
        assert min(taken) < HONEST_WITHIN
        assert get(f"{page}/readyz")[0] == 503
        assert get(f"{page}/healthz")[0] == 200
    finally:
        for relay in elastic_relays:
            relay.speak()
    until(lambda: answered(page) and get(f"{page}/readyz")[0] == 200)


def test_one_node_that_says_nothing_is_not_noticed(page: str, elastic_relays: list[Relay]) -> None:
    until(lambda: answered(page))
    elastic_relays[0].mute()
    try:
        until(lambda: all(answered(page) for _ in range(6)))
    finally:
        elastic_relays[0].speak()


@pytest.mark.parametrize("path", ["/chi-tieu", "/readyz"])
def test_a_catalogue_that_accepts_and_says_nothing(page: str, postgres_relay: Relay, path: str) -> None:
    until(lambda: answered(page) and get(f"{page}/readyz")[0] == 200)
    postgres_relay.mute()
    try:
        word = CATALOGUE_DOWN if path == "/chi-tieu" else ""
        taken = refusals(lambda: get(f"{page}{path}"), word)
        print(f"silent catalogue, {path}: {taken} s")
        assert min(taken) < HONEST_WITHIN
        assert get(f"{page}/healthz")[0] == 200
    finally:
        postgres_relay.speak()
    until(lambda: answered(page) and get(f"{page}/readyz")[0] == 200)


def test_questions_while_the_catalogue_says_nothing(page: str, postgres_relay: Relay) -> None:
    until(lambda: answered(page))
    postgres_relay.mute()
    try:
        taken = refusals(lambda: ask(page), CATALOGUE_DOWN)
        assert min(taken) < HONEST_WITHIN
    finally:
        postgres_relay.speak()
    until(lambda: answered(page))
