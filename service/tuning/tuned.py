"""What `vankien tune` learnt of a collection, kept in a file of the data folder: a mix or trees, never code."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import VankienError
from indexer.text.analysis import ANALYSIS_VERSION
from service.tuning.boosting import Trees

log = logging.getLogger(__name__)

FILE = "tuned.json"
VERSION = 1
LARGEST = 4 * 1024 * 1024  # bytes; a file of ours is a hundredth of that


@dataclass(frozen=True, slots=True)
class Tuning:
    """A mix of its own (`share` of the vectors) or trees that reorder the first documents, with the proof.

    `report` says on which questions it was learnt and what cross-validation gave; JSON values.
    """

    embedder: str
    share: float | None = None
    trees: Trees | None = None
    report: Mapping[str, Any] = field(default_factory=dict)


def read_tuning(data: Path, embedder: str, features: int) -> Tuning | None:
    """The tuning under `data`; None when there is none, or one that does not fit, which is logged.

    It fits when it was learnt with this embedder, this analysis and `features` features.
    """
    try:
        return _read(data / FILE, embedder, features)
    except VankienError as error:
        log.warning("%s is not used: %s", data / FILE, error)
        return None


def check_tuning(data: Path, embedder: str, features: int) -> Tuning | None:
    """As `read_tuning`, but raises VankienError('bad_tuning') for one that does not fit."""
    return _read(data / FILE, embedder, features)


def _read(path: Path, embedder: str, features: int) -> Tuning | None:
    try:
        if path.stat().st_size > LARGEST:
            raise VankienError("bad_tuning", detail="size")
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise VankienError("bad_tuning", detail=type(error).__name__) from error
    if not isinstance(found, dict):
        raise VankienError("bad_tuning", detail="object")
    fits = (found.get("version"), found.get("embedder"), found.get("analysis"))
    if fits != (VERSION, embedder, ANALYSIS_VERSION):
        raise VankienError("bad_tuning", detail="other version or embedder")
    share, trees, report = found.get("share"), found.get("trees"), found.get("report")
    if not (share is None or (isinstance(share, float) and 0 <= share <= 1)):
        raise VankienError("bad_tuning", detail="share")
    try:
        learnt = None if trees is None else Trees.read(trees, features)
    except ValueError as error:
        raise VankienError("bad_tuning", detail=str(error)) from error
    return Tuning(embedder, share, learnt, report if isinstance(report, dict) else {})


def write_tuning(data: Path, tuning: Tuning) -> None:
    """Keep `tuning` under `data`, in one step; it is used from the next opening of the index on."""
    record = {
        "version": VERSION,
        "analysis": ANALYSIS_VERSION,
        "embedder": tuning.embedder,
        "report": dict(tuning.report),
        "share": tuning.share,
        "trees": tuning.trees.plain() if tuning.trees else None,
    }
    data.mkdir(parents=True, exist_ok=True)  # with a cluster nothing else lives there
    waiting = data / (FILE + ".part")
    waiting.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    waiting.replace(data / FILE)


def remove_tuning(data: Path) -> bool:
    """Back to the settings of the project; False when nothing was tuned."""
    present = (data / FILE).is_file()
    (data / FILE).unlink(missing_ok=True)
    return present
