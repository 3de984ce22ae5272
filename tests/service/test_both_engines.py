"""Narrowing, sorting and suggesting over a real cluster: the same documents as on one machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import index
from indexer.elastic.client import Link
from indexer.elastic.store import ElasticStore
from indexer.embedding import load_embedder
from indexer.engine import Filters
from indexer.postgres import PostgresCatalogues, server_url
from service.access import everyone
from service.ask import SearchResult, Service
from service.open_index import OpenIndex
from service.order import Order
from service.relations import State
from service.similar import similar
from service.suggest import suggestions
from tests.cluster.postgres import PostgresServer

QUESTION = "kinh tế xanh, bảo vệ môi trường"


@pytest.fixture(scope="module")
def cluster(
    elastic_link: Link, postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A service over the samples in Elasticsearch and PostgreSQL."""
    home = PostgresCatalogues(server_url(postgres_server.url), "both")
    store = ElasticStore(elastic_link, "both", home)
    index([Path("corpus/documents")], tmp_path_factory.mktemp("both"), store=store)
    embedder = load_embedder("static")

    def opened() -> OpenIndex:
        made = store.open(store.current() or "", embedder.dimension)
        return OpenIndex(made.name, made.manifest, made.catalogue, made.engine, embedder)

    yield Service(store.current, opened)
    for name in store.names():
        store.remove(name)
    home.close()


def found(service: Service, filters: Filters, said: tuple[State, ...], order: Order) -> SearchResult:
    return service.search(QUESTION, everyone(), filters, 1, 100, states=said, order=order)


NARROWED: list[tuple[Filters, tuple[State, ...]]] = [
    (Filters(), ()),
    (Filters(levels=("tỉnh",)), ()),
    (Filters(levels=("huyện", "xã"), fields=("Kinh tế",)), ()),
    (Filters(fields=("Đất đai, môi trường, đô thị",), years=(2021,)), ()),
    (Filters(), (State.REPLACED, State.ABOLISHED)),
    (Filters(), (State.UNKNOWN,)),
    (Filters(types=("Nghị quyết",)), (State.AMENDED, State.UNKNOWN)),
    (Filters(levels=("trung ương",)), ()),
]


@pytest.mark.parametrize(("filters", "said"), NARROWED)
def test_the_same_documents_and_counts_on_both(
    cluster: Service, sample_service: Service, filters: Filters, said: tuple[State, ...]
) -> None:
    here = found(sample_service, filters, said, Order.RELEVANCE)
    there = found(cluster, filters, said, Order.RELEVANCE)
    assert {hit.document for hit in there.hits} == {hit.document for hit in here.hits}
    assert there.total == here.total
    for group, counts in here.facets.items():
        assert dict(there.facets[group]) == dict(counts), group
    assert {hit.document: hit.status for hit in there.hits} == {hit.document: hit.status for hit in here.hits}


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.NUMBER])
def test_the_same_order_on_both(cluster: Service, sample_service: Service, order: Order) -> None:
    here, there = (found(service, Filters(), (), order) for service in (sample_service, cluster))
    close = {hit.document for hit in here.hits} & {hit.document for hit in there.hits}
    assert len(close) > 5
    lines = [
        list(dict.fromkeys(hit.document for hit in one.hits if hit.document in close))
        for one in (here, there)
    ]
    assert lines[0] == lines[1]


@pytest.mark.parametrize(
    "typed", ["05 nq", "12ctr", "moi tr", "môi trường", "muc tieu", "nghị quyết 05 kinh tế", "zx"]
)
def test_the_same_suggestions_on_both(cluster: Service, sample_service: Service, typed: str) -> None:
    here, there = (suggestions(service.opened(), typed, everyone()) for service in (sample_service, cluster))
    assert {(one.kind, one.text, one.documents) for one in here} == {
        (one.kind, one.text, one.documents) for one in there
    }


def test_the_same_stated_precedents_on_both(cluster: Service, sample_service: Service) -> None:
    tied = []
    for service in (sample_service, cluster):
        document = service.find("2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt", everyone())
        listed = similar(service.opened(), document, everyone(), limit=50).items
        assert listed[0].said
        tied.append({(item.document.id, said.ground.tie, said.text) for item in listed for said in item.said})
    assert tied[0] == tied[1]
    assert len(tied[0]) > 10
