import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadDocument
from corpus.reading import word
from corpus.reading.word import read_word
from tests.corpus.reading.samples import insert_tracked, party_word, with_part, word_bytes

PARTY = party_word()


def test_body_order_header_table_numbers_and_data_table() -> None:
    assert [line for line in read_word(PARTY).text.split("\n") if line] == [
        "HUYỆN ỦY VÂN SƠN",
        "*",
        "Số 12-CTr/HU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Vân Sơn, ngày 05 tháng 3 năm 2021",
        "CHƯƠNG TRÌNH",
        "1. Nâng độ che phủ rừng",
        "2. Trồng mới 500 ha rừng",
        "- Bảo vệ nguồn nước",
        "Chỉ tiêu | 2025 | 2030",
        "Độ che phủ rừng | 60% | 65%",
        "Chương trình này có hiệu lực từ ngày ký.",
    ]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("Đạt ít nhất ")
    insert_tracked(paragraph, "del", "50%")
    insert_tracked(paragraph, "ins", "65%")
    assert read_word(word_bytes(file)).text == "Đạt ít nhất 65%"


def test_the_title_property_and_page_headers_are_told_apart_from_the_text() -> None:
    file = docx.Document()
    file.core_properties.title = "Kế hoạch trồng rừng"
    file.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    file.add_paragraph("Nội dung")
    read = read_word(word_bytes(file))
    assert (read.title_hint, read.text, read.margins.strip()) == (
        "Kế hoạch trồng rừng",
        "Nội dung",
        "TỐI MẬT",
    )


MULTILEVEL = b"""<?xml version="1.0" encoding="UTF-8"?>
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1-"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2.%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def test_numbers_of_several_levels_count_as_word_draws_them() -> None:
    file = docx.Document()
    for depth, text in (
        (0, "Mục đích"),
        (0, "Mục tiêu"),
        (1, "Chung"),
        (1, "Cụ thể"),
        (2, "Rừng"),
        (0, "Việc"),
    ):
        properties = file.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = 1
        properties.get_or_add_ilvl().val = depth
    data = with_part(word_bytes(file), "word/numbering.xml", MULTILEVEL)
    assert read_word(data).text.split("\n") == [
        "I- Mục đích",
        "II- Mục tiêu",
        "1. Chung",
        "2. Cụ thể",
        "2.a) Rừng",
        "III- Việc",
    ]


FOOTNOTES = """<?xml version="1.0" encoding="UTF-8"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="2"><w:p><w:r><w:t>Theo báo cáo năm 2020.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def test_footnotes_follow_the_text_and_text_boxes_their_paragraph() -> None:
    file = docx.Document()
    run = file.add_paragraph("Độ che phủ 60%").add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run._r.append(reference)
    box, inner = OxmlElement("w:txbxContent"), OxmlElement("w:p")
    inner.append(OxmlElement("w:r"))
    inner[0].append(OxmlElement("w:t"))
    inner[0][0].text = "DỰ THẢO"
    box.append(inner)
    run._r.append(box)
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        FOOTNOTES.encode(),
        file.part.package,
    )
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read_word(word_bytes(file)).text.split("\n") == [
        "Độ che phủ 60%[1]",
        "DỰ THẢO",
        "[1] Theo báo cáo năm 2020.",
    ]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(BadDocument, match="too_large"):
        read_word(with_part(PARTY, "word/media/image1.png", b"\0" * 20_000_000))


def test_an_external_entity_is_not_resolved() -> None:
    with zipfile.ZipFile(io.BytesIO(PARTY)) as archive:
        body = archive.read("word/document.xml").decode()
    declared = body.replace("?>", '?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>', 1)
    evil = declared.replace("CHƯƠNG TRÌNH", "CHƯƠNG &e; TRÌNH").encode()
    try:
        text = read_word(with_part(PARTY, "word/document.xml", evil)).text
    except BadDocument as refused:
        assert refused.code == "broken"
    else:
        assert "CHƯƠNG" in text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PARTY[:-300], "broken"),
        (b"PK\x03\x04word/ nothing", "broken"),
        (with_part(PARTY, "word/document.xml", b"<broken"), "broken"),
        (word_bytes(docx.Document()), "no_text"),
    ],
)
def test_broken_and_empty_files(data: bytes, code: str) -> None:
    with pytest.raises(BadDocument) as refused:
        read_word(data)
    assert refused.value.code == code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(PARTY) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_damaged_files_never_raise_anything_else(at: int, noise: bytes, cut: bool) -> None:
    try:
        read_word(PARTY[:at] if cut else PARTY[:at] + noise + PARTY[at + len(noise) :])
    except BadDocument as refused:
        assert refused.code in {
            "broken",
            "too_large",
            "encrypted",
            "no_text",
            "unknown_encoding",
            "wrong_format",
        }


def test_limits_leave_room_for_real_files() -> None:
    assert word.LARGEST_UNPACKED >= 100 * 1024 * 1024
