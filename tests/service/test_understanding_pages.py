"""What was understood, as a person sees it: relations, the chain, targets, the citation check."""

import csv
import io
import shutil
import sqlite3
import zipfile
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.build import index
from indexer.understood import TargetFilter
from service.access import everyone
from service.app import create_app
from service.ask import Service
from service.config import Settings
from service.faces.chain_drawing import drawing, steps
from service.relations import Relations
from service.targets import HEADINGS, compare_levels, target_table
from service.wiring import build_service

GREEN = "2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt"
REFORM_2024 = "2024-nghi-quyet-18-NQ-TU-cai-cach-hanh-chinh-chuyen-doi-so.txt"
REFORM = "2026-nghi-quyet-05-NQ-TU-cai-cach-hanh-chinh-2026-2030.md"
DISTRICT = "2021-chuong-trinh-12-CTr-HU-thuong-khe-kinh-te-xanh-du-lich.txt"
SERVICE_CHARTER = "2025-huong-dan-112-HD-UBND-phuong-bac-lam-cap-giay-chung-nhan-dat.md"
CHECK = "/kiem-tra-trich-dan"
DRAFTED = (
    "Căn cứ Nghị quyết số 05-NQ/TU ngày 15/6/2021 của Tỉnh ủy Lam Hà;\n"
    "Chương trình số 12-CTr/HU <b>& khoản 2 Điều 5</b>;\n\n"
    "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.\n"
)


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


def page(client: FlaskClient, path: str, status: int = 200) -> lxml.html.HtmlElement:
    response = client.get(path)
    assert response.status_code == status, response.text
    return lxml.html.fromstring(response.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def name_of(service: Service, file: str) -> str:
    return service.find(file, everyone()).id


def document_page(client: FlaskClient, service: Service, file: str) -> lxml.html.HtmlElement:
    return page(client, f"/van-ban/{name_of(service, file)}")


def group(shown: lxml.html.HtmlElement, title: str) -> lxml.html.HtmlElement:
    (found,) = [
        box for box in shown.cssselect(".nhom") if words(box.cssselect("summary")[0]).startswith(title)
    ]
    return found


def opened_quote(client: FlaskClient, link: str) -> str:
    (mark,) = page(client, link).cssselect("mark#trich-dan")
    return str(mark.text_content())


def test_force_is_only_what_texts_say_and_by_whom(client: FlaskClient, sample_service: Service) -> None:
    shown = document_page(client, sample_service, DISTRICT)
    (line,) = shown.cssselect(".hieu-luc li")
    assert words(line).startswith("Đã bị bãi bỏ, từ ngày 01/06/2026, theo 96-QĐ/TU")
    quoted = line.cssselect(".nguyen-van")[0].text_content()
    assert opened_quote(client, line.cssselect(".mo-cau")[0].get("href")).startswith(quoted)


def test_a_draft_that_would_replace_is_called_a_draft(client: FlaskClient, sample_service: Service) -> None:
    lines = [words(line) for line in document_page(client, sample_service, GREEN).cssselect(".hieu-luc li")]
    assert [line for line in lines if "thay thế" in line.split(",")[0]] == [
        line for line in lines if line.startswith("Dự thảo nêu thay thế văn bản này, theo")
    ]
    assert any(line.startswith("Đã được sửa đổi, bổ sung, theo 42-KL/TU") for line in lines)


def test_nothing_is_ever_said_to_be_in_force(client: FlaskClient, sample_service: Service) -> None:
    shown = document_page(client, sample_service, REFORM)
    assert "không khẳng định văn bản còn hay hết hiệu lực" in words(shown.cssselect(".hieu-luc")[0])
    for file in (GREEN, REFORM, DISTRICT):
        assert "còn hiệu lực" not in words(
            document_page(client, sample_service, file).cssselect(".hieu-luc")[0]
        )


def test_relations_stand_in_both_directions_with_their_quotes(
    client: FlaskClient, sample_service: Service
) -> None:
    shown = document_page(client, sample_service, GREEN)
    assert "03-CTr/TU" in words(group(shown, "Căn cứ"))
    assert "chưa có trong kho" in words(group(shown, "Căn cứ"))
    below = group(shown, "Được thực hiện, cụ thể hóa bởi")
    named = {words(number) for number in below.cssselect("li > a > b")}
    assert named == {"215/KH-UBND", "12-CTr/HU", "42-KL/TU"}
    statements = shown.cssselect(".quan-he .cau-trich")
    assert statements
    for statement in statements:
        quoted = statement.cssselect(".nguyen-van")[0].text_content()
        assert opened_quote(client, statement.cssselect(".mo-cau")[0].get("href")).startswith(quoted)


def test_an_uncertain_reference_offers_its_candidates_with_reasons(
    client: FlaskClient, sample_service: Service
) -> None:
    shown = document_page(
        client, sample_service, "2024-cong-van-1204-CV-VPTU-don-doc-bao-cao-kinh-te-xanh.txt"
    )
    unsure = group(shown, "Dẫn chiếu").cssselect("div.chua-chac")
    assert unsure
    assert "Chưa xác định chắc chắn" in words(unsure[0])
    assert "trùng số, ký hiệu" in words(unsure[0])


def test_a_document_lists_its_targets_and_tasks_and_leads_to_the_table(
    client: FlaskClient, sample_service: Service
) -> None:
    shown = document_page(client, sample_service, DISTRICT)
    box = group(shown, "Chỉ tiêu")
    table = page(client, box.cssselect("p a")[0].get("href"))
    (count,) = box.cssselect(".so-luong")
    assert f"{words(count)} chỉ tiêu trong 1 văn bản" in words(table)
    assert group(shown, "Nhiệm vụ").cssselect("li a")
    for link in box.cssselect("li a")[:3]:
        assert opened_quote(client, link.get("href"))


def test_the_chain_is_drawn_and_listed_alike(client: FlaskClient, sample_service: Service) -> None:
    name = name_of(sample_service, GREEN)
    shown = page(client, f"/van-ban/{name}/chuoi")
    chain = Relations(sample_service.opened(), everyone()).chain(name)
    (svg,) = shown.cssselect("figure svg")
    listed = [entry.get("data-ten") for entry in shown.cssselect(".bac .van-ban")]
    assert (
        [title.text_content() for title in svg.cssselect("title")] == listed == [node.label for node in chain]
    )
    drawn_links = [link.get("href") for link in svg.cssselect("a")]
    assert drawn_links == [link.get("href") for link in shown.cssselect(".bac .van-ban a")]
    assert svg.get("aria-hidden") == "true"
    depths = [len(list(entry.iterancestors("ul"))) - 1 for entry in shown.cssselect(".bac .van-ban")]
    assert depths == [node.depth for node in chain]
    for link in shown.cssselect(".bac .mo-cau"):
        assert opened_quote(client, link.get("href"))


def test_every_sample_has_a_chain_page_whose_boxes_do_not_overlap(
    client: FlaskClient, sample_service: Service
) -> None:
    opened = sample_service.opened()
    for file in (GREEN, REFORM, DISTRICT, SERVICE_CHARTER):
        nodes = Relations(opened, everyone()).chain(name_of(sample_service, file))
        drawn = drawing(nodes)
        assert len({(box.x, box.y) for box in drawn.boxes}) == len(nodes)
        assert all(box.x + drawn.box_width <= drawn.width for box in drawn.boxes)
        assert sum(step.deeper for step in steps(nodes)) == sum(step.closes for step in steps(nodes))
    assert page(client, f"/van-ban/{name_of(sample_service, GREEN)}/chuoi").cssselect("svg path")


def test_a_document_at_the_top_alone_says_what_it_is_there_for(
    client: FlaskClient, sample_service: Service
) -> None:
    name = name_of(sample_service, "2026-huong-dan-03-HD-BTCTU-chuyen-sinh-hoat-dang.html")
    shown = page(client, f"/van-ban/{name}/chuoi")
    notes = [words(note) for note in shown.cssselect(".bac > li > p")]
    assert notes[0].split(" Mở ")[0] == "là căn cứ của 05-NQ/TU"
    assert len(shown.cssselect("svg path.phu")) == len(notes) >= 2
    for link in shown.cssselect(".bac p .mo-cau"):
        assert opened_quote(client, link.get("href"))


def test_a_document_without_relations_says_so(client: FlaskClient, sample_service: Service) -> None:
    name = name_of(sample_service, "2024-ket-luan-55-KL-TU-an-ninh-trat-tu-ban-sao.txt")
    shown = page(client, f"/van-ban/{name}/chuoi")
    assert not shown.cssselect("figure svg")
    assert "Không văn bản nào trong kho nêu việc thực hiện" in words(shown)
    assert not page(client, f"/van-ban/{name}").cssselect("a[href$=chuoi]")


def test_targets_stand_letter_for_letter_with_their_citations(
    client: FlaskClient, sample_service: Service
) -> None:
    lines = target_table(sample_service.opened(), TargetFilter(levels=("xã",)), everyone()).lines
    shown = page(client, "/chi-tieu?cap=" + quote("xã"))
    rows = shown.cssselect(".bang tbody tr")
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert row.cssselect(".nguyen-van")[0].text_content() == line.quote
    for row, line in list(zip(rows, lines, strict=True))[:5]:
        assert opened_quote(client, row.cssselect("td a")[0].get("href")) == line.quote


def test_every_target_stands_on_one_page_of_the_table(client: FlaskClient, sample_service: Service) -> None:
    total = len(target_table(sample_service.opened(), TargetFilter(), everyone()).lines)
    rows, path = 0, "/chi-tieu"
    while path:
        shown = page(client, path)
        rows += len(shown.cssselect(".bang tbody tr"))
        path = next((link.get("href") for link in shown.cssselect("a[rel=next]")), "")
    assert rows == total
    assert "Không còn chỉ tiêu ở trang này" in words(page(client, "/chi-tieu?trang=999"))


FILTERS = [
    ("linh_vuc=" + quote("Kinh tế"), TargetFilter(fields=("Kinh tế",))),
    ("nam=2030", TargetFilter(years=(2030,))),
    ("nam=2025&nam=2030&cap=" + quote("huyện"), TargetFilter(years=(2025, 2030), levels=("huyện",))),
    ("dia_phuong=van+son", TargetFilter(place="van son")),
    ("noi_dung=" + quote("che phủ rừng"), TargetFilter(words="che phủ rừng")),
    ("du_thao=1", TargetFilter(drafts=True)),
]


@pytest.mark.parametrize(("query", "wanted"), FILTERS)
def test_filters_narrow_the_table_and_its_exports(
    client: FlaskClient, sample_service: Service, query: str, wanted: TargetFilter
) -> None:
    lines = target_table(sample_service.opened(), wanted, everyone()).lines
    assert lines
    shown = page(client, f"/chi-tieu?{query}")
    assert f"{len(lines)} chỉ tiêu trong" in words(shown)
    (link,) = [link for link in shown.cssselect("a[download]") if ".csv" in link.get("href")]
    rows = list(csv.reader(io.StringIO(client.get(link.get("href")).get_data().decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) == len(lines) + 1
    assert [row[-1] for row in rows[1:]] == [line.citation for line in lines]


def test_a_choice_can_be_widened(client: FlaskClient) -> None:
    before, after = (
        {box.get("value") for box in page(client, path).cssselect(".loc input[name=nam]")}
        for path in ("/chi-tieu", "/chi-tieu?nam=2030")
    )
    assert before == after


def test_exports_hold_no_formula(client: FlaskClient) -> None:
    text = client.get("/chi-tieu.csv").get_data().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]
    response = client.get("/chi-tieu.xlsx")
    assert response.headers["Content-Disposition"] == 'attachment; filename="chi-tieu.xlsx"'
    with zipfile.ZipFile(io.BytesIO(response.data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_levels_are_compared_side_by_side(client: FlaskClient, sample_service: Service) -> None:
    shown = page(client, page(client, "/chi-tieu").cssselect("a[href*=so_sanh]")[0].get("href"))
    compared = compare_levels(target_table(sample_service.opened(), TargetFilter(), everyone()).lines)
    assert [words(head) for head in shown.cssselect("thead th")] == [
        "Chỉ tiêu",
        "Cấp tỉnh",
        "Cấp huyện",
        "Cấp xã",
    ]
    rows = shown.cssselect(".bang tbody tr")
    assert [words(row.cssselect("th")[0]) for row in rows] == [
        " ".join(one.indicator.split()) for one in compared
    ]
    links = sum(len(one) for comparison in compared for one in comparison.levels.values())
    assert len(shown.cssselect(".bang td a")) == links


def test_an_empty_table_says_what_to_try(client: FlaskClient) -> None:
    shown = page(client, "/chi-tieu?noi_dung=zxqvw&cap=" + quote("xã"))
    assert "bỏ bớt điều kiện" in words(shown.cssselect(".khong-thay")[0])
    assert shown.cssselect("input[name=cap][checked]")[0].get("value") == "xã"


@pytest.mark.parametrize(
    "query", ["nam=hai", "nam=0", "trang=0", "cap=%00", "noi_dung=" + "a" * 300, "linh_vuc=%1b"]
)
@pytest.mark.parametrize("path", ["/chi-tieu", "/chi-tieu.csv", "/chi-tieu.xlsx"])
def test_a_bad_filter_gets_a_sentence(client: FlaskClient, path: str, query: str) -> None:
    assert "không hợp lệ" in words(page(client, f"{path}?{query}", 400).cssselect("[role=alert]")[0])


def named(client: FlaskClient, question: str) -> list[str]:
    shown = page(client, f"/hoi?q={quote(question)}")
    return [link.get("href") for link in shown.cssselect(".mo-van-ban a.nut")]


def test_a_question_that_is_a_number_opens_its_document(client: FlaskClient, sample_service: Service) -> None:
    one = [f"/van-ban/{name_of(sample_service, REFORM_2024)}"]
    assert named(client, "18-NQ/TU") == one
    assert named(client, "nghị quyết 18-NQ/TU của Tỉnh ủy Lam Hà") == one
    assert page(client, one[0]).cssselect("article.toan-van")


def test_a_number_that_several_bear_offers_them_and_a_year_decides(
    client: FlaskClient, sample_service: Service
) -> None:
    green, reform = (f"/van-ban/{name_of(sample_service, file)}" for file in (GREEN, REFORM))
    assert named(client, "05-NQ/TU") == [reform, green]
    assert named(client, "Nghị quyết 05-NQ/TU năm 2021") == [green]


@pytest.mark.parametrize(
    "question", ["9999-NQ/ZZ", "văn bản nào thay thế 18-NQ/TU", "chỉ tiêu môi trường đến 2030", "kế hoạch"]
)
def test_other_questions_offer_no_document_to_open(client: FlaskClient, question: str) -> None:
    assert named(client, question) == []


def check(client: FlaskClient, text: str, status: int = 200) -> lxml.html.HtmlElement:
    body = f"van_ban={quote(text)}"
    response = client.post(CHECK, data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == status, response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return lxml.html.fromstring(response.text)


def test_a_draft_is_checked_reference_by_reference(client: FlaskClient, sample_service: Service) -> None:
    shown = check(client, DRAFTED.replace("\n", "\r\n"))  # as a browser sends it
    entries = shown.cssselect(".dan-chieu > li")
    raws = [entry.cssselect(".neu")[0].text_content() for entry in entries]
    assert all(raw in DRAFTED for raw in raws)
    first, district, provision, missing = map(words, entries)
    assert "Xác định được: 05-NQ/TU" in first
    assert "trùng ngày ban hành" in first
    assert entries[0].cssselect(".kq a")[0].get("href") == f"/van-ban/{name_of(sample_service, GREEN)}"
    assert "Chưa xác định chắc chắn" in district
    assert "Thượng Khê" in district
    assert "Vân Sơn" in district
    assert "không nêu văn bản" in provision
    assert "Không có trong kho" in missing


def test_the_checked_text_is_kept_letter_for_letter(client: FlaskClient) -> None:
    shown = check(client, DRAFTED)
    assert shown.cssselect(".doan-dan")[0].text_content() == DRAFTED
    assert shown.cssselect("textarea")[0].text_content().lstrip("\n") == DRAFTED
    anchors = [link.get("href") for link in shown.cssselect(".doan-dan a")]
    assert all(shown.cssselect(anchor) for anchor in anchors)
    assert not shown.cssselect(".doan-dan b")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Xin dán đoạn văn"),
        (" \n ", "Xin dán đoạn văn"),
        ("a" * 200_001, "200.000 ký tự"),
        ("ế" * 600_000, "200.000 ký tự"),
    ],
)
def test_a_text_that_cannot_be_checked_gets_a_sentence(client: FlaskClient, text: str, sentence: str) -> None:
    assert sentence in words(check(client, text, 400).cssselect("[role=alert]")[0])


def test_a_long_text_and_one_without_references_are_checked(client: FlaskClient) -> None:
    assert "Không có dẫn chiếu nào" in words(check(client, "Không có gì ở đây. " * 5000))


def test_a_text_full_of_references_says_how_many_are_listed(client: FlaskClient) -> None:
    text = "Nghị quyết số 57-NQ/TW; " * 600
    shown = check(client, text)
    assert words(shown.cssselect("h2")[0]) == "600 dẫn chiếu"
    assert len(shown.cssselect(".dan-chieu > li")) == 500
    assert "500 dẫn chiếu đầu tiên" in words(shown.cssselect(".luu-y")[0])
    assert shown.cssselect(".doan-dan")[0].text_content() == text


@pytest.fixture(scope="module")
def hidden(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The samples, where the decision that abolishes others is for staff only."""
    data = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("hidden") / "data"))
    (file,) = data.glob("*/catalogue.sqlite")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE documents SET access = 'internal' WHERE number = '96-QĐ/TU'")
        connection.execute("UPDATE documents SET access = 'internal' WHERE number = '02-CTr/ĐU'")
    connection.close()
    return build_service(Settings(data=data))


def test_what_a_person_may_not_see_is_named_nowhere(hidden: Service, sample_service: Service) -> None:
    client = create_app(Settings(), hidden).test_client()
    shown = document_page(client, hidden, DISTRICT)
    assert "96-QĐ/TU" not in words(shown)
    assert "bãi bỏ, từ ngày" not in words(shown)
    secret = name_of(sample_service, "2026-quyet-dinh-96-QD-TU-bai-bo-van-ban-cua-huyen-uy-thanh-uy.txt")
    for path in (f"/van-ban/{secret}", f"/van-ban/{secret}/chuoi", f"/chi-tieu?van_ban={secret}"):
        page(client, path, 404)
    assert named(client, "96-QĐ/TU") == []
    assert "Không có trong kho" in words(check(client, "Căn cứ Quyết định số 96-QĐ/TU ngày 01/6/2026"))
    charter = name_of(hidden, SERVICE_CHARTER)
    (svg,) = page(client, f"/van-ban/{charter}/chuoi").cssselect("figure svg")
    assert "chưa có trong kho" in words(svg)
    for path in ("/chi-tieu.csv", "/chi-tieu"):
        assert "02-CTr/ĐU" not in client.get(path).text
    assert "02-CTr/ĐU" in create_app(Settings(), sample_service).test_client().get("/chi-tieu.csv").text


@pytest.mark.parametrize("path", ["/", "/chi-tieu", CHECK, "/tro-giup"])
def test_the_header_leads_everywhere_and_says_where_one_is(client: FlaskClient, path: str) -> None:
    links = page(client, path).cssselect(".muc-chinh a")
    assert [words(link) for link in links] == ["Tra cứu", "Chỉ tiêu", "Kiểm tra trích dẫn", "Trợ giúp"]
    assert [link.get("href") for link in links if link.get("aria-current")] == [path]


def test_a_link_to_the_chain_stands_where_there_is_one(client: FlaskClient, sample_service: Service) -> None:
    for file in sorted(Path("corpus/documents").iterdir()):
        name = name_of(sample_service, file.name)
        chain = Relations(sample_service.opened(), everyone()).chain(name)
        linked = bool(page(client, f"/van-ban/{name}").cssselect("a[href$=chuoi]"))
        assert linked == (len(chain) > 1), file.name


MUCH_CITED = """HUYỆN ỦY VÂN SƠN
*
Số {number}-KH/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Sơn, ngày 10 tháng 9 năm 2021

KẾ HOẠCH
thực hiện Nghị quyết số 05-NQ/TU ngày 15/6/2021 của Tỉnh ủy Lam Hà về phát triển kinh tế xanh

Huyện ủy Vân Sơn ban hành Kế hoạch thực hiện Nghị quyết số 05-NQ/TU ngày 15/6/2021 của Tỉnh ủy Lam Hà.
"""


def test_a_much_cited_document_lists_the_first_and_counts_the_rest(tmp_path: Path, own_samples: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    shutil.copy(own_samples / GREEN, folder)
    for number in range(1, 46):
        (folder / f"{number}.txt").write_text(MUCH_CITED.format(number=number), "utf-8")
    settings = Settings(data=tmp_path / "data")
    index([folder], settings.data, workers=1)
    service = build_service(settings)
    client = create_app(settings, service).test_client()
    below = group(document_page(client, service, GREEN), "Được thực hiện, cụ thể hóa bởi")
    assert words(below.cssselect(".so-luong")[0]) == "45 văn bản"
    assert len(below.cssselect("ul > li")) == 40
    assert "và 5 văn bản khác" in words(below)
    name = name_of(service, GREEN)
    chain = page(client, f"/van-ban/{name}/chuoi")
    assert len(chain.cssselect("svg rect")) >= 46


def test_every_condition_on_the_table_can_be_taken_back_alone(client: FlaskClient) -> None:
    asked = {"linh_vuc": "Kinh tế", "nam": "2025", "cap": "tỉnh", "dia_phuong": "Lam Hà", "noi_dung": "GRDP"}
    shown = page(client, "/chi-tieu?" + urlencode({**asked, "so_sanh": "1"}))
    chips = shown.cssselect(".dang-loc a.the")
    labels = [" ".join(chip.text_content().split()) for chip in chips]
    assert labels == [
        f"Bỏ điều kiện {label}×" for label in ("Kinh tế", "Năm 2025", "Cấp tỉnh", "Lam Hà", "“GRDP”")
    ]
    for chip, gone in zip(chips, asked, strict=True):
        left = dict(parse_qsl(urlsplit(chip.get("href")).query))
        assert left == {name: value for name, value in asked.items() if name != gone} | {"so_sanh": "1"}
