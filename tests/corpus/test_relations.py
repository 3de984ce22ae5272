"""Relations: what the words say, with their quote; nothing that they do not say."""

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.assembly import document_from_file
from corpus.model import Document, Header, Relation, RelationKind
from corpus.relations import find_effect, find_relations
from corpus.structure import parse_sections
from corpus.values.reference import find_references

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "documents"
EXPECTED = Path(__file__).resolve().parents[1] / "quality" / "sample_relations.jsonl"
HEADER = Header(number="20-QĐ/TU", type="Quyết định", date=date(2026, 5, 4))


def _relations(text: str, header: Header = HEADER) -> list[tuple[str, str]]:
    found = find_relations(text, header, parse_sections(text, header.end), find_references(text))
    return [(one.kind.value, one.reference.normalised) for one in found]


CASES = [
    ("Quyết định này thay thế Quyết định số 12-QĐ/TU ngày 02/3/2021.", [("replaces", "12-QĐ/TU")]),
    (
        "Quyết định này có hiệu lực từ ngày ký và thay thế các Quyết định số 12-QĐ/TU và số 13-QĐ/TU.",
        [("replaces", "12-QĐ/TU"), ("replaces", "13-QĐ/TU")],
    ),
    (
        "- Căn cứ Nghị quyết số 09-NQ/TW thực hiện Nghị quyết số 08-NQ/TW;",
        [("basis", "09-NQ/TW"), ("cites", "08-NQ/TW")],
    ),
    (
        "Điều 1. Bãi bỏ các văn bản sau:\n\n1. Kế hoạch số 05-KH/TU thực hiện Chỉ thị số 03-CT/TU.",
        [("abolishes", "05-KH/TU"), ("cites", "03-CT/TU")],
    ),
    (
        "Điều 1. Sửa đổi, bổ sung một số điều của Quy chế số 07-QC/TU.",
        [("amends", "07-QC/TU"), ("supplements", "07-QC/TU")],
    ),
    ("Đề nghị Tỉnh ủy sửa đổi Quy chế số 07-QC/TU.", [("cites", "07-QC/TU")]),
    ("Chương trình số 04-CTr/TU tiếp tục được thực hiện đến năm 2030.", [("keeps", "04-CTr/TU")]),
    ("Tiếp tục thực hiện cho đến khi có văn bản thay thế Chỉ thị số 03-CT/TU.", [("cites", "03-CT/TU")]),
    ("Thực hiện Chỉ thị số 03-CT/TU, Ban Thường vụ quyết định như sau:", [("implements", "03-CT/TU")]),
    ("Kèm theo Quyết định số 20-QĐ/TU ngày 04/5/2026.", []),
    ("khoản 2 Điều 5", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_words_around_a_reference_say_what_is_done_with_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert _relations(text) == expected


def _document(name: str) -> Document:
    document = document_from_file(SAMPLES / name, name)
    assert isinstance(document, Document)
    return document


def _of(document: Document) -> list[Relation]:
    references = find_references(document.text, document.header.issuer)
    return find_relations(document.text, document.header, document.sections, references, document.furniture)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_relations_of_a_sample_document(name: str) -> None:
    records = map(json.loads, EXPECTED.read_text("utf-8").splitlines())
    expected = [(r["kind"], r["names"], r.get("date")) for r in records if r["path"] == name]
    document = _document(name)
    found = _of(document)
    assert [
        (
            one.kind.value,
            one.reference.normalised or " ".join(one.reference.raw.split()),
            one.reference.date.isoformat() if one.reference.date else None,
        )
        for one in found
    ] == expected
    for one in found:
        assert one.quote.start <= one.reference.span.start < one.reference.span.end <= one.quote.end
        assert document.text[one.reference.span.start : one.reference.span.end] == one.reference.raw


def test_an_abolition_quotes_the_item_that_names_the_document() -> None:
    document = _document("2026-quyet-dinh-96-QD-TU-bai-bo-van-ban-cua-huyen-uy-thanh-uy.txt")
    abolished = [one for one in _of(document) if one.kind is RelationKind.ABOLISHES]
    quote = document.text[abolished[0].quote.start : abolished[0].quote.end]
    assert quote.startswith("Kế hoạch số 47-KH/HU") or quote.startswith("1. Kế hoạch số 47-KH/HU")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký.", date(2026, 5, 4)),
        ("Quyết định này có hiệu lực từ ngày 01/6/2026.", date(2026, 6, 1)),
        ("Hướng dẫn này áp dụng từ ngày 01/01/2027.", date(2027, 1, 1)),
        ("Quyết định số 12-QĐ/TU có hiệu lực từ ngày 01/6/2020.", None),
        ("Hết hiệu lực từ ngày 01/6/2026.", None),
    ],
)
def test_a_document_is_in_force_only_from_when_it_says(text: str, day: date | None) -> None:
    effect = find_effect(text, HEADER)
    assert (effect.date if effect else None) == day
