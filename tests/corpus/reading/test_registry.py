from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadDocument
from corpus.reading import registry
from tests.corpus.reading.samples import party_word, pdf, scanned_pdf, with_part

HTML = "<!DOCTYPE html><html><body><p>Xin chào</p></body></html>".encode()
TEXT = "Xin chào các đồng chí".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refusal(path: Path) -> BadDocument:
    with pytest.raises(BadDocument) as refused:
        registry.read(path, "kho/" + path.name)
    assert refused.value.facts["path"] == "kho/" + path.name
    return refused.value


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.HTM", "a.docx", "a.pdf", "A.TXT"])
def test_every_format_is_read_by_its_extension(tmp_path: Path, name: str) -> None:
    kind = name.lower().rpartition(".")[2]
    data = {"html": HTML, "htm": HTML, "docx": party_word(), "pdf": pdf([["Xin chào"]])}.get(kind, TEXT)
    (tmp_path / name).write_bytes(data)
    assert registry.read(tmp_path / name, name).text.strip()


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.pdf", TEXT, "text"),
        ("a.pdf", HTML, "html"),
        ("a.txt", b"%PDF-1.7 ...", "pdf"),
        ("a.txt", HTML, "html"),
        ("a.txt", b"PK\x03\x04....", "zip"),
        ("a.docx", TEXT, "text"),
        ("a.docx", OLE, "ole"),
        ("a.docx", with_part(b"PK\x05\x06" + b"\0" * 18, "xl/workbook.xml", b"<x/>"), "zip"),
        ("a.html", TEXT, "text"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.txt", b"\x00\x01\x02\x03binary", "binary"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    (tmp_path / name).write_bytes(data)
    refused = refusal(tmp_path / name)
    assert (refused.code, refused.facts["found"]) == ("wrong_format", found)
    assert refused.facts["expected"] in (name.rpartition(".")[2], "text")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty_file"),
        ("a.docx", b"", "empty_file"),
        ("a.xlsx", b"PK", "unsupported"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.pdf", scanned_pdf(), "no_text"),
    ],
)
def test_other_refusals(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name).code == code


def test_missing_folder_and_oversized(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt").code == "missing"
    (tmp_path / "folder.txt").mkdir()
    assert refusal(tmp_path / "folder.txt").code == "unsupported"
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(registry.LARGEST_FILE + 1)
    assert refusal(tmp_path / "huge.txt").code == "too_large"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04word/", b"<html>", "Điều 1".encode()]),
    st.binary(max_size=300),
)
def test_any_bytes_under_any_name_raise_only_bad_document(
    tmp_path: Path, extension: str, start: bytes, data: bytes
) -> None:
    path = tmp_path / f"x{extension}"
    path.write_bytes(start + data)
    try:
        read = registry.read(path, path.name)
    except BadDocument as refused:
        assert refused.facts["path"] == path.name
    else:
        assert read.text.strip()
