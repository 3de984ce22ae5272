"""What every command shares: exit codes, options, the service it asks, how JSON is printed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.config import Settings

if TYPE_CHECKING:
    from service.ask import Service

EXIT_USAGE = 2  # a bad question or a bad argument
EXIT_NOT_FOUND = 1  # nothing found, or some files failed
EXIT_UNAVAILABLE = 3  # no index, locked, disk full

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Thư mục chứa chỉ mục (mặc định: biến VANKIEN_DATA, hoặc ./data).",
)
JSON = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


def settings_for(data: Path | None) -> Settings:
    """The settings of the environment, with the data folder that was given."""
    return Settings() if data is None else Settings(data=data)


def service_for(data: Path | None) -> "Service":
    """The service over the published index."""
    from service.wiring import build_service  # noqa: PLC0415  opening the engine costs time

    return build_service(settings_for(data))


def print_json(value: Any) -> None:
    """Print a value as indented JSON, Vietnamese letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def shortened(text: str, longest: int = 300) -> str:
    """On one line of at most `longest` characters, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + " …"
