"""The steps in order: what is asked twice, who asks, and what a new index changes."""

from pathlib import Path

from indexer.build import index
from indexer.engine import AccessFilter, Filters
from service.access import everyone
from service.ask import Service
from service.config import Settings
from service.wiring import build_service

QUESTION = "tỷ lệ che phủ rừng đến năm 2030"


def test_the_same_question_gets_the_same_answer(sample_service: Service) -> None:
    first, second = (sample_service.ask(QUESTION, everyone(), Filters()) for _ in range(2))
    assert (first.citations, first.passages) == (second.citations, second.passages)
    assert first.status == "answered"


def test_what_one_person_was_told_is_not_told_to_another(sample_service: Service) -> None:
    assert sample_service.ask(QUESTION, everyone(), Filters()).citations
    told = sample_service.ask(QUESTION, AccessFilter(frozenset()), Filters())
    assert (told.status, told.citations, told.passages) == ("no_answer", (), ())
    narrowed = sample_service.ask(QUESTION, everyone(), Filters(types=("Báo cáo",)))
    assert {hit.type for hit in narrowed.passages} <= {"Báo cáo"}


def test_a_new_index_changes_the_answer_at_once(tmp_path: Path) -> None:
    folder, data = tmp_path / "documents", tmp_path / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("Tỷ lệ che phủ rừng đến năm 2030 đạt 54%.", "utf-8")
    index([folder], data)
    service = build_service(Settings(data=data))
    assert "54%" in service.ask(QUESTION, everyone(), Filters()).citations[0].quote
    (folder / "a.txt").write_text("Tỷ lệ che phủ rừng đến năm 2030 đạt 61%.", "utf-8")
    index([folder], data)
    assert "61%" in service.ask(QUESTION, everyone(), Filters()).citations[0].quote


def test_pages_of_a_search_do_not_overlap(sample_service: Service) -> None:
    pages = [sample_service.search("nhiệm vụ", everyone(), Filters(), page, 5) for page in (1, 2, 3)]
    seen = [{hit.document for hit in page.hits} for page in pages]
    assert all(len(documents) == 5 for documents in seen)
    assert len(set.union(*seen)) == 15
    assert {page.total for page in pages} == {pages[0].total}


def test_a_number_stands_above_what_resembles_it(sample_service: Service) -> None:
    hits = sample_service.search("03-CTr/TU", everyone(), Filters()).hits
    assert hits[0].number == "03-CTr/TU"
    both = sample_service.search("12-CTr/HU", everyone(), Filters()).hits
    assert len({hit.document for hit in both if hit.number == "12-CTr/HU"}) == 2
