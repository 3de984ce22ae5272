"""Time of every parser on long lines made of its own triggers: twice the input, about twice the time.

    python -m tests.speed.linear [megabytes]

Prints seconds for half and for the whole and their ratio; about 2 is linear, 4 is quadratic. No test decides
by it: timings of a shared machine are noisy.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from corpus.header import parse_header
from corpus.model import Header
from corpus.relations import find_effect, find_relations
from corpus.structure import parse_sections
from corpus.tasks import find_tasks
from corpus.values.assignment import read_assignment
from corpus.values.clause import clauses
from corpus.values.date import find_dates
from corpus.values.number import find_numbers
from corpus.values.quantity import find_quantities
from corpus.values.reference import find_references
from corpus.values.standing import standings
from corpus.values.target import find_targets

LINES = {
    "dashes and digits": "1-2/3–4 ",
    "dashes": "-",
    "digits": "1",
    "blanks": " ",
    "numbers of documents": "05-NQ/TU ngày 15/6/2021, ",
    "words of targets": "tỷ lệ đạt từ 7,5 - 8% trở lên năm 2030, ",
    "words of tasks": "Sở Nội vụ chủ trì, phối hợp với Sở Xây dựng ",
    "bodies without a task": "Ban Tổ chức ",
    "items": "\n- Đến năm 2030 đạt 80%;",
    "colons": "a: ",
    "ranks": "nhóm 5 đứng đầu ",
    "not any more": "không còn ",
    "rows": "\n1 | a | % | 5 | 6",
    "newlines": "\n",
    "bases": "\n- Căn cứ Nghị quyết số 05-NQ/TU;",
    "items inline": "(1) a (2) b ",
}
PARSERS: dict[str, Callable[[str], Any]] = {
    "references": find_references,
    "dates": find_dates,
    "numbers": find_numbers,
    "quantities": lambda text: find_quantities(text, 0, len(text), ()),
    "clauses": lambda text: clauses(text, 0, len(text)),
    "standings": lambda text: standings(text, 0, len(text)),
    "assignment": read_assignment,
    "header": parse_header,
    "sections": parse_sections,
    "effect": lambda text: find_effect(text, Header()),
    "relations": lambda text: find_relations(text, Header(), (), find_references(text)),
    "targets": lambda text: find_targets(text, references=()),
    "tasks": lambda text: find_tasks(text, parse_sections(text)),
}


def _seconds(parser: Callable[[str], Any], text: str) -> float:
    started = time.perf_counter()
    parser(text)
    return time.perf_counter() - started


def main() -> None:
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else 1) * 1_000_000)
    for name, parser in PARSERS.items():
        for line, piece in LINES.items():
            text = (piece * (size // len(piece) + 1))[:size]
            half, whole = _seconds(parser, text[: size // 2]), _seconds(parser, text)
            if whole > 0.2:
                print(
                    f"{name:12} {line:24} {half:7.2f} s {whole:7.2f} s  ×{whole / max(half, 1e-6):.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
