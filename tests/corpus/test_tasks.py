"""Tasks: who leads, who joins, until when; in programmes, plans, tables and news of meetings."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.assembly import document_from_file
from corpus.model import Document, Task
from corpus.structure import parse_sections
from corpus.tasks import find_tasks
from corpus.values.assignment import find_deadline, read_assignment
from tests.needs import shared_material

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "documents"
EXPECTED = Path(__file__).resolve().parents[1] / "quality" / "sample_tasks.jsonl"

ASSIGNMENTS = [
    (
        "Xây trạm bơm; Phòng Kinh tế chủ trì; Công an xã, Hội Nông dân xã phối hợp; xong trước ngày 1/3/2026",
        "Phòng Kinh tế",
        ("Công an xã", "Hội Nông dân xã"),
        "xong trước ngày 1/3/2026",
    ),
    (
        "Sở Xây dựng chủ trì, phối hợp với Sở Văn hóa, Thể thao và Du lịch, Công an tỉnh rà soát biển hiệu.",
        "Sở Xây dựng",
        ("Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"),
        None,
    ),
    ("Đảng ủy Ủy ban nhân dân xã lãnh đạo Phòng Kinh tế chủ trì lập đề án.", "Phòng Kinh tế", (), None),
    ("Phân công rõ cơ quan chủ trì, phối hợp và thời hạn.", None, (), None),
    (
        "Cơ quan chủ trì: Ban Tổ chức Tỉnh ủy. Cơ quan phối hợp: Văn phòng Tỉnh ủy.",
        "Ban Tổ chức Tỉnh ủy",
        ("Văn phòng Tỉnh ủy",),
        None,
    ),
    (
        "Giao Thanh tra tỉnh thanh tra việc quản lý đất, hoàn thành trong quý II/2026.",
        "Thanh tra tỉnh",
        (),
        "trong quý II/2026",
    ),
    ("Trồng cây hai bên đường.", None, (), None),
]


@pytest.mark.parametrize(("text", "leader", "partners", "deadline"), ASSIGNMENTS)
def test_an_assignment_names_leader_partners_and_deadline(
    text: str, leader: str | None, partners: tuple[str, ...], deadline: str | None
) -> None:
    read = read_assignment(text)
    assert (read.leader, read.partners) == (leader, partners)
    assert (read.deadline.words if read.deadline else None) == deadline


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("hoàn thành trước ngày 30/6/2026", datetime.date(2026, 6, 30)),
        ("hoàn thành trong quý I/2026", datetime.date(2026, 3, 31)),
        ("hoàn thành trước năm 2028", datetime.date(2027, 12, 31)),
        ("đến hết năm 2025 tổng kết", datetime.date(2025, 12, 31)),
        ("báo cáo trước ngày 15/11 hằng năm", None),
        ("từ ngày 01/7/2026", None),
    ],
)
def test_a_deadline_has_a_last_day_only_when_it_names_one(words: str, due: datetime.date | None) -> None:
    found = find_deadline(words)
    assert (found.due if found else None) == due
    if found:
        assert " ".join(words[found.span.start : found.span.end].split()) == found.words


def _document(name: str) -> Document:
    document = document_from_file(SAMPLES / name, name)
    assert isinstance(document, Document)
    return document


def _record(task: Task) -> dict[str, Any]:
    record: dict[str, Any] = {"section": task.path, "task": task.task[:60]}
    if task.leader:
        record["leader"] = task.leader
    if task.partners:
        record["partners"] = list(task.partners)
    if task.deadline:
        record["deadline"] = task.deadline
    if task.due:
        record["due"] = task.due.isoformat()
    return record


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_assigned_tasks_of_a_sample_document(name: str) -> None:
    document = _document(name)
    found = find_tasks(document.text, document.sections, start=document.header.end)
    records = map(json.loads, EXPECTED.read_text("utf-8").splitlines())
    expected = [
        {key: value for key, value in record.items() if key != "path"}
        for record in records
        if record["path"] == name
    ]
    assert [_record(task) for task in found if task.leader or task.deadline] == expected
    assert all(0 <= task.span.start < task.span.end <= len(document.text) for task in found)


TABLE = """II. PHÂN CÔNG NHIỆM VỤ
STT | Nội dung công việc | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn
1 | Lập danh sách hộ nghèo | Phòng Văn hóa - Xã hội | Hội Phụ nữ xã, Công an xã | 15/6/2026
2 | Sửa nhà văn hóa thôn | Phòng Kinh tế | | Quý III/2026
"""


def test_each_row_of_a_table_of_assignments_is_a_task() -> None:
    first, second = find_tasks(TABLE, parse_sections(TABLE))
    assert (first.task, first.leader) == ("Lập danh sách hộ nghèo", "Phòng Văn hóa - Xã hội")
    assert first.partners == ("Hội Phụ nữ xã", "Công an xã")
    assert first.due == datetime.date(2026, 6, 15)
    assert (second.deadline, second.due) == ("Quý III/2026", datetime.date(2026, 9, 30))


def _seed(start: str) -> list[Task]:
    folder = shared_material() / "real" / "seeds"
    path = next(path for path in sorted(folder.iterdir()) if path.name.startswith(start))
    document = document_from_file(path, path.name)
    assert isinstance(document, Document)
    return find_tasks(document.text, document.sections, start=document.header.end)


@pytest.mark.shared
def test_the_six_groups_of_tasks_of_a_real_programme_are_told_apart() -> None:
    tasks = _seed("000")
    assert [task.path for task in tasks] == [f"({number})" for number in range(1, 7)]
    assert tasks[1].task.startswith("Phát triển kinh tế Quận")


@pytest.mark.shared
def test_the_nine_priority_tasks_of_a_real_meeting_are_told_apart() -> None:
    tasks = _seed("003")
    assert len(tasks) == 9
    assert tasks[0].task.startswith("tiếp tục lãnh đạo, chỉ đạo")
    assert tasks[-1].task.startswith("Tập trung xử lý dứt điểm các đơn thư")
