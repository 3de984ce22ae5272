"""A relay before a server that can fall silent: it accepts, takes what is sent and answers nothing."""

import selectors
import socket
import threading
from contextlib import suppress

from tests.cluster.node import free_port

CHUNK = 65_536


class Relay:
    """Passes connections on to `target`, a port of this machine, until `mute`; safe to share between threads."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._open = threading.Event()
        self._open.set()
        self._closed = False
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self._sockets: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def mute(self) -> None:
        """From now on nothing comes back, on connections old and new."""
        self._open.clear()

    def speak(self) -> None:
        """Pass everything on again, what was held back first."""
        self._open.set()

    def close(self) -> None:
        self._closed = True
        self._open.set()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        self._open.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self._target), timeout=10)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        self._sockets += [client, server]
        other = {client: server, server: client}
        with selectors.DefaultSelector() as ready, client, server, suppress(OSError):
            for one in other:
                ready.register(one, selectors.EVENT_READ)
            while not self._closed:
                for key, _ in ready.select():
                    one = client if key.fileobj is client else server
                    data = one.recv(CHUNK)
                    self._open.wait()
                    if not data:
                        return
                    other[one].sendall(data)
