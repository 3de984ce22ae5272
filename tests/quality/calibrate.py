"""What the kind of a question and its length count towards an answer, fitted to the project's own fresh questions.

    python -m tests.quality.calibrate

Prints the values for `service.answering.constraints`. The weights of single signs stay; the bias, the kinds and
the terms are a logistic regression (ridge on kinds and terms) on the best evidence for each question. Questions
that only judge are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from indexer.engine import Filters
from service import answer as answering
from service.access import everyone
from service.answering.constraints import CALIBRATION, Calibration, Fit
from service.answering.query import Asked
from service.answering.slots import Slots
from service.lookups.facts import answer_from_facts
from service.open_index import OpenIndex
from service.question import AnswerKind, parse
from service.retrieval import candidates, ranked
from tests.quality.answers import FRESH_QUESTIONS, SAMPLES, lines, open_index

KINDS = tuple(AnswerKind)
RIDGE = 0.003  # of the mean loss
STEPS = 20  # of Newton's method, which starts near its end
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Evidence with its confidence now, and what the fit sees of it."""

    confidence: float
    kind: AnswerKind
    length: int
    shortfall: float
    ruled_out: bool


class Recorder(Calibration):
    """The calibration in use, which keeps what it weighs."""

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "weighed", [])

    weighed: list[Weighed]

    def confidence(self, query: Asked, found: Fit, slots: Slots) -> float:
        value = CALIBRATION.confidence(query, found, slots)
        ruled_out = slots.barred or found.references == 0.0
        kind, length = query.question.kind, self.length(query)
        self.weighed.append(Weighed(value, kind, length, self.shortfall(found, slots), ruled_out))
        return value


def best_evidence(index: OpenIndex) -> list[tuple[Weighed, bool]]:
    """The surest evidence for each question that was looked at, and whether it has an answer."""
    found = []
    for row in lines(FRESH_QUESTIONS):
        if row["half"] != "dev":
            continue
        question, recorder = parse(row["question"]), Recorder()
        documents = ranked(index, question, everyone(), Filters())
        near = [group.passages[0].document.id for group in documents]
        if answer_from_facts(index, question, everyone(), Filters(), near) is not None:
            continue
        with patch.object(answering, "CALIBRATION", recorder):
            answering.answer(question, candidates(index, documents, everyone()))
        if recorder.weighed:
            surest = max(recorder.weighed, key=lambda one: one.confidence)
            if not surest.ruled_out:
                found.append((surest, bool(row["answerable"])))
    return found


def fit(evidence: Sequence[tuple[Weighed, bool]]) -> Matrix:
    """The bias, what a term counts, and what each kind counts: (2 + kinds,), by Newton's method."""
    rows = np.array([[1.0, one.length, *(float(one.kind is kind) for kind in KINDS)] for one, _ in evidence])
    offset = -np.array([one.shortfall for one, _ in evidence])
    answered = np.array([float(answerable) for _, answerable in evidence])
    ridge = np.array([0.0, RIDGE, *(RIDGE for _ in KINDS)]) * len(rows)
    values: Matrix = np.array([CALIBRATION.bias, CALIBRATION.term, *(0.0 for _ in KINDS)])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-(rows @ values + offset)))
        slope = rows.T @ (chance - answered) + ridge * values
        curve = (rows * (chance * (1.0 - chance))[:, None]).T @ rows + np.diag(ridge + 1e-9)
        values = values - np.linalg.solve(curve, slope)
    return values


def main() -> None:
    evidence = best_evidence(open_index("samples", [SAMPLES]))
    values = fit(evidence)
    print(f"{len(evidence)} questions; bias {values[0]:.2f}, a term {values[1]:.3f}")
    for kind, value in zip(KINDS, values[2:], strict=True):
        print(f"{kind.value:12} {value:+.2f}")


if __name__ == "__main__":
    main()
