"""Real files made for the tests: PDF, Word and zip tricks."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
)


def pdf(pages: Sequence[Sequence[str]], password: str = "") -> bytes:
    """A PDF with a text layer, a list of lines a page, read from top to bottom."""
    font = next((path for path in FONTS if path.is_file()), None)
    if font is None:
        pytest.skip("no font with Vietnamese letters; to get one: apt-get install -y fonts-dejavu-core")
    pdfmetrics.registerFont(TTFont("vi", str(font)))
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer)
    for lines in pages:
        drawing.setFont("vi", 12)
        for at, line in enumerate(lines):
            drawing.drawString(60, 800 - 18 * at, line)
        drawing.showPage()
    drawing.save()
    return _locked(buffer.getvalue(), password) if password else buffer.getvalue()


def _locked(data: bytes, password: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(buffer, encryption=pikepdf.Encryption(owner=password, user=password))
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    """A PDF whose page only shows a drawing."""
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer)
    drawing.rect(10, 10, 200, 200, fill=1)
    drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def word_bytes(file: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def party_word() -> bytes:
    """A Party document as offices write it: header table, auto-numbered list, data table."""
    file = docx.Document()
    head = file.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "HUYỆN ỦY VÂN SƠN\n*\nSố 12-CTr/HU"
    head.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM\nVân Sơn, ngày 05 tháng 3 năm 2021"
    file.add_paragraph("CHƯƠNG TRÌNH")
    file.add_paragraph("Nâng độ che phủ rừng", style="List Number")
    file.add_paragraph("Trồng mới 500 ha rừng", style="List Number")
    file.add_paragraph("Bảo vệ nguồn nước", style="List Bullet")
    data = file.add_table(rows=2, cols=3)
    for row, values in enumerate((("Chỉ tiêu", "2025", "2030"), ("Độ che phủ rừng", "60%", "65%"))):
        for column, value in enumerate(values):
            data.cell(row, column).text = value
    file.add_paragraph("Chương trình này có hiệu lực từ ngày ký.")
    return word_bytes(file)


def insert_tracked(paragraph: Paragraph, tag: str, text: str) -> None:
    """Add a tracked insertion (`ins`) or deletion (`del`) to a paragraph."""
    change, run = OxmlElement(f"w:{tag}"), OxmlElement("w:r")
    piece = OxmlElement("w:delText" if tag == "del" else "w:t")
    piece.text = text
    piece.set(qn("xml:space"), "preserve")
    run.append(piece)
    change.append(run)
    paragraph._p.append(change)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same zip archive with one part replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return buffer.getvalue()
