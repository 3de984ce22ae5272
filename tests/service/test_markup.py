"""The document as HTML: its text nodes are the text, its mark is the quote."""

import html
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Header, Section, SectionKind, Span
from service.faces import markup


def shown(page: str) -> str:
    """What a browser reads: tags dropped, character references resolved."""
    return html.unescape(re.sub("<[^>]*>", "", page))


def document(text: str, **parts: object) -> Document:
    return Document(id="a", path="a.txt", title="A", text=text, **parts)  # type: ignore[arg-type]


def section(kind: SectionKind, start: int, end: int, heading: tuple[int, int], parent: int = -1) -> Section:
    return Section(kind, "I", start, end, Span(*heading), parent, "I")


TEXT = "Chương I\r\n<b>Mục tiêu & chỉ tiêu</b>\n\n1. Đến năm 2030\fTrang 2\n2. Rác thải"


@pytest.mark.parametrize(
    "quote",
    ["Mục tiêu & chỉ tiêu", "<b>", "2030\fTrang 2\n2.", "Chương I\r\n<b>", "Rác thải", TEXT],
)
def test_mark_holds_exactly_the_quote(quote: str) -> None:
    start = TEXT.index(quote)
    read = document(
        TEXT,
        pages=(0, TEXT.index("\f") + 1),
        furniture=(Span(TEXT.index("Trang 2"), TEXT.index("Trang 2") + 7),),
        sections=(
            section(SectionKind.CHAPTER, 0, len(TEXT), (8, 8)),
            section(SectionKind.NUMBER, TEXT.index("1. Đ"), TEXT.index("2. R"), (0, 0), 0),
        ),
    )
    page = markup.document_html(read, Span(start, start + len(quote)))
    found = re.search(r'<mark id="trich-dan">(.*?)</mark>', page, re.DOTALL)
    assert found
    assert shown(found[1]) == quote
    assert shown(page) == TEXT


PLAIN = st.text(alphabet=st.sampled_from("aà <>&\"'\n\r\f\t;#1"), max_size=60)


@given(text=PLAIN, numbers=st.lists(st.integers(0, 60), min_size=8, max_size=8))
def test_any_overlay_leaves_the_text_as_it_is(text: str, numbers: list[int]) -> None:
    at = [min(number, len(text)) for number in numbers]
    spans = [Span(*sorted(at[place : place + 2])) for place in (0, 2, 4, 6)]
    read = document(
        text,
        furniture=(spans[0],),
        pages=(0, spans[1].start),
        sections=(section(SectionKind.ROMAN, spans[2].start, spans[2].end, (spans[2].start, spans[2].end)),),
    )
    cited = spans[3] if spans[3].start < spans[3].end else None
    page = markup.document_html(read, cited)
    assert shown(page) == text
    assert page.count("<mark") == page.count("</mark>") == (1 if cited else 0)
    joined = "".join(piece.text for piece in markup.pieces(text, 0, spans))
    assert joined == text


def test_pieces_mark_the_words_found() -> None:
    found = markup.pieces("chỉ tiêu môi trường", 100, [Span(109, 119), Span(100, 108), Span(104, 108)])
    assert [(piece.text, piece.marked) for piece in found] == [
        ("chỉ tiêu", True),
        (" ", False),
        ("môi trường", True),
    ]


def test_excerpt_shows_the_words_found_and_cuts_at_blanks() -> None:
    text = "mở đầu " * 100 + "chỉ tiêu môi trường" + " kết thúc" * 100
    at = text.index("chỉ tiêu")
    window = markup.excerpt(50, 50 + len(text), text, [Span(50 + at, 50 + at + 19)], 200)
    seen = text[window.start - 50 : window.end - 50]
    assert "chỉ tiêu môi trường" in seen
    assert len(seen) <= 200
    assert f" {text} ".find(f" {seen.strip()} ") >= 0


def test_contents_stay_readable_for_a_long_outline() -> None:
    sections = [section(SectionKind.ARTICLE, 0, 9, (0, 9))]
    sections += [section(SectionKind.NUMBER, 0, 9, (0, 9), 0) for _ in range(2 * markup.MOST_ENTRIES)]
    entries = markup.contents(
        document("Mục  tiêu", header=Header(date=date(2026, 1, 9)), sections=tuple(sections))
    )
    assert [entry.text for entry in entries] == ["I. Mục tiêu"]


def test_a_citation_is_shown_under_its_headings() -> None:
    text = "II. MỤC TIÊU\n2. Đến năm 2025\n- Thu gom 92%.\n3. Đến năm 2030\n- Thu gom 98%.\n"
    third = text.index("3. Đ")
    sections = (
        Section(SectionKind.ROMAN, "II", 0, len(text), Span(4, 12), -1, "II"),
        Section(SectionKind.NUMBER, "2", 13, third, Span(16, 28), 0, "II.2"),
        Section(SectionKind.NUMBER, "3", third, len(text), Span(third + 3, third + 15), 0, "II.3"),
    )
    read = document(text, sections=sections)
    quote = text.index("- Thu gom 98%")
    assert markup.trail(read, Span(quote, quote + 14)) == ["II. MỤC TIÊU", "3. Đến năm 2030"]
    assert markup.trail(read, Span(third, third + 15)) == ["II. MỤC TIÊU"]


def test_a_numbered_sentence_is_no_heading() -> None:
    text = "3. Mất hồ sơ phải báo cáo.\nCó hiệu lực ngay."
    read = document(text, sections=(Section(SectionKind.NUMBER, "3", 0, len(text), Span(3, 26), -1, "3"),))
    assert markup.trail(read, Span(27, len(text))) == []
