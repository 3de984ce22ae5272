"""Indexing a folder: incremental, published in one step, whole again after any crash."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from corpus.errors import VankienError
from indexer import generation
from indexer.build import Progress, Summary, index
from indexer.engine import EngineUnavailable, Filters
from service.access import everyone
from service.config import Settings
from service.wiring import build_service

QUESTIONS = ("chỉ tiêu môi trường đến năm 2030", "kết nạp đảng viên", "12-CTr/HU")


def state(data: Path) -> str:
    """Everything a person could notice of an index: documents, passages, hits and answers."""
    service = build_service(Settings(data=data))
    ready = service.ready(everyone())
    seen: list[object] = [ready.documents, ready.passages]
    for question in QUESTIONS:
        found = service.search(question, everyone(), Filters())
        answer = service.ask(question, everyone(), Filters())
        seen.append([(hit.path, hit.start, hit.end, round(hit.score, 4)) for hit in found.hits])
        seen.append([(item.path, item.start, item.end) for item in answer.citations])
    return json.dumps(seen, ensure_ascii=False)


def texts(data: Path, question: str) -> set[str]:
    hits = build_service(Settings(data=data)).search(question, everyone(), Filters()).hits
    return {Path(hit.path).name for hit in hits}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "văn bản"
    made.mkdir()
    (made / "a.txt").write_text("Nghị quyết về bảo vệ rừng đầu nguồn.", "utf-8")
    (made / "b.txt").write_text("Kế hoạch cấp nước sạch nông thôn.", "utf-8")
    return made


def test_an_unchanged_folder_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = index([folder], data)
    assert (first.added, first.documents, first.published) == (2, 2, True)
    name = generation.current_name(data)
    second = index([folder], data)
    assert (second.added, second.unchanged, second.published) == (0, 2, False)
    assert generation.current_name(data) == name


def test_a_changed_file_is_replaced_and_a_vanished_one_removed(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index([folder], data)
    (folder / "a.txt").write_text("Chỉ thị về phòng cháy, chữa cháy chợ dân sinh.", "utf-8")
    (folder / "b.txt").unlink()
    (folder / "c.txt").write_text("Báo cáo kết quả chuyển đổi số.", "utf-8")
    done = index([folder], data)
    assert (done.added, done.changed, done.removed, done.documents) == (1, 1, 1, 2)
    assert texts(data, "bảo vệ rừng đầu nguồn") <= {"a.txt", "c.txt"}
    service = build_service(Settings(data=data))
    everything = service.search(
        "phòng cháy chữa cháy chuyển đổi số nước sạch rừng", everyone(), Filters()
    ).hits
    assert {hit.text for hit in everything} == {
        "Chỉ thị về phòng cháy, chữa cháy chợ dân sinh.",
        "Báo cáo kết quả chuyển đổi số.",
    }


def test_other_folders_stay_when_one_is_indexed(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.txt").write_text("Quy định về lễ tân, khánh tiết.", "utf-8")
    data = tmp_path / "data"
    index([folder], data)
    assert index([other], data).documents == 3
    (folder / "a.txt").unlink()
    assert index([other], data).documents == 3
    assert index([folder], data).documents == 2


def test_a_touched_file_with_the_same_bytes_is_unchanged(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index([folder], data)
    os.utime(folder / "a.txt", (1, 1))
    assert index([folder], data).unchanged == 2


def test_broken_files_are_named_and_the_others_indexed(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    data = tmp_path / "data"
    done = index([folder], data)
    assert done.documents == 2
    assert {Path(failure.path).name: failure.error.code for failure in done.failures} == {
        "broken.docx": "wrong_format",
        "empty.txt": "empty_file",
        "photo.png": "unsupported",
    }
    again = index([folder], data)  # nothing changed, and the failures are still told
    assert {Path(failure.path).name for failure in again.failures} == {
        "broken.docx",
        "empty.txt",
        "photo.png",
    }


def test_a_secret_file_leaves_no_trace(folder: Path, tmp_path: Path) -> None:
    (folder / "s.txt").write_text("TỈNH ỦY LAM HÀ\nMẬT\nSố 01-BC/TU\nNội dung zyxwvu tuyệt đối kín.", "utf-8")
    data = tmp_path / "data"
    done = index([folder], data)
    assert [failure.error.code for failure in done.failures] == ["secret"]
    assert done.documents == 2
    for file in data.rglob("*"):
        if file.is_file():
            assert b"zyxwvu" not in file.read_bytes()


def test_progress_ends_at_the_total(folder: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    index([folder], tmp_path / "data", on_progress=seen.append)
    assert seen[0].done == 0
    assert seen[-1].done == seen[-1].total > 0
    assert seen[-1].documents == 2


def test_a_missing_path_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(VankienError) as refused:
        index([tmp_path / "none"], tmp_path / "data")
    assert refused.value.code == "path_missing"
    assert not (tmp_path / "data").exists()


def test_two_builds_at_once_are_refused(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with generation.building(data), pytest.raises(VankienError) as refused:
        index([folder], data)
    assert refused.value.code == "index_locked"


def test_a_build_can_wait_for_another(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done: list[Summary] = []
    waiting = threading.Thread(target=lambda: done.append(index([folder], data, wait=True)))
    with generation.building(data):
        waiting.start()
        waiting.join(1.0)
        assert waiting.is_alive()
    waiting.join()
    assert done[0].published


def test_an_index_made_otherwise_is_refused_and_rebuilt(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index([folder], data)
    manifest = generation.published(data) / generation.MANIFEST
    values = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**values, "analysis": -1}), "utf-8")
    with pytest.raises(EngineUnavailable) as refused:
        build_service(Settings(data=data)).opened()
    assert refused.value.code == "index_mismatch"
    done = index([folder / "a.txt"], data)  # everything known is read again, not only this file
    assert (done.rebuilt, done.documents) == (True, 2)


def test_a_running_reader_follows_the_new_index(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index([folder], data)
    service = build_service(Settings(data=data))
    before = service.opened()
    (folder / "c.txt").write_text("Thông báo về lịch tiếp công dân.", "utf-8")
    index([folder], data)
    assert before.engine.statistics().passages == 2  # what was open stays whole
    assert service.search("lịch tiếp công dân", everyone(), Filters()).hits[0].path.endswith("c.txt")


def test_a_full_disk_keeps_the_old_index(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    index([folder], data)
    (folder / "c.txt").write_text("Công văn về việc báo cáo.", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generation, "publish", full)
    with pytest.raises(VankienError) as refused:
        index([folder], data)
    assert refused.value.code == "disk_full"
    assert len([entry for entry in data.iterdir() if entry.is_dir()]) == 1
    assert build_service(Settings(data=data)).ready(everyone()).documents == 2


def test_kill_at_any_moment_loses_nothing(own_samples: Path, tmp_path: Path) -> None:
    """kill -9 at once and at nine random moments, each resumed: the same as an uninterrupted run."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    started = time.monotonic()
    _index_in_a_process(own_samples, whole).wait()
    seconds = time.monotonic() - started
    moments = random.Random(20)
    left = 0
    # At once, so that one is killed early even where the first run took longer than the others will.
    for share in (0.0, *(moments.uniform(0.2, 1.0) for _ in range(9))):
        process = _index_in_a_process(own_samples, killed)
        time.sleep(share * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if generation.current_name(killed) is not None:
            left += 1
            assert state(killed) == state(whole)  # what is published is never half an index
            (killed / generation.CURRENT).unlink()  # begin again, over what the killed run left
    final = _index_in_a_process(own_samples, killed)
    assert final.wait() == 0
    assert state(killed) == state(whole)
    assert left < 10  # at least one run was killed before it could publish


def _index_in_a_process(folder: Path, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "service.cli", "index", str(folder), "--data", str(data), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_record_that_repeats_an_id_is_named_and_the_first_kept(tmp_path: Path) -> None:
    collection = tmp_path / "tập.jsonl"
    records = [
        {"_id": "1", "text": "Rừng đầu nguồn."},
        {"_id": "1", "text": "Nước sạch."},
        {"_id": "2", "text": "Đất."},
    ]
    collection.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    done = index([collection], tmp_path / "data")
    assert done.documents == 2
    assert [failure.error.code for failure in done.failures] == ["bad_record"]
    hits = build_service(Settings(data=tmp_path / "data")).search("rừng nước", everyone(), Filters()).hits
    assert {hit.text for hit in hits} == {"Rừng đầu nguồn.", "Đất."}


def test_full_segmentation_is_a_setting_with_an_index_of_its_own(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    index([folder], data, segmentation=True)
    with pytest.raises(EngineUnavailable):
        build_service(Settings(data=data)).opened()
    service = build_service(Settings(data=data, segmentation=True))
    assert service.search("kế hoạch nước sạch", everyone(), Filters()).hits[0].path.endswith("b.txt")


def test_workers_end_when_the_build_is_killed(tmp_path: Path) -> None:
    collection = tmp_path / "lớn.jsonl"
    text = "Nghị quyết về bảo vệ rừng đầu nguồn, nước sạch nông thôn. " * 40
    with collection.open("w", encoding="utf-8") as file:
        for number in range(6000):
            file.write(json.dumps({"_id": str(number), "text": text}, ensure_ascii=False) + "\n")
    build = _index_in_a_process(collection, tmp_path / "data")
    workers: list[psutil.Process] = []
    while len(workers) < 2 and build.poll() is None:
        children = psutil.Process(build.pid).children()
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        time.sleep(0.05)
    assert len(workers) == 2
    build.kill()
    build.wait()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
