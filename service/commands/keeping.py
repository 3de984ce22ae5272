"""Commands that keep the index: index · rollback · migrate."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands.terminal import (
    DATA,
    EXIT_NOT_FOUND,
    settings_for,
)

if TYPE_CHECKING:
    pass


@click.command(epilog="Ví dụ: vankien index corpus/documents --data data")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@DATA
@click.option("--quiet", is_flag=True, help="Không hiện thanh tiến độ.")
@click.option(
    "--rebuild", is_flag=True, help="Đọc lại mọi tệp vào một chỉ mục mới, rồi chuyển trong một bước."
)
@click.option("--wait", is_flag=True, help="Chờ lần lập chỉ mục đang chạy (nếu có) rồi mới làm.")
def index(paths: Sequence[Path], data: Path | None, quiet: bool, rebuild: bool, wait: bool) -> None:
    """Lập hoặc cập nhật chỉ mục từ các tệp, thư mục PATHS.

    Tệp không đổi được giữ nguyên, tệp đã đổi được thay thế, tệp không còn được gỡ khỏi kho.
    """
    from service.indexing import run  # noqa: PLC0415

    failed = run(paths, settings_for(data), show_progress=not quiet, rebuild=rebuild, wait=wait)
    if failed:
        sys.exit(EXIT_NOT_FOUND)


@click.command(epilog="Ví dụ: vankien rollback")
@DATA
def rollback(data: Path | None) -> None:
    """Quay lại bản chỉ mục ngay trước bản đang dùng, trong một bước."""
    from service.wiring import build_store  # noqa: PLC0415

    store = build_store(settings_for(data))
    with store.building():
        name = store.rollback()
    click.echo(f"Đã quay lại bản chỉ mục {name}.")


@click.command(epilog="Ví dụ: VANKIEN_ELASTIC_URL=https://may-1:9200 vankien migrate")
@DATA
@click.option("--quiet", is_flag=True, help="Không hiện thanh tiến độ.")
def migrate(data: Path | None, quiet: bool) -> None:
    """Chuyển kho trên máy này sang cụm máy chủ mà các biến VANKIEN_ELASTIC_* chỉ tới.

    Không cần các tệp gốc; trong khi chuyển, kho trên máy này vẫn phục vụ như thường.
    """
    from service.indexing import move  # noqa: PLC0415

    move(settings_for(data), show_progress=not quiet)
