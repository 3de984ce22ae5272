"""The command that serves pages and API: serve."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands.terminal import DATA, settings_for

if TYPE_CHECKING:
    pass


@click.command(epilog="Ví dụ: vankien serve --port 8000")
@click.option("--host", help="Địa chỉ lắng nghe (mặc định 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Cổng (mặc định 8000).")
@DATA
def serve(host: str | None, port: int | None, data: Path | None) -> None:
    """Mở trang tìm kiếm và API trên máy này."""
    from service.server import run  # noqa: PLC0415

    given = {"host": host, "port": port}
    chosen = {name: value for name, value in given.items() if value is not None}
    run(settings_for(data).model_copy(update=chosen))
