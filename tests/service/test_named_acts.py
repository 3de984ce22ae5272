"""A question that names an act, or an article of it, finds that act first."""

import json
from pathlib import Path

import pytest

from corpus.articles import ActPlace
from indexer.build import index
from indexer.catalogue import DocumentSummary, PassageRow
from indexer.engine import Filters
from service.access import everyone
from service.config import Settings
from service.named_acts import NamedActs, named_acts, raised
from service.open_index import OpenIndex
from service.question import parse
from service.rank import RankedDocument
from service.retrieval import ranked
from service.wiring import build_service

NAMES = {
    "luat dau tu": ("61_2020_qh14",),
    "luat dau tu cong": ("39_2019_qh14",),
    "bo luat hinh su": ("100_2015_qh13",),
    "luat dat dai": ("45_2013_qh13", "31_2024_qh15"),
}
ACCESS = "quyền tiếp cận thông tin của công dân"
RECORDS = [
    ("L1", "Quyền tiếp cận thông tin", "Công dân được tiếp cận thông tin của cơ quan nhà nước.",
     {"law": "104/2016/QH13", "article": "1",
      "source": "Điều 1 Luật số 104/2016/QH13 Tiếp cận thông tin ngày 06/04/2016 của Quốc hội"}),
    ("L7", "Thông tin có điều kiện", "Bí mật kinh doanh được cung cấp khi chủ sở hữu đồng ý.",
     {"law": "104/2016/QH13", "article": "7"}),
    ("N3", "Quyền tiếp cận thông tin của công dân", "Quyền tiếp cận thông tin của công dân theo quy định.",
     {"law": "13/2018/NĐ-CP", "article": "3"}),
    ("T2", "Biểu mẫu", "Biểu mẫu yêu cầu cung cấp thông tin.", {"law": "46/2018/TT-BTC", "article": "2"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "acts", "articles"),
    [
        ("Theo Luật Đầu tư công, vốn là gì?", {"39_2019_qh14"}, set()),
        ("luat dau tu cong quy dinh gi", {"39_2019_qh14"}, set()),
        ("Luật Đầu tư và Bộ luật Hình sự", {"61_2020_qh14", "100_2015_qh13"}, set()),
        ("tội nào theo luật hình sự", {"100_2015_qh13"}, set()),
        ("Luật Đất đai năm 2024 quy định gì", {"31_2024_qh15"}, set()),
        ("Luật Đất đai quy định gì", {"45_2013_qh13", "31_2024_qh15"}, set()),
        ("Điều 8 Luật Đầu tư nêu gì", {"61_2020_qh14"}, {("61_2020_qh14", "8")}),
        ("Theo Luật Đầu tư, Điều 8 nêu gì", {"61_2020_qh14"}, {("61_2020_qh14", "8")}),
        ("Điều 5 Nghị định số 30/2020/NĐ-CP", {"30_2020_nđ_cp"}, {("30_2020_nđ_cp", "5")}),
        ("luật sư có quyền gì", set(), set()),
        ("chỉ tiêu môi trường đến 2030", set(), set()),
    ],
)
def test_acts_are_named_by_number_and_by_their_longest_name(
    text: str, acts: set[str], articles: set[tuple[str, str]]
) -> None:
    assert named_acts(parse(text), NAMES) == NamedActs(frozenset(acts), frozenset(articles))


def _found(name: str, score: float) -> RankedDocument:
    summary = DocumentSummary(name, name, name, None, None, None, None)
    return RankedDocument((PassageRow(1, 0, 5, "", summary),), (score,))


def test_a_law_stands_before_what_is_otherwise_equal_and_nothing_else_moves() -> None:
    found = [_found("decree", 3.1), _found("law", 3.0), _found("letter", 2.9), _found("far", 1.0)]
    places = {"decree": ActPlace("1_2013_nđ_cp", "1"), "law": ActPlace("1_2011_qh13", "1")}
    order = [one.passages[0].document.id for one in raised(found, places, NamedActs())]
    assert order == ["law", "decree", "letter", "far"]
    assert raised(found, {}, NamedActs()) == found


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder: Path = tmp_path_factory.mktemp("acts")
    lines = [
        json.dumps({"_id": name, "title": title, "text": text, "meta": meta}, ensure_ascii=False)
        for name, title, text, meta in RECORDS
    ]
    (folder / "acts.jsonl").write_text("\n".join(lines), "utf-8")
    index([folder / "acts.jsonl"], folder / "data")
    return build_service(Settings(data=folder / "data")).opened()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (ACCESS, "N3"),
        (f"{ACCESS} theo Luật Tiếp cận thông tin", "L1"),
        (f"{ACCESS} theo Nghị định số 13/2018/NĐ-CP", "N3"),
        ("Điều 7 Luật Tiếp cận thông tin quy định quyền gì của công dân", "L7"),
        ("dieu 7 luat tiep can thong tin", "L1"),
    ],
)
def test_the_act_and_the_article_that_are_named_come_first(acts: OpenIndex, text: str, first: str) -> None:
    groups = ranked(acts, parse(text), everyone(), Filters())
    assert groups[0].passages[0].document.path.endswith(f"#{first}")
    assert [group.score for group in groups] == sorted((group.score for group in groups), reverse=True)
