"""What Elasticsearch answers, as hits or as an error. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.engine import EngineUnavailable, Hit

MISSING = 404
BUSY = (429, 502, 503, 504)  # worth another try


def term_hits(response: Mapping[str, Any]) -> list[Hit]:
    """Passages with their scores, best first; equal scores in the order of the passages.

    Raises EngineUnavailable for an error, and for an answer that lacks a part of the index.
    """
    _check(response)
    found = [Hit(int(hit["fields"]["id"][0]), float(hit["_score"])) for hit in response["hits"]["hits"]]
    return sorted(found, key=lambda hit: (-hit.score, hit.passage))


def as_cosines(hits: Iterable[Hit]) -> list[Hit]:
    """Hits of vectors with the score turned back into the cosine: Elasticsearch gives (1 + cosine) / 2."""
    return [Hit(hit.passage, 2.0 * hit.score - 1.0) for hit in hits]


def _check(response: Mapping[str, Any]) -> None:
    error = response.get("error")
    if error is not None:
        raise unavailable(int(response.get("status", 500)), error)
    if response.get("timed_out"):
        raise EngineUnavailable("engine_down", detail="the search ran out of time")
    shards = response.get("_shards", {})
    if shards.get("failed") or shards.get("successful", 0) < shards.get("total", 0):
        raise EngineUnavailable("engine_down", detail=f"{shards.get('failed')} shards failed")


def unavailable(status: int, error: object) -> EngineUnavailable:
    """The error that says why the engine cannot answer; a missing index is not a broken engine."""
    kind, reason = "", str(error)
    if isinstance(error, Mapping):
        kind, reason = str(error.get("type", "")), str(error.get("reason", ""))
    if status == MISSING and "index" in f"{kind}{reason}":
        return EngineUnavailable("no_index", detail=kind or reason)
    return EngineUnavailable("engine_down", status=status, detail=f"{kind} {reason}"[:300])


def worth_repeating(error: EngineUnavailable) -> bool:
    """True for a lost connection, an overload, a missing shard: what may be gone in a moment."""
    return error.code == "engine_down" and error.facts.get("status", BUSY[0]) in BUSY


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """Places of the actions of a bulk request that are worth sending again; all others are done."""

    again: tuple[int, ...]
    reason: str = ""


def bulk_outcome(response: Mapping[str, Any]) -> BulkOutcome:
    """Sort a bulk reply item by item.

    Deleting what is not there counts as done. An item that can never succeed raises `engine_refused`.
    """
    if not response.get("errors"):
        return BulkOutcome(())
    items: Sequence[Mapping[str, Any]] = response["items"]
    again, reason = [], ""
    for place, item in enumerate(items):
        (action, result), *_ = item.items()
        status = int(result.get("status", 500))
        if status in BUSY:
            again.append(place)
            reason = str(result.get("error", status))[:300]
        elif status >= 300 and not (action == "delete" and status == MISSING):
            detail = str(result.get("error"))[:300]
            raise EngineUnavailable("engine_refused", passage=result.get("_id"), detail=detail)
    return BulkOutcome(tuple(again), reason)
