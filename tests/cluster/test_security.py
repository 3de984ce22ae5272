"""The link to a node with users and TLS: verified, and closed to everybody else."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.catalogue_home import CatalogueFolder
from indexer.elastic.client import Access, Link
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.mapping import index_body
from indexer.elastic.store import ElasticStore
from indexer.elastic.writer import ElasticWriter
from indexer.engine import AccessFilter, EngineUnavailable, Filters, PassageEntry, WeightedTerm
from tests.cluster.node import Node, java_home, open_to_others
from tests.waiting import until

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Mật-khẩu-thử-nghiệm"
INDEX = "vankien-g000001"
PUBLIC = AccessFilter(frozenset({"public"}))
READER = """
reader:
  indices:
    - names: ["vankien", "vankien-g*"]
      privileges: ["read", "monitor", "view_index_metadata"]
"""


@pytest.fixture(scope="module")
def certificates(elastic_home: Path, servers_folder: Path) -> Path:
    """Made by the script that the compose file runs."""
    folder = servers_folder / "certificates"
    open_to_others(folder)
    environment = {"PATH": os.environ["PATH"], "ES_JAVA_HOME": str(java_home()), "HOME": str(folder)}
    script = ["bash", str(ROOT / "docker" / "make-certificates.sh"), str(folder)]
    for _ in range(2):  # the second time nothing is made anew
        subprocess.run(script, cwd=elastic_home, env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def secured(elastic_home: Path, servers_folder: Path, certificates: Path) -> Iterator[Node]:
    settings = {"xpack.security.enabled": "true", "action.auto_create_index": "false"}
    for layer in ("http", "transport"):
        settings |= {
            f"xpack.security.{layer}.ssl.enabled": "true",
            f"xpack.security.{layer}.ssl.key": "certificates/node/node.key",
            f"xpack.security.{layer}.ssl.certificate": "certificates/node/node.crt",
        }
    node = Node(elastic_home, servers_folder / "secured", settings=settings)
    node.prepare()
    subprocess.run(["cp", "-r", str(certificates), str(node.config)], check=True)
    keystore = [str(elastic_home / "bin" / "elasticsearch-keystore")]
    environment = node.environment() | {"ES_JAVA_OPTS": ""}
    subprocess.run([*keystore, "create"], env=environment, check=True, stdout=subprocess.DEVNULL)
    add = [*keystore, "add", "-x", "bootstrap.password"]
    subprocess.run(add, env=environment, input=PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL)
    users = [str(elastic_home / "bin" / "elasticsearch-users"), "useradd", "reader"]
    subprocess.run([*users, "-p", PASSWORD, "-r", "reader"], env=environment, check=True)
    with (node.config / "roles.yml").open("a", encoding="utf-8") as roles:
        roles.write(READER)
    node.own()
    try:
        yield node.start()
    finally:
        node.stop()


@pytest.fixture(scope="module")
def allowed(secured: Node, certificates: Path) -> Access:
    return Access((secured.url,), "elastic", PASSWORD, ca=certificates / "ca" / "ca.crt", seconds=20)


@pytest.fixture(scope="module")
def filled(allowed: Access) -> Iterator[Link]:
    """An index with one passage, written over the secured link."""
    link = Link(allowed)
    until(lambda: _answers(link))
    link.work(lambda client: client.indices.create(index=INDEX, **index_body(4)))
    writer = ElasticWriter(link, INDEX)
    writer.add([PassageEntry(1, "d", {"text": "rừng"})], np.ones((1, 4), np.float32))
    writer.commit()
    yield link
    link.close()


def _answers(link: Link) -> bool:
    try:
        link.question(lambda client: client.cluster.health(wait_for_status="yellow"))
    except EngineUnavailable:
        return False
    return True


def found(access: Access) -> list[int]:
    link = Link(access)
    try:
        terms = [WeightedTerm("text", "rừng", 1.0)]
        return [hit.passage for hit in ElasticEngine(link, INDEX).search_terms(terms, PUBLIC, Filters(), 5)]
    finally:
        link.close()


def test_user_and_password_over_verified_tls(filled: Link, allowed: Access) -> None:
    assert found(allowed) == [1]


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + "x"])
def test_a_wrong_password_is_not_an_empty_index(filled: Link, allowed: Access, password: str) -> None:
    with pytest.raises(EngineUnavailable) as refused:
        found(Access(allowed.urls, "elastic", password, ca=allowed.ca))
    assert refused.value.code == "engine_down"
    assert refused.value.facts["status"] == 401
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("key", ["bm8tc3VjaC1rZXk6eA==", "not-a-key"])
def test_a_wrong_api_key_is_refused(filled: Link, allowed: Access, key: str) -> None:
    """Letting a right one in cannot be tried here: the tests' distribution lacks the analysis module that the
    server keeps its keys with, so it makes none. `tests/indexer/elastic/test_client.py` has what is sent.
    """
    with pytest.raises(EngineUnavailable) as refused:
        found(Access(allowed.urls, api_key=key, ca=allowed.ca))
    assert refused.value.code == "engine_down"
    assert key not in str(refused.value)


def test_a_server_that_the_authority_does_not_know_is_refused(filled: Link, allowed: Access) -> None:
    with pytest.raises(EngineUnavailable) as refused:
        found(Access(allowed.urls, "elastic", PASSWORD))  # the system's authorities
    assert "TLS" in str(refused.value)


def test_a_certificate_for_another_name_is_refused(filled: Link, allowed: Access) -> None:
    elsewhere = allowed.urls[0].replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(EngineUnavailable):
        found(Access((elsewhere,), "elastic", PASSWORD, ca=allowed.ca))


def test_plain_text_is_not_answered(filled: Link, allowed: Access) -> None:
    plain = allowed.urls[0].replace("https:", "http:")
    with pytest.raises(EngineUnavailable):
        found(Access((plain,), "elastic", PASSWORD))


def test_a_user_who_may_only_read_answers_questions_and_cannot_write(
    filled: Link, allowed: Access, tmp_path: Path
) -> None:
    reader = Access(allowed.urls, "reader", PASSWORD, ca=allowed.ca, seconds=20)
    assert found(reader) == [1]
    link = Link(reader)
    filled.work(lambda client: client.indices.put_alias(index=INDEX, name="vankien"))
    assert ElasticStore(link, "vankien", CatalogueFolder(tmp_path)).current() == "g000001"
    assert ElasticEngine(link, INDEX).statistics().passages == 1
    writer = ElasticWriter(link, INDEX, patience=0.0)
    writer.add([PassageEntry(2, "d", {"text": "đất"})], np.ones((1, 4), np.float32))
    with pytest.raises(EngineUnavailable):
        writer.commit()
    link.close()
