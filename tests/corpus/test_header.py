"""Header blocks of both generations, Party and State; the expected fields of every sample document."""

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.header import parse_header
from corpus.model import Header
from corpus.reading import registry
from tests.needs import shared_material

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "documents"
TABLE = (Path(__file__).parent / "header_samples.tsv").read_text(encoding="utf-8")
EXPECTED = list(csv.DictReader(TABLE.splitlines(), delimiter="\t"))


def fields(header: Header) -> tuple[str, ...]:
    day = header.date.isoformat() if header.date else None
    found = (header.number, header.type, header.superior, header.issuer, header.place, day, header.signer)
    return tuple(value or "" for value in found)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: str(row["file"])[:40])
def test_sample_documents(row: dict[str, str]) -> None:
    read = registry.read(SAMPLES / row["file"], row["file"])
    header = parse_header(read.text, read.furniture)
    expected = tuple(
        row[name] for name in ("number", "type", "superior", "issuer", "place", "date", "signer")
    )
    assert fields(header) == expected
    assert header.draft == ("du-thao" in row["file"])
    assert header.article_about == ("bai-viet" in row["file"])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "expected", "summary"),
    [
        (
            "party/qd294.txt",
            ("294-QĐ/TW", "Quy định", "", "Ban Chấp hành Trung ương", "Hà Nội", "2025-05-26", "Tô Lâm"),
            "THI HÀNH ĐIỀU LỆ ĐẢNG",
        ),
        (
            "party/hd06.txt",
            ("06-HD/TW", "Hướng dẫn", "", "Ban Chấp hành Trung ương", "Hà Nội", "2025-06-09", "Trần Cẩm Tú"),
            "MỘT SỐ VẤN ĐỀ CỤ THỂ THI HÀNH ĐIỀU LỆ ĐẢNG",
        ),
    ],
)
def test_real_documents(name: str, expected: tuple[str, ...], summary: str) -> None:
    header = parse_header((shared_material() / "real" / name).read_text(encoding="utf-8"))
    assert fields(header) == expected
    assert header.summary == summary


@pytest.mark.shared
@pytest.mark.parametrize(("name", "about"), [("000_b2821f4db8fccbda", True), ("003_72bfbbee7f26c1b1", False)])
def test_a_press_article_has_no_number(name: str, about: bool) -> None:
    text = (shared_material() / "real" / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    header = parse_header(text)
    assert fields(header) == ("",) * 7
    assert header.article_about is about


DISPATCH = """TỈNH ỦY LAM HÀ                      ĐẢNG CỘNG SẢN VIỆT NAM
   VĂN PHÒNG
       *                          Lam Hà, ngày 05 tháng 02 năm 2024
Số     -CV/VPTU
V/v gửi báo cáo
THƯỢNG KHẨN

Kính gửi: Các huyện ủy
Thực hiện Công văn số 99-CV/TU ngày 01/02/2024 của Tỉnh ủy
Số 77-CV/TU đã nêu.
"""


def test_the_number_never_comes_from_the_body() -> None:
    header = parse_header(DISPATCH)
    assert header.number is None
    assert header.draft
    assert (header.superior, header.issuer) == ("Tỉnh ủy Lam Hà", "Văn phòng")
    assert header.date == datetime.date(2024, 2, 5)
    assert header.summary == "Về việc gửi báo cáo"
    assert header.urgency == "THƯỢNG KHẨN"


def test_circulation_mark_and_uneven_spelling() -> None:
    text = (
        "ĐẢNG BỘ TỈNH LAM HÀ\nHUYỆN UỶ VÂN SƠN\n***\nÐẢNG CỘNG SẢN VIỆT NAM\n"
        "Số: 5 – BC/HU\n"
        "Vân Sơn, ngày 03 tháng bốn năm 2018\nTÀI LIỆU HỘI NGHỊ\n"
        "BÁO CÁO\nkết quả quý I/2018\n-----\nNội dung."
    )
    header = parse_header(text)
    assert fields(header)[:6] == (
        *("05-BC/HU", "Báo cáo", "Đảng bộ tỉnh Lam Hà", "Huyện ủy Vân Sơn", "Vân Sơn", "2018-04-03"),
    )
    assert header.circulation == "TÀI LIỆU HỘI NGHỊ"
    assert text[header.end :].strip() == "Nội dung."


@given(st.text(alphabet="Số 12-NQ/TU\nTỈNHỦYĐẢNG*-ngày,thángnăm2024", max_size=200))
def test_any_text(text: str) -> None:
    assert 0 <= parse_header(text).end <= len(text)
