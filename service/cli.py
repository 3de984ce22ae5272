"""vankien index · rollback · migrate · search · ask · evaluate · tune · show · similar · citations · text · serve."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import VankienError
from service.config import Settings
from service.messages import reason, sentence

if TYPE_CHECKING:
    from corpus.model import Document
    from service.ask import AskResult, SearchResult, Service

EXIT_USAGE = 2  # a bad question or a bad argument
EXIT_NOT_FOUND = 1  # nothing found, or some files failed
EXIT_UNAVAILABLE = 3  # no index, locked, disk full

_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Thư mục chứa chỉ mục (mặc định: biến VANKIEN_DATA, hoặc ./data).",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


class VietnameseGroup(click.Group):
    """Turns every expected error into one Vietnamese sentence on stderr and an exit code."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except VankienError as error:
            click.echo(f"Lỗi: {sentence(error)}", err=True)
            context.exit(_exit_code(error))


def _exit_code(error: VankienError) -> int:
    if error.code.endswith("_question") or error.code in (
        "path_missing",
        "bad_file",
        "unknown_choice",
        "bad_passage",
    ):
        return EXIT_USAGE
    if error.code == "unknown_document":
        return EXIT_NOT_FOUND
    return EXIT_UNAVAILABLE


@click.group(
    cls=VietnameseGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Ví dụ: vankien index corpus/documents && vankien ask "chỉ tiêu môi trường đến 2030"',
)
@click.version_option(package_name="vankien", prog_name="vankien")
def main() -> None:
    """Tìm kiếm và hỏi đáp trên văn kiện Đảng, trích dẫn nguyên văn, chạy ngoại tuyến."""


def _settings(data: Path | None) -> Settings:
    return Settings() if data is None else Settings(data=data)


def _service(data: Path | None) -> "Service":
    from service.wiring import build_service  # noqa: PLC0415  opening the engine costs time

    return build_service(_settings(data))


def _narrowed_by(name: str, help_text: str, kind: click.IntRange | None = None) -> Callable[[Any], Any]:
    """An option that narrows a search and may be given several times."""
    return click.option(f"--{name}", name, multiple=True, type=kind or click.STRING, help=help_text)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@main.command(epilog="Ví dụ: vankien index corpus/documents --data data")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_DATA
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

    failed = run(paths, _settings(data), show_progress=not quiet, rebuild=rebuild, wait=wait)
    if failed:
        sys.exit(EXIT_NOT_FOUND)


@main.command(epilog="Ví dụ: vankien rollback")
@_DATA
def rollback(data: Path | None) -> None:
    """Quay lại bản chỉ mục ngay trước bản đang dùng, trong một bước."""
    from service.wiring import build_store  # noqa: PLC0415

    store = build_store(_settings(data))
    with store.building():
        name = store.rollback()
    click.echo(f"Đã quay lại bản chỉ mục {name}.")


@main.command(epilog="Ví dụ: VANKIEN_ELASTIC_URL=https://may-1:9200 vankien migrate")
@_DATA
@click.option("--quiet", is_flag=True, help="Không hiện thanh tiến độ.")
def migrate(data: Path | None, quiet: bool) -> None:
    """Chuyển kho trên máy này sang cụm máy chủ mà các biến VANKIEN_ELASTIC_* chỉ tới.

    Không cần các tệp gốc; trong khi chuyển, kho trên máy này vẫn phục vụ như thường.
    """
    from service.indexing import move  # noqa: PLC0415

    move(_settings(data), show_progress=not quiet)


@main.command(
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
@_DATA
@_JSON
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
    result = _service(data).search(text, everyone(), filters, page, count, states=states, order=Order(sort))
    if as_json:
        _print_json(search_shape(result))
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
        click.echo(f"  {place} {_shortened(hit.text)}")
    click.echo(f"\n{result.total} văn bản, {result.took_ms:.0f} ms")


def _shortened(text: str, longest: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + " …"


@main.command(
    epilog='Ví dụ: vankien ask "chỉ tiêu môi trường đến 2030"  |  '
    "vankien ask --questions cau-hoi.jsonl --out tra-loi.jsonl"
)
@click.argument("text", required=False)
@click.option("--questions", type=click.Path(path_type=Path), help="Tệp JSONL: mỗi dòng {id, question}.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp JSONL ghi câu trả lời.")
@_DATA
@_JSON
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

    result = _service(data).ask(text, everyone(), Filters())
    if as_json:
        _print_json(ask_shape(result))
    else:
        _show_answer(result)
    if result.status != "answered":
        sys.exit(EXIT_NOT_FOUND)


def _answer_file(questions: Path, out: Path, data: Path | None) -> None:
    from indexer.engine import Filters  # noqa: PLC0415
    from service.access import everyone  # noqa: PLC0415
    from service.faces.shapes import ask_shape  # noqa: PLC0415
    from service.jsonl import read_jsonl  # noqa: PLC0415

    service = _service(data)
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
        click.echo(f"  · {hit.title}: {_shortened(hit.text, 200)}")


@main.command(epilog="Ví dụ: vankien evaluate --queries queries.jsonl --qrels qrels/dev.tsv")
@click.option("--queries", required=True, type=click.Path(path_type=Path), help="JSONL: {_id, text, meta}.")
@click.option(
    "--qrels", required=True, type=click.Path(path_type=Path), help="TSV: query-id, corpus-id, score."
)
@click.option("--run", "run_path", type=click.Path(path_type=Path), help="Ghi kết quả dạng TREC vào tệp này.")
@click.option("--without-diacritics", is_flag=True, help="Bỏ dấu mọi câu hỏi trước khi tìm.")
@_DATA
@_JSON
def evaluate(
    queries: Path,
    qrels: Path,
    run_path: Path | None,
    without_diacritics: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Chấm chất lượng xếp hạng trên bộ câu hỏi đã biết văn bản đúng (nDCG@10, R@10, R@100, MRR@10, ms)."""
    from indexer.text.spelling import fold  # noqa: PLC0415
    from service.access import everyone  # noqa: PLC0415
    from service.evaluation import evaluate as judge  # noqa: PLC0415
    from service.evaluation import read_qrels, write_trec  # noqa: PLC0415
    from service.jsonl import read_jsonl  # noqa: PLC0415

    index = _service(data).opened()
    judged = judge(
        index,
        list(read_jsonl(queries)),
        read_qrels(qrels),
        everyone(),
        fold if without_diacritics else str,
    )
    if run_path is not None:
        write_trec(judged.run, run_path)
    shape = {
        "questions": judged.questions,
        **{name: round(value, 4) for name, value in judged.measures.items()},
        "ms_p50": round(judged.ms_p50, 2),
        "ms_p95": round(judged.ms_p95, 2),
    }
    if as_json:
        _print_json(shape)
    else:
        click.echo("  ".join(f"{name} {value}" for name, value in shape.items()))


@main.command(epilog="Ví dụ: vankien tune bo-cau-hoi/  |  vankien tune --status  |  vankien tune --off")
@click.argument("questions", metavar="SET", required=False, type=click.Path(path_type=Path))
@click.option("--status", is_flag=True, help="Cho biết kho đang dùng điều chỉnh nào.")
@click.option("--off", is_flag=True, help="Bỏ điều chỉnh, trở về cách xếp hạng mặc định.")
@_DATA
@_JSON
def tune(questions: Path | None, status: bool, off: bool, data: Path | None, as_json: bool) -> None:
    """Điều chỉnh xếp hạng theo bộ câu hỏi đã chấm của chính kho: thư mục SET có queries.jsonl và qrels/*.tsv.

    Kết quả được kiểm chứng chéo trước; chỉ khi tốt hơn rõ rệt mới được bật, nếu không thì giữ nguyên. Trang đang
    chạy dùng điều chỉnh mới từ lần mở chỉ mục kế tiếp.
    """
    from service.tuning.command import show_status, switch_off, tune_set  # noqa: PLC0415

    settings = _settings(data)
    if questions is not None and not (status or off):
        shape, told = tune_set(questions, settings)
    elif status and not off and questions is None:
        shape, told = show_status(settings)
    elif off and not status and questions is None:
        shape, told = switch_off(settings)
    else:
        raise click.UsageError("Cần đúng một trong ba: SET, --status hoặc --off.")
    if as_json:
        _print_json(shape)
    else:
        click.echo("\n".join(told))


def _find(data: Path | None, name: str) -> "Document":
    from service.access import everyone  # noqa: PLC0415

    return _service(data).find(name, everyone())


@main.command(epilog="Ví dụ: vankien show 12-CTr-HU.txt --json")
@click.argument("document")
@_DATA
@_JSON
def show(document: str, data: Path | None, as_json: bool) -> None:
    """Hiện những gì đã hiểu về văn bản DOCUMENT (mã, đường dẫn hoặc tên tệp)."""
    from service.access import everyone  # noqa: PLC0415
    from service.faces.understanding_shapes import understanding_shape  # noqa: PLC0415

    service = _service(data)
    found = service.find(document, everyone())
    shape = understanding_shape(found, service.opened(), everyone())
    if as_json:
        _print_json(shape)
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
    _show_list("Mục lục", (f"{one['path']}  {_shortened(one['heading'], 100)}" for one in shape["outline"]))
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
            f"{one['section']}  {_shortened(one['task'], 90)} | {one['leader'] or ''} "
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
        return f"{_shortened(edge['reference']['raw'], 80)} (chưa xác định được trong kho)"
    name = f"{known['number'] or _shortened(known['title'], 60)} ({known['date'] or 'không rõ ngày'})"
    return name if edge["certain"] else f"{name} (chưa chắc chắn)"


@main.command(
    epilog="Ví dụ: vankien similar 12-CTr-HU.txt  |  vankien similar 12-CTr-HU.txt --passage 1200 --json"
)
@click.argument("document")
@click.option("--passage", type=click.IntRange(0), help="Vị trí (ký tự) trong đoạn cần tìm tiền lệ.")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 50), help="Số văn bản.")
@_DATA
@_JSON
def similar(document: str, passage: int | None, count: int, data: Path | None, as_json: bool) -> None:
    """Tìm văn bản tương tự, tiền lệ của DOCUMENT (mã, đường dẫn hoặc tên tệp) hoặc của một đoạn trong đó."""
    from service.access import everyone  # noqa: PLC0415
    from service.faces.similar_api import asked_passage, similar_shape  # noqa: PLC0415
    from service.similar import similar as find  # noqa: PLC0415

    service = _service(data)
    found = service.find(document, everyone())
    shape = similar_shape(
        find(service.opened(), found, everyone(), asked_passage(found, passage, None), count)
    )
    if as_json:
        _print_json(shape)
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
            quote = f": “{_shortened(why['quote'], 200)}”" if why["quote"] else ""
            click.echo(f"  – {why['words']}{quote}")


@main.command(epilog="Ví dụ: vankien citations du-thao.docx --json  |  vankien citations - < du-thao.txt")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@_DATA
@_JSON
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
        index = _service(data).opened()
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
    raw = _shortened(shape["raw"], 80)
    return f"{shape['start']}–{shape['end']}\t{raw}\t{named}\t{told}"


@main.command(epilog="Ví dụ: vankien text 12-CTr-HU.txt > van-ban.txt")
@click.argument("document")
@_DATA
def text(document: str, data: Path | None) -> None:
    """In nguyên văn văn bản DOCUMENT; vị trí trong trích dẫn tính theo chuỗi ký tự này."""
    sys.stdout.buffer.write(_find(data, document).text.encode("utf-8", "surrogatepass"))


@main.command(epilog="Ví dụ: vankien serve --port 8000")
@click.option("--host", help="Địa chỉ lắng nghe (mặc định 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Cổng (mặc định 8000).")
@_DATA
def serve(host: str | None, port: int | None, data: Path | None) -> None:
    """Mở trang tìm kiếm và API trên máy này."""
    from service.server import run  # noqa: PLC0415

    given = {"host": host, "port": port}
    chosen = {name: value for name, value in given.items() if value is not None}
    run(_settings(data).model_copy(update=chosen))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONIOENCODING", "utf-8")
    main()
