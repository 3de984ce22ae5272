"""A real PostgreSQL server for tests: its own cluster of databases in a temporary folder."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cluster.node import UNPRIVILEGED, free_port, open_to_others
from tests.needs import missing
from tests.waiting import until

PASSWORD = "tests-only"


def binaries() -> Path:
    """The folder of the server's programs; Debian keeps them off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    found = shutil.which("postgres")
    if not places and found is None:
        missing("PostgreSQL", "sudo apt-get install -y postgresql")
    return places[-1] if places else Path(str(found)).parent


@dataclass(slots=True)
class PostgresServer:
    """One server; never runs as root."""

    folder: Path
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql://vankien:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> "PostgresServer":
        data = self.folder / "data"
        if not data.exists():
            self._create(data)
        arguments = ["-D", str(data), "-p", str(self.port), "-k", str(self.folder), "-h", "127.0.0.1"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(binaries() / "postgres"), *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._as_user(),
            )
        until(self._ready, self._process)
        return self

    def _create(self, data: Path) -> None:
        open_to_others(self.folder)
        password = self.folder / "password"
        password.write_text(PASSWORD, "utf-8")
        if os.geteuid() == 0:
            for path in (self.folder, password):
                shutil.chown(path, UNPRIVILEGED)
        self._run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "vankien",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            "-E",
            "UTF8",
        )

    def _ready(self) -> bool:
        ready = [str(binaries() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(binaries() / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._as_user())

    def _as_user(self) -> dict[str, Any]:
        """Programs of the server refuse to run as root."""
        chosen: dict[str, Any] = {
            "cwd": self.folder,
            "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        }
        if os.geteuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED)
            chosen |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return chosen

    def stop(self, number: signal.Signals = signal.SIGQUIT) -> None:
        """End the server at once; it recovers when it is started again."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(30)
            self._process = None
