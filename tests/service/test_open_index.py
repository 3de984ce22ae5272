"""Documents of an open index: read together, kept within a bound, and never for another person."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.engine import AccessFilter, Filters
from service import open_index
from service.access import everyone
from service.config import Settings
from service.wiring import build_service

NOBODY = AccessFilter(frozenset({"restricted"}))


def _ids(data: Path) -> list[str]:
    found = build_service(Settings(data=data)).search("nghị quyết", everyone(), Filters(), per_page=20)
    return list(dict.fromkeys(hit.document for hit in found.hits))


def test_documents_are_read_once_and_only_for_who_may_see_them(sample_data: Path) -> None:
    index, ids = build_service(Settings(data=sample_data)).opened(), _ids(sample_data)
    seen = index.documents([*ids, "unknown"], everyone())
    assert set(seen) == set(ids)
    assert index.documents(ids, NOBODY) == {}
    assert index.document(ids[0], NOBODY) is None
    assert all(index.document(name, everyone()) is seen[name] for name in ids)


def test_the_documents_met_last_are_kept(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_index, "DOCUMENTS_CACHED", 2)
    index, ids = build_service(Settings(data=sample_data)).opened(), _ids(sample_data)
    first, second, third = (index.document(name, everyone()) for name in ids[:3])
    assert index.document(ids[1], everyone()) is second
    assert index.document(ids[2], everyone()) is third
    again = index.document(ids[0], everyone())
    assert again is not first
    assert again == first


def test_threads_read_the_same(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_index, "DOCUMENTS_CACHED", 3)
    index, ids = build_service(Settings(data=sample_data)).opened(), _ids(sample_data)
    alone = {name: index.documents([name], everyone())[name] for name in ids}
    with ThreadPoolExecutor(8) as pool:
        rounds = pool.map(lambda at: index.documents(ids[at % 5 :], everyone()), range(80))
    assert all(found[name] == alone[name] for found in rounds for name in found)
