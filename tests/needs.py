"""What a test needs from its surroundings: there, or a failure in CI and an explained skip elsewhere."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def missing(what: str, install: str) -> NoReturn:
    """Fail under CI=true, else skip, saying what is absent and the command that brings it."""
    message = f"{what} is missing; to get it: {install}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def shared_material() -> Path:
    """The folder of evaluation sets and real documents that stands beside the repository."""
    if not SHARED.is_dir():
        missing("the evaluation material (../shared)", "place the folder shared/ beside this repository")
    return SHARED


def chromium() -> str:
    """Path of the Chromium that the browser tests drive."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing("Chromium", "sudo apt-get install -y chromium")
    return found
