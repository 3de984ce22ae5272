"""Waiting for a process to become what a test needs; how long it takes decides nothing."""

import subprocess
import time
from collections.abc import Callable

PATIENCE = 120.0  # seconds


def until(
    condition: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None, seconds: float = PATIENCE
) -> None:
    """Return when `condition` holds; fail when `process` ended or patience did."""
    end = time.monotonic() + seconds
    while not condition():
        assert process is None or process.poll() is None, f"the process ended with {process.returncode}"
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
