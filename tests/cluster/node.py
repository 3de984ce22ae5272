"""Real Elasticsearch nodes for tests: the distribution that Maven Central publishes, as local processes."""

import hashlib
import os
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.needs import missing

VERSION = "9.5.3"
ADDRESS = (
    "https://repo.maven.apache.org/maven2/org/elasticsearch/distribution/integ-test-zip/"
    f"elasticsearch/{VERSION}/elasticsearch-{VERSION}.zip"
)
SHA256 = "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d"
CACHE = Path(os.environ.get("VANKIEN_TEST_CACHE") or Path.home() / ".cache" / "vankien")
OLDEST_JAVA = 21
JAVA_HOMES = ("/usr/lib/jvm/*", "/opt/java/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")
STARTED_WITHIN = 120.0  # seconds; alone on two cores a node takes 8
UNPRIVILEGED = "nobody"
_PORTS = iter(random.sample(range(20_000, 32_000), 12_000))


def java_home() -> Path:
    """The newest JDK on this machine that Elasticsearch runs on; the `java` on the path is often older."""
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    places = [path for pattern in JAVA_HOMES for path in Path("/").glob(pattern.lstrip("/"))]
    versions = {home: _java_version(home) for home in [*named, *places]}
    fit = [home for home, version in versions.items() if version >= OLDEST_JAVA]
    if not fit:
        missing(
            f"a JDK {OLDEST_JAVA} or newer",
            "install Eclipse Temurin (https://adoptium.net/installation/) or set ES_JAVA_HOME",
        )
    return max(fit, key=lambda home: versions[home])


def _java_version(home: Path) -> int:
    try:
        found = re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text("utf-8"))
    except OSError:
        return 0
    return int(found[1]) if found else 0


def distribution() -> Path:
    """The distribution's archive, downloaded once and checked against its published digest."""
    archive = CACHE / f"elasticsearch-{VERSION}.zip"
    if not archive.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        part = archive.with_suffix(f".{os.getpid()}.part")
        try:
            with urllib.request.urlopen(ADDRESS, timeout=60) as source, part.open("wb") as target:
                shutil.copyfileobj(source, target)
        except (OSError, urllib.error.URLError) as error:
            part.unlink(missing_ok=True)
            missing(f"Elasticsearch {VERSION} ({error})", f"curl -o {archive} {ADDRESS}")
        part.replace(archive)
    with archive.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise AssertionError(f"{archive} is not the published archive: delete it and run again")
    return archive


def unpack(folder: Path) -> Path:
    """Unpack the distribution under `folder`, readable by the user that nodes run as."""
    open_to_others(folder)
    with zipfile.ZipFile(distribution()) as archive:
        archive.extractall(folder)
    home = folder / f"elasticsearch-{VERSION}"
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    return home


def open_to_others(folder: Path) -> None:
    """Let the unprivileged user reach `folder`: temporary folders are closed to others by default."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.geteuid() and path.stat().st_mode & 0o005 != 0o005:
            path.chmod(path.stat().st_mode | 0o055)


def free_port() -> int:
    """A port that nobody listens on, given once in this process.

    Below the range that systems hand to outgoing connections, so that none takes it before its owner starts.
    """
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("no free port on this machine")


@dataclass(slots=True)
class Node:
    """One node: its own configuration, data and logs under `folder`; never runs as root."""

    home: Path
    folder: Path
    name: str = "one"
    heap: str = "512m"
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    transport_port: int = field(default_factory=free_port)
    _launcher: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        secure = self.settings.get("xpack.security.http.ssl.enabled") == "true"
        return f"{'https' if secure else 'http'}://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        return self.folder / "config"

    def prepare(self) -> None:
        """Make the node's folders and configuration; afterwards they belong to the user it runs as."""
        open_to_others(self.folder)
        shutil.copytree(self.home / "config", self.config, dirs_exist_ok=True)
        options = self.config / "jvm.options"
        kept = [
            line
            for line in options.read_text("utf-8").splitlines()
            if "gc.log" not in line and "HeapDump" not in line and "hs_err" not in line
        ]
        options.write_text("\n".join(kept) + "\n", "utf-8")
        for name in ("data", "logs", "tmp", "repo"):
            (self.folder / name).mkdir(exist_ok=True)
        self.own()

    def own(self) -> None:
        """Give everything under the node's folder to the user it runs as."""
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, UNPRIVILEGED)

    def start(self, *, wait: bool = True) -> "Node":
        """Start the process; with `wait`, return when it answers."""
        if not self.config.exists():
            self.prepare()
        chosen = {
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "node.name": self.name,
            "http.port": str(self.port),
            "transport.port": str(self.transport_port),
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "path.repo": str(self.folder / "repo"),
            **self.settings,
        }
        command = [str(self.home / "bin" / "elasticsearch"), "-p", str(self._pid_file)]
        command += [f"-E{name}={value}" for name, value in chosen.items() if value]
        self._pid_file.unlink(missing_ok=True)
        self._launcher = self._run(command)
        if wait:
            self.wait()
        return self

    def _run(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        account = pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None
        with (self.folder / "logs" / "console.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,
            )

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap}",
            "ES_PATH_CONF": str(self.config),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def wait(self) -> None:
        """Return when the node answers HTTP, whatever it answers."""
        until = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < until:
            if self._launcher is not None and self._launcher.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"Elasticsearch did not start:\n{self.log()[-3000:]}")

    def log(self) -> str:
        return (self.folder / "logs" / "console.log").read_text("utf-8", "replace")

    @property
    def _pid_file(self) -> Path:
        return self.folder / "tmp" / "pid"

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server itself, not to its launcher."""
        os.kill(int(self._pid_file.read_text("ascii")), number)

    def kill(self) -> None:
        """Die at once, as in a power failure."""
        self.signal(signal.SIGKILL)
        self._reap()

    def stop(self) -> None:
        if self._launcher is None or self._launcher.poll() is not None:
            return
        try:
            self.signal(signal.SIGKILL)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            self._launcher.kill()
        self._reap()

    def _reap(self) -> None:
        if self._launcher is not None:
            self._launcher.wait(timeout=30)
            self._launcher = None
