"""Generations behind an alias on a real node: published in one step, never seen by halves."""

import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import VankienError
from indexer.build import Summary, index
from indexer.catalogue_home import CatalogueFolder
from indexer.elastic.client import Link
from indexer.elastic.store import FOLLOWED_WITHIN, ElasticStore
from indexer.elastic.writer import ElasticWriter
from indexer.engine import EngineUnavailable, Filters, PassageEntry
from service.access import everyone
from service.ask import Service
from service.config import Settings
from service.wiring import build_service
from tests.cluster.node import Node

QUESTIONS = (
    "chỉ tiêu môi trường đến năm 2030",
    "chi tieu moi truong den nam 2030",
    "kết nạp đảng viên",
    "12-CTr/HU",
    "ai chủ trì thực hiện chương trình",
)
_ALIASES = itertools.count(1)


@pytest.fixture
def settings(elastic_node: Node, elastic_link: Link, tmp_path: Path) -> Settings:
    alias = f"store{next(_ALIASES)}"
    return Settings(
        data=tmp_path / "data", elastic_url=elastic_node.url, elastic_index=alias, elastic_seconds=20
    )


@pytest.fixture
def store(settings: Settings, elastic_link: Link) -> Iterator[ElasticStore]:
    home = CatalogueFolder(settings.data / settings.elastic_index)
    made = ElasticStore(elastic_link, settings.elastic_index, home)
    yield made
    for name in made.names():
        made.remove(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "văn bản"
    made.mkdir()
    (made / "a.txt").write_text("Nghị quyết về bảo vệ rừng đầu nguồn.", "utf-8")
    (made / "b.txt").write_text("Kế hoạch cấp nước sạch nông thôn.", "utf-8")
    return made


def followed() -> None:
    """Wait until a reader must have noticed a swap."""
    time.sleep(FOLLOWED_WITHIN + 0.1)


def names(service: Service, question: str) -> list[str]:
    hits = service.search(question, everyone(), Filters()).hits
    return list(dict.fromkeys(Path(hit.path).name for hit in hits))


def test_the_same_documents_give_the_same_results_on_both_engines(
    settings: Settings, store: ElasticStore, sample_service: Service
) -> None:
    index([Path("corpus/documents")], settings.data, store=store)
    cluster = build_service(settings)
    assert cluster.ready(everyone()).passages == sample_service.ready(everyone()).passages
    for question in QUESTIONS:
        here = sample_service.search(question, everyone(), Filters())
        there = cluster.search(question, everyone(), Filters())
        assert there.total == here.total, question
        assert {key: dict(counts) for key, counts in there.facets.items()} == {
            key: dict(counts) for key, counts in here.facets.items()
        }, question
        assert there.hits[0].document == here.hits[0].document, question
        top = {hit.document for hit in here.hits[:5]}
        assert len(top & {hit.document for hit in there.hits}) == len(top), question
        said = cluster.ask(question, everyone(), Filters())
        assert said.status == sample_service.ask(question, everyone(), Filters()).status, question


def test_builds_are_incremental_published_in_one_step_and_taken_back_by_one(
    folder: Path, settings: Settings, store: ElasticStore
) -> None:
    index([folder], settings.data, store=store)
    service = build_service(settings)
    assert names(service, "bảo vệ rừng")[0] == "a.txt"
    held = service.opened()

    (folder / "c.txt").write_text("Thông báo về lịch tiếp công dân.", "utf-8")
    (folder / "a.txt").unlink()
    done = index([folder], settings.data, store=store)
    assert (done.added, done.removed, done.unchanged, done.documents) == (1, 1, 1, 2)
    assert held.engine.statistics().passages == 2  # what was open stays whole
    followed()
    assert names(service, "tiếp công dân")[0] == "c.txt"
    assert "a.txt" not in names(service, "bảo vệ rừng")

    assert index([folder], settings.data, store=store).published is False
    assert store.rollback() == held.name
    followed()
    assert names(service, "bảo vệ rừng")[0] == "a.txt"
    with pytest.raises(VankienError) as refused:
        store.rollback()
    assert refused.value.code == "no_previous"
    assert index([folder], settings.data, store=store).published is True
    followed()
    assert names(service, "tiếp công dân")[0] == "c.txt"


def test_a_build_that_died_is_never_seen_and_swept_away(
    folder: Path, settings: Settings, store: ElasticStore
) -> None:
    index([folder], settings.data, store=store)
    service = build_service(settings)
    draft = store.begin(copy=True)  # a build that dies before it publishes
    draft.engine(256)
    draft.catalogue.remove_source(str(folder / "a.txt"))
    draft.catalogue.commit()
    followed()
    assert names(service, "bảo vệ rừng")[0] == "a.txt"
    assert len(store.names()) == 2
    (folder / "c.txt").write_text("Thông báo về lịch tiếp công dân.", "utf-8")
    assert index([folder], settings.data, store=store).documents == 3
    assert store.names() == ["g000001", "g000003"]


def test_a_failed_build_leaves_nothing_behind(
    folder: Path, settings: Settings, store: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    index([folder], settings.data, store=store)

    def fail(_name: str) -> None:
        raise EngineUnavailable("engine_down", detail="away")

    monkeypatch.setattr(store, "swap", fail)
    (folder / "c.txt").write_text("Thông báo về lịch tiếp công dân.", "utf-8")
    with pytest.raises(EngineUnavailable):
        index([folder], settings.data, store=store)
    assert store.names() == ["g000001"]
    assert build_service(settings).ready(everyone()).documents == 2


def test_a_catalogue_that_is_missing_is_a_missing_index(
    folder: Path, settings: Settings, store: ElasticStore, tmp_path: Path
) -> None:
    index([folder], settings.data, store=store)
    elsewhere = build_service(settings.model_copy(update={"data": tmp_path / "another machine"}))
    with pytest.raises(EngineUnavailable) as refused:
        elsewhere.opened()
    assert refused.value.code == "no_index"


def test_swaps_under_questions_show_no_error_and_no_half(
    folder: Path, settings: Settings, store: ElasticStore
) -> None:
    index([folder], settings.data, store=store)
    service = build_service(settings)
    stop = threading.Event()
    errors: list[str] = []
    asked = itertools.count()

    def ask() -> None:
        while not stop.is_set():
            found = names(service, "kế hoạch nước sạch nông thôn")
            next(asked)
            if found[:1] != ["b.txt"]:
                errors.append(str(found))

    threads = [threading.Thread(target=_kept, args=(ask, errors)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(4):
        (folder / f"n{number}.txt").write_text(f"Công văn thứ {number} về chuyển đổi số.", "utf-8")
        index([folder], settings.data, store=store, rebuild=number % 2 == 0)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert next(asked) > 10
    followed()
    assert service.ready(everyone()).documents == 6


def test_what_is_written_during_a_rebuild_is_in_the_new_index(
    folder: Path, settings: Settings, store: ElasticStore, elastic_link: Link, tmp_path: Path
) -> None:
    index([folder], settings.data, store=store)
    other = tmp_path / "văn bản khác"
    other.mkdir()
    (other / "d.txt").write_text("Thông báo về lịch tiếp công dân.", "utf-8")
    home = CatalogueFolder(settings.data / settings.elastic_index)
    second = ElasticStore(elastic_link, settings.elastic_index, home)  # as another process has it
    refused: list[str] = []
    waited: list[Summary] = []
    waiting = threading.Thread(
        target=lambda: waited.append(index([other], settings.data, store=second, wait=True))
    )

    def meanwhile(_progress: object) -> None:
        if waiting.ident is not None:
            return
        (folder / "c.txt").write_text("Quyết định về phòng cháy rừng tràm.", "utf-8")
        try:
            index([other], settings.data, store=second)
        except VankienError as error:
            refused.append(error.code)
        waiting.start()

    rebuilt = index([folder], settings.data, store=store, rebuild=True, on_progress=meanwhile)
    assert refused == ["index_locked"]
    assert rebuilt.documents == 3  # the file that came during the build is in what it published
    waiting.join()
    assert (waited[0].published, waited[0].documents) == (True, 4)
    service = build_service(settings)
    assert names(service, "phòng cháy rừng tràm")[0] == "c.txt"
    assert names(service, "tiếp công dân")[0] == "d.txt"


def _kept(work: object, errors: list[str]) -> None:
    try:
        work()  # type: ignore[operator]
    except VankienError as error:
        errors.append(str(error))


def test_a_snapshot_brings_back_a_lost_index(
    folder: Path, settings: Settings, store: ElasticStore, elastic_link: Link
) -> None:
    index([folder], settings.data, store=store)
    service = build_service(settings)
    assert names(service, "bảo vệ rừng")[0] == "a.txt"
    pattern, repository = f"{settings.elastic_index}-g*", settings.elastic_index
    place = {"type": "fs", "settings": {"location": repository}}
    elastic_link.work(lambda client: client.snapshot.create_repository(name=repository, repository=place))
    elastic_link.work(
        lambda client: client.snapshot.create(
            repository=repository,
            snapshot="one",
            indices=pattern,
            include_global_state=False,
            wait_for_completion=True,
        )
    )
    store.remove("g000001")
    followed()
    with pytest.raises(EngineUnavailable) as refused:
        names(service, "bảo vệ rừng")
    assert refused.value.code == "no_index"
    elastic_link.work(
        lambda client: client.snapshot.restore(
            repository=repository, snapshot="one", indices=pattern, wait_for_completion=True
        )
    )
    followed()
    assert names(service, "bảo vệ rừng")[0] == "a.txt"


def test_a_read_only_cluster_answers_and_a_build_on_it_ends(
    folder: Path, settings: Settings, store: ElasticStore, elastic_link: Link
) -> None:
    index([folder], settings.data, store=store)
    service = build_service(settings)
    full = store.create("g000002", 16)
    block = {"index.blocks.read_only_allow_delete": True}  # what the flood stage of a full disk sets
    elastic_link.work(lambda client: client.indices.put_settings(index=full, settings=block))
    writer = ElasticWriter(elastic_link, full, patience=0.5)
    writer.add([PassageEntry(1, "d", {"text": "rừng"})], np.ones((1, 16), np.float32))
    with pytest.raises(EngineUnavailable):
        writer.commit()
    assert names(service, "bảo vệ rừng")[0] == "a.txt"
