import codecs
import json
import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard

from corpus.errors import BadDocument
from corpus.fingerprint import Fingerprint
from corpus.model import Document
from corpus.shelf import Skipped, Source, changes, scan
from tests.needs import shared_material


def sources(*paths: Path) -> list[Source]:
    return [item for item in scan(paths) if isinstance(item, Source)]


def shown(*paths: Path) -> list[str]:
    return [f"{type(item).__name__} {_path(item)}" for item in scan(paths)]


def _path(item: object) -> str:
    return str(item.facts["path"]) if isinstance(item, BadDocument) else str(getattr(item, "path", ""))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `kho` in the working folder: b.txt, a/1.txt, a/2.md and things that are no documents."""
    monkeypatch.chdir(tmp_path)
    for name in ("kho/b.txt", "kho/a/2.md", "kho/a/1.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"Nội dung {name}", encoding="utf-8")
    for name in ("kho/.ẩn.txt", "kho/~$khóa.docx", "kho/bảng.xlsx"):
        Path(name).write_text("x", encoding="utf-8")
    return Path("kho")


def test_a_folder_is_read_in_a_fixed_order_and_names_what_it_skips(shelf: Path) -> None:
    (shelf / "a" / "vòng").symlink_to("..")
    (shelf / "c.txt").symlink_to("không-có.txt")
    (shelf / "d.txt").symlink_to("b.txt")
    assert shown(shelf) == [
        "Skipped kho/.ẩn.txt",
        "Source kho/a/1.txt",
        "Source kho/a/2.md",
        "Skipped kho/a/vòng",
        "Source kho/b.txt",
        "Skipped kho/bảng.xlsx",
        "Skipped kho/c.txt",
        "Skipped kho/d.txt",
        "Skipped kho/~$khóa.docx",
    ]
    reasons = [item.reason for item in scan([shelf]) if isinstance(item, Skipped)]
    assert reasons == ["hidden", "link_loop", "unsupported", "broken_link", "duplicate", "hidden"]


def test_shown_paths_are_as_given(shelf: Path) -> None:
    assert shown(shelf / "b.txt") == ["Source kho/b.txt"]
    assert _path(sources(Path("../") / Path.cwd().name / "kho")[0]).startswith("../")
    assert [item.path for item in sources(Path())] == ["kho/a/1.txt", "kho/a/2.md", "kho/b.txt"]
    assert shown(shelf / "b.txt", shelf)[-3:] == [
        "Skipped kho/b.txt",
        "Skipped kho/bảng.xlsx",
        "Skipped kho/~$khóa.docx",
    ]


def test_what_was_asked_for_and_cannot_be_read_is_an_error(shelf: Path) -> None:
    found = list(scan([shelf / "bảng.xlsx", shelf / "mất.txt"]))
    assert [item.code for item in found if isinstance(item, BadDocument)] == ["unsupported", "missing"]


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may read everything: step down for a moment where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    codecs.lookup("utf-8-sig")  # loaded now: an ordinary user may not reach this Python's own files
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_without_rights_is_reported_and_keeps_its_documents(open_folder: Path) -> None:
    for name in ("đóng/x.txt", "mở.txt", "riêng.txt"):
        (open_folder / name).parent.mkdir(exist_ok=True)
        (open_folder / name).write_text("Nội dung", encoding="utf-8")
    before = {item.path: item.fingerprint() for item in sources(open_folder)}
    (open_folder / "đóng").chmod(0)
    (open_folder / "riêng.txt").chmod(0)
    with ordinary_user():
        found = list(scan([open_folder]))
        documents = [item for source in found if isinstance(source, Source) for item in source.documents()]
    refused = [item for item in (*found, *documents) if isinstance(item, BadDocument)]
    assert [(item.code, item.facts["path"]) for item in refused] == [
        ("no_permission", f"{open_folder}/đóng"),
        ("no_permission", f"{open_folder}/riêng.txt"),
    ]
    assert sum(isinstance(item, Document) for item in documents) == 1
    compared = changes(before, found)
    assert (compared.removed, compared.unreachable) == ((), (f"{open_folder}/đóng/x.txt",))


def test_changes_tell_added_changed_touched_and_removed(shelf: Path) -> None:
    before = {item.path: item.fingerprint() for item in sources(shelf)}
    (shelf / "new.txt").write_text("mới", encoding="utf-8")
    (shelf / "b.txt").write_text("khác", encoding="utf-8")
    os.utime(shelf / "a" / "2.md", ns=(1, 1))
    (shelf / "a" / "1.txt").unlink()
    compared = changes(before, scan([shelf]))
    assert [item.path for item in compared.added] == ["kho/new.txt"]
    assert [item.path for item in compared.changed] == ["kho/b.txt"]
    assert [item.path for item in compared.unchanged] == ["kho/a/2.md"]
    assert compared.removed == ("kho/a/1.txt",)


def test_same_size_and_other_bytes_is_a_change(shelf: Path) -> None:
    source = sources(shelf / "b.txt")[0]
    before = {source.path: Fingerprint(source.size, source.mtime_ns - 1, "0" * 64)}
    assert changes(before, [source]).changed == (source,)


def records(count: int) -> bytes:
    rows = [json.dumps({"_id": str(n), "title": f"Điều {n}", "text": f"Nội dung {n}"}) for n in range(count)]
    rows[3] = "{hỏng"
    rows[5] = ""
    return "\n".join(rows).encode()


@pytest.mark.parametrize("name", ["luật.jsonl", "luật.jsonl.zst"])
def test_a_collection_travels_in_batches_and_survives_bad_lines(tmp_path: Path, name: str) -> None:
    data = records(25)
    (tmp_path / name).write_bytes(zstandard.compress(data) if name.endswith("zst") else data)
    source = sources(tmp_path)[0]
    batches = [pickle.loads(pickle.dumps(batch)) for batch in source.batches(10)]
    assert [len(batch.lines) for batch in batches] == [10, 10, 5]
    found = [item for batch in batches for item in batch.documents()]
    assert [item.title for item in found if isinstance(item, Document)] == [
        f"Điều {n}" for n in range(25) if n not in (3, 5)
    ]
    [bad] = [pickle.loads(pickle.dumps(item)) for item in found if isinstance(item, BadDocument)]
    assert (bad.code, bad.facts["line"], bad.facts["path"]) == ("bad_record", 4, source.path)
    assert [_path(item) for item in source.documents()] == [_path(item) for item in found]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jsonl", b"", "empty_file"),
        ("a.jsonl.zst", b"", "empty_file"),
        ("a.jsonl.zst", b"not packed", "wrong_format"),
        ("a.jsonl", zstandard.compress(b"{}"), "wrong_format"),
        (
            "a.jsonl.zst",
            zstandard.compress(json.dumps({"_id": "1", "text": "Nội dung"}).encode())[:-6],
            "broken",
        ),
    ],
)
def test_a_collection_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    [refused] = [item for item in sources(tmp_path)[0].documents() if isinstance(item, BadDocument)]
    assert (refused.code, refused.facts["path"]) == (code, f"{tmp_path}/{name}")


def test_a_file_that_vanishes_after_the_scan_is_missing(shelf: Path) -> None:
    source = sources(shelf / "b.txt")[0]
    (shelf / "b.txt").unlink()
    [refused] = source.documents()
    assert isinstance(refused, BadDocument)
    assert refused.code == "missing"
    with pytest.raises(BadDocument, match="missing"):
        source.fingerprint()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["alqac", "alqac_span", "drill_small", "xquad_vi"])
def test_every_record_of_the_evaluation_collections_is_read(name: str) -> None:
    source = sources(shared_material() / "eval" / name / "corpus.jsonl.zst")[0]
    documents = list(source.documents())
    assert all(isinstance(item, Document) and item.title and item.text for item in documents)
    assert len({item.id for item in documents if isinstance(item, Document)}) == len(documents) > 200
