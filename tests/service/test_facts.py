"""Targets of a field by a year, and how documents hang together, over the sample documents."""

from pathlib import Path

import pytest

from indexer.engine import AccessFilter, Filters
from service.access import everyone
from service.ask import AskResult, Service


def ask(service: Service, question: str) -> AskResult:
    found = service.ask(question, everyone(), Filters())
    for citation in found.citations:
        text = service.document(citation.document, everyone()).text
        assert citation.quote == text[citation.start : citation.end]
    return found


def quotes(found: AskResult) -> str:
    return "\n".join(citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "chỉ tiêu môi trường đến 2030",
        "chi tieu moi truong den 2030",
        "các mục tiêu về môi trường đến năm 2030",
    ],
)
def test_targets_of_a_field_are_quoted_as_a_list(sample_service: Service, question: str) -> None:
    found = ask(sample_service, question)
    assert found.status == "answered"
    assert "Tỷ lệ che phủ rừng đạt 54,5%" in found.citations[0].quote
    assert "nước thải sinh hoạt đô thị" in found.citations[0].quote
    assert len({citation.document for citation in found.citations}) > 1
    assert all(len(citation.quote) <= 600 for citation in found.citations)


def test_another_year_gives_other_targets(sample_service: Service) -> None:
    near, far = (quotes(ask(sample_service, f"chỉ tiêu môi trường đến {year}")) for year in (2025, 2030))
    assert near != far


def test_an_abbreviated_field_is_understood(sample_service: Service) -> None:
    assert "hài lòng" in quotes(ask(sample_service, "chỉ tiêu CCHC đến năm 2030"))


def test_results_and_visions_are_not_targets(sample_service: Service) -> None:
    assert "bằng 89,9% mục tiêu" not in quotes(ask(sample_service, "chỉ tiêu môi trường đến 2025"))
    vision = ask(sample_service, "chỉ tiêu môi trường đến năm 2045")
    assert vision.status == "no_answer" or "2045" in quotes(vision)


def test_who_carries_out_a_resolution(sample_service: Service) -> None:
    found = ask(sample_service, "những văn bản nào thực hiện Nghị quyết 05-NQ/TU?")
    assert {citation.number for citation in found.citations} >= {"215/KH-UBND", "12-CTr/HU"}
    names = {Path(citation.path).name for citation in found.citations}
    assert len([name for name in names if "12-CTr-HU" in name]) == 2  # both districts


def test_what_a_document_carries_out(sample_service: Service) -> None:
    found = ask(sample_service, "Kế hoạch 215/KH-UBND thực hiện nghị quyết nào?")
    assert "05-NQ/TU" in found.citations[0].quote


def test_a_relation_that_no_document_states_is_refused(sample_service: Service) -> None:
    found = ask(sample_service, "văn bản nào thay thế Chỉ thị 11-CT/TU")
    assert (found.status, found.reason) == ("no_answer", "no_relation")
    assert found.passages


def test_a_relation_that_is_stated_is_quoted(sample_service: Service) -> None:
    found = ask(sample_service, "văn bản nào bãi bỏ Kế hoạch 47-KH/HU")
    assert found.status == "answered"
    assert "47-KH/HU" in quotes(found)


def test_filters_hold_for_what_was_read_out(sample_service: Service) -> None:
    narrowed = Filters(issuers=("Huyện ủy Vân Sơn",))
    found = sample_service.ask("chỉ tiêu môi trường đến 2030", everyone(), narrowed)
    assert {citation.issuer for citation in found.citations} == {"Huyện ủy Vân Sơn"}
    nothing = sample_service.ask("chỉ tiêu môi trường đến 2030", everyone(), Filters(types=("Không có",)))
    assert nothing.status == "no_answer"


def test_a_person_who_may_see_nothing_gets_nothing(sample_service: Service) -> None:
    nobody = AccessFilter(frozenset())
    for question in ("chỉ tiêu môi trường đến 2030", "những văn bản nào thực hiện Nghị quyết 05-NQ/TU?"):
        found = sample_service.ask(question, nobody, Filters())
        assert (found.status, found.citations, found.passages) == ("no_answer", (), ())
