"""What of a passage is marked for a question: whole runs of its words, and its numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.analysis import fold, tokens, unigrams
from service.highlight import Marking, highlights


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("kinh tế xanh", "Phát triển kinh tế xanh bền vững", ["kinh tế xanh"]),
        ("kinh te xanh", "Kinh tế, xanh hóa", ["Kinh tế", "xanh"]),
        ("kinh tế xanh", "kinh phí; tế bào; xanh", []),  # a lone syllable says nothing
        ("môi trường", "Mo\u0302i tru\u031bo\u031b\u0300ng", ["Mo\u0302i tru\u031bo\u031b\u0300ng"]),
        ("đảng", "Đảng viên của Đảng", ["Đảng", "Đảng"]),
        ("đến năm 2030 đạt bao nhiêu", "giai đoạn 2026 - 2030, năm 2030", ["2030", "năm 2030"]),
        ("Nghị quyết 05-NQ/TU", "theo Nghị quyết số 05-NQ/TU", ["Nghị quyết", "05-NQ/TU"]),
        ("hòa bình", "tỉnh Hoà Bình", ["Hoà Bình"]),
        ("hòa bình", "hòa của bình", []),
    ],
)
def test_what_is_marked(question: str, text: str, marked: list[str]) -> None:
    spans = highlights(text, Marking.of(unigrams(question)), 100)
    assert [text[span.start - 100 : span.end - 100] for span in spans] == marked


SYLLABLES = st.lists(st.sampled_from(["kinh", "tế", "te", "7,5%", "05-NQ/TU", "hoà", "- ", "x\u0301"]))


@given(SYLLABLES.map(" ".join), SYLLABLES.map(" ".join))
def test_every_mark_holds_words_of_the_question(question: str, text: str) -> None:
    asked = {fold(term) for term in unigrams(question)}
    for span in highlights(text, Marking.of(unigrams(question))):
        inside = [one for one in tokens(text) if span.start <= one.start and one.end <= span.end]
        assert inside
        assert any(fold(one.term) in asked for one in inside)
