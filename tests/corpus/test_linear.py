"""Twice the text, about twice the steps: no parser's work grows faster than what it reads.

Steps are lines of the project's code that run, so the result is the same on any machine. What a regular
expression or a copy costs inside one step is measured by `python -m tests.speed.linear`.
"""

import sys
from collections import deque
from types import FrameType
from typing import Any

import pytest

from tests.corpus.parsers import PARSERS, Parser
from tests.corpus.shapes import SHAPES

SIZE = 2_500  # beyond the longest clause that is read for targets
MOST = 2.6  # a header block of 6,000 code points and clauses of 2,000 are bounds that lie in between
FREE = 400  # steps that depend on no length


def steps(parser: Parser, text: str) -> int:
    count = 0

    def line(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _value: Any) -> Any:
        return line if "/corpus/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        deque(parser(text), maxlen=0)
    finally:
        sys.settrace(before)
    return count


def test_a_loop_in_a_loop_is_noticed() -> None:
    def careless(text: str) -> list[Any]:
        for first in text[::50]:
            for second in text[::50]:
                assert first == second
        return []

    text = "1" * 2 * SIZE
    assert steps(careless, text) > MOST * steps(careless, text[:SIZE]) + FREE


@pytest.mark.parametrize("name", PARSERS)
def test_steps_grow_no_faster_than_the_text(name: str) -> None:
    parser = PARSERS[name]
    worse = {}
    for shape, piece in SHAPES.items():
        text = (piece * (2 * SIZE // len(piece) + 1))[: 2 * SIZE]
        deque(parser(piece), maxlen=0)  # what is made once does not count
        half, whole = steps(parser, text[:SIZE]), steps(parser, text)
        if whole > MOST * half + FREE:
            worse[shape] = (half, whole)
    assert worse == {}
