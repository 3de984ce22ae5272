"""Three nodes under load: one dies and comes back, generations change; nothing is lost and nobody notices."""

import itertools
import sys
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
from tests.cluster.group import NAMES, Group

pytestmark = pytest.mark.cluster

QUESTIONS_A_SECOND = 30
WRITES_A_SECOND = 5
ASKING_THREADS = 12
SWAPS = 6
DIMENSION = 256
# One document answers it far better than any other: what comes in meanwhile changes statistics, not its place.
QUESTION = "ban chỉ đạo cải cách hành chính họp định kỳ"
PUBLIC = AccessFilter(frozenset({"public"}))
_ALIASES = itertools.count(1)


@dataclass(slots=True)
class Load:
    """What was asked and written under load."""

    seconds: float = 0.0
    asked: int = 0
    slowest: float = 0.0  # seconds of one question
    failed: list[str] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        asked, written = self.asked / self.seconds, len(self.acknowledged) / self.seconds
        return (
            f"{asked:.1f} questions/s (of {QUESTIONS_A_SECOND}) and {written:.1f} writes/s (of {WRITES_A_SECOND}) "
            f"over {self.seconds:.0f} s: {len(self.failed)} failed, slowest question {self.slowest:.1f} s"
        )


@contextmanager
def load(ask: Callable[[int], None], write: Callable[[int], None]) -> Iterator[Load]:
    """Ask and write at a steady rate meanwhile; every failure is kept.

    Each question has its moment. What is late because a thread or a server was busy is made up for, so the rate
    is kept unless the machine cannot bear it.
    """
    done = Load()
    stop = threading.Event()
    lock = threading.Lock()
    turns = itertools.count(1)
    started = time.monotonic()

    def asking() -> None:
        while not stop.is_set():
            with lock:
                turn = next(turns)
            stop.wait(started + turn / QUESTIONS_A_SECOND - time.monotonic())
            begun = time.monotonic()
            try:
                ask(turn)
            except (VankienError, AssertionError, IndexError) as error:
                done.failed.append(repr(error))
            with lock:
                done.asked += 1
                done.slowest = max(done.slowest, time.monotonic() - begun)

    def writing() -> None:
        for number in itertools.count(1):
            if stop.wait(started + number / WRITES_A_SECOND - time.monotonic()):
                return
            write(number)
            done.acknowledged.append(number)

    threads = [threading.Thread(target=asking) for _ in range(ASKING_THREADS)]
    threads.append(threading.Thread(target=writing))
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        done.seconds = time.monotonic() - started
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


def asking(service: Service) -> Callable[[int], None]:
    """A search, which nothing remembers, that must find its document first."""
    expected = service.search(QUESTION, everyone(), Filters()).hits[0].document

    def ask(_turn: int) -> None:
        hits = service.search(QUESTION, everyone(), Filters(), 1, 1).hits
        if hits[0].document != expected:
            raise AssertionError(f"{hits[0].path} comes first")

    return ask


@pytest.mark.parametrize("victim", [0, 1, 2])
def test_any_node_may_die_under_load(
    victim: int,
    service: Service,
    store: ElasticStore,
    group_link: Link,
    elastic_group: Group,
    capsys: pytest.CaptureFixture[str],
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
    with capsys.disabled():
        sys.stdout.write(f"\nkill -9 of node {NAMES[victim]}: {done}\n")
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
    service: Service,
    settings: Settings,
    store: ElasticStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The alias moves six times while documents come in; none of them is lost."""
    folder = tmp_path / "new"
    folder.mkdir()

    def write(number: int) -> None:
        (folder / f"{number}.txt").write_text(f"Công văn thứ {number} về phòng cháy rừng.", "utf-8")

    write(0)
    with load(asking(service), write) as done:
        for number in range(SWAPS):
            assert index([folder], settings.data, store=store, rebuild=number % 3 == 2).published
    index([folder], settings.data, store=store)
    with capsys.disabled():
        sys.stdout.write(f"\n{SWAPS} swaps of the alias: {done}\n")
    assert done.failed == []
    assert done.asked > 30
    time.sleep(1.5)
    opened = service.opened()
    for number in (0, *done.acknowledged):
        assert opened.catalogue.find_document(f"{number}.txt", everyone()), number
    for number in done.acknowledged[:: max(1, len(done.acknowledged) // 10)]:
        hits = service.search(f"công văn thứ {number} về phòng cháy rừng", everyone(), Filters(), 1, 100).hits
        assert f"{number}.txt" in {Path(hit.path).name for hit in hits}
