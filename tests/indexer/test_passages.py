"""Passages cover the whole text, in order, and never split a syllable."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Section, SectionKind, Span
from indexer.passages import OVERLAP, WINDOW, cut


def document(text: str, **parts: object) -> Document:
    return Document(id="d", path="d.txt", title="Tiêu đề", text=text, **parts)  # type: ignore[arg-type]


def syllables(text: str) -> int:
    return len(re.findall(r"\w+", text))


def test_a_short_text_is_one_passage() -> None:
    text = "  Tỷ lệ che phủ rừng đạt 60%.\n"
    assert [(p.start, p.end) for p in cut(document(text))] == [(2, len(text) - 1)]


def test_an_empty_text_has_none() -> None:
    assert cut(document(" \n ... \n")) == []


def test_windows_overlap_and_end_at_paragraphs() -> None:
    paragraph = " ".join(f"tiếng{n}" for n in range(45)) + ".\n"
    text = paragraph * 20
    passages = cut(document(text))
    assert all(syllables(text[p.start : p.end]) <= WINDOW for p in passages)
    assert all(text[p.end : p.end + 1] in ("\n", "") for p in passages)
    for left, right in pairwise(passages):
        assert left.start < right.start <= left.end


def test_one_long_paragraph_is_cut_with_overlap() -> None:
    text = " ".join(f"tiếng{n}" for n in range(1000))
    passages = cut(document(text))
    shared = [left.end - right.start for left, right in pairwise(passages)]
    assert all(syllables(text[p.start : p.end]) <= WINDOW for p in passages)
    assert all(
        syllables(text[p.start : p.start + s]) >= OVERLAP - 1
        for p, s in zip(passages[1:], shared, strict=True)
    )


def test_furniture_alone_gives_nothing_and_markers_stay() -> None:
    text = "Ngày đăng 26/10/2022\n- Trồng rừng."
    passages = cut(document(text, furniture=(Span(0, 20),)))
    assert [text[p.start : p.end] for p in passages] == ["- Trồng rừng."]


def test_a_passage_knows_what_stands_above_it() -> None:
    text = "II. MỤC TIÊU ĐẾN NĂM 2030\n3. Về môi trường\nTỷ lệ che phủ rừng đạt 60%."
    outline = (
        Section(SectionKind.ROMAN, "II", 0, len(text), Span(4, 25), -1, "II"),
        Section(SectionKind.NUMBER, "3", 26, len(text), Span(29, 42), 0, "II.3"),
    )
    tail = document(text, sections=outline, furniture=(Span(0, 43),))
    assert [(p.section, p.heading) for p in cut(tail)] == [("II.3", "MỤC TIÊU ĐẾN NĂM 2030 Về môi trường")]


@given(st.text(alphabet="aà .,;\n-(1)%", max_size=3000))
def test_every_syllable_is_in_some_passage(text: str) -> None:
    passages = cut(document(text))
    for match in re.finditer(r"\w+", text):
        assert any(p.start <= match.start() and match.end() <= p.end for p in passages)
    assert all(0 <= p.start < p.end <= len(text) for p in passages)
