import json
from pathlib import Path

import pytest

from corpus.assembly import LONGEST_TITLE, document_from_file, document_from_record, document_id
from corpus.errors import BadDocument
from corpus.model import Document
from tests.corpus.reading.samples import party_word, pdf
from tests.needs import shared_material


def read(folder: Path, name: str, text: str) -> Document:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    document = document_from_file(folder / name, f"kho/{name}")
    assert isinstance(document, Document)
    return document


def test_a_document_keeps_the_text_of_its_file_and_a_stable_id(tmp_path: Path) -> None:
    text = "TIN HOẠT ĐỘNG\r\n\r\nQuận ủy họp phiên tháng 7.\r\n"
    document = read(tmp_path, "tin.txt", text)
    assert document.text == text
    assert (document.path, document.id) == ("kho/tin.txt", document_id("kho/tin.txt"))
    assert len(document.id) == 16
    assert document.access == "public"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "\n---\nĐẢNG CỘNG SẢN VIỆT NAM\nHội nghị lần thứ 15\nNội dung", "Hội nghị lần thứ 15"),
        ("a.txt", " date 2022-07 Hội nghị tháng 7\nNội dung", "Hội nghị tháng 7"),
        ("a.md", "# **Hội nghị**\nNội dung", "Hội nghị"),
        ("a.html", "<html><h1>Tin  vui</h1><p>Nội dung</p></html>", "Tin vui"),
        ("bao-cao.txt", "12 34\n56", "bao-cao"),
    ],
)
def test_titles_without_a_header(tmp_path: Path, name: str, text: str, title: str) -> None:
    assert read(tmp_path, name, text).title == title


def test_a_title_comes_from_type_and_summary_of_the_header(tmp_path: Path) -> None:
    text = (
        "HUYỆN ỦY VÂN SƠN\n*\nSố 12-CTr/HU\nĐẢNG CỘNG SẢN VIỆT NAM\nVân Sơn, ngày 05 tháng 3 năm 2021\n\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết số 05-NQ/TU về phát triển kinh tế xanh\n-----\n\n"
        "I- MỤC TIÊU\n1- Trồng rừng.\n"
    )
    document = read(tmp_path, "a.txt", text)
    assert document.header.number == "12-CTr/HU"
    assert document.title.startswith("Chương trình hành động")
    assert document.sections


def test_only_furniture_or_blanks_of_any_length_are_read_to_the_end(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", "In trang\n" * 50_000 + "Tin vui").title == "Tin vui"
    assert read(tmp_path, "b.txt", "Tin vui\n\f" + " " * 500_000 + "x\n\f3").title == "Tin vui"


def test_long_titles_end_at_a_word(tmp_path: Path) -> None:
    title = read(tmp_path, "a.txt", "nhiệm vụ trọng tâm, " * 40).title
    assert len(title) <= LONGEST_TITLE
    assert title.endswith(("vụ…", "trọng…", "tâm…", "nhiệm…"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "TỈNH ỦY LAM HÀ\nTỐI MẬT\nBáo cáo về nguồn tin X"),
        ("a (MẬT).txt", "Báo cáo về nguồn tin X"),
        ("a.html", "<html><p>Độ mật: Tuyệt mật</p><p>Báo cáo về nguồn tin X</p></html>"),
    ],
)
def test_a_secret_file_leaves_nothing_but_its_path(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    refused = document_from_file(tmp_path / name, name)
    assert isinstance(refused, BadDocument)
    assert (refused.code, refused.facts) == ("secret", {"path": name})


def test_word_and_pdf_become_documents(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(party_word())
    (tmp_path / "a.pdf").write_bytes(pdf([["Trang một", "của văn bản"], ["Trang hai", "của văn bản"]]))
    word, print_ = (document_from_file(tmp_path / name, name) for name in ("a.docx", "a.pdf"))
    assert isinstance(word, Document)
    assert word.header.number == "12-CTr/HU"
    assert isinstance(print_, Document)
    assert print_.page_at(print_.text.index("Trang hai")) == 2


def test_a_record_has_its_own_path_and_its_fields_as_header() -> None:
    values = {
        "_id": "Luật A|1",
        "text": "Luật này quy định.",
        "meta": {"law": "Luật A", "number": "5/QĐ", "issuer": "Tỉnh ủy", "date": "09/01/2026"},
    }
    document = document_from_record(json.dumps(values).encode(), "kho/luật.jsonl", 1)
    assert isinstance(document, Document)
    assert document.path == "kho/luật.jsonl#Luật A|1"
    assert (document.title, document.context) == ("Luật này quy định.", "Luật A")
    assert (document.header.number, document.header.issuer) == ("5/QĐ", "Tỉnh ủy")
    assert document.header.date is not None
    assert document.header.date.isoformat() == "2026-01-09"


def test_a_bad_record_names_its_line() -> None:
    refused = document_from_record(b"{", "kho/a.jsonl", 17)
    assert isinstance(refused, BadDocument)
    assert refused.facts == {"path": "kho/a.jsonl", "line": 17, "detail": "json"}


@pytest.mark.shared
def test_the_real_news_page_has_exact_offsets_and_its_headline() -> None:
    folder = shared_material()
    document = document_from_file(next((folder / "real" / "seeds").glob("000*")), "seeds/000.txt")
    assert isinstance(document, Document)
    assert document.title.startswith("Quận ủy Cầu Giấy xây dựng chương trình hành động")
    first = json.loads((folder / "answers" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert document.text[first["start"] : first["end"]] == first["quote"]
