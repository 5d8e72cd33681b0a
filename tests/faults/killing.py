"""Killing a process at a random moment of its work, many times over, without starting Python each time.

A server process imports everything once and forks a child for each trial. The child counts the calls of its
functions and says when it comes to the wanted one; it is killed from here, some microseconds later, wherever
it then is: in Python, in SQLite, in the engine, between two system calls.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType, ModuleType, TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
SUBREAPER = 36


class Killer:
    """Runs work in a process of its own and kills it there."""

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.work"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.communicate()

    def run(self, work: str, *given: str) -> int:
        """Let work run to its end; return how many calls of functions it made."""
        self._ask(work, given, 0)
        said = self._until_ended()
        assert "done" in said, said
        return int(said["done"])

    def kill(self, work: str, *given: str, at: int, victim: Any = None) -> bool:
        """Kill work at a call; return whether it came there. All processes that it began must end as well.

        Args:
            work: name of a function of `tests.faults.work`.
            given: its arguments.
            at: number of the call.
            victim: given the process, returns the one to kill instead of it.
        """
        self._ask(work, given, at)
        process = 0
        while True:
            what, _, number = self._line().partition(" ")
            if what == "pid":
                process = int(number)
            elif what == "now":
                os.kill(victim(process) if victim else process, signal.SIGKILL)
                self._until_ended()
                return True
            elif what == "ended":
                return False

    def _ask(self, work: str, given: tuple[str, ...], at: int) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps([work, given, at]).encode() + b"\n")
        self._server.stdin.flush()

    def _line(self) -> str:
        assert self._server.stdout is not None
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._server.stdout], [], [], PATIENCE_SECONDS)
            assert ready, "the work, or a process that it began, does not end"
            byte = os.read(self._server.stdout.fileno(), 1)
            assert byte, "the server of the trials died"
            line += byte
        return line.decode().strip()

    def _until_ended(self) -> dict[str, str]:
        said: dict[str, str] = {}
        while (line := self._line()) != "ended":
            what, _, rest = line.partition(" ")
            said[what] = rest
        return said


def serve(work: ModuleType) -> None:
    """Fork a child for each line of standard input, and wait for all that comes of it."""
    # Processes whose parent was killed become children of this one, so that none is forgotten.
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        name, given, at = json.loads(line)
        if os.fork() == 0:
            _carry_out(getattr(work, name), given, at)
        while True:
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                break
        _say("ended")


def _carry_out(function: Any, given: list[str], at: int) -> None:
    calls = 0
    own = os.getpid()

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        if event == "call":
            calls += 1
            if calls == at and os.getpid() == own:
                _say("now")

    _say(f"pid {own}")
    code = 0
    sys.setprofile(count)
    try:
        function(*given)
        sys.setprofile(None)
        _say(f"done {calls}")
    except BaseException as error:  # noqa: BLE001 - told to the test
        sys.setprofile(None)
        _say(f"failed {type(error).__name__}: {' '.join(str(error).split())}")
        code = 1
    os._exit(code)


def _say(text: str) -> None:
    os.write(1, f"{text}\n".encode())
