"""Three nodes under load: one dies and comes back, generations change; nothing is lost and nobody notices."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import VankienError
from indexer.build import index
from indexer.catalogue_home import CatalogueFolder
from indexer.elastic.client import Link
from indexer.elastic.engine import ElasticEngine
from indexer.elastic.store import ElasticStore
from indexer.elastic.writer import ElasticWriter
from indexer.engine import AccessFilter, Filters, PassageEntry, WeightedTerm
from service.access import everyone
from service.ask import Service
from service.config import Settings
from service.wiring import build_service
from tests.cluster.group import Group

pytestmark = pytest.mark.cluster

QUESTIONS_A_SECOND = 30
WRITES_A_SECOND = 5
ASKING_THREADS = 6
DIMENSION = 256
PUBLIC = AccessFilter(frozenset({"public"}))
_ALIASES = itertools.count(1)


@dataclass(slots=True)
class Load:
    """What was asked and written under load."""

    asked: int = 0
    failed: list[str] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)


@contextmanager
def load(ask: Callable[[], None], write: Callable[[int], None] | None = None) -> Iterator[Load]:
    """Ask and write at a steady rate meanwhile; every failure is kept."""
    done = Load()
    stop = threading.Event()
    numbers = itertools.count(1)
    lock = threading.Lock()

    def asking() -> None:
        while not stop.wait(ASKING_THREADS / QUESTIONS_A_SECOND):
            try:
                ask()
            except (VankienError, AssertionError) as error:
                done.failed.append(repr(error))
            with lock:
                done.asked += 1

    def writing() -> None:
        while write is not None and not stop.wait(1 / WRITES_A_SECOND):
            number = next(numbers)
            write(number)
            done.acknowledged.append(number)

    threads = [threading.Thread(target=asking) for _ in range(ASKING_THREADS)]
    threads.append(threading.Thread(target=writing))
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def settings(elastic_group: Group, tmp_path: Path) -> Settings:
    alias = f"group{next(_ALIASES)}"
    return Settings(
        data=tmp_path / "data", elastic_url=elastic_group.urls, elastic_index=alias, elastic_seconds=20
    )


@pytest.fixture
def store(settings: Settings, group_link: Link) -> Iterator[ElasticStore]:
    home = CatalogueFolder(settings.data / settings.elastic_index)
    made = ElasticStore(group_link, settings.elastic_index, home)
    yield made
    for name in made.names():
        made.remove(name)


@pytest.fixture
def service(settings: Settings, store: ElasticStore, elastic_group: Group) -> Service:
    index([Path("corpus/documents")], settings.data, store=store)
    elastic_group.wait_until_green()
    return build_service(settings)


def asking(service: Service) -> Callable[[], None]:
    expected = service.search("chỉ tiêu môi trường", everyone(), Filters()).hits[0].document

    def ask() -> None:
        hits = service.search("chỉ tiêu môi trường", everyone(), Filters()).hits
        assert [hit.document for hit in hits[:1]] == [expected]

    return ask


@pytest.mark.parametrize("victim", [0, 1, 2])
def test_any_node_may_die_under_load(
    victim: int, service: Service, store: ElasticStore, group_link: Link, elastic_group: Group
) -> None:
    name = store.create("g999999", DIMENSION)
    writer = ElasticWriter(group_link, name)
    vector = np.full((1, DIMENSION), 0.5, np.float32)
    node = elastic_group.nodes[victim]

    def write(number: int) -> None:
        writer.add([PassageEntry(number, f"d{number}", {"text": f"số_{number}"})], vector)
        writer.wait()

    elastic_group.wait_until_green()
    with load(asking(service), write) as done:
        time.sleep(3)
        node.kill()
        time.sleep(5)
        node.start()
        elastic_group.wait_until_green()
        time.sleep(2)
    assert done.failed == []
    assert done.asked > 100
    assert len(done.acknowledged) > 10
    writer.commit()
    engine = ElasticEngine(group_link, name)
    assert engine.statistics().passages == len(done.acknowledged)
    for number in done.acknowledged[:: max(1, len(done.acknowledged) // 20)]:
        hits = engine.search_terms([WeightedTerm("text", f"số_{number}", 1.0)], PUBLIC, Filters(), 5)
        assert [hit.passage for hit in hits] == [number]


def test_generations_change_under_load(
    service: Service, settings: Settings, store: ElasticStore, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()

    with load(asking(service)) as done:
        for number in range(4):
            (folder / f"{number}.txt").write_text(f"Công văn thứ {number} về phòng cháy rừng.", "utf-8")
            built = index([folder], settings.data, store=store, rebuild=number == 2)
            assert built.published
        time.sleep(1.5)
    assert done.failed == []
    assert done.asked > 30
    hits = service.search("công văn phòng cháy rừng", everyone(), Filters(), 1, 50).hits
    assert {Path(hit.path).name for hit in hits} >= {f"{number}.txt" for number in range(4)}
