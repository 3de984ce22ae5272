"""Tables of a PDF, whose cells nothing separates: every row is one piece to quote, told by its head."""

import pytest

from service.answering.units import UnitKind, split
from tests.service.test_slots import ask

TABLE = """STT Dự án Địa điểm Vốn (tỷ
đồng)
Hoàn thành
1 Khu xử lý Đồi
Lim
Yên Trung 920 2024
2 Trạm Nà Lụa Sông Trà 18 2023
3 Trạm Khe
Bưởi
Thượng Trà 14 2025"""
ROWS = ["1 Khu xử lý Đồi Lim Yên Trung 920 2024", "2 Trạm Nà Lụa Sông Trà 18 2023"]


def units(text: str) -> list[str]:
    rows = [unit for unit in split(text, 0, len(text)) if unit.kind is UnitKind.ROW]
    return [" ".join(text[unit.start : unit.end].split()) for unit in rows]


@pytest.mark.parametrize("after", ["", "\n\nKết luận của hội nghị.", "\nKết luận của hội nghị."])
def test_every_row_is_a_unit(after: str) -> None:
    found = units(f"Danh mục dự án\n{TABLE}{after}")
    assert found[1:] == [*ROWS, "3 Trạm Khe Bưởi Thượng Trà 14 2025"]
    assert found[0].endswith("Hoàn thành")


@pytest.mark.parametrize(
    "text", ["STT", "TT Huế có 2 dự án\nrồi thôi.", "STT Tên\n1 Một dự án\nvà hết.", "STT Tên"]
)
def test_no_table_without_rows(text: str) -> None:
    assert units(text) == []


@pytest.mark.parametrize(
    ("question", "row"),
    [("Trạm Nà Lụa vốn bao nhiêu tỷ đồng?", ROWS[1]), ("Khu xử lý Đồi Lim vốn bao nhiêu tỷ?", ROWS[0])],
)
def test_a_row_answers_for_its_columns(question: str, row: str) -> None:
    found = ask(question, TABLE)
    assert found.answered
    assert " ".join(found.citations[0].quote.split()).endswith(row)
