"""Precedents: what is tied to a document or on its subject, each reason quoted, under the access filter."""

import json

import pytest

from corpus.model import RelationKind, Span
from indexer.build import index
from indexer.engine import AccessFilter
from service.access import everyone
from service.ask import Service
from service.config import Settings
from service.evaluation import evaluate
from service.open_index import OpenIndex
from service.precedents import Tie, find_precedents
from service.similar import Similar, passage_at, similar
from service.wiring import build_service

NOBODY = AccessFilter(frozenset({"restricted"}))
GREEN = "2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt"
DISTRICT = "2021-chuong-trinh-12-CTr-HU-thuong-khe-kinh-te-xanh-du-lich.txt"
SUPERVISION = "2024-to-trinh-35-TTr-UBKTTU-chuong-trinh-kiem-tra-giam-sat-2025.txt"
ARCHIVES = {
    "law": "01/2011/QH13",
    "source": "Điều 1 Luật số 01/2011/QH13 Lưu trữ ngày 11/11/2011 của Quốc hội",
}
DECREE = {"law": "01/2013/NĐ-CP"}
RECORDS = [
    ("L1", "Phạm vi điều chỉnh", "Luật này quy định về hoạt động lưu trữ.", ARCHIVES | {"article": "1"}),
    (
        "L34",
        "Mang tài liệu lưu trữ ra khỏi Lưu trữ lịch sử",
        "Cơ quan được mang tài liệu lưu trữ ra khỏi Lưu trữ lịch sử để phục vụ công tác.\n"
        "Thời hạn theo quy định tại khoản 2 Điều 35 của Luật này; tài liệu phải được hoàn trả.",
        ARCHIVES | {"article": "34"},
    ),
    ("L35", "Thời hạn", "Thời hạn do người đứng đầu cơ quan quyết định.", ARCHIVES | {"article": "35"}),
    (
        "N12",
        "Thủ tục mang tài liệu lưu trữ ra khỏi Lưu trữ lịch sử",
        "Cơ quan mang tài liệu lưu trữ ra khỏi Lưu trữ lịch sử gửi hồ sơ đến Lưu trữ lịch sử.",
        DECREE | {"article": "12"},
    ),
    (
        "N13",
        "Trách nhiệm",
        "Người vi phạm quy định tại Điều 34 Luật Lưu trữ phải bồi thường.",
        DECREE | {"article": "13"},
    ),
    (
        "X1",
        "Nuôi trồng thủy sản",
        "Hộ nuôi cá lồng bè phải đăng ký với xã.",
        {"law": "02/2017/QH14", "article": "1"},
    ),
]


@pytest.fixture(scope="module")
def statutes(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """Articles of three acts that cite one another."""
    folder = tmp_path_factory.mktemp("statutes")
    lines = [
        json.dumps({"_id": name, "title": title, "text": text, "meta": meta}, ensure_ascii=False)
        for name, title, text, meta in RECORDS
    ]
    (folder / "acts.jsonl").write_text("\n".join(lines), "utf-8")
    index([folder / "acts.jsonl"], folder / "data")
    return build_service(Settings(data=folder / "data")).opened()


def _of(opened: OpenIndex, record: str) -> Similar:
    with opened.catalogue.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, path FROM documents").all()
    name = next(name for name, path in rows if path.endswith("#" + record))
    document = opened.document(name, everyone())
    assert document is not None
    return similar(opened, document, everyone())


def _reasons(found: Similar) -> dict[str, list[tuple[Tie, str]]]:
    return {
        item.document.path.partition("#")[2]: [(said.ground.tie, said.text) for said in item.said]
        for item in found.items
    }


def test_an_article_finds_what_it_cites_and_who_cites_it_with_the_words(statutes: OpenIndex) -> None:
    found = _reasons(_of(statutes, "L34"))
    assert found["L35"] == [(Tie.CITES, "Thời hạn theo quy định tại khoản 2 Điều 35 của Luật này")]
    assert found["N13"] == [(Tie.CITED_BY, RECORDS[4][2].rstrip("."))]
    assert found["N12"] == []  # by its subject alone
    assert "X1" not in found
    assert "L34" not in found


def test_a_shared_subject_is_said_in_words_of_both(statutes: OpenIndex) -> None:
    (decree,) = [item for item in _of(statutes, "L34").items if item.document.path.endswith("#N12")]
    assert any("mang tài liệu lưu trữ ra khỏi lưu trữ lịch sử" in phrase for phrase in decree.shared)


def test_statements_stand_above_what_is_only_alike(statutes: OpenIndex) -> None:
    order = list(_reasons(_of(statutes, "L34")))
    assert set(order[:2]) == {"L35", "N13"}
    assert order[2] == "N12"


def test_evaluate_asks_for_the_precedents_of_a_question_that_is_a_document(statutes: OpenIndex) -> None:
    asked = {"_id": "q1", "text": "những chữ không tìm ra gì", "meta": {"self": "L34"}}
    judged = evaluate(statutes, [asked], {"q1": {"L35": 1, "N13": 1}}, everyone())
    assert judged.measures["nDCG@10"] == 1.0
    assert "L34" not in judged.run["q1"]
    unknown = {**asked, "meta": {"self": "absent"}, "text": "nuôi cá lồng bè"}
    assert next(iter(evaluate(statutes, [unknown], {"q1": {"X1": 1}}, everyone()).run["q1"])) == "X1"


def test_party_documents_are_tied_by_what_they_carry_out(sample_service: Service) -> None:
    document = sample_service.find(DISTRICT, everyone())
    found = {
        item.document.number: {(said.ground.tie, said.ground.kind) for said in item.said}
        for item in similar(sample_service.opened(), document, everyone()).items
    }
    assert (Tie.RELATION, RelationKind.IMPLEMENTS) in found["05-NQ/TU"]
    assert (Tie.SHARED, RelationKind.IMPLEMENTS) in found["215/KH-UBND"]
    assert (Tie.RELATED_BY, RelationKind.ABOLISHES) in found["96-QĐ/TU"]


def test_every_quote_stands_in_its_document_and_no_document_is_its_own_precedent(
    sample_service: Service,
) -> None:
    opened = sample_service.opened()
    with opened.catalogue.reading() as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT id FROM documents")]
    quotes = 0
    for name in names:
        document = sample_service.document(name, everyone())
        found = similar(opened, document, everyone())
        assert name not in [item.document.id for item in found.items]
        assert len({item.document.id for item in found.items}) == len(found.items)
        for item in found.items:
            assert item.said or item.shared or item.text
            other = sample_service.document(item.document.id, everyone())
            assert item.text == other.text[item.start : item.end]
            for said in item.said:
                source = sample_service.document(said.ground.document, everyone())
                assert said.text == source.text[said.start : said.end]
                quotes += 1
    assert quotes > 50


def test_a_passage_has_the_ties_that_stand_in_it(sample_service: Service) -> None:
    document = sample_service.find(SUPERVISION, everyone())
    start = document.text.index("18-NQ/TU")
    whole = find_precedents(sample_service.opened(), document, everyone())
    part = find_precedents(sample_service.opened(), document, everyone(), Span(start, start + 8))
    assert {one.document for one in part if one.grounds} < {one.document for one in whole if one.grounds}
    assert any(one.grounds for one in part)
    inside = passage_at(document, start)
    assert inside is not None
    assert inside.start <= start < inside.end
    assert passage_at(document, len(document.text) + 5) is None


def test_what_a_person_may_not_see_is_no_precedent(sample_service: Service) -> None:
    document = sample_service.find(GREEN, everyone())
    assert find_precedents(sample_service.opened(), document, NOBODY) == []
