"""Fixtures over real servers, each started once a session and only when a test asks for it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.elastic.client import Access, Link, urls_of
from tests.cluster.group import Group
from tests.cluster.node import Node, unpack
from tests.cluster.postgres import PostgresServer


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A folder that unprivileged server processes can reach, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="vankien-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def elastic_home(servers_folder: Path) -> Path:
    return unpack(servers_folder)


@pytest.fixture(scope="session")
def elastic_node(elastic_home: Path, servers_folder: Path) -> Iterator[Node]:
    """One real node, shared by the tests that only read and write indices of their own."""
    node = Node(elastic_home, servers_folder / "single")
    try:
        yield node.start()
    finally:
        node.stop()


@pytest.fixture(scope="session")
def elastic_link(elastic_node: Node) -> Iterator[Link]:
    # Generous seconds: a busy test machine is not what these tests are about.
    link = Link(Access((elastic_node.url,), seconds=20.0))
    link.work(lambda client: client.cluster.health(wait_for_status="yellow"))
    yield link
    link.close()


@pytest.fixture(scope="session")
def postgres_server(servers_folder: Path) -> Iterator[PostgresServer]:
    """One real server, shared by tests that keep to schemas of their own."""
    server = PostgresServer(servers_folder / "postgres")
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def elastic_group(elastic_home: Path, servers_folder: Path) -> Iterator[Group]:
    """A cluster of three nodes, shared; whoever stops a node starts it again."""
    group = Group(elastic_home, servers_folder / "group")
    try:
        yield group.start()
    finally:
        group.stop()


@pytest.fixture(scope="session")
def group_link(elastic_group: Group) -> Iterator[Link]:
    link = Link(Access(urls_of(elastic_group.urls), seconds=20.0))
    yield link
    link.close()
