"""Long work in processes of its own: a watch, an analysis put off, children that end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic

import orjson
import pytest

from index import open_library
from tui.queries.child import Child

EVTUI = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def environment(tmp_path: Path) -> dict[str, str]:
    own = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT)}


def until(condition: Callable[[], object]) -> None:
    end, pause = monotonic() + PATIENCE, Event()
    while not condition():
        assert monotonic() < end
        pause.wait(0.02)


def test_a_watch_tells_each_batch_in_a_line_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "one.txt").write_text(" date 2024-03-13 Honda builds a plant in Ulm.")
    command = [*EVTUI, "-L", str(tmp_path / "library"), "import", "--watch", str(news)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(tmp_path), **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline() == "1 added from one.txt\n"
            (news / "half.part").write_text(
                " date 2024-03-14 Toyota builds a plant.\n\n\n date 2024-03-15 Kia too builds a plant."
            )
            (news / "half.part").replace(news / "two.txt")
            assert process.stdout.readline().endswith("added from two.txt\n")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in err
    with open_library(tmp_path / "library") as library:
        assert library.search("plant").total >= 2


def test_ctrl_c_puts_the_analysis_off_and_evtui_analyse_goes_on(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    records = (
        {"title": f"Report {n}", "date": "2024-03-13", "text": f"In Bonn Honda and Nissan talk, number {n}."}
        for n in range(300)
    )
    news.write_bytes(b"\n".join(orjson.dumps(record) for record in records))
    slow = "import index.background.reading as r; r.BATCH_CHANGES = 1; "
    command = [sys.executable, "-c", slow + EVTUI[2], "-L", str(tmp_path / "library"), "import", str(news)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(tmp_path), **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline().startswith("300 added")
            with open_library(tmp_path / "library") as library:
                assert library.search("bonn").total == 300
                until(library.store.read_articles)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "evtui analyse" in err
    with open_library(tmp_path / "library") as library:
        read = len(library.store.read_articles())
        assert 0 < read < 300
        assert not library.analysed
    done = subprocess.run(
        [*EVTUI, "-L", str(tmp_path / "library"), "analyse", "--json"],
        env=environment(tmp_path),
        capture_output=True,
        check=True,
    )
    lines = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert lines[0]["stage"].startswith("Reading")
    assert lines[0]["total"] == 300 - read
    assert lines[-1] | {"seconds": 0} == {"analysed": True, "articles": 300, "seconds": 0}


PARENT = """
import sys
from tui.queries.child import Child
child = Child(sys.argv[1:], lambda said: print(child.pid, said["event"], flush=True), lambda failure: None)
child.start()
child.wait(600)
"""


@pytest.mark.parametrize("wanted", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_when_its_parent_dies(tmp_path: Path, wanted: signal.Signals) -> None:
    (tmp_path / "news").mkdir()
    arguments = ["import", "--watch", "--json", f"--library={tmp_path / 'library'}", str(tmp_path / "news")]
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *arguments],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid, event = parent.stdout.readline().split()
        assert event == "watching"
        parent.send_signal(wanted)
        parent.wait(PATIENCE)
        until(lambda: not is_running(int(pid)))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_child_tells_its_lines_and_why_it_failed(tmp_path: Path) -> None:
    said, ended = [], []
    child = Child(["analyse", "--json", f"--library={tmp_path / 'nowhere'}"], said.append, ended.append)
    child.start()
    assert child.wait(PATIENCE)
    until(lambda: ended)
    assert "There is no library" in ended[0]
    assert not said
    assert not child.running


def test_a_child_that_is_asked_to_stop_has_not_failed(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    said, ended = [], []
    arguments = ["import", "--watch", "--json", f"--library={tmp_path / 'library'}", str(tmp_path / "news")]
    child = Child(arguments, said.append, ended.append)
    child.start()
    until(lambda: said)
    child.stop()
    assert child.wait(PATIENCE)
    until(lambda: ended)
    assert ended == [""]
