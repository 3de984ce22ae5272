"""The sample documents and the questions about them: what the rest of the project builds on."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.reading.registry import read

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "corpus" / "documents"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "tests" / "quality" / name).read_text("utf-8").splitlines()]


QUESTIONS = rows("sample_questions.jsonl")
HEADERS = rows("sample_headers.jsonl")
TYPE_LINES = (
    "NGHỊ QUYẾT",
    "CHƯƠNG TRÌNH",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHỈ THỊ",
    "KẾT LUẬN",
    "QUYẾT ĐỊNH",
    "QUY ĐỊNH",
    "HƯỚNG DẪN",
    "KẾ HOẠCH",
    "BÁO CÁO",
    "THÔNG BÁO",
    "TỜ TRÌNH",
)
KINDS = {
    "known_item_full",
    "known_item_partial",
    "target_by_year",
    "replaced_by",
    "who_responsible",
    "deadline",
    "compare",
    "definition",
    "list",
    "citizen_procedure",
    "unaccented",
    "abbreviation",
    "unanswerable",
}
SECRECY_MARKS = {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}
LARGEST_SAMPLE = 200_000  # bytes


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.name: read(path, path.name).text for path in FILES}


def plain_lines(text: str) -> set[str]:
    """Lines without Markdown marks and outer blanks."""
    return {line.strip(" #*\u00a0") for line in text.splitlines()}


def test_folder_holds_enough_documents_in_every_format() -> None:
    assert len(FILES) >= 24
    count = {
        extension: sum(path.suffix == extension for path in FILES) for extension in (".docx", ".pdf", ".html")
    }
    assert count[".docx"] >= 3
    assert count[".pdf"] >= 2
    assert count[".html"] >= 2
    assert max(path.stat().st_size for path in FILES) < LARGEST_SAMPLE


@pytest.mark.parametrize("line", TYPE_LINES)
def test_every_type_with_a_type_line_occurs(line: str, texts: dict[str, str]) -> None:
    assert any(line in plain_lines(text) for text in texts.values())


def test_official_letters_have_addressees_and_no_type_line(texts: dict[str, str]) -> None:
    letters = [text for name, text in texts.items() if "-cong-van-" in name]
    assert letters
    for text in letters:
        assert "Kính gửi:" in text
        assert not plain_lines(text) & set(TYPE_LINES)


def test_both_legacy_encodings_are_read_as_vietnamese(texts: dict[str, str]) -> None:
    utf16 = next(path for path in FILES if path.read_bytes()[:2] in {b"\xff\xfe", b"\xfe\xff"})
    assert "HUYỆN ỦY THƯỢNG KHÊ" in texts[utf16.name]
    cp1258 = FOLDER / "2024-quyet-dinh-511-QD-TU-ban-chi-dao-cai-cach-hanh-chinh.txt"
    with pytest.raises(UnicodeDecodeError):
        cp1258.read_bytes().decode("utf-8")
    assert "BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH" in texts[cp1258.name]


@pytest.mark.parametrize("number", ["Số 12-CTr/HU", "Số 05-NQ/TU"])
def test_some_numbers_belong_to_two_documents(number: str, texts: dict[str, str]) -> None:
    assert sum(number in plain_lines(text) for text in texts.values()) == 2


def test_no_document_carries_a_secrecy_mark(texts: dict[str, str]) -> None:
    marked = [name for name, text in texts.items() if plain_lines(text) & SECRECY_MARKS]
    assert marked == []


def test_questions_cover_every_kind_once_each() -> None:
    assert len(QUESTIONS) >= 120
    assert {question["kind"] for question in QUESTIONS} == KINDS
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_expected_quotes_are_verbatim(question: dict[str, Any], texts: dict[str, str]) -> None:
    assert question["answerable"] == bool(question["expect"]) == (question["kind"] != "unanswerable")
    assert question["match"] in {"any", "all"}
    for expected in question["expect"]:
        assert expected["quote"] in texts[expected["path"]]


def test_every_document_answers_a_question() -> None:
    asked = {expected["path"] for question in QUESTIONS for expected in question["expect"]}
    assert asked == {path.name for path in FILES}


def test_expected_headers_name_every_document_and_stand_in_it(texts: dict[str, str]) -> None:
    assert [header["path"] for header in HEADERS] == [path.name for path in FILES]
    for header in HEADERS:
        for value in (header["number"], header["signer"]):
            assert value is None or value in texts[header["path"]]
