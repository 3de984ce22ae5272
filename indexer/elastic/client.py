"""The link to Elasticsearch: the only door to its client, with deadlines and errors of our own."""

import contextlib
import ipaddress
import itertools
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import ConnectionError as LinkError
from elastic_transport import SerializationError, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch

from corpus.errors import VankienError
from indexer.elastic.reply import unavailable, worth_repeating
from indexer.engine import EngineUnavailable

ATTEMPTS = 3
PAUSE = 0.05  # seconds before the second attempt
LONGEST_PAUSE = 2.0
PATIENCE = 60.0  # seconds an indexer waits for a cluster to answer again
GIVEN_UP_AFTER = 3
PROBE_EVERY = 1.0  # seconds
CONNECTIONS = 16  # a node


@dataclass(frozen=True, slots=True)
class Access:
    """Where the cluster is and how to be let in. A password travels only inside verified TLS.

    `urls` name the nodes; `user` and `password`, or `api_key`; `ca` is a file of certificates to trust
    instead of the system's. `plain` allows credentials over an unencrypted link.
    """

    urls: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: Path | None = None
    plain: bool = False
    seconds: float = 1.2  # a question's requests have this long, retries included


class Link:
    """A client with a budget of time for every call; safe to share between threads."""

    def __init__(self, access: Access) -> None:
        _refuse_unsafe(access)
        self.seconds = access.seconds
        self._failures = 0  # questions in a row that nobody answered
        self._probe_at = 0.0
        login: dict[str, Any] = {}
        if access.api_key:
            login["api_key"] = access.api_key
        elif access.user:
            # Encoded here, because the client takes only ASCII.
            login["basic_auth"] = b64encode(f"{access.user}:{access.password}".encode()).decode("ascii")
        try:
            if any(url.startswith("https:") for url in access.urls):
                login["ssl_context"] = ssl.create_default_context(cafile=access.ca)
            self._client = Elasticsearch(
                [url.rstrip("/") for url in access.urls],
                connections_per_node=CONNECTIONS,
                max_retries=0,
                dead_node_backoff_factor=0.5,
                max_dead_node_backoff=5.0,
                **login,
            )
        except (ValueError, OSError) as error:
            raise VankienError("elastic_settings", detail=str(error)) from error

    def close(self) -> None:
        self._client.close()

    def question(self, call: Callable[[Elasticsearch], Any]) -> Any:
        """Ask within the budget of a question, on another node when one fails.

        While a cluster does not answer at all only one question a second waits for it; the others are
        told at once. Raises EngineUnavailable('engine_down' | 'no_index').
        """
        started = time.monotonic()
        if self._failures >= GIVEN_UP_AFTER and started < self._probe_at:
            raise EngineUnavailable("engine_down", detail="no answer a moment ago")
        self._probe_at = started + PROBE_EVERY
        try:
            reply = _retried(
                lambda left: call(self._client.options(request_timeout=max(0.05, left))),
                started + self.seconds,
                self.seconds / 2,
            )
        except EngineUnavailable as error:
            self._failures += worth_repeating(error)
            raise
        self._failures = 0
        return reply

    def work(self, call: Callable[[Elasticsearch], Any], seconds: float = 120.0) -> Any:
        """A call of the indexer, which has patience with a cluster that loses a node.

        The call must bear being repeated. Raises as `question`.
        """
        client = self._client.options(request_timeout=seconds)
        return _retried(lambda _: call(client), time.monotonic() + PATIENCE, PATIENCE, attempts=None)

    def once(self, call: Callable[[Elasticsearch], Any], seconds: float = 60.0) -> Any:
        """A call whose repetition is the caller's business. Raises as `question`."""
        with translated():
            return call(self._client.options(request_timeout=seconds))


def _retried(
    call: Callable[[float], Any], until: float, longest: float, attempts: int | None = ATTEMPTS
) -> Any:
    """Try until the time is up; one attempt takes at most `longest` seconds.

    `attempts` bounds the number of tries; the last one returns or raises.
    """
    pause = PAUSE
    for made in itertools.count(1):
        try:
            with translated():
                return call(min(until - time.monotonic(), longest))
        except EngineUnavailable as error:
            if made == attempts or not worth_repeating(error) or time.monotonic() + pause >= until:
                raise
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
    return None


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Errors of the client become EngineUnavailable."""
    try:
        yield
    except ApiError as error:
        body = error.body if isinstance(error.body, Mapping) else {}
        raise unavailable(error.meta.status, body.get("error", str(error))) from error
    except TlsError as error:
        raise EngineUnavailable("engine_down", detail=f"TLS: {error}"[:300]) from error
    except (LinkError, SerializationError, TransportError) as error:
        raise EngineUnavailable("engine_down", detail=f"{type(error).__name__}: {error}"[:300]) from error


def _refuse_unsafe(access: Access) -> None:
    """Raises VankienError('elastic_settings' | 'plain_password')."""
    if not access.urls:
        raise VankienError("elastic_settings", detail="no address")
    for url in access.urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise VankienError("elastic_settings", detail=_shown(url))
        if parts.username or parts.password:
            raise VankienError("elastic_settings", detail="credentials inside an address")
    credentials = access.api_key or access.password
    if credentials and not access.plain and any(map(_travels_open, access.urls)):
        raise VankienError("plain_password")


def _travels_open(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and not _is_local(parts.hostname or "")


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(url: str) -> str:
    """An address without what may be a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}"


def urls_of(text: str) -> tuple[str, ...]:
    """The addresses of a comma-separated setting."""
    names: Sequence[str] = text.split(",")
    return tuple(name.strip() for name in names if name.strip())
