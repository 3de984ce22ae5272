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
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.group import Group
from tests.cluster.node import free_port
from tests.cluster.postgres import PostgresServer
from tests.waiting import until

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "chỉ tiêu môi trường đến năm 2030"
INTERRUPTED = "gián đoạn"
NOTHING_FOUND = "không tìm thấy"


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
def page(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running service, whose index came from one machine without the files."""
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
        env=environment,
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
        for _ in range(3):
            status, text, seconds = ask(page)
            assert status == 503
            assert INTERRUPTED in text
            assert NOTHING_FOUND not in text.lower()
            assert seconds < 10  # 3 on a machine that is not starved, see docs/operations.md
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
        status, text, _ = get(f"{page}/chi-tieu")
        assert status == 503
        assert INTERRUPTED in text
        assert NOTHING_FOUND not in text.lower()
    finally:
        postgres_server.start()
    until(lambda: answered(page) and get(f"{page}/readyz")[0] == 200)
