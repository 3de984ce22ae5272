"""How a source file looked when it was read, kept apart so that readers of the catalogue load no file formats."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How a source looked when it was read; `sha256` is the hex digest of its bytes."""

    size: int
    mtime_ns: int
    sha256: str
