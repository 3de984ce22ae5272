"""Time of every parser on long texts made of its own triggers: twice the input, about twice the time.

    python -m tests.speed.linear [megabytes] [parser or shape ...] [--runs]

Prints the seconds of each parser for each shape, those above a second marked, and the ratio to half the
input where it is worth a look: about 2 is linear, 4 is quadratic. No test decides by it, because timings of a
shared machine are noisy; `tests/corpus/test_linear.py` counts steps instead.
"""

import argparse
import gc
import sys
import time
from collections import deque
from collections.abc import Iterator

from tests.corpus.parsers import PARSERS, Parser
from tests.corpus.shapes import RUNS, SHAPES

WORTH_A_LOOK = 0.5  # seconds a million code points
BOUND = 1.0


def seconds(parser: Parser, text: str) -> float:
    """Seconds of the processor, without the collection of garbage (as the standard library's timeit has it)."""
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        deque(parser(text), maxlen=0)
        return time.process_time() - started
    finally:
        gc.enable()


def table(size: int, chosen: list[str], shapes: dict[str, str]) -> Iterator[str]:
    """Lines of the table as they are measured: what is worth a look, and the slowest of each parser."""
    parsers = {name: one for name, one in PARSERS.items() if name in chosen}
    shapes = {name: one for name, one in shapes.items() if name in chosen} or shapes
    for name, parser in (parsers or PARSERS).items():
        worst = (0.0, "")
        for shape, piece in shapes.items():
            text = (piece * (size // len(piece) + 1))[:size]
            deque(parser(piece), maxlen=0)  # what is made once does not count
            half, whole = seconds(parser, text[: size // 2]), seconds(parser, text)
            worst = max(worst, (whole, shape))
            if whole > WORTH_A_LOOK * size / 1_000_000:
                shown = f"{name:19}{shape:36}{whole:8.2f} s  ×{whole / max(half, 1e-6):.1f}"
                yield shown + ("  SLOW" if whole > BOUND * size / 1_000_000 else "")
        yield f"{name:19}slowest shape: {worst[1]}, {worst[0]:.2f} s"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("megabytes", nargs="?", type=float, default=1.0)
    asked.add_argument("only", nargs="*")
    asked.add_argument("--runs", action="store_true", help="long runs before a trigger instead")
    given = asked.parse_args()
    size = int(given.megabytes * 1_000_000)
    for line in table(size, given.only, RUNS if given.runs else SHAPES):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
