"""The outline: every marker at its level, wrapped lines no markers."""

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.header import parse_header
from corpus.model import Section
from corpus.structure import parse_sections
from tests.needs import shared_material


def paths(text: str) -> list[str]:
    return [section.path for section in parse_sections(text) if section.kind != "bullet"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I- A\n1- B\na) C\nb) D\n2- E\nII- F\n1- G\n", ["I", "I.1", "I.1.a", "I.1.b", "I.2", "II", "II.1"]),
        ("I/ A\n1) B\n2) C\n", ["I", "I.1", "I.2"]),
        ("Điều 1. A\n1. B\na) C\nb) D\nđ) E\n2. F\nĐiều 2. G\n1. H\n",
         ["Điều 1", "Điều 1.1", "Điều 1.1.a", "Điều 1.1.b", "Điều 1.1.đ", "Điều 1.2", "Điều 2", "Điều 2.1"]),
        ("Phần thứ nhất\nA\nI. B\n1. C\nPhần thứ hai\nD\nI. E\n",
         ["Phần thứ nhất", "Phần thứ nhất.I", "Phần thứ nhất.I.1", "Phần thứ hai", "Phần thứ hai.I"]),
        ("1. A\n1.1. B\n1.1.1. C\n1.2. D\n2. E\n", ["1", "1.1", "1.1.1", "1.2", "2"]),
        ("II. A\n3. B\n", ["II", "II.3"]),
        ("I. A\n1. B\n1.1. C\na) D\n", ["I", "I.1", "I.1.1", "I.1.1.a"]),
        ("1. Gồm: (1)Một việc. (2)Hai việc.\n", ["1", "1.(1)", "1.(2)"]),
        ("1. A\nMột là, B.\nHai là, C.\n", ["1", "1, một là", "1, hai là"]),
        ("1. A\na) B\n1) C\n2) D\nb) E\n2. F\n", ["1", "1.a", "1.a.1", "1.a.2", "1.b", "2"]),
        ("theo quy định tại\nĐiều 5 của Luật này\n", []),
        ("2 \n\n1. Nội dung có 2.146 lượt\n3 \n", ["1"]),
        ("1. A\nPHỤ LỤC\nSTT | Chỉ tiêu | 2025\n1 | Tỷ lệ | 5\nNội dung\n", ["1", "PHỤ LỤC", "PHỤ LỤC"]),
        ("- Căn cứ Điều lệ Đảng;\n- Căn cứ Quy chế,\n1. A\nCăn cứ B\n", ["", "", "1"]),
        ("1. A\nNơi nhận:\n- Như trên,\n1. Lưu.\nT/M TỈNH ỦY\nBÍ THƯ\nPhụ lục I\n1. B\n",
         ["1", "", "", "Phụ lục I", "Phụ lục I.1"]),
    ],
)  # fmt: skip
def test_paths(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


def test_a_line_cut_by_the_page_is_no_marker() -> None:
    text = (
        "1. Việc xem xét được thực hiện theo trình tự nêu tại các điểm đã quy định ở khoản\n"
        "2. và hướng dẫn của cấp trên; trường hợp khác thực hiện theo quy định chung tại mục\n"
        "a) nêu trên và các quy định có liên quan của cấp ủy cấp trên trực tiếp quản lý ở đó.\n"
        "2. Việc khác.\n"
    )
    assert paths(text) == ["1", "2"]


def test_spans_cover_children_and_headings_leave_the_marker_out() -> None:
    text = "I- MỤC TIÊU\n1- Đến năm 2025\n- Tăng 5%.\nII- NHIỆM VỤ\nLàm ngay.\n"
    first, second, bullet, third = parse_sections(text)
    assert text[first.start : first.end] == "I- MỤC TIÊU\n1- Đến năm 2025\n- Tăng 5%.\n"
    assert text[first.heading.start : first.heading.end] == "MỤC TIÊU"
    assert (second.parent, bullet.parent, third.parent) == (0, 1, -1)
    assert (bullet.path, text[third.start : third.end]) == ("I.1", "II- NHIỆM VỤ\nLàm ngay.\n")


def test_a_chapter_takes_its_heading_from_the_next_line() -> None:
    text = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n"
    chapter = parse_sections(text)[0]
    assert text[chapter.heading.start : chapter.heading.end] == "QUY ĐỊNH CHUNG"


@pytest.mark.shared
@pytest.mark.parametrize(("name", "top"), [("qd294", 33), ("hd06", 19)])
def test_the_numbering_of_real_documents_has_no_gaps(name: str, top: int) -> None:
    text = (shared_material() / "real" / "party" / f"{name}.txt").read_text(encoding="utf-8")
    sections = parse_sections(text, parse_header(text).end)
    children: dict[str, list[int]] = defaultdict(list)
    for section in sections:
        if section.kind == "number":
            stem, _, last = f".{section.label}".rpartition(".")
            children[stem].append(int(last))
            _stands_where_it_says(section, sections)
    assert children[""] == list(range(1, top + 1))
    assert {stem: found for stem, found in children.items() if found != list(range(1, len(found) + 1))} == {}
    written = re.findall(r"^\f?(\d{1,2}(?:\.\d{1,2}){0,3})\.\s", text, re.MULTILINE)
    assert set(written) <= {section.label for section in sections}


def _stands_where_it_says(section: Section, sections: tuple[Section, ...]) -> None:
    assert section.path == section.label
    if "." in section.label:
        parent = sections[section.parent]
        assert parent.label == section.label.rsplit(".", 1)[0]
        assert parent.start < section.start < section.end <= parent.end


PIECES = ["1. ", "2. ", "a) ", "b) ", "I- ", "II- ", "Điều 1. ", "1.1. ", "- ", "(1)", "(2)", "\n", "\n\n",
          "Căn cứ ", "Nơi nhận:", "T/M A", " | ", "A", "b", "Một là, ", "PHỤ LỤC", ".", ";"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_gives_a_tree(text: str) -> None:
    sections = parse_sections(text)
    assert [section.start for section in sections] == sorted(section.start for section in sections)
    for index, section in enumerate(sections):
        assert 0 <= section.start <= section.end <= len(text)
        assert section.start <= section.heading.start <= section.heading.end <= len(text)
        if section.parent >= 0:
            parent = sections[section.parent]
            assert section.parent < index
            assert parent.start <= section.start
            assert section.end <= parent.end
