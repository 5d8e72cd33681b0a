"""The desk on a real terminal, from outside: what is painted first, and how the terminal is given back."""

from __future__ import annotations

import os
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.bench.terminal import TerminalProgram

ROOT = Path(__file__).parents[2]
EVTUI = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]
ALTERNATE_SCREEN, PRIMARY_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    return {**own, "PYTHONPATH": str(ROOT), "NO_COLOR": "", "EVTUI_LIBRARY": ""}


def modes(program: TerminalProgram) -> list[object]:
    return termios.tcgetattr(program.descriptor)


def test_the_desk_comes_up_and_leaves_the_terminal_as_it_was(
    library: Path, environment: dict[str, str]
) -> None:
    with TerminalProgram([*EVTUI, "-L", str(library)], environment=environment) as program:
        before = modes(program)
        program.wait_for("1 Timeline")
        program.wait_for("3 of 3")
        assert modes(program) != before
        program.send("q")
        assert program.wait() == 0
        assert modes(program) == before
    assert program.seen.rfind(PRIMARY_SCREEN) > program.seen.rfind(ALTERNATE_SCREEN)


def test_keys_that_are_pressed_before_the_desk_stands_are_not_lost(
    library: Path, environment: dict[str, str]
) -> None:
    with TerminalProgram([*EVTUI, "-L", str(library)], environment=environment) as program:
        program.wait_for("1 Timeline")
        program.send("/memorandum\r")
        program.wait_for("1 of 3")


def test_a_signal_before_the_desk_stands_gives_the_terminal_back(
    library: Path, environment: dict[str, str]
) -> None:
    with TerminalProgram([*EVTUI, "-L", str(library)], environment=environment) as program:
        before = modes(program)
        program.wait_for("1 Timeline")
        os.kill(program.process_id, signal.SIGTERM)
        assert program.wait() != 0
        assert modes(program) == before
    assert program.seen.rfind(PRIMARY_SCREEN) > program.seen.rfind(ALTERNATE_SCREEN)


def test_a_library_that_is_not_there_is_told_on_the_terminal_that_is_left(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with TerminalProgram([*EVTUI, "-L", str(tmp_path / "nowhere")], environment=environment) as program:
        before = modes(program)
        assert program.wait() == 1
        assert modes(program) == before
    after = program.seen[program.seen.rfind(PRIMARY_SCREEN) :]
    assert b"There is no library" in after


def test_the_desk_is_painted_also_where_errors_go_elsewhere(
    library: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    command = f"exec {sys.executable} -c '{EVTUI[2]}' -L '{library}' 2>'{log}'"
    with TerminalProgram(["bash", "-c", command], environment=environment) as program:
        program.wait_for("3 of 3")
        program.send("q")
        assert program.wait() == 0
    assert b"1 Timeline" not in log.read_bytes()
