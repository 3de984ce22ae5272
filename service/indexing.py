"""The index command: progress with rate and time left, then a summary that names every failure."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from corpus.errors import VankienError
from indexer.build import Progress as Done
from indexer.build import Summary, index
from indexer.embedded.store import FolderStore
from indexer.migrate import migrate
from indexer.preparation import Preparation
from service.config import Settings
from service.messages import sentence
from service.wiring import build_store


def run(
    paths: Sequence[Path],
    settings: Settings,
    *,
    show_progress: bool,
    rebuild: bool = False,
    wait: bool = False,
) -> bool:
    """Index `paths`; True when some file failed (all others are indexed).

    `rebuild` reads every file again; `wait` waits for a build that is under way.
    """
    console = Console(stderr=True)
    with Progress(
        TextColumn("Lập chỉ mục"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[documents]} văn bản, {task.fields[rate]}/giây"),
        TimeRemainingColumn(),
        console=console,
        disable=not show_progress,
    ) as bar:
        task = bar.add_task("", total=None, documents=0, rate=0)

        def shown(done: Done) -> None:
            elapsed = bar.tasks[task].elapsed or 0.0
            rate = round(done.documents / elapsed) if elapsed else 0
            bar.update(task, completed=done.done, total=done.total, documents=done.documents, rate=rate)

        summary = index(
            paths,
            settings.data,
            embedder=settings.embedder,
            segmentation=settings.segmentation,
            workers=settings.workers,
            rebuild=rebuild,
            wait=wait,
            store=build_store(settings),
            on_progress=shown,
        )
    _show(summary, settings, rebuild)
    return bool(summary.failures)


def _show(summary: Summary, settings: Settings, asked: bool) -> None:
    if asked:
        click.echo(
            "Đã đọc lại toàn bộ tệp vào một chỉ mục mới và chuyển sang chỉ mục đó trong một bước; "
            "chỉ mục trước được giữ để có thể quay lại bằng lệnh “vankien rollback”."
        )
    elif summary.rebuilt:
        click.echo("Chỉ mục cũ được tạo bởi phiên bản khác nên đã được lập lại từ đầu.")
    click.echo(
        f"Tệp: {summary.added} mới, {summary.changed} thay đổi, {summary.removed} gỡ bỏ, "
        f"{summary.unchanged} giữ nguyên. "
        f"Kho có {summary.documents} văn bản, {summary.passages} đoạn ({summary.seconds:.1f} giây, "
        f"{settings.elastic_url or settings.data})."
    )
    if summary.failures:
        click.echo(f"{len(summary.failures)} tệp không đưa vào kho được:", err=True)
    for failure in summary.failures:
        click.echo(f"  {failure.path}: {sentence(failure.error)}", err=True)


def move(settings: Settings, *, show_progress: bool) -> None:
    """Carry the index under `settings.data` over to the cluster that the settings name."""
    if not settings.elastic_url:
        raise VankienError("elastic_settings", detail="VANKIEN_ELASTIC_URL")
    with Progress(
        TextColumn("Chuyển kho"),
        BarColumn(),
        TextColumn("{task.completed} văn bản"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not show_progress,
    ) as bar:
        task = bar.add_task("", total=None)
        moved = migrate(
            FolderStore(settings.data),
            build_store(settings),
            Preparation(settings.embedder, settings.segmentation),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    click.echo(
        f"Đã chuyển {moved.documents} văn bản, {moved.passages} đoạn sang {settings.elastic_url}. "
        "Khởi động dịch vụ với các biến VANKIEN_ELASTIC_* để dùng kho mới; kho cũ vẫn nguyên vẹn."
    )
