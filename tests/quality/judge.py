"""make quality: every set, one table, beside the last kept results; writes docs/quality.md.

    python -m tests.quality.judge [--quick] [--keep]

`--keep` makes this run the one that later runs are compared with.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.tuning.significance import paired_p
from tests.needs import SHARED
from tests.quality import answers, retrieval

KEPT = Path(__file__).with_name("kept.json")
REPORT = Path("docs/quality.md")
TEST_MEASURE = "nDCG@10"  # the measure whose difference is tested
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Results:
    """What a run measured: table rows, and nDCG@10 of every question for the paired test."""

    retrieval: Mapping[str, Mapping[str, float]]
    per_question: Mapping[str, Mapping[str, float]]
    answers: Mapping[str, Mapping[str, float]]


def measure(shared: Path, *, quick: bool) -> Results:
    """Run every set (or the quick ones)."""
    rows, each = {}, {}
    for one in retrieval.SETS:
        if quick and not one.quick:
            continue
        judged = retrieval.judge(shared, one)
        rows[one.name] = retrieval.row(judged)
        each[one.name] = {name: round(v, 4) for name, v in judged.per_question[TEST_MEASURE].items()}
        print(one.name, {name: round(value, 4) for name, value in rows[one.name].items()}, flush=True)
    answered = answers.measure(shared, quick=quick)
    for name, row in answered.items():
        print(name, {key: round(value, 4) for key, value in row.items()}, flush=True)
    return Results(rows, each, answered)


def table(
    rows: Mapping[str, Mapping[str, float]], kept: Mapping[str, Any], each: Mapping[str, Any]
) -> list[str]:
    """Markdown lines: this run's figures, in brackets the kept ones, and p of the nDCG@10 difference."""
    if not rows:
        return []
    columns = list(next(iter(rows.values())))
    lines = [f"| set | {' | '.join(columns)} | p |", f"|---|{'---|' * (len(columns) + 1)}"]
    for name, row in rows.items():
        before = kept.get("rows", {}).get(name, {})
        cells = [_cell(row[column], before.get(column)) for column in columns]
        past = kept.get("per_question", {}).get(name)
        p = f"{paired_p(past, each[name]):.3f}" if past and name in each else ""
        lines.append(f"| {name} | {' | '.join(cells)} | {p} |")
    return lines


def _cell(now: float, before: float | None) -> str:
    def shown(value: float) -> str:
        return f"{value:.0f}" if float(value).is_integer() and abs(value) > 1 else f"{value:.3f}"

    return shown(now) if before is None or shown(now) == shown(before) else f"{shown(now)} ({shown(before)})"


def answer_tables(rows: Mapping[str, Mapping[str, float]], kept: Mapping[str, Any]) -> list[str]:
    """One small table a set: the answer sets have measures of their own."""
    lines = []
    for name, row in rows.items():
        before = kept.get("answers", {}).get(name, {})
        lines += ["", f"**{name}**", "", f"| {' | '.join(row)} |", f"|{'---|' * len(row)}"]
        lines.append(f"| {' | '.join(_cell(value, before.get(key)) for key, value in row.items())} |")
    return lines


def report(results: Results, kept: Mapping[str, Any]) -> str:
    """The text of docs/quality.md."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = datetime.now(tz=UTC).date().isoformat()
    lines = [
        "# Quality",
        "",
        f"Written by `make quality` on {today}; {os.cpu_count()} cores, {memory:.0f} GiB. Default set-up, no",
        "pretrained weights. In brackets the last kept run where it differs; p is the paired randomisation",
        "test of the nDCG@10 difference. Milliseconds are the whole chain of a question in one process.",
        "",
        "The sets are the development halves of `../shared/eval`: settings were chosen on them, no model was",
        "trained on their questions. The shipped static model was trained on statute texts that contain the",
        "documents of the law sets, though no question; xquad_vi is foreign to it.",
        "",
        "The fresh questions are about the sample documents, by examiners who knew the documents and not the",
        "rules. Rules and weights of refusals were chosen on those of the first and the later ones; the row never",
        "looked at holds half of the first examiner's and all questions of those who only judge: "
        f"{', '.join(map(str, answers.only_judging()))}.",
        "",
        "## Ranking",
        "",
        *table(results.retrieval, kept, results.per_question),
        "",
        "## Answers",
        *answer_tables(results.answers, kept),
        "",
    ]
    return "\n".join(lines)


def worse(results: Results, kept: Mapping[str, Any]) -> list[str]:
    """Sets whose nDCG@10 fell, and not by luck."""
    fallen = []
    for name, each in results.per_question.items():
        past = kept.get("per_question", {}).get(name)
        if not past:
            continue
        drop = kept["rows"][name][TEST_MEASURE] - results.retrieval[name][TEST_MEASURE]
        if drop > 0 and paired_p(past, each) < SIGNIFICANT:
            fallen.append(f"{name}: {drop:.3f}")
    return fallen


def read_kept() -> dict[str, Any]:
    """The kept run, empty when there is none yet."""
    return json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="the quick sets only; writes nothing")
    parser.add_argument("--keep", action="store_true", help="compare later runs with this one")
    chosen = parser.parse_args(arguments)
    if not SHARED.is_dir():
        print("The evaluation material (../shared) is missing; place it beside this repository.")
        return 2
    kept = read_kept()
    results = measure(SHARED, quick=chosen.quick)
    if not chosen.quick:
        REPORT.write_text(report(results, kept), "utf-8")
    if chosen.keep:
        keep = {"rows": results.retrieval, "per_question": results.per_question, "answers": results.answers}
        KEPT.write_text(json.dumps(keep, ensure_ascii=False, indent=0), "utf-8")
    fallen = worse(results, kept)
    for line in fallen:
        print("WORSE", line)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
