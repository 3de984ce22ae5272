"""Articles that a text cites, and where a record stands among the acts of a collection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.articles import ActPlace, act_place, find_article_citations
from corpus.model import Document, Header
from tests.needs import shared_material

CITED = [
    ("theo quy định tại khoản 2 Điều 15 Nghị định này", [("", "15")]),
    ("theo Điều 7 và Điều 8 của Luật này.", [("", "7"), ("", "8")]),
    ("các điều 5, 6 và 7 của Thông tư này", [("", "5"), ("", "6"), ("", "7")]),
    ("từ Điều 5 đến Điều 7 Luật này", [("", "5"), ("", "7")]),
    ("các Điều 10 đến 12 Luật này", [("", "10"), ("", "11"), ("", "12")]),
    ("nộp theo Điều 9 Nghị định số 77/2008/NĐ-CP ngày 16/7/2008", [("77_2008_nđ_cp", "9")]),
    ("Điều 2; khoản 1 Điều 3; Điều 11 Quyết định số 246/2006/QĐ-TTg",
     [("246_2006_qđ_ttg", "2"), ("246_2006_qđ_ttg", "3"), ("246_2006_qđ_ttg", "11")]),
    ("khoản 2 Điều 169 của Bộ luật Lao động", [("bo luat", "169")]),
    ("Điều 25 Luật Điện lực và Điều 19 Nghị định số 137/2013/NĐ-CP",
     [("luat dien", "25"), ("137_2013_nđ_cp", "19")]),
    ("Điều 91 Luật Quản lý thuế số 38/2019/QH14", [("38_2019_qh14", "91")]),
    ("Điều 4 Quy chế bảo lãnh ban hành kèm theo", []),
    ("theo khoản 1 Điều này", []),
    ("Điều 7. Hiệu lực thi hành\nThông tư này có hiệu lực", []),
    ("được nêu tại Điều 12.", [("", "12")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CITED)
def test_every_article_that_is_cited_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_article_citations(text)
    assert [(one.act, one.article) for one in found] == expected
    for one in found:
        assert text[one.span.start : one.span.end] in text
        assert "iều" in text[one.span.start : one.span.end]


def test_an_act_cited_by_name_keeps_the_words_that_may_be_its_name() -> None:
    (found,) = find_article_citations("theo Điều 13 của Luật Quản lý, sử dụng tài sản công.")
    assert found.words == "luat quan ly su dung tai san cong"


@pytest.mark.parametrize(
    ("meta", "header", "expected"),
    [
        (
            {
                "law": "60/2014/QH13",
                "article": "1",
                "source": "Điều 1 Luật số 60/2014/QH13 Hộ tịch ngày 20/11/2014 của Quốc hội",
            },
            Header(),
            ActPlace("60_2014_qh13", "1", "luat ho tich"),
        ),
        (
            {"law": "60/2014/QH13", "article": "2", "source": "Điều 2 Luật số 60/2014/QH13, có hiệu lực"},
            Header(),
            ActPlace("60_2014_qh13", "2"),
        ),
        (
            {"law": "Luật Phòng, chống ma túy", "article": "1"},
            Header(),
            ActPlace("luat phong chong ma tuy", "1", "luat phong chong ma tuy"),
        ),
        ({"law": "60/2014/QH13"}, Header(), None),
        ({"article": "1"}, Header(), None),
        ({}, Header(number="15-NQ/TW", type="Nghị quyết"), ActPlace("15_nq_tw")),
        ({}, Header(number="31/2024/QH15", type="Luật"), ActPlace("31_2024_qh15", name="luat dat dai")),
    ],
)
def test_a_document_knows_its_place_among_acts(
    meta: dict[str, str], header: Header, expected: ActPlace | None
) -> None:
    assert act_place(Document("x", "x", "Luật Đất đai", "", header, meta=meta)) == expected


@pytest.mark.shared
def test_citations_of_real_party_documents_stand_where_they_say() -> None:
    for file in sorted((shared_material() / "real" / "party").glob("*.txt")):
        text = file.read_text("utf-8")
        for one in find_article_citations(text):
            cited = text[one.span.start : one.span.end]
            assert one.article in cited or "đến" in cited, cited


PIECES = "Điều 5|điều|5, 6|đến|khoản 2|điểm a|Luật|Bộ luật|Pháp lệnh|Nghị định số|30/2020/NĐ-CP|này|của| |,|;|.|\n|Đất đai"


@given(
    st.one_of(st.lists(st.sampled_from(PIECES.split("|")), max_size=20).map(" ".join), st.text(max_size=80))
)
def test_any_string_is_read(text: str) -> None:
    found = find_article_citations(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert all(one.article for one in found)
    act_place(Document("x", "x", text, text, meta={"law": text, "article": "1", "source": text}))
