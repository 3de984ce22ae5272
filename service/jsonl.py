"""JSON Lines: files of questions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import VankienError


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a JSON Lines file. Raises VankienError('bad_file') with the line number."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    value = json.loads(line)
                    if not isinstance(value, dict):
                        raise ValueError(f"line {number} is not an object")
                    yield value
    except FileNotFoundError as error:
        raise VankienError("path_missing", path=str(path)) from error
    except (ValueError, OSError) as error:
        raise VankienError("bad_file", path=str(path), detail=str(error)) from error
