"""A PostgreSQL server that hangs, is restarted or is slow: said so in time, and everything heals by itself."""

import itertools
import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sql

from indexer.catalogue import Catalogue
from indexer.engine import AccessFilter, EngineUnavailable
from indexer.postgres import PostgresCatalogues, server_url
from indexer.postgres_connection import PROBE_EVERY
from tests.cluster.postgres import PostgresServer
from tests.cluster.relay import Relay
from tests.waiting import until

PUBLIC = AccessFilter(frozenset({"public"}))
_SCHEMAS = itertools.count(1)


@pytest.fixture
def relay(postgres_server: PostgresServer) -> Iterator[Relay]:
    made = Relay(postgres_server.port)
    yield made
    made.close()


@pytest.fixture
def catalogues(postgres_server: PostgresServer, relay: Relay) -> Iterator[PostgresCatalogues]:
    url = server_url(postgres_server.url).set(port=relay.port)
    made = PostgresCatalogues(url, f"silence{next(_SCHEMAS)}")
    yield made
    relay.speak()
    made.close()


@pytest.fixture
def catalogue(catalogues: PostgresCatalogues) -> Iterator[Catalogue]:
    with catalogues.building():
        catalogues.begin("g000001", None).commit()
    opened = catalogues.open("g000001")
    assert opened.count_documents(PUBLIC) == 0
    yield opened


def refused(catalogue: Catalogue) -> EngineUnavailable | None:
    try:
        catalogue.count_documents(PUBLIC)
    except EngineUnavailable as error:
        return error
    return None


def test_a_silent_server_is_away_and_heals(catalogue: Catalogue, relay: Relay) -> None:
    relay.mute()
    started = time.monotonic()
    error = refused(catalogue)
    assert error is not None
    assert error.code == "catalogue_down"
    assert time.monotonic() - started < 30  # it does not wait for the server
    relay.speak()
    until(lambda: refused(catalogue) is None)


def test_a_silent_server_takes_no_new_connection(
    catalogues: PostgresCatalogues, catalogue: Catalogue, relay: Relay
) -> None:
    relay.mute()
    for _ in range(3):  # the first finds the old connection silent, later ones need new ones
        with pytest.raises(EngineUnavailable) as error:
            catalogues.open("g000001")
        assert error.value.code == "catalogue_down"
        time.sleep(PROBE_EVERY * 1.1)
    relay.speak()
    until(lambda: refused(catalogue) is None)


def test_many_askers_do_not_all_wait(catalogue: Catalogue, relay: Relay) -> None:
    relay.mute()
    assert refused(catalogue) is not None
    errors: list[EngineUnavailable | None] = []
    threads = [threading.Thread(target=lambda: errors.append(refused(catalogue))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == len(threads)
    assert sum("a moment ago" in str(error) for error in errors) >= len(threads) - 1
    relay.speak()
    until(lambda: refused(catalogue) is None)


def test_a_restarted_server_is_not_noticed(catalogue: Catalogue, postgres_server: PostgresServer) -> None:
    postgres_server.stop()
    assert refused(catalogue) is not None
    postgres_server.start()
    until(lambda: refused(catalogue) is None)
    postgres_server.stop()
    postgres_server.start()
    assert refused(catalogue) is None  # its old connections are dead: new ones are made


def test_a_slow_statement_ends(catalogues: PostgresCatalogues, catalogue: Catalogue) -> None:
    with pytest.raises(EngineUnavailable) as error, catalogues._readers.connect() as connection:
        connection.execute(sql.text("SELECT pg_sleep(60)"))
    assert error.value.code == "catalogue_down"
    assert refused(catalogue) is None
