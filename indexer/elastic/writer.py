"""Fills an Elasticsearch index: bounded requests, identities that repeat, and every item accounted for."""

import random
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from indexer.elastic.client import Link
from indexer.elastic.mapping import passage_body
from indexer.elastic.reply import bulk_outcome, worth_repeating
from indexer.engine import EngineUnavailable, PassageEntry, Vector

ACTIONS = 500  # a request
LETTERS = 4_000_000  # a request
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
        self._waiting: list[Action] = []
        self._waiting_letters = 0
        self._removing = False
        self._abandoned = threading.Event()

    def add(self, entries: Iterable[PassageEntry], vectors: Vector) -> None:
        self._turn(removing=False)
        for entry, row in zip(entries, vectors, strict=True):
            self._queue(({"index": {"_id": str(entry.id)}}, passage_body(entry, row)))

    def remove(self, passages: Sequence[int]) -> None:
        self._turn(removing=True)
        for passage in passages:
            self._queue(({"delete": {"_id": str(passage)}}, None))

    def commit(self) -> None:
        """Return when everything is acknowledged, on disk and visible to a search of this index."""
        self.wait()
        self._link.work(lambda client: client.indices.flush(index=self._index))
        self._link.work(lambda client: client.indices.refresh(index=self._index))

    def wait(self) -> None:
        """Return when everything added and removed so far is acknowledged: it survives the loss of a node."""
        self._send_waiting()
        self._wait(0)

    def abandon(self) -> None:
        """Stop sending; return when nothing is under way, so that the index can be removed for good."""
        self._waiting = []
        self._abandoned.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _turn(self, *, removing: bool) -> None:
        """Requests under way may overtake one another, so additions and removals take turns."""
        if removing != self._removing:
            self._send_waiting()
            self._wait(0)
            self._removing = removing

    def _queue(self, action: Action) -> None:
        self._waiting.append(action)
        self._waiting_letters += sum(
            len(value) for value in (action[1] or {}).values() if isinstance(value, str)
        )
        if len(self._waiting) >= ACTIONS or self._waiting_letters >= LETTERS:
            self._send_waiting()

    def _send_waiting(self) -> None:
        if self._waiting:
            self._wait(REQUESTS - 1)
            self._under_way.append(self._pool.submit(self._send, self._waiting))
            self._waiting, self._waiting_letters = [], 0

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
            # The random part spreads the retries of many writers.
            wait = pause * random.uniform(0.5, 1.0)  # noqa: S311
            if time.monotonic() + wait > until or self._abandoned.wait(wait):
                raise EngineUnavailable("engine_down", detail=f"bulk: {reason}")
            pause = min(LONGEST_PAUSE, pause * 2)

    def _send_once(self, actions: Sequence[Action]) -> tuple[Sequence[Action], str]:
        operations = [part for action in actions for part in action if part is not None]
        reply = self._link.once(lambda client: client.bulk(index=self._index, operations=operations))
        outcome = bulk_outcome(reply)
        return [actions[place] for place in outcome.again], outcome.reason
