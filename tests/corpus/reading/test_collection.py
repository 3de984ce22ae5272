import io
import json
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDocument
from corpus.reading import collection
from corpus.reading.collection import parse_record, raw_lines


def line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


def test_a_record_with_its_act_and_chapter() -> None:
    record = parse_record(
        line(
            _id="7",
            title="Thanh niên",
            text="Từ đủ 16 tuổi.",
            meta={
                "law": "57/2020/QH14",
                "article": None,
                "pos": 3,
                "chuong": "Chương I",
                "demuc": "Đề mục 36.3 Thanh niên",
                "lawname": "Luật số 57/2020/QH14, có hiệu lực thi hành kể từ",
            },
        )
    )
    assert record.context == "Luật số 57/2020/QH14 – Đề mục 36.3 Thanh niên – Chương I"
    assert record.meta["pos"] == "3"
    assert "article" not in record.meta
    assert record.meta["lawname"].endswith("kể từ")


def test_titles_stay_as_the_collection_has_them() -> None:
    assert parse_record(line(_id=1, title="Super_Bowl_50", text="x y")).title == "Super_Bowl_50"


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"{", "json"),
        (b"\xff\xfe", "json"),
        (b"[" * 100_000, "json"),
        (b"[1]", "not_an_object"),
        (line(text="x"), "no_id"),
        (line(_id="", text="x"), "no_id"),
        (line(_id="1"), "fields"),
        (line(_id="1", text=5), "fields"),
        (line(_id="1", text="x", meta=[1]), "fields"),
        (line(_id="1", text="  "), "no_text"),
        (line(_id="1", text="a\u0000b"), "wrong_format"),
        (b'{"_id": "1", "text": "\\ud800"}', "surrogate"),
    ],
)
def test_a_bad_line_says_what_is_wrong(raw: bytes, detail: str) -> None:
    with pytest.raises(BadDocument) as refused:
        parse_record(raw)
    assert (refused.value.code, refused.value.facts["detail"]) == ("bad_record", detail)


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text() | st.integers() | st.floats(), st.lists))
def test_any_line_gives_a_record_or_a_bad_document(raw: object) -> None:
    data = raw if isinstance(raw, bytes) else line(_id="1", text=raw, meta={"law": raw})
    try:
        parse_record(data)
    except BadDocument as refused:
        assert refused.code == "bad_record"


def test_lines_come_whole_whatever_the_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_CHUNK", 7)
    rows = [b"short", b"", b"x" * 50, "đồng chí".encode()]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(rows))
    frames = b"".join(zstandard.compress(row + b"\n") for row in rows)
    (tmp_path / "a.jsonl.zst").write_bytes(frames)
    assert list(raw_lines(tmp_path / "a.jsonl")) == rows
    assert list(raw_lines(tmp_path / "a.jsonl.zst")) == rows


def test_an_endless_line_is_dropped_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "LONGEST_LINE", 100)
    monkeypatch.setattr(collection, "_CHUNK", 64)
    (tmp_path / "a.jsonl").write_bytes(b"one\n" + b"x" * 1000 + b"\ntwo\n")
    first, second, third = raw_lines(tmp_path / "a.jsonl")
    assert (first, third) == (b"one", b"two")
    with pytest.raises(BadDocument, match="bad_record"):
        parse_record(second)


def test_a_cut_stream_gives_what_came_before_it(tmp_path: Path) -> None:
    rows = [f"record {n} {n * 7919 % 1009}".encode() for n in range(20_000)]
    whole = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(whole, closefd=False) as writer:
        writer.write(b"\n".join(rows))
    data = whole.getvalue()
    (tmp_path / "a.jsonl.zst").write_bytes(data[: len(data) // 2])
    got = []
    with pytest.raises(BadDocument, match="broken"):
        for row in raw_lines(tmp_path / "a.jsonl.zst"):
            got.append(row)  # noqa: PERF402
    assert got == rows[: len(got)]
