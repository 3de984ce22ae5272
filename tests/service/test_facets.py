"""Narrowing and sorting a search: over the samples, under access, and after a document that changes a status."""

from pathlib import Path

import pytest

from indexer.build import index
from indexer.engine import AccessFilter, Filters
from service.access import everyone
from service.ask import SearchHit, SearchResult, Service
from service.config import Settings
from service.order import Order
from service.relations import State
from service.statuses import states
from service.wiring import build_service

QUESTION = "kinh tế xanh, bảo vệ môi trường"
GROUPS = ("type", "issuer", "level", "year", "field", "status")


def search(
    service: Service,
    filters: Filters | None = None,
    *said: State,
    order: Order = Order.RELEVANCE,
    page: int = 1,
    count: int = 100,
) -> SearchResult:
    return service.search(QUESTION, everyone(), filters or Filters(), page, count, states=said, order=order)


def firsts(result: SearchResult) -> list[SearchHit]:
    """The first hit of every document, in order."""
    return list({hit.document: hit for hit in reversed(result.hits)}.values())[::-1]


def narrowed_to(group: str, value: str) -> tuple[Filters, tuple[State, ...]]:
    if group == "status":
        return Filters(), (State(value),)
    if group == "year":
        return Filters(years=(int(value),)), ()
    return Filters(**{f"{group}s": (value,)}), ()  # type: ignore[arg-type]


def values_of(hit: SearchHit, group: str) -> set[str | None]:
    values: dict[str, set[str | None]] = {
        "type": {hit.type},
        "issuer": {hit.issuer},
        "level": {hit.level},
        "year": {(hit.date or "")[:4]},
        "field": {*hit.fields},
        "status": {state.value for state in states(hit.status)},
    }
    return values[group]


@pytest.mark.parametrize("group", GROUPS)
def test_every_count_is_that_of_the_documents_it_narrows_to(sample_service: Service, group: str) -> None:
    everything = search(sample_service)
    assert everything.facets[group]
    for value, count in everything.facets[group]:
        filters, said = narrowed_to(group, value)
        narrowed = search(sample_service, filters, *said)
        assert narrowed.total == count == len(firsts(narrowed)), value
        assert all(value in values_of(hit, group) for hit in narrowed.hits)
        # The group itself counts as if it did not narrow, so that the choice can be changed.
        assert narrowed.facets[group] == everything.facets[group]


def test_groups_narrow_one_another_and_values_widen(sample_service: Service) -> None:
    both = search(sample_service, Filters(levels=("tỉnh", "huyện"), fields=("Kinh tế",), years=(2021,)))
    assert {hit.level for hit in both.hits} == {"tỉnh", "huyện"}
    assert all("Kinh tế" in hit.fields and (hit.date or "").startswith("2021") for hit in both.hits)
    assert dict(both.facets["level"])["tỉnh"] + dict(both.facets["level"])["huyện"] == both.total
    replaced_or_silent = search(sample_service, None, State.REPLACED, State.UNKNOWN)
    counts = dict(replaced_or_silent.facets["status"])
    assert replaced_or_silent.total == counts["replaced"] + counts["unknown"]


def test_answers_keep_to_what_was_narrowed(sample_service: Service) -> None:
    narrowed = sample_service.ask(
        "chỉ tiêu môi trường đến 2030", everyone(), Filters(levels=("xã",)), states=(State.UNKNOWN,)
    )
    cited = {citation.document for citation in narrowed.citations}
    said = {hit.document: hit for hit in search(sample_service, Filters(levels=("xã",))).hits}
    assert cited <= said.keys()
    assert all(states(said[name].status) == (State.UNKNOWN,) for name in cited)


@pytest.mark.parametrize("order", Order)
def test_pages_of_every_order_hold_every_document_once(sample_service: Service, order: Order) -> None:
    whole = [hit.document for hit in firsts(search(sample_service, order=order))]
    paged = [
        hit.document
        for page in range(1, -(-len(whole) // 4) + 1)
        for hit in firsts(search(sample_service, order=order, page=page, count=4))
    ]
    assert paged == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.NUMBER])
def test_an_order_by_facts_keeps_to_documents_close_to_the_question(
    sample_service: Service, order: Order
) -> None:
    found = firsts(search(sample_service))
    sorted_out = search(sample_service, order=order)
    close = {hit.document for hit in found[:5]}
    kept = {hit.document for hit in firsts(sorted_out)}
    assert close <= kept
    assert found[-1].document not in kept
    assert sorted_out.total == len(kept) == sum(count for _, count in sorted_out.facets["type"])


def test_documents_stand_by_date_or_by_number(sample_service: Service) -> None:
    newest = [hit.date for hit in firsts(search(sample_service, order=Order.NEWEST))]
    oldest = [hit.date for hit in firsts(search(sample_service, order=Order.OLDEST))]
    undated = newest.count(None)
    assert undated
    assert newest[-undated:] == oldest[-undated:] == [None] * undated
    dates = [date for date in oldest if date]
    assert dates == sorted(dates)
    assert newest[:-undated] == dates[::-1]
    numbers = [hit.number for hit in firsts(search(sample_service, order=Order.NUMBER))]
    figures = [int(number.split("-")[0].split("/")[0]) for number in numbers if number]
    assert figures == sorted(figures)
    assert numbers[len(figures) :] == [None] * (len(numbers) - len(figures))


OLD = (
    "TỈNH ỦY LAM HÀ\n*\nSố 07-CT/TU\nLam Hà, ngày 05 tháng 01 năm 2020\n\nCHỈ THỊ\nvề phòng cháy rừng\n\n"
    "Các cấp ủy tổ chức thực hiện."
)
NEW = (
    "TỈNH ỦY LAM HÀ\n*\nSố 21-CT/TU\nLam Hà, ngày 06 tháng 02 năm 2024\n\nCHỈ THỊ\nvề phòng cháy, chữa cháy rừng\n\n"
    "1. Các cấp ủy tổ chức thực hiện.\n2. Chỉ thị này thay thế Chỉ thị số 07-CT/TU ngày 05/01/2020 của Tỉnh ủy."
)


def test_a_later_document_changes_the_status_of_an_older_one(tmp_path: Path) -> None:
    folder, settings = tmp_path / "documents", Settings(data=tmp_path / "data")
    folder.mkdir()
    (folder / "cu.txt").write_text(OLD, "utf-8")
    index([folder], settings.data)
    service = build_service(settings)
    before = service.search("phòng cháy rừng", everyone(), Filters())
    assert before.facets["status"] == (("unknown", 1),)
    (folder / "moi.txt").write_text(NEW, "utf-8")
    summary = index([folder], settings.data)
    assert (summary.added, summary.unchanged) == (1, 1)
    after = service.search("phòng cháy rừng", everyone(), Filters(), states=(State.REPLACED,))
    (old,) = firsts(after)
    assert old.number == "07-CT/TU"
    assert old.status[0].by is not None
    assert old.status[0].by.source.number == "21-CT/TU"
    assert after.facets["status"] == (("replaced", 1), ("unknown", 1))
    rest = service.search("phòng cháy rừng", everyone(), Filters(), states=(State.UNKNOWN,))
    assert [hit.number for hit in firsts(rest)] == ["21-CT/TU"]


def test_nobody_sees_a_count_or_a_status(sample_service: Service) -> None:
    nobody = AccessFilter(frozenset({"restricted"}))
    for said in ((), (State.UNKNOWN,), (State.REPLACED,)):
        result = sample_service.search(QUESTION, nobody, Filters(), states=said)
        assert (result.total, result.hits) == (0, ())
        assert not any(result.facets.values())
