"""Citations checked, relations and chains read, targets tabled: over the indexed samples, under access."""

import csv
import io
import json
import zipfile
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from corpus.model import Document, Operator, RelationKind, Span, Target, TargetKind, Trend
from indexer.catalogue import DocumentSummary
from indexer.engine import AccessFilter
from indexer.understood import TargetFilter, Understood
from service.access import everyone
from service.ask import Service
from service.citations import check_text
from service.cli import main
from service.config import Settings
from service.open_index import UnknownDocument
from service.relations import Relations, State
from service.targets import (
    HEADINGS,
    TargetLine,
    compare_levels,
    period_words,
    target_table,
    to_csv,
    to_xlsx,
    value_words,
)
from service.wiring import build_service

NOBODY = AccessFilter(frozenset({"restricted"}))
GREEN = "2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt"


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


def _id(service: Service, name: str) -> str:
    return service.find(name, everyone()).id


def _chain(service: Service, name: str) -> list[tuple[int, str]]:
    nodes = Relations(service.opened(), everyone()).chain(_id(service, name))
    return [(node.depth, node.label) for node in nodes]


def test_the_chain_of_a_district_programme_leads_up_to_the_politburo(sample_service: Service) -> None:
    chain = _chain(sample_service, "2021-chuong-trinh-12-CTr-HU-thuong-khe-kinh-te-xanh-du-lich.txt")
    assert chain[:4] == [(0, "95-NQ/TW"), (1, "03-CTr/TU"), (2, "05-NQ/TU"), (3, "12-CTr/HU")]


def test_the_chain_of_a_provincial_resolution_leads_down_to_the_report(sample_service: Service) -> None:
    chain = _chain(sample_service, GREEN)
    below = [label for depth, label in chain if depth > 2]
    assert {"215/KH-UBND", "12-CTr/HU", "168-BC/HU", "42-KL/TU"} <= set(below)
    assert below.count("12-CTr/HU") == 2
    assert (4, "168-BC/HU") in chain
    assert "96-QĐ/TU" not in below  # it abolishes, it does not implement


def test_land_is_implemented_over_three_levels(sample_service: Service) -> None:
    chain = _chain(sample_service, "2022-ke-hoach-47-KH-HU-van-son-thuc-hien-chi-thi-11-CT-TU.txt")
    assert chain == [(0, "71-CT/TW"), (1, "11-CT/TU"), (2, "47-KH/HU")]


STATES: list[tuple[str, list[tuple[State, date | None, str, bool]]]] = [
    (
        GREEN,
        [
            (State.REPLACED, None, "", True),
            (State.AMENDED, date(2023, 12, 29), "42-KL/TU", False),
            (State.KEPT, date(2023, 12, 29), "42-KL/TU", False),
        ],
    ),
    (
        "2024-nghi-quyet-18-NQ-TU-cai-cach-hanh-chinh-chuyen-doi-so.txt",
        [(State.REPLACED, date(2026, 3, 20), "05-NQ/TU", False)],
    ),
    (
        "2022-ke-hoach-47-KH-HU-van-son-thuc-hien-chi-thi-11-CT-TU.txt",
        [(State.ABOLISHED, date(2026, 6, 1), "96-QĐ/TU", False)],
    ),
    (
        "2021-chuong-trinh-12-CTr-HU-thuong-khe-kinh-te-xanh-du-lich.txt",
        [(State.ABOLISHED, date(2026, 6, 1), "96-QĐ/TU", False)],
    ),
    (
        "2021-chuong-trinh-12-CTr-HU-van-son-kinh-te-xanh-bao-ve-moi-truong.docx",
        [(State.KEPT, date(2026, 6, 1), "96-QĐ/TU", False)],
    ),
    ("2022-quy-dinh-08-QD-TU-chi-bo-bon-tot.docx", [(State.EFFECTIVE_FROM, date(2022, 4, 1), "", False)]),
    ("2026-du-thao-nghi-quyet-moi-truong-2026-2030.docx", [(State.DRAFT, None, "", False)]),
    ("2025-chuong-trinh-hanh-dong-02-CTr-DU-phuong-bac-lam.txt", []),
]


@pytest.mark.parametrize(("name", "expected"), STATES)
def test_the_state_of_a_document_is_what_texts_say(
    sample_service: Service, name: str, expected: list[tuple[State, date | None, str, bool]]
) -> None:
    view = Relations(sample_service.opened(), everyone()).view(_id(sample_service, name))
    told = [
        (line.state, line.since, (line.by.source.number or "") if line.by else "", line.proposed)
        for line in view.status
    ]
    assert told == expected


def test_a_document_that_may_not_be_seen_has_no_relations_and_is_in_nobodys(sample_service: Service) -> None:
    index, document = sample_service.opened(), _id(sample_service, GREEN)
    with pytest.raises(UnknownDocument):
        Relations(index, NOBODY).view(document)
    with pytest.raises(UnknownDocument):
        Relations(index, NOBODY).chain(document)
    understood = Understood(index.catalogue)
    assert understood.relations(document, NOBODY) == []
    assert understood.named_by(understood.keys_of(document, everyone()), NOBODY) == []
    assert understood.keys_of(document, NOBODY) == []
    assert understood.targets(TargetFilter(), NOBODY) == []
    assert understood.tasks(NOBODY) == []
    found = check_text("Nghị quyết số 05-NQ/TU ngày 15/6/2021", index, NOBODY)
    assert [one.candidates.all for one in found] == [()]
    assert target_table(index, TargetFilter(), NOBODY).facets["field"] == ()


def test_what_a_document_carries_out_is_told_apart_from_what_carries_it_out(sample_service: Service) -> None:
    view = Relations(sample_service.opened(), everyone()).view(_id(sample_service, GREEN))
    up = {(edge.kind, edge.target.number) for edge in view.outgoing if edge.target}
    down = {(edge.kind, edge.source.number) for edge in view.incoming}
    assert (RelationKind.BASIS, "03-CTr/TU") in up
    assert {(RelationKind.IMPLEMENTS, "215/KH-UBND"), (RelationKind.AMENDS, "42-KL/TU")} <= down
    assert not any(number == "15-KH/ĐU" for _, number in down)  # it carries out the namesake of 2026


def test_each_reference_of_a_draft_is_checked(client: FlaskClient) -> None:
    text = (
        "Căn cứ Nghị quyết số 05-NQ/TU ngày 15/6/2021 của Tỉnh ủy; Chương trình số 12-CTr/HU; "
        "Quyết định số 999-QĐ/TU ngày 01/01/2020."
    )
    references = client.post("/api/citations", json={"text": text}).get_json()["references"]
    assert [text[one["start"] : one["end"]] for one in references] == [one["raw"] for one in references]
    sure, doubtful, unknown = references
    assert sure["document"] == sure["candidates"][0]["document"]
    assert sure["candidates"][0]["date"] == "2021-06-15"
    assert len(sure["candidates"]) == 2
    assert "ngày ban hành khác" in sure["candidates"][1]["why"]
    assert doubtful["document"] is None
    assert {one["issuer"] for one in doubtful["candidates"]} == {"Huyện ủy Vân Sơn", "Huyện ủy Thượng Khê"}
    assert (unknown["document"], unknown["candidates"], unknown["normalised"]) == (None, [], "999-QĐ/TU")


def test_a_long_draft_fits_and_a_longer_one_is_refused_in_words(client: FlaskClient) -> None:
    assert client.post("/api/citations", json={"text": "văn bản " * 20_000}).status_code == 200
    refused = client.post("/api/citations", json={"text": "a" * 200_001})
    assert refused.status_code == 400
    assert "200.000" in refused.text
    assert client.post("/api/citations", json={"text": "a" * 2_000_000}).status_code == 413
    assert client.post("/api/search", json={"text": "a" * 70_000}).status_code == 413


def test_targets_are_filtered_counted_and_cited(client: FlaskClient) -> None:
    query = {"year": 2030, "level": "xã", "field": "Cải cách hành chính, khoa học công nghệ"}
    found = client.get("/api/targets", query_string=query).get_json()
    assert found["total"] == len(found["targets"]) > 3
    for line in found["targets"]:
        assert line["level"] == "xã"
        assert line["year"] == 2030 or line["period"][0] <= 2030 <= line["period"][1]
        text = client.get(f"/api/documents/{line['document']}/text").get_data(as_text=True)
        assert text[line["start"] : line["end"]] == line["quote"]
        assert line["number"] in line["citation"]
    assert {"value": "2030", "count": found["total"]} in found["facets"]["year"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"place": "thuong khe", "year": 2025}, {"Thượng Khê"}),
        ({"place": "xã Vân Sơn"}, {"xã Vân Sơn"}),
        ({"words": "che phu rung", "level": "huyện"}, {"Vân Sơn", "Thượng Khê"}),
    ],
)
def test_places_and_words_are_found_without_diacritics(
    client: FlaskClient, query: dict[str, Any], expected: set[str]
) -> None:
    found = client.get("/api/targets", query_string=query).get_json()
    assert {line["place"] for line in found["targets"]} == expected


def test_the_targets_of_a_draft_are_left_out_unless_asked_for(client: FlaskClient) -> None:
    asked = {"words": "phân loại chất thải rắn sinh hoạt tại nguồn"}
    without = client.get("/api/targets", query_string=asked).get_json()["total"]
    with_drafts = client.get("/api/targets", query_string={**asked, "drafts": "true"}).get_json()["total"]
    assert (without, with_drafts) == (1, 2)


@pytest.mark.parametrize("query", [{"field": "x"}, {"year": "x"}, {"kind": "x"}, {"page": 0}])
def test_a_filter_that_means_nothing_is_refused(client: FlaskClient, query: dict[str, Any]) -> None:
    assert client.get("/api/targets", query_string=query).status_code == 400


def test_the_csv_of_targets_opens_in_a_spreadsheet_with_citations(client: FlaskClient) -> None:
    response = client.get("/api/targets.csv?year=2030")
    assert response.mimetype == "text/csv"
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) > 50
    assert all(row[-1] and row[-2] for row in rows[1:])


def test_every_year_counts_the_targets_that_its_filter_finds(sample_service: Service) -> None:
    index = sample_service.opened()
    years = dict(target_table(index, TargetFilter(), everyone()).facets["year"])
    assert any(
        line.target.period and line.target.period[0] < line.target.period[1]
        for line in target_table(index, TargetFilter(), everyone()).lines
    )
    for year, count in years.items():
        assert len(target_table(index, TargetFilter(years=(int(year),)), everyone()).lines) == count, year


def test_a_table_reads_only_the_documents_whose_words_are_shown(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = build_service(Settings(data=sample_data)).opened()
    read: list[str] = []
    documents = index.catalogue.documents

    def reading(ids: Collection[str], access: AccessFilter) -> dict[str, Document]:
        read.extend(ids)
        return documents(ids, access)

    monkeypatch.setattr(index.catalogue, "documents", reading)
    lines = target_table(index, TargetFilter(), everyone()).lines
    assert not read
    assert [lines[0].quote, lines[0].quote]
    assert read == [lines[0].document.id]


def _line(indicator: str, quote: str) -> TargetLine:
    summary = DocumentSummary("d", "p", "t", "01-NQ/TU", "Nghị quyết", "Tỉnh ủy Lam Hà", "2026-01-09")
    span = Span(0, len(quote))
    target = Target(
        span, TargetKind.TARGET, indicator, Operator.AT_LEAST, (Decimal("12.5"),), "%", Span(0, 1)
    )
    return TargetLine(summary, target, lambda: Document("d", "p", "t", quote))


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "  =HYPERLINK(A1)", "\r=1"])
def test_no_cell_of_an_export_is_a_formula(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv([_line(cell, cell)]).removeprefix("\ufeff"))))
    assert all(not value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for value in rows[1])
    with zipfile.ZipFile(io.BytesIO(to_xlsx([_line(cell, cell)]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_the_workbook_holds_every_row(client: FlaskClient, sample_service: Service) -> None:
    lines = target_table(sample_service.opened(), TargetFilter(levels=("huyện",)), everyone()).lines
    body = client.get("/api/targets.xlsx?level=huyện").get_data()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert sheet.count("<row ") == len(lines) + 1
    assert "Hạt Kiểm lâm" in strings


def test_an_empty_table_still_exports() -> None:
    assert to_csv([]).count("\r\n") == 1
    assert zipfile.is_zipfile(io.BytesIO(to_xlsx([])))


def test_levels_stand_side_by_side_for_the_same_indicator(sample_service: Service) -> None:
    table = target_table(sample_service.opened(), TargetFilter(years=(2030,)), everyone())
    poor = next(one for one in compare_levels(table.lines) if "hộ nghèo" in one.indicator)
    assert {level: [value_words(line.target) for line in lines] for level, lines in poor.levels.items()} == {
        "tỉnh": ["< 1"],
        "huyện": ["< 1,5", "< 4"],
        "xã": ["< 0,3"],
    }


@pytest.mark.parametrize(
    ("operator", "values", "trend", "words"),
    [
        (Operator.AT_LEAST, "9200", None, "≥ 9.200"),
        (Operator.RANGE, "7.5 8.0", Trend.INCREASE, "tăng 7,5 – 8,0"),
        (Operator.NONE, "0", None, "không còn"),
        (Operator.RANK, "10", None, "nhóm 10 (xếp hạng)"),
        (Operator.RANK, "1", Trend.MAINTAIN, "duy trì đứng đầu (xếp hạng)"),
        (Operator.MAINTAIN, "100", Trend.MAINTAIN, "duy trì 100"),
        (Operator.LESS, "20", Trend.DECREASE, "giảm < 20"),
    ],
)
def test_a_value_is_written_as_a_person_reads_it(
    operator: Operator, values: str, trend: Trend | None, words: str
) -> None:
    numbers = tuple(map(Decimal, values.split()))
    target = Target(Span(0, 1), TargetKind.TARGET, "", operator, numbers, "%", Span(0, 1), trend=trend)
    assert value_words(target) == words
    assert period_words(target) == ""


def test_tasks_are_searched_without_diacritics_and_by_deadline(sample_service: Service) -> None:
    understood = Understood(sample_service.opened().catalogue)
    found = understood.tasks(everyone(), words="duong ong cap nuoc")
    assert any(row.task.task.startswith("Lắp đặt 14,6 km") for row in found)
    early = understood.tasks(everyone(), due_before=date(2022, 1, 1))
    assert early
    assert all(row.task.due and row.task.due <= date(2022, 1, 1) for row in early)


def test_show_prints_all_that_was_understood(sample_data: Path) -> None:
    ran = CliRunner().invoke(main, ["show", GREEN, "--json", "--data", str(sample_data)])
    assert ran.exit_code == 0
    shape = json.loads(ran.stdout)
    assert set(shape) >= set(
        "number issuer level outline status references relations related_by chain targets tasks".split()
    )
    assert shape["level"] == "tỉnh"
    assert any(target["indicator"] == "Tỷ lệ che phủ rừng" for target in shape["targets"])
    plain = CliRunner().invoke(main, ["show", GREEN, "--data", str(sample_data)])
    assert "được sửa đổi bởi 42-KL/TU" in plain.stdout


def test_the_api_tells_what_show_tells(
    client: FlaskClient, sample_service: Service, sample_data: Path
) -> None:
    told = client.get(f"/api/documents/{_id(sample_service, GREEN)}/understanding").get_json()
    ran = CliRunner().invoke(main, ["show", GREEN, "--json", "--data", str(sample_data)])
    assert told == json.loads(ran.stdout)
    assert client.get("/api/documents/khong-co/understanding").status_code == 404


@pytest.mark.parametrize("given", ["-", "file"])
def test_citations_prints_one_reference_a_line(sample_data: Path, tmp_path: Path, given: str) -> None:
    text = "Thực hiện Chỉ thị số 11-CT/TU ngày 08/8/2022 và Nghị quyết số 05-NQ/TU."
    path = tmp_path / "du-thao.txt"
    path.write_text(text, encoding="utf-8")
    arguments = ["citations", given if given == "-" else str(path), "--data", str(sample_data)]
    ran = CliRunner().invoke(main, [*arguments, "--json"], input=text)
    first, second = map(json.loads, ran.stdout.splitlines())
    assert (first["normalised"], first["date"], text[first["start"] : first["end"]]) == (
        "11-CT/TU",
        "2022-08-08",
        first["raw"],
    )
    assert set(first) >= set("start end raw kind type number issuer date normalised candidates".split())
    assert len(second["candidates"]) == 2
    plain = CliRunner().invoke(main, arguments, input=text)
    assert len(plain.stdout.splitlines()) == 2


def test_citations_without_an_index_lists_and_says_that_nothing_was_compared(tmp_path: Path) -> None:
    ran = CliRunner().invoke(
        main, ["citations", "-", "--json", "--data", str(tmp_path)], input="Chỉ thị số 11-CT/TU"
    )
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)["candidates"] == []
    assert "Chưa đối chiếu" in ran.stderr
