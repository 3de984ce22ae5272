"""Any string goes through every parser: no exception, spans inside the text, in order.

The strings are made of the very words, signs and figures that the grammars hang on, and of any characters.
The long run (marked `many`) is 100,000 readings: every parser reads every string.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.header import parse_header
from corpus.identity import KnownDocument, issuer_place, resolve
from corpus.model import Header, Span
from corpus.relations import find_effect, find_relations
from corpus.structure import parse_sections
from corpus.tasks import find_tasks
from corpus.values.assignment import read_assignment
from corpus.values.clause import clauses
from corpus.values.date import find_dates, find_years
from corpus.values.number import find_numbers
from corpus.values.quantity import find_quantities
from corpus.values.reference import find_references, normalise_number, number_key, parse_number
from corpus.values.standing import standings
from corpus.values.target import find_targets

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
)
IN_ALL = 100_000
KNOWN = KnownDocument("a", "", "05-NQ/TU", "Nghị quyết", "Tỉnh ủy Lam Hà", None, "Lam Hà", None)


def _within(text: str, spans: Iterable[Span]) -> None:
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)


def _referred(text: str) -> None:
    found = find_references(text)
    _within(text, (one.span for one in found))
    for one in found:
        assert text[one.span.start : one.span.end] == one.raw
        resolve(one, [KNOWN])


def _related(text: str) -> None:
    found = find_relations(text, Header(), parse_sections(text), find_references(text))
    _within(text, (one.quote for one in found))


def _targeted(text: str) -> None:
    for sections in ((), parse_sections(text)):
        for one in find_targets(text, sections):
            _within(text, [one.span, one.value_span, *([one.scope] if one.scope else [])])


def _tasked(text: str) -> None:
    _within(text, (one.span for one in find_tasks(text, parse_sections(text))))


def _cut(text: str) -> None:
    found = clauses(text, 0, len(text))
    _within(text, (Span(one.start, one.end) for one in found))
    assert all(left.end <= right.start for left, right in pairwise(found))


def _sectioned(text: str) -> None:
    _within(text, (Span(one.start, one.end) for one in parse_sections(text)))


def _assigned(text: str) -> None:
    read = read_assignment(text)
    _within(text, [read.deadline.span] if read.deadline else [])


def _in_force(text: str) -> None:
    effect = find_effect(text, Header())
    _within(text, [effect.span] if effect else [])


def _headed(text: str) -> None:
    assert 0 <= parse_header(text).end <= len(text)


CHECKS: dict[str, Callable[[str], Any]] = {
    "references": _referred,
    "relations": _related,
    "targets": _targeted,
    "tasks": _tasked,
    "clauses": _cut,
    "sections": _sectioned,
    "assignment": _assigned,
    "effect": _in_force,
    "header": _headed,
    "dates": lambda text: _within(text, (one.span for one in find_dates(text))),
    "years": lambda text: _within(text, (one.span for one in find_years(text))),
    "numbers": lambda text: _within(text, (one.span for one in find_numbers(text))),
    "quantities": lambda text: _within(text, (one.span for one in find_quantities(text, 0, len(text), ()))),
    "standings": lambda text: _within(text, (one.span for one in standings(text, 0, len(text)))),
    "place": lambda text: issuer_place(text, text),
    "number": parse_number,
    "normalise": normalise_number,
    "key": number_key,
}


def _run(count: int) -> None:
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(TEXTS)
    def any_string(text: str) -> None:
        for check in CHECKS.values():
            check(text)

    any_string()


def test_no_string_breaks_a_parser() -> None:
    _run(300)


@pytest.mark.many
def test_none_of_a_hundred_thousand_readings_of_strings_breaks_a_parser() -> None:
    _run(IN_ALL // len(CHECKS) + 1)
