"""Fills an Elasticsearch index: bounded requests, identities that repeat, and every item accounted for."""

import random
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from indexer.elastic.client import Link
from indexer.elastic.mapping import passage_body
from indexer.elastic.reply import bulk_outcome, worth_repeating
from indexer.engine import EngineUnavailable, PassageEntry, Vector

ACTIONS = 500  # a request
REQUESTS = 2  # under way at once
PATIENCE = 120.0  # seconds of trying the items of one request again
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0

Action = tuple[dict[str, Any], dict[str, Any] | None]


class ElasticWriter:
    """Adds and removes passages of one index; not safe to share between threads.

    A passage's number is its identity, so an action sent twice has the effect of one.
    """

    def __init__(self, link: Link, index: str, *, patience: float = PATIENCE) -> None:
        self._link = link
        self._index = index
        self._patience = patience
        self._pool = ThreadPoolExecutor(REQUESTS, "bulk")
        self._under_way: list[Future[None]] = []

    def add(self, entries: Iterable[PassageEntry], vectors: Vector) -> None:
        actions: list[Action] = [
            ({"index": {"_id": str(entry.id)}}, passage_body(entry, row))
            for entry, row in zip(entries, vectors, strict=True)
        ]
        self._queue(actions)

    def remove(self, passages: Sequence[int]) -> None:
        # Requests under way may overtake one another, so a removal waits for its turn.
        self._wait(0)
        self._queue([({"delete": {"_id": str(passage)}}, None) for passage in passages])
        self._wait(0)

    def commit(self) -> None:
        """Return when everything is acknowledged, on disk and visible to a search of this index."""
        self._wait(0)
        self._link.work(lambda client: client.indices.flush(index=self._index))
        self._link.work(lambda client: client.indices.refresh(index=self._index))

    def _queue(self, actions: Sequence[Action]) -> None:
        for first in range(0, len(actions), ACTIONS):
            self._wait(REQUESTS - 1)
            self._under_way.append(self._pool.submit(self._send, actions[first : first + ACTIONS]))

    def _wait(self, most: int) -> None:
        """Wait until at most `most` requests are under way; an error of one of them is raised here."""
        while len(self._under_way) > most:
            self._under_way.pop(0).result()

    def _send(self, actions: Sequence[Action]) -> None:
        """Send until every item is done; only items that were refused for now are sent again.

        Raises EngineUnavailable when patience ends or an item can never succeed.
        """
        until = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            reason = ""
            try:
                actions, reason = self._send_once(actions)
            except EngineUnavailable as error:
                # Whether it was carried out is unknown; its items have identities, so it is repeated.
                if not worth_repeating(error):
                    raise
                reason = str(error)
            if not actions:
                return
            if time.monotonic() + pause > until:
                raise EngineUnavailable("engine_down", detail=f"bulk: {reason}")
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  spreads the retries of many writers
            pause = min(LONGEST_PAUSE, pause * 2)

    def _send_once(self, actions: Sequence[Action]) -> tuple[Sequence[Action], str]:
        operations = [part for action in actions for part in action if part is not None]
        reply = self._link.work(lambda client: client.bulk(index=self._index, operations=operations), 60.0)
        outcome = bulk_outcome(reply)
        return [actions[place] for place in outcome.again], outcome.reason
