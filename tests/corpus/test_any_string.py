"""Any string goes through every parser: no exception, spans inside the text, in order.

The strings are made of the very words, signs and figures that the grammars hang on, and of any characters, lone
surrogates and zero bytes among them. The long run (marked `many`, `make test-many`) makes 100,000 of them, and
every parser reads every one.
"""

from collections import deque
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from corpus.model import Span
from corpus.values.clause import clauses
from tests.corpus.parsers import PARSERS

WORDS = (
    "Nghị quyết|số|05-NQ/TU|12-CTr/HU|306/KH-UBND|117/2025/QH15|NQ|/|-|–|TW|TƯ|T.Ư|khóa XII"
    "|lần thứ VI|Đại hội|Điều 5"
    "|khoản 2|điểm a|ngày 15/6/2021|ngày|tháng|năm 2030|2021 - 2025|giai đoạn|quý IV/2022|trước"
    "|trong|đến|hết|của|Tỉnh ủy"
    "|Huyện ủy Vân Sơn|Căn cứ|thay thế|bãi bỏ|sửa đổi, bổ sung|thực hiện|này|có hiệu lực từ ngày ký"
    "|đạt|từ|trở lên|ít nhất"
    "|dưới|trên|khoảng|không còn|nhóm|đứng đầu|100%|7,5|8.500|0,30%0|tỷ đồng|triệu|%|/năm|xã"
    "|chỉ tiêu|tăng|giảm|xuống|lên"
    "|so với|trong đó|Sở|chủ trì|phối hợp với|hoàn thành|nhiệm vụ|mục tiêu|tầm nhìn|I.|1.|a)|-|+|(1)"
    "|(2)|Chương I|PHỤ LỤC"
    "|STT | Chỉ tiêu | 2025|\t|\n|\n\n|:|;|,|.|“|”|…|\u00a0|\x0c|Đ|Ð|\u0301|😀|Nơi nhận:|T/M|Số 05-NQ/TU"
).split("|")
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=16).map("".join),
    st.text(max_size=120),
    st.text(st.characters(), max_size=60),
    st.text("0123456789-–/.,() \n|%", max_size=80),
)
IN_ALL = 100_000
PARTS = 10


def _run(count: int, part: int = 0) -> None:
    @seed(part)
    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(TEXTS)
    def any_string(text: str) -> None:
        for name, parser in PARSERS.items():
            for found in parser(text):
                span = found if isinstance(found, Span) else found.span
                assert 0 <= span.start <= span.end <= len(text), name
        cut = clauses(text, 0, len(text))
        assert all(left.end <= right.start for left, right in pairwise(cut))

    any_string()


def test_no_string_breaks_a_parser() -> None:
    _run(300)


@pytest.mark.parametrize("name", PARSERS)
def test_a_long_word_and_what_no_keyboard_writes(name: str) -> None:
    for text in ("", "\0" * 99, "\ud800" * 99, "ủ" * 9_999, "\r\n" * 999, "\u0301" * 999, "-1" * 9_999):
        deque(PARSERS[name](text), maxlen=0)


@pytest.mark.many
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_none_of_a_hundred_thousand_strings_breaks_a_parser(part: int) -> None:
    _run(IN_ALL // PARTS, part)
