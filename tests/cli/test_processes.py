"""What only a process of its own can show: pipes, signals, standard input."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from index import open_library
from tui.render.cells import width

EVTUI = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]
ROOT = Path(__file__).parents[2]


def environment(tmp_path: Path) -> dict[str, str]:
    own = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT)}


def test_a_pipe_that_closes_early_is_quiet(library: Path, tmp_path: Path) -> None:
    command = f"'{sys.executable}' -c 'import sys; from tui.cli import main; sys.exit(main())'"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} -L '{library}' search -n 0 --json | true"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "Broken pipe" not in done.stderr
    assert done.returncode == 0


def test_standard_input_is_imported_with_its_source(tmp_path: Path) -> None:
    folder = str(tmp_path / "library")
    line = b'{"date": "2024-03-16", "title": "Talks confirmed", "body": "A memorandum was signed."}\n'
    subprocess.run(
        [*EVTUI, "-L", folder, "import", "-", "--format", "jsonl", "--source", "Wire"],
        input=line,
        capture_output=True,
        env=environment(tmp_path),
        check=True,
    )
    found = subprocess.run(
        [*EVTUI, "-L", folder, "search", "source:wire", "memorandum", "--json"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        check=True,
    )
    assert '"source":"Wire"' in found.stdout


def test_hostile_text_reaches_no_terminal(tmp_path: Path) -> None:
    article = tmp_path / "hostile.txt"
    article.write_text(
        " date 2024-03-16 A \x1b[31mred\x1b[0m title \x1b]0;owned\x07 here.\n\nBody \u202eright to left.\n",
        encoding="utf-8",
    )
    folder = str(tmp_path / "library")
    env = environment(tmp_path)
    subprocess.run([*EVTUI, "-L", folder, "import", str(article)], capture_output=True, env=env, check=True)
    found = subprocess.run(
        [*EVTUI, "-L", folder, "search", "red", "--json"], capture_output=True, env=env, check=True
    )
    identifier = found.stdout.split(b'"')[3].decode()
    for words in (["search", "red"], ["show", identifier], []):
        done = subprocess.run([*EVTUI, "-L", folder, *words], capture_output=True, env=env, check=True)
        assert b"\x1b" not in done.stdout
        assert "\u202e" not in done.stdout.decode()
        assert b"red" in done.stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_are_no_failure(library: Path, tmp_path: Path, closed: str) -> None:
    command = f"'{sys.executable}' -c 'import sys; from tui.cli import main; sys.exit(main())'"
    for words in ("search honda", "import - --format text", "info"):
        done = subprocess.run(
            ["bash", "-c", f"{command} -L '{library}' {words} {closed}"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=environment(tmp_path),
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_told_in_words(library: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*EVTUI, "-L", str(library), "search", "honda"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "evtui: This cannot be done here: No space left on device."


def test_an_article_and_the_figures_are_shown_while_another_process_imports(
    library: Path, tmp_path: Path
) -> None:
    with open_library(library) as held:
        identifier = next(held.store.iterate())[1].id
        shutil.rmtree(library / "index")
        with held.store.writer():
            for words in (["info", "--json"], ["show", identifier], ["rejects"]):
                done = subprocess.run(
                    [*EVTUI, "-L", str(library), *words],
                    capture_output=True,
                    text=True,
                    env=environment(tmp_path),
                    check=False,
                )
                assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def on_a_terminal(command: list[str], env: dict[str, str], columns: int) -> str:
    """Run a command with standard output on a terminal of some columns, and return what it printed there."""
    leader, follower = os.openpty()
    termios.tcsetwinsize(follower, (24, columns))
    with subprocess.Popen(command, stdout=follower, stderr=subprocess.DEVNULL, env=env) as process:
        os.close(follower)
        printed = b""
        while chunk := _read(leader):
            printed += chunk
        process.wait()
    os.close(leader)
    return printed.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65_536)
    except OSError:  # the other end was closed
        return b""


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_rows_fit_the_terminal_and_end_with_the_id(tmp_path: Path, columns: int) -> None:
    env = {
        name: value for name, value in environment(tmp_path).items() if name not in {"NO_COLOR", "COLUMNS"}
    }
    env["TERM"] = "xterm"
    folder = str(tmp_path / "library")
    article = tmp_path / "wire" / "a.txt"
    article.parent.mkdir()
    words = "东风日产汽车 and Honda confirmed the talks on a shared platform " * 6
    article.write_text(f"Title: {words}\nDate: 2024-03-16\n\n{words}\n", encoding="utf-8")
    subprocess.run([*EVTUI, "-L", folder, "import", str(article)], capture_output=True, env=env, check=True)
    printed = on_a_terminal([*EVTUI, "-L", folder, "search", "honda"], env, columns)
    assert "\x1b[1mHonda\x1b[0m" in printed
    lines = [re.sub(r"\x1b\[\d*m", "", line) for line in printed.splitlines()]
    assert len(lines) == 2
    assert all(width(line) <= columns for line in lines)
    assert re.search(r"…  wire · \w{10}$", lines[0])
    plain = on_a_terminal([*EVTUI, "-L", folder, "search", "honda"], {**env, "NO_COLOR": "1"}, columns)
    assert "\x1b" not in plain


def test_output_for_programs_is_utf8_whatever_the_locale(library: Path, tmp_path: Path) -> None:
    env = {**environment(tmp_path), "PYTHONIOENCODING": "ascii"}
    folder = tmp_path / "Ärchiv"
    library.rename(folder)
    for words in (["search", "honda"], ["info"], ["info", "--json"], []):
        done = subprocess.run([*EVTUI, "-L", str(folder), *words], capture_output=True, env=env, check=False)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
        assert done.stdout.decode("utf-8")


def test_names_that_are_no_text_are_taken_and_told(library: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    library.rename(os.fsdecode(folder))
    for words, code in (([b"info", b"--json"], 0), ([b"search", b"\xff"], 0), ([b"show", b"\xff"], 1)):
        done = subprocess.run(
            [*map(os.fsencode, EVTUI), b"-L", folder, *words],
            capture_output=True,
            env=environment(tmp_path),
            check=False,
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False)
