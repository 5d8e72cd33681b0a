"""Processes that read: whatever becomes of one of them, the import goes on and tells of it."""

from __future__ import annotations

import gzip
import io
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import orjson
import pytest

from index.importing import import_inputs
from index.model import ImportReport
from index.readers import ReadOptions
from index.store import Store

from . import bad_reader
from .conftest import Import, bodies, figures, lines

PATIENCE_SECONDS = 20.0


@pytest.fixture
def _bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importing.crew.WORKER_CODE", bad_reader.CODE)


@pytest.fixture
def _all_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importing.reading.LIGHT_BYTES", -1)
    monkeypatch.setattr("index.importing.reading.CUT_BYTES", 3_000)
    monkeypatch.setattr("index.importing.cutting.BLOCK_BYTES", 700)
    monkeypatch.setattr("index.importing.cutting.FIRST_BLOCKS", 1)


def pages(folder: Path, *texts: str) -> None:
    for number, text in enumerate(texts):
        (folder / f"{number}.html").write_text(f"<html>{text}", encoding="utf-8")


def reasons(store: Store) -> list[str]:
    return [item.reason for item in store.rejections()]


@pytest.mark.usefixtures("_bad")
def test_a_process_that_dies_costs_its_input_alone(store: Store, folder: Path, take: Import) -> None:
    pages(folder, "Ford", "Honda die Never", "Kia", "Nissan")
    assert figures(take(folder)) == (4, 0, 0, 1)
    assert bodies(store) == ["Ford", "Honda", "Kia", "Nissan"]
    (reason,) = reasons(store)
    assert reason.startswith("The process that read it ended by signal 9")
    assert store.rejections()[0].path == str(folder / "1.html")


@pytest.mark.parametrize("how", ["hang", "work"])
@pytest.mark.usefixtures("_bad")
def test_an_input_that_takes_too_long_is_left(
    store: Store, folder: Path, take: Import, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("index.importing.crew.ITEM_SECONDS", 3.0)
    monkeypatch.setattr("index.importing.crew.PATIENCE", 2)
    pages(folder, "Ford", f"Honda Toyota {how} Never", "Kia")
    assert figures(take(folder)) == (4, 0, 0, 1)
    assert bodies(store) == ["Ford", "Honda", "Kia", "Toyota"]
    assert reasons(store) == [
        "Reading it took longer than 3 seconds; what was not read by then was left out."
    ]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nothing tells a process's time here")
@pytest.mark.usefixtures("_bad")
def test_an_input_that_waits_for_its_turn_on_a_busy_machine_is_read(
    store: Store, folder: Path, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importing.crew.ITEM_SECONDS", bad_reader.WAIT_SECONDS / 2)
    monkeypatch.setattr("index.importing.crew.PATIENCE", 100)
    pages(folder, "Ford", "Honda wait Toyota", "Kia")
    assert figures(take(folder)) == (4, 0, 0, 0)
    assert bodies(store) == ["Ford", "Honda", "Kia", "Toyota"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is one of Linux")
@pytest.mark.usefixtures("_bad")
def test_an_input_that_takes_too_much_memory_is_left(
    store: Store, folder: Path, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importing.crew.MEMORY_BYTES", 1024**3)
    pages(folder, "Ford", "Honda grow", "Kia")
    assert figures(take(folder)) == (3, 0, 0, 1)
    assert bodies(store) == ["Ford", "Honda", "Kia"]
    (reason,) = reasons(store)
    assert "memory" in reason


@pytest.mark.usefixtures("_bad")
def test_what_a_parser_prints_gets_in_nobodys_way(
    store: Store, folder: Path, take: Import, capfd: pytest.CaptureFixture[str]
) -> None:
    pages(folder, "Ford print Honda")
    assert figures(take(folder)) == (2, 0, 0, 0)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("_bad")
def test_a_cancelled_import_ends_its_processes_at_once(store: Store, folder: Path, take: Import) -> None:
    pages(folder, "Ford hang")
    began = monotonic()
    report = take(folder, cancelled=lambda: monotonic() > began + 1)
    assert report.interrupted
    assert monotonic() < began + PATIENCE_SECONDS
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    assert not children.exists() or not children.read_text().split()


def test_where_no_process_can_be_started_all_is_read_here(
    store: Store, folder: Path, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importing.crew.start_process", lambda: None)
    monkeypatch.setattr("index.importing.reading.LIGHT_BYTES", -1)
    lines(folder / "a.jsonl", *(f"A{number}" for number in range(10)))
    assert figures(take(folder)) == (10, 0, 0, 0)


def test_no_process_is_left_when_the_import_is_killed(tmp_path: Path, folder: Path) -> None:
    pages(folder, "Ford hang")
    script = (
        "import sys; from pathlib import Path; import index.importing.crew as crew;"
        f"crew.WORKER_CODE = {bad_reader.CODE!r};"
        "start = crew.start_process\n"
        "def started():\n"
        "    process = start(); print(process.pid, flush=True); return process\n"
        "crew.start_process = started\n"
        "from index import open_library\n"
        "open_library(sys.argv[1], create=True).import_from([sys.argv[2]])\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "library"), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    deadline = monotonic() + PATIENCE_SECONDS
    while _runs(worker):
        assert monotonic() < deadline, "the process that reads outlives the import"


def _runs(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


# The same outcome, whoever reads


def mixed(folder: Path) -> None:
    """Write files of several formats, whole and broken, small and large."""
    one = lines(folder / "a.jsonl", *(f"Alpha{number}" for number in range(90)))
    data = one.read_bytes().splitlines(keepends=True)
    data[40:40] = [b'{"title": "broken\n', b"\n", b'{"title": "caf\xe9", "text": "caf\xe9 in the news"}\n']
    one.write_bytes(b"".join([*data, *data[:5]]))
    packed = lines(folder / "b.jsonl", *(f"Beta{number}" for number in range(90))).read_bytes()
    (folder / "b.jsonl").unlink()
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(packed))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(packed + os.urandom(9_000))[:-4_000])
    (folder / "d.txt").write_text(" date 2024-03-13 Gamma is in the news.\n\n date 2024-03-16 Delta too.\n")
    (folder / "e.json").write_bytes(orjson.dumps([{"title": "Epsilon", "text": "Epsilon is in the news."}]))
    (folder / "f.csv").write_text(
        "title,body,date\n" + "".join(f"T{n},Zeta{n} news,2024-03-13\n" for n in range(9))
    )
    (folder / "g.jsonl").write_bytes(b"no json\n" * 2_000)
    (folder / "h.bin").write_bytes(bytes(range(256)) * 20)


def outcome(store: Store, report: ImportReport) -> tuple[object, ...]:
    articles = [
        (article.id, article.title, article.body, article.day, article.origin)
        for _, article in store.iterate()
    ]
    rejected = [(item.path, item.line, item.reason, item.kept, item.excerpt) for item in store.rejections()]
    return figures(report), report.doubts, articles, rejected


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[object, ...]]]:
    """Import a folder twice, here and in processes; return what came of it."""

    def run(folder: Path) -> list[tuple[object, ...]]:
        found = []
        for name, light in (("here", 1 << 40), ("there", -1)):
            monkeypatch.setattr("index.importing.reading.LIGHT_BYTES", light)
            monkeypatch.setattr("index.importing.reading.CUT_BYTES", 3_000 if light < 0 else 1 << 40)
            monkeypatch.setattr("index.importing.cutting.BLOCK_BYTES", 700 if light < 0 else 1 << 40)
            monkeypatch.setattr("index.importing.cutting.FIRST_BLOCKS", 1 if light < 0 else 1 << 40)
            with Store.create(tmp_path / name) as store:
                found.append(outcome(store, import_inputs(store, [str(folder)], ReadOptions())))
        return found

    return run


def test_the_outcome_is_the_same_whoever_reads(
    folder: Path, both: Callable[..., list[tuple[object, ...]]]
) -> None:
    mixed(folder)
    here, there = both(folder)
    for one, other in zip(here, there, strict=True):
        assert one == other


@pytest.mark.usefixtures("_all_in_processes")
def test_a_second_import_by_processes_finds_only_duplicates(store: Store, folder: Path, take: Import) -> None:
    mixed(folder)
    first = take(folder)
    again = take(folder)
    assert (again.added, again.updated) == (0, 0)
    assert again.duplicates == first.added + first.duplicates
    assert again.rejected == first.rejected


@pytest.mark.usefixtures("_all_in_processes")
def test_standard_input_is_read_in_blocks(store: Store, folder: Path, take: Import) -> None:
    data = lines(folder / "a.jsonl", *(f"A{number}" for number in range(90))).read_bytes()
    assert figures(take("-", stdin=io.BytesIO(data))) == (90, 0, 0, 0)
    assert [article.origin.line for _, article in store.iterate()] == list(range(1, 91))
    assert {article.origin.path for _, article in store.iterate()} == {"-"}


def test_memory_stays_bounded_however_much_comes_in(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    megabyte = 1_000_000
    monkeypatch.setattr("index.importing.pipeline.BATCH_CHARACTERS", megabyte)
    monkeypatch.setattr("index.importing.cutting.BLOCKS_AHEAD", 4)
    filler = "word " * 40_000
    stream = Stream(b'{"title": "T%d", "text": "T%d ' + filler.encode() + b'"}\n', 150)
    tracemalloc.start()
    try:
        report = import_inputs(store, ["-"], ReadOptions(format="jsonl"), stdin=stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert figures(report) == (150, 0, 0, 0)
    assert peak < 15 * megabyte


class Stream(io.BufferedIOBase):
    """Lines that are made when they are asked for, 30 MB in all."""

    def __init__(self, line: bytes, count: int) -> None:
        self._lines = (line % (number, number) for number in range(count))
        self._waiting = b""

    def read(self, size: int | None = -1, /) -> bytes:
        if not self._waiting:
            self._waiting = next(self._lines, b"")
        data, self._waiting = self._waiting[: size or 0], self._waiting[size or 0 :]
        return data
