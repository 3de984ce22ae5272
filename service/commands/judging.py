"""Commands that judge the ranking on known questions: evaluate · tune."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands.terminal import (
    DATA,
    JSON,
    print_json,
    service_for,
    settings_for,
)

if TYPE_CHECKING:
    pass


@click.command(epilog="Ví dụ: vankien evaluate --queries queries.jsonl --qrels qrels/dev.tsv")
@click.option("--queries", required=True, type=click.Path(path_type=Path), help="JSONL: {_id, text, meta}.")
@click.option(
    "--qrels", required=True, type=click.Path(path_type=Path), help="TSV: query-id, corpus-id, score."
)
@click.option("--run", "run_path", type=click.Path(path_type=Path), help="Ghi kết quả dạng TREC vào tệp này.")
@click.option("--without-diacritics", is_flag=True, help="Bỏ dấu mọi câu hỏi trước khi tìm.")
@DATA
@JSON
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

    index = service_for(data).opened()
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
        print_json(shape)
    else:
        click.echo("  ".join(f"{name} {value}" for name, value in shape.items()))


@click.command(epilog="Ví dụ: vankien tune bo-cau-hoi/  |  vankien tune --status  |  vankien tune --off")
@click.argument("questions", metavar="SET", required=False, type=click.Path(path_type=Path))
@click.option("--status", is_flag=True, help="Cho biết kho đang dùng điều chỉnh nào.")
@click.option("--off", is_flag=True, help="Bỏ điều chỉnh, trở về cách xếp hạng mặc định.")
@DATA
@JSON
def tune(questions: Path | None, status: bool, off: bool, data: Path | None, as_json: bool) -> None:
    """Điều chỉnh xếp hạng theo bộ câu hỏi đã chấm của chính kho: thư mục SET có queries.jsonl và qrels/*.tsv.

    Kết quả được kiểm chứng chéo trước; chỉ khi tốt hơn rõ rệt mới được bật, nếu không thì giữ nguyên. Trang đang
    chạy dùng điều chỉnh mới từ lần mở chỉ mục kế tiếp.
    """
    from service.tuning.command import show_status, switch_off, tune_set  # noqa: PLC0415

    settings = settings_for(data)
    if questions is not None and not (status or off):
        shape, told = tune_set(questions, settings)
    elif status and not off and questions is None:
        shape, told = show_status(settings)
    elif off and not status and questions is None:
        shape, told = switch_off(settings)
    else:
        raise click.UsageError("Cần đúng một trong ba: SET, --status hoặc --off.")
    if as_json:
        print_json(shape)
    else:
        click.echo("\n".join(told))
