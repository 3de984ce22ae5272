"""make speed: indexing, questions, start-up, memory and load, measured on this machine.

    python -m tests.speed.judge [--skip-large]

Prints a table and compares it with what must hold; never part of the tests.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from indexer.engine import Filters
from service.access import everyone
from service.config import Settings
from service.jsonl import read_jsonl
from service.wiring import build_service
from tests.needs import SHARED

SAMPLES = Path("corpus/documents")
LOAD = Path(__file__).with_name("load.lua")
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value and the bound it must keep."""

    name: str
    value: float
    unit: str
    bound: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.holds else "MISSED"
        return f"{self.name:<58}{self.value:>10.2f} {self.unit:<6} {sign} {self.bound:g} {verdict}"


def vankien(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "service.cli", *arguments]


def peak_memory(process: "subprocess.Popen[bytes]") -> float:
    """Highest sum of resident memory of a process and its children until it ends, in MiB."""
    peak = 0.0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        for one in _family(watched):
            try:
                total += one.memory_info().rss
            except psutil.Error:
                continue
        peak = max(peak, total / MIB)
        time.sleep(0.1)
    return peak


def _family(process: psutil.Process) -> Iterator[psutil.Process]:
    yield process
    try:
        yield from process.children(recursive=True)
    except psutil.Error:
        return


def large_collection(folder: Path) -> list[Figure]:
    """75,353 articles indexed from nothing, then the development questions one after another."""
    phapdien = SHARED / "eval" / "phapdien"
    data = folder / "phapdien"
    started = time.monotonic()
    command = vankien("index", str(phapdien / "corpus.jsonl.zst"), "--data", str(data), "--quiet")
    peak = peak_memory(subprocess.Popen(command, stdout=subprocess.DEVNULL))
    seconds = time.monotonic() - started
    disk = sum(file.stat().st_size for file in data.rglob("*") if file.is_file()) / MIB
    judged = _evaluate(phapdien, data)
    folded = _evaluate(phapdien, data, "--without-diacritics")
    asked = _asked(phapdien, data)
    return [
        Figure("index 75,353 articles", seconds, "s", 240),
        Figure("index 75,353 articles: peak memory, all processes", peak, "MiB", 2000),
        Figure("index 75,353 articles: disk", disk, "MiB", 400),
        Figure("phapdien nDCG@10", judged["nDCG@10"], "", 0.81, at_least=True),
        Figure("phapdien nDCG@10 without diacritics", folded["nDCG@10"], "", 0.79, at_least=True),
        Figure("question p50", judged["ms_p50"], "ms", 25),
        Figure("question p95", judged["ms_p95"], "ms", 25),
        Figure("with answer, facets and hits of a page p50", asked[len(asked) // 2], "ms", 30),
        Figure("with answer, facets and hits of a page p95", asked[int(0.95 * len(asked))], "ms", 30),
    ]


def _asked(folder: Path, data: Path) -> list[float]:
    """Milliseconds of `Service.ask` for each question once, in one process, in order of length."""
    service = build_service(Settings(data=data))
    times = []
    for row in read_jsonl(folder / "queries.jsonl"):
        started = time.perf_counter()
        service.ask(str(row["text"]), everyone(), Filters())
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def _evaluate(folder: Path, data: Path, *more: str) -> dict[str, float]:
    files = ("--queries", str(folder / "queries.jsonl"), "--qrels", str(folder / "qrels" / "dev.tsv"))
    done = subprocess.run(
        vankien("evaluate", *files, "--data", str(data), "--json", *more), capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, psutil.Process, float]]:
    """A started server: its address, its process, and the seconds until it answered a question."""
    port = 8765
    started = time.monotonic()
    process = subprocess.Popen(
        vankien("serve", "--port", str(port), "--data", str(data)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                ask(address, "chỉ tiêu môi trường đến năm 2030")
                break
            except OSError:
                if time.monotonic() - started > 60 or process.poll() is not None:
                    raise
                time.sleep(0.02)
        yield address, psutil.Process(process.pid), time.monotonic() - started
    finally:
        process.terminate()
        process.wait()


def ask(address: str, question: str) -> dict[str, object]:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(
        address + "/api/ask", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        answered: dict[str, object] = json.load(reply)
        return answered


def server(folder: Path) -> list[Figure]:
    """Start-up, memory and load over the sample documents."""
    data = folder / "samples"
    subprocess.run(vankien("index", str(SAMPLES), "--data", str(data), "--quiet"), check=True)
    starts = []
    for _ in range(3):
        with serving(data) as (_, _, seconds):
            starts.append(seconds)
    with serving(data) as (address, process, _):
        rate, p95 = _load(address)
        memory = process.memory_info().rss / MIB
        torch = sum("torch" in mapped.path for mapped in process.memory_maps())
    return [
        Figure("serve: first answer after start (median of 3)", sorted(starts)[1], "s", 2),
        Figure("serve: memory after load", memory, "MiB", 400),
        Figure("serve: torch files in memory", torch, "", 0),
        Figure("serve: different questions a second (/api/ask)", rate, "1/s", 50, at_least=True),
        Figure("serve: p95 under that load", p95, "ms", 250),
    ]


def _load(address: str, seconds: int = 15) -> tuple[float, float]:
    """Questions answered a second and their p95 in ms, by wrk where it is installed."""
    if shutil.which("wrk"):
        command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "--latency", "-s", str(LOAD), address]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = dict(line.split("=") for line in printed.splitlines() if line.count("=") == 1)
        if float(found["errors"]):
            raise SystemExit(f"errors under load:\n{printed}")
        return float(found["rate"]), float(found["p95_ms"])
    print("wrk is not installed (sudo apt-get install -y wrk): loading from this process instead")
    return _threads_load(address, seconds)


def _threads_load(address: str, seconds: int) -> tuple[float, float]:
    subjects = [line.split('"')[1] for line in LOAD.read_text("utf-8").splitlines() if line.startswith('  "')]
    questions = [f"{subject} {year}" for year in range(2011, 2051) for subject in subjects]
    times: list[float] = []
    end = time.monotonic() + seconds

    def work(first: int) -> None:
        turn = first
        while time.monotonic() < end:
            started = time.monotonic()
            ask(address, questions[turn % len(questions)])
            times.append(time.monotonic() - started)
            turn += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, sorted(times)[int(len(times) * 0.95)] * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--skip-large", action="store_true", help="only the server over the samples")
    chosen = parser.parse_args(arguments)
    memory = psutil.virtual_memory().total / 2**30
    print(f"{os.cpu_count()} cores, {memory:.0f} GiB")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        figures += server(Path(name))
        if not chosen.skip_large:
            if SHARED.is_dir():
                figures += large_collection(Path(name))
            else:
                print("../shared is missing: the large collection is not measured")
    for figure in figures:
        print(figure)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
