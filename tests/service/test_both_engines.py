"""Narrowing, sorting and suggesting over a real cluster: the same documents as on one machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import index
from indexer.elastic.client import Link
from indexer.engine import Filters
from service.access import everyone
from service.ask import SearchResult, Service
from service.cluster import build_cluster_store
from service.config import Settings
from service.order import Order
from service.relations import State
from service.suggest import suggestions
from service.wiring import build_service
from tests.cluster.node import Node
from tests.cluster.postgres import PostgresServer

QUESTION = "kinh tế xanh, bảo vệ môi trường"


@pytest.fixture(scope="module")
def cluster(
    elastic_node: Node,
    elastic_link: Link,
    postgres_server: PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Service]:
    """A service over the samples in Elasticsearch and PostgreSQL."""
    settings = Settings.model_validate(
        {
            "data": tmp_path_factory.mktemp("both") / "data",
            "elastic_url": elastic_node.url,
            "elastic_index": "both",
            "elastic_seconds": 20,
            "catalogue_url": postgres_server.url,
        }
    )
    index([Path("corpus/documents")], settings.data, store=build_cluster_store(settings))
    yield build_service(settings)
    elastic_link.work(lambda client: client.indices.delete(index="both-g000001"))


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
