"""Ranking judged on the evaluation sets of ../shared, through the same chain that answers people."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.build import index
from indexer.text.spelling import fold
from service.access import everyone
from service.config import Settings
from service.evaluation import Evaluation, evaluate, read_qrels
from service.jsonl import read_jsonl
from service.wiring import build_service

# The indexes are kept between runs; an unchanged collection is not indexed again.
INDEXES = Path("build/quality")


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A row of the table: `folder` holds questions and judgements, `corpus` the collection searched."""

    name: str
    folder: str
    corpus: str
    folded: bool = False  # ask without diacritics
    quick: bool = False


SETS = (
    RetrievalSet("phapdien", "phapdien", "phapdien"),
    RetrievalSet("phapdien, không dấu", "phapdien", "phapdien", folded=True),
    RetrievalSet("phapdien_related", "phapdien_related", "phapdien"),
    RetrievalSet("alqac", "alqac", "alqac", quick=True),
    RetrievalSet("alqac, không dấu", "alqac", "alqac", folded=True, quick=True),
    RetrievalSet("drill_small", "drill_small", "drill_small", quick=True),
    RetrievalSet("xquad_vi", "xquad_vi", "xquad_vi", quick=True),
)


def judge(shared: Path, one: RetrievalSet, data: Path | None = None) -> Evaluation:
    """Index the set's collection when needed and run its questions."""
    data = data or INDEXES / one.corpus
    index([shared / "eval" / one.corpus / "corpus.jsonl.zst"], data)
    folder = shared / "eval" / one.folder
    return evaluate(
        build_service(Settings(data=data)).opened(),
        list(read_jsonl(folder / "queries.jsonl")),
        read_qrels(folder / "qrels" / "dev.tsv"),
        everyone(),
        fold if one.folded else str,
    )


def row(judged: Evaluation) -> Mapping[str, float]:
    """The figures of a table row."""
    return {**judged.measures, "ms p50": judged.ms_p50, "ms p95": judged.ms_p95}
