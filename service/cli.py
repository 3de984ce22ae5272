"""vankien index · rollback · migrate · search · ask · evaluate · tune · show · similar · citations · text · serve."""

import os
from typing import Any

import click

from corpus.errors import VankienError
from service.commands.asking import ask, search
from service.commands.judging import evaluate, tune
from service.commands.keeping import index, migrate, rollback
from service.commands.reading import citations, show, similar, text
from service.commands.serving import serve
from service.commands.terminal import EXIT_NOT_FOUND, EXIT_UNAVAILABLE, EXIT_USAGE
from service.messages import sentence


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


for command in (index, rollback, migrate, search, ask, evaluate, tune, show, similar, citations, text, serve):
    main.add_command(command)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONIOENCODING", "utf-8")
    main()
