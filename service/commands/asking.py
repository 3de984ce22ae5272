"""Commands that ask: search · ask."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import VankienError
from service.commands.terminal import (
    DATA,
    EXIT_NOT_FOUND,
    JSON,
    print_json,
    service_for,
    shortened,
)
from service.messages import reason, sentence

if TYPE_CHECKING:
    from service.ask import AskResult, SearchResult


def _narrowed_by(name: str, help_text: str, kind: click.IntRange | None = None) -> Callable[[Any], Any]:
    """An option that narrows a search and may be given several times."""
    return click.option(f"--{name}", name, multiple=True, type=kind or click.STRING, help=help_text)


@click.command(
    epilog='Ví dụ: vankien search "chỉ tiêu môi trường đến 2030" -k 5  |  '
    'vankien search "cải cách hành chính" --level xã --sort newest'
)
@click.argument("text")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="Số văn bản.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1, 1000), help="Trang kết quả.")
@_narrowed_by("type", "Loại văn bản, ví dụ “Nghị quyết”.")
@_narrowed_by("issuer", "Cơ quan ban hành.")
@_narrowed_by("level", "Cấp: trung ương, tỉnh, huyện, xã, cơ sở.")
@_narrowed_by("year", "Năm ban hành.", click.IntRange(1, 9999))
@_narrowed_by("field", "Lĩnh vực, ví dụ “Kinh tế”.")
@_narrowed_by("status", "Tình trạng do các văn bản nêu, ví dụ “đã được thay thế”, “dự thảo”, “không rõ”.")
@click.option(
    "--sort",
    type=click.Choice(("relevance", "newest", "oldest", "number")),
    default="relevance",
    show_default=True,
    help="Thứ tự: phù hợp nhất; mới nhất, cũ nhất, theo số (chỉ gồm các văn bản sát với câu hỏi).",
)
@DATA
@JSON
def search(
    text: str, count: int, page: int, sort: str, data: Path | None, as_json: bool, **narrowed: tuple[Any, ...]
) -> None:
    """Tìm các đoạn văn bản phù hợp với TEXT; mỗi điều kiện lọc có thể ghi nhiều lần, có dấu hoặc không dấu."""
    from indexer.engine import Filters  # noqa: PLC0415
    from service.access import everyone  # noqa: PLC0415
    from service.faces.choices import field_named, level_named, state_named  # noqa: PLC0415
    from service.faces.shapes import search_shape  # noqa: PLC0415
    from service.order import Order  # noqa: PLC0415

    filters = Filters(
        types=narrowed["type"],
        issuers=narrowed["issuer"],
        years=narrowed["year"],
        levels=tuple(map(level_named, narrowed["level"])),
        fields=tuple(map(field_named, narrowed["field"])),
    )
    states = tuple(map(state_named, narrowed["status"]))
    result = service_for(data).search(
        text, everyone(), filters, page, count, states=states, order=Order(sort)
    )
    if as_json:
        print_json(search_shape(result))
    else:
        _show_hits(result)
    if not result.hits:
        sys.exit(EXIT_NOT_FOUND)


def _show_spelling(found: "SearchResult") -> None:
    if found.spelling.corrected:
        click.echo(f"Đã tìm theo: {found.spelling.corrected}", err=True)
    elif found.spelling.suggestion:
        click.echo(f"Có phải ý đồng chí là: {found.spelling.suggestion}?", err=True)


def _show_hits(result: "SearchResult") -> None:
    from service.faces.choices import status_words  # noqa: PLC0415

    _show_spelling(result)
    if not result.hits:
        click.echo(sentence(VankienError("nothing_found")))
        return
    last = None
    for hit in result.hits:
        if hit.document != last:
            click.secho(f"\n{hit.title}", bold=True)
            named = [part for part in (hit.number, hit.issuer, hit.date, hit.path) if part]
            click.echo("  " + " · ".join(named))
            for said in status_words(hit.status):
                click.echo(f"  {said}")
            last = hit.document
        place = f"[{hit.start}–{hit.end}{', ' + hit.section if hit.section else ''}]"
        click.echo(f"  {place} {shortened(hit.text)}")
    click.echo(f"\n{result.total} văn bản, {result.took_ms:.0f} ms")


@click.command(
    epilog='Ví dụ: vankien ask "chỉ tiêu môi trường đến 2030"  |  '
    "vankien ask --questions cau-hoi.jsonl --out tra-loi.jsonl"
)
@click.argument("text", required=False)
@click.option("--questions", type=click.Path(path_type=Path), help="Tệp JSONL: mỗi dòng {id, question}.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp JSONL ghi câu trả lời.")
@DATA
@JSON
def ask(text: str | None, questions: Path | None, out: Path | None, data: Path | None, as_json: bool) -> None:
    """Hỏi TEXT: câu trả lời trích nguyên văn kèm nguồn, hoặc báo không tìm thấy."""
    if questions is not None:
        if out is None:
            raise click.UsageError("Cần --out TỆP cùng với --questions.")
        _answer_file(questions, out, data)
        return
    if text is None:
        raise click.UsageError("Cần TEXT hoặc --questions.")
    from indexer.engine import Filters  # noqa: PLC0415
    from service.access import everyone  # noqa: PLC0415
    from service.faces.shapes import ask_shape  # noqa: PLC0415

    result = service_for(data).ask(text, everyone(), Filters())
    if as_json:
        print_json(ask_shape(result))
    else:
        _show_answer(result)
    if result.status != "answered":
        sys.exit(EXIT_NOT_FOUND)


def _answer_file(questions: Path, out: Path, data: Path | None) -> None:
    from indexer.engine import Filters  # noqa: PLC0415
    from service.access import everyone  # noqa: PLC0415
    from service.faces.shapes import ask_shape  # noqa: PLC0415
    from service.jsonl import read_jsonl  # noqa: PLC0415

    service = service_for(data)
    answered = refused = 0
    waiting = out.with_name(out.name + ".part")
    with waiting.open("w", encoding="utf-8") as file:
        for line in read_jsonl(questions):
            result = service.ask(str(line["question"]), everyone(), Filters())
            shape = {"id": line["id"], **ask_shape(result), "confidence": result.confidence}
            file.write(json.dumps(shape, ensure_ascii=False) + "\n")
            answered += result.status == "answered"
            refused += result.status != "answered"
    waiting.replace(out)
    click.echo(f"Đã ghi {out}: {answered} câu có trả lời, {refused} câu không tìm thấy.")


def _show_answer(result: "AskResult") -> None:
    _show_spelling(result.found)
    if result.status == "answered":
        for item in result.answer:
            marks = "".join(f"[{number + 1}]" for number in item.citations)
            click.secho(f"\n“{item.text}” {marks}", bold=True)
        click.echo("\nNguồn:")
        for number, citation in enumerate(result.citations, 1):
            named = [citation.title, citation.number, citation.issuer, citation.date]
            page = f"trang {citation.page}, " if citation.page else ""
            click.echo(f"  [{number}] " + " · ".join(part for part in named if part))
            click.echo(f"      {citation.path} ({page}ký tự {citation.start}–{citation.end})")
        return
    click.secho(reason(result.reason), bold=True)
    if result.passages:
        click.echo("\nCác đoạn gần nhất (không phải câu trả lời):")
    for hit in result.passages:
        click.echo(f"  · {hit.title}: {shortened(hit.text, 200)}")
