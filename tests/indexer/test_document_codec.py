"""A stored document comes back exactly as it was read."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Header, Section, SectionKind, Span
from indexer.document_codec import decode, encode


@given(st.text(max_size=500))
def test_any_text_comes_back(text: str) -> None:
    document = Document(id="a", path="p", title=text, text=text, meta={"k": text})
    assert decode(encode(document)) == document


def test_every_field_comes_back() -> None:
    document = Document(
        id="0f",
        path="tập/văn bản.pdf",
        title="Nghị quyết",
        text="I. ĐẤT\n1. Rừng",
        header=Header(
            number="05-NQ/TU",
            type="Nghị quyết",
            issuer="Tỉnh ủy Lam Hà",
            place="Lam Hà",
            date=date(2021, 6, 15),
            draft=True,
            end=3,
        ),
        sections=(
            Section(SectionKind.ROMAN, "I", 0, 14, Span(3, 6), -1, "I"),
            Section(SectionKind.NUMBER, "1", 7, 14, Span(10, 14), 0, "I.1"),
        ),
        furniture=(Span(0, 2),),
        pages=(0, 7),
        context="Luật Đất đai",
        access="internal",
        meta={"law": "31/2024/QH15"},
    )
    assert decode(encode(document)) == document
