"""Connections to PostgreSQL that give up in time: a server that accepts but never answers is away.

The server's own limit on a statement, and the network's on a packet, do not help against a server that hangs (a
stuck disk, a stopped process): its system goes on acknowledging. So the client watches the clock as well.
"""

import threading
import time
from collections.abc import Generator
from typing import Any

import psycopg

PROBE_EVERY = 1.0  # seconds


class Silent(psycopg.OperationalError):
    """The server did not answer in time, or did not a moment ago."""


class Patience:
    """What all connections of an engine know of their server; safe to share between threads.

    While it is silent only one statement a second waits for it; the others are told at once.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._silent = False
        self._probe_at = 0.0
        self._lock = threading.Lock()

    def begin(self) -> float:
        """The moment (monotonic) until which to wait. Raises Silent while somebody else does."""
        now = time.monotonic()
        with self._lock:
            if self._silent and now < self._probe_at:
                raise Silent("no answer a moment ago")
            self._probe_at = now + self.seconds + PROBE_EVERY
        return now + self.seconds

    def answered(self) -> None:
        """The server said something, be it an error."""
        self._silent = False

    def gave_up(self) -> None:
        """It did not."""
        with self._lock:
            self._silent, self._probe_at = True, time.monotonic() + PROBE_EVERY


def _until(waiting: Generator[Any, Any, Any], end: float) -> Generator[Any, Any, Any]:
    """The same exchange with the server; raises Silent when it is not over at `end`.

    The driver looks in several times a second even while nothing arrives.
    """
    try:
        wanted = next(waiting)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() >= end:
                raise Silent("no answer in time")
            wanted = waiting.send(ready)
    except StopIteration as done:
        return done.value


def patient(seconds: float) -> type[psycopg.Connection[Any]]:
    """A kind of connection whose statements wait at most `seconds`; they share what they learn of the server."""
    patience = Patience(seconds)

    class Patient(psycopg.Connection[Any]):
        @classmethod
        def connect(cls, *arguments: Any, **named: Any) -> Any:
            patience.begin()
            try:
                made = super().connect(*arguments, **named)
            except psycopg.errors.ConnectionTimeout:
                patience.gave_up()
                raise
            patience.answered()
            return made

        def wait(self, gen: Any, *arguments: Any, **named: Any) -> Any:
            end = patience.begin()
            try:
                result = super().wait(_until(gen, end), *arguments, **named)
            except Silent:
                patience.gave_up()
                self.pgconn.finish()  # an answer that comes too late must not be taken for the next one's
                raise
            except psycopg.Error:
                patience.answered()
                raise
            patience.answered()
            return result

    return Patient
