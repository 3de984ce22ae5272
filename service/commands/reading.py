"""Commands about one document or a draft: show · similar · text · citations."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.commands.terminal import (
    DATA,
    EXIT_NOT_FOUND,
    JSON,
    print_json,
    service_for,
    shortened,
)
from service.messages import sentence

if TYPE_CHECKING:
    from corpus.model import Document


def _find(data: Path | None, name: str) -> "Document":
    from service.access import everyone  # noqa: PLC0415

    return service_for(data).find(name, everyone())


@click.command(epilog="Ví dụ: vankien show 12-CTr-HU.txt --json")
@click.argument("document")
@DATA
@JSON
def show(document: str, data: Path | None, as_json: bool) -> None:
    """Hiện những gì đã hiểu về văn bản DOCUMENT (mã, đường dẫn hoặc tên tệp)."""
    from service.access import everyone  # noqa: PLC0415
    from service.faces.understanding_shapes import understanding_shape  # noqa: PLC0415

    service = service_for(data)
    found = service.find(document, everyone())
    shape = understanding_shape(found, service.opened(), everyone())
    if as_json:
        print_json(shape)
    else:
        _show_understanding(shape)


def _show_understanding(shape: dict[str, Any]) -> None:
    for name, value in shape.items():
        if value not in (None, [], "", False) and not isinstance(value, list):
            click.echo(f"{name}: {value}")
    for line in shape["status"]:
        by = f" (theo {line['by']['number'] or line['by']['title']})" if line["by"] else ""
        proposed = ", mới là dự thảo" if line["proposed"] else ""
        click.echo(f"Hiệu lực: {line['name']} {line['since'] or ''}{by}{proposed}")
    _show_list("Mục lục", (f"{one['path']}  {shortened(one['heading'], 100)}" for one in shape["outline"]))
    edges = (*shape["relations"], *shape["related_by"])
    _show_list("Quan hệ", (f"{edge['name']} {_edge_name(edge)}" for edge in edges))
    _show_list(
        "Chỉ tiêu",
        (
            f"{one['section']}  {one['indicator']}: {one['value']} {one['unit'] or ''} {one['when']}"
            for one in shape["targets"]
            if one["kind"] == "target"
        ),
    )
    _show_list(
        "Nhiệm vụ",
        (
            f"{one['section']}  {shortened(one['task'], 90)} | {one['leader'] or ''} "
            f"| {one['deadline'] or ''}"
            for one in shape["tasks"]
        ),
    )


def _show_list(heading: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        if not number:
            click.secho(f"\n{heading}", bold=True)
        click.echo(f"  {line}")


def _edge_name(edge: dict[str, Any]) -> str:
    known = edge["document"]
    if known is None:
        return f"{shortened(edge['reference']['raw'], 80)} (chưa xác định được trong kho)"
    name = f"{known['number'] or shortened(known['title'], 60)} ({known['date'] or 'không rõ ngày'})"
    return name if edge["certain"] else f"{name} (chưa chắc chắn)"


@click.command(
    epilog="Ví dụ: vankien similar 12-CTr-HU.txt  |  vankien similar 12-CTr-HU.txt --passage 1200 --json"
)
@click.argument("document")
@click.option("--passage", type=click.IntRange(0), help="Vị trí (ký tự) trong đoạn cần tìm tiền lệ.")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 50), help="Số văn bản.")
@DATA
@JSON
def similar(document: str, passage: int | None, count: int, data: Path | None, as_json: bool) -> None:
    """Tìm văn bản tương tự, tiền lệ của DOCUMENT (mã, đường dẫn hoặc tên tệp) hoặc của một đoạn trong đó."""
    from service.access import everyone  # noqa: PLC0415
    from service.faces.similar_api import asked_passage, similar_shape  # noqa: PLC0415
    from service.similar import similar as find  # noqa: PLC0415

    service = service_for(data)
    found = service.find(document, everyone())
    shape = similar_shape(
        find(service.opened(), found, everyone(), asked_passage(found, passage, None), count)
    )
    if as_json:
        print_json(shape)
    else:
        _show_similar(shape)
    if not shape["similar"]:
        sys.exit(EXIT_NOT_FOUND)


def _show_similar(shape: dict[str, Any]) -> None:
    if not shape["similar"]:
        click.echo("Trong kho không có văn bản nào tương tự hoặc có quan hệ.")
    for one in shape["similar"]:
        click.secho(f"\n{one['title']}", bold=True)
        click.echo("  " + " · ".join(one[key] for key in ("number", "issuer", "date", "path") if one[key]))
        for why in one["reasons"]:
            quote = f": “{shortened(why['quote'], 200)}”" if why["quote"] else ""
            click.echo(f"  – {why['words']}{quote}")


@click.command(epilog="Ví dụ: vankien citations du-thao.docx --json  |  vankien citations - < du-thao.txt")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@DATA
@JSON
def citations(file: Path, data: Path | None, as_json: bool) -> None:
    """Đối chiếu các văn bản được dẫn chiếu trong FILE (hoặc - là đầu vào chuẩn), mỗi dòng một dẫn chiếu.

    Vị trí tính theo ký tự của nội dung đọc được.
    """
    from indexer.engine import EngineUnavailable  # noqa: PLC0415
    from service.access import everyone  # noqa: PLC0415
    from service.citations import check_text  # noqa: PLC0415
    from service.faces.understanding_shapes import reference_shape  # noqa: PLC0415

    text = _text_of(file)
    try:
        index = service_for(data).opened()
    except EngineUnavailable as error:
        click.echo(f"Chưa đối chiếu với kho: {sentence(error)}", err=True)
        index = None
    for found in check_text(text, index, everyone()):
        shape = reference_shape(found)
        if as_json:
            click.echo(json.dumps(shape, ensure_ascii=False))
        else:
            click.echo(_reference_line(shape))


def _text_of(file: Path) -> str:
    from corpus.reading.decode import decode  # noqa: PLC0415
    from corpus.reading.registry import read  # noqa: PLC0415

    if str(file) == "-":
        return decode(sys.stdin.buffer.read())
    return read(file, str(file)).text


def _reference_line(shape: dict[str, Any]) -> str:
    named = shape["normalised"] or shape["provision"] or shape["type"] or ""
    certain = [one for one in shape["candidates"] if one["certain"]]
    possible = [one for one in shape["candidates"] if not one["against"]]
    if certain:
        told = f"là {certain[0]['title']} ({certain[0]['date'] or 'không rõ ngày'}): {certain[0]['why']}"
    elif possible:
        told = "có thể là " + "; ".join(f"{one['title']} ({one['date']}: {one['why']})" for one in possible)
    elif shape["candidates"]:
        told = "không khớp: " + "; ".join(f"{one['title']} ({one['why']})" for one in shape["candidates"])
    else:
        told = "không có trong kho"
    raw = shortened(shape["raw"], 80)
    return f"{shape['start']}–{shape['end']}\t{raw}\t{named}\t{told}"


@click.command(epilog="Ví dụ: vankien text 12-CTr-HU.txt > van-ban.txt")
@click.argument("document")
@DATA
def text(document: str, data: Path | None) -> None:
    """In nguyên văn văn bản DOCUMENT; vị trí trong trích dẫn tính theo chuỗi ký tự này."""
    sys.stdout.buffer.write(_find(data, document).text.encode("utf-8", "surrogatepass"))
