"""The command: help with examples, exit codes, JSON, Vietnamese sentences for bad input."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.commands.terminal import EXIT_NOT_FOUND, EXIT_UNAVAILABLE, EXIT_USAGE

COMMANDS = sorted(main.commands)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    shown = run(name, "--help").output
    assert "Ví dụ" in shown
    assert f"vankien {name}" in shown
    command = main.commands[name]
    assert command.help
    options = [found for found in command.params if isinstance(found, click.Option) and not found.hidden]
    assert all(option.help for option in options), name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_shows_every_command(name: str) -> None:
    for readme in ("README.md", "README.vi.md"):
        assert f"vankien {name}" in Path(readme).read_text("utf-8"), (readme, name)


def test_search_prints_json_of_the_promised_shape(sample_data: Path) -> None:
    done = run("search", "tỷ lệ che phủ rừng", "-k", "3", "--json", "--data", str(sample_data))
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert set(found) >= {"total", "hits", "facets", "took_ms"}
    wanted = {
        "document",
        "path",
        "title",
        "number",
        "type",
        "issuer",
        "date",
        "start",
        "end",
        "text",
        "highlights",
    }
    assert set(found["hits"][0]) >= {*wanted, "score"}
    assert len({hit["document"] for hit in found["hits"]}) <= 3


def test_a_search_is_narrowed_and_sorted_by_names_without_diacritics(sample_data: Path) -> None:
    narrowed = ["--level", "tinh", "--level", "cấp huyện", "--field", "moi truong", "--status", "thay thế"]
    more = ["--status", "khong ro", "--sort", "oldest", "-k", "50", "--json", "--data", str(sample_data)]
    found = json.loads(run("search", "môi trường", *narrowed, *more).output)
    assert found["total"]
    assert {hit["level"] for hit in found["hits"]} <= {"tỉnh", "huyện"}
    assert all("Đất đai, môi trường, đô thị" in hit["fields"] for hit in found["hits"])
    dates = [hit["date"] for hit in found["hits"]]
    assert dates == sorted(dates)
    shown = run("search", "cải cách hành chính", "--status", "replaced", "--data", str(sample_data)).output
    assert "đã được thay thế theo 05-NQ/TU" in shown
    second = run("search", "cải cách", "-k", "2", "--page", "2", "--json", "--data", str(sample_data)).output
    assert json.loads(second)["page"] == 2


def test_text_and_citations_agree_letter_for_letter(sample_data: Path) -> None:
    answered = json.loads(
        run("ask", "tỷ lệ che phủ rừng đến năm 2030", "--json", "--data", str(sample_data)).output
    )
    assert answered["status"] == "answered"
    for citation in answered["citations"]:
        whole = run("text", citation["document"], "--data", str(sample_data)).stdout_bytes.decode()
        assert whole[citation["start"] : citation["end"]] == citation["quote"]


def test_a_file_of_questions_gives_a_line_each(sample_data: Path, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    asked = [{"id": "1", "question": "12-CTr/HU"}, {"id": "2", "question": "zyxw qqq vvv"}]
    questions.write_text("\n".join(json.dumps(line) for line in asked), "utf-8")
    done = run("ask", "--questions", str(questions), "--out", str(out), "--data", str(sample_data))
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["1", "2"]
    assert lines[1]["status"] == "no_answer"
    assert all(isinstance(line["confidence"], float) for line in lines)


def test_show_finds_a_document_by_file_name(sample_data: Path) -> None:
    name = sorted(Path("corpus/documents").glob("*.txt"))[0].name
    shown = json.loads(run("show", name, "--json", "--data", str(sample_data)).output)
    assert shown["path"].endswith(name)
    assert shown["outline"] is not None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("search", ""), EXIT_USAGE, "Xin nhập"),
        (("ask", "x" * 10_001), EXIT_USAGE, "quá dài"),
        (("ask", "\x00\x01\x02\x03"), EXIT_USAGE, "ký tự"),
        (("search", "rừng", "--level", "làng"), EXIT_USAGE, "trung ương; tỉnh; huyện"),
        (("search", "rừng", "--status", "còn"), EXIT_USAGE, "đã được thay thế"),
        (("show", "không-có.txt"), EXIT_NOT_FOUND, "Không có văn bản này"),
        (("evaluate", "--queries", "no.jsonl", "--qrels", "no.tsv"), EXIT_USAGE, "Không tìm thấy"),
    ],
)
def test_bad_input_gets_a_sentence(
    arguments: tuple[str, ...], code: int, words: str, sample_data: Path
) -> None:
    done = run(*arguments, "--data", str(sample_data))
    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_without_an_index_the_command_says_what_to_run(tmp_path: Path) -> None:
    done = run("ask", "chỉ tiêu", "--data", str(tmp_path))
    assert done.exit_code == EXIT_UNAVAILABLE
    assert "vankien index" in done.stderr


def test_index_names_what_failed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "tốt.txt").write_text("Nghị quyết về rừng.", "utf-8")
    (tmp_path / "docs" / "hỏng.docx").write_bytes(b"PK\x03\x04")
    done = run("index", str(tmp_path / "docs"), "--data", str(tmp_path / "data"), "--quiet")
    assert done.exit_code == EXIT_NOT_FOUND
    assert "hỏng.docx" in done.stderr
    assert "1 văn bản" in done.stdout
