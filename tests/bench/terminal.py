"""A program on a pseudo-terminal, timed from outside as a person would see it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from time import perf_counter
from types import TracebackType
from typing import Final, Self

READ_BYTES: Final = 1 << 16
QUIET_SECONDS: Final = 0.05
"""A screen that has not changed for so long is taken to be painted."""

_ESCAPES: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|.)", re.DOTALL
)


class TerminalProgram:
    """Runs a program in a pseudo-terminal of a given size.

    Used as a context manager; the program is killed at the end when it still runs.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = list(command)
        self._size = (rows, columns)
        self._environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._environment.update(environment or {})
        self._environment.pop("COLUMNS", None)
        self._environment.pop("LINES", None)
        self.seen = b""
        self.started = 0.0
        self._code: int | None = None

    def __enter__(self) -> Self:
        self.started = perf_counter()
        self._pid, self._descriptor = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *self._size, 0, 0))
            os.execvpe(self._command[0], self._command, self._environment)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._descriptor)

    @property
    def process_id(self) -> int:
        """The program's process."""
        return self._pid

    @property
    def descriptor(self) -> int:
        """Our side of the terminal."""
        return self._descriptor

    def wait(self, *, seconds: float = 30.0) -> int:
        """Read until the program has ended; return its exit code, negative for the signal that ended it.

        Raises:
            TimeoutError: when it does not end.
        """
        deadline = perf_counter() + seconds
        while self._code is None:
            self._read(QUIET_SECONDS)
            ended, status = os.waitpid(self._pid, os.WNOHANG)
            if ended:
                self.settle()
                self._code = os.waitstatus_to_exitcode(status)
            elif perf_counter() > deadline:
                raise TimeoutError(f"the program did not end within {seconds} s")
        return self._code

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._descriptor, keys.encode())

    def wait_for(self, text: str, *, seconds: float = 30.0) -> float:
        """Read until `text` was painted since the last `forget`; return the seconds since the start.

        Raises:
            TimeoutError: when it does not come.
        """
        deadline = perf_counter() + seconds
        while text.encode() not in _ESCAPES.sub(b"", self.seen):
            if not self._read(deadline - perf_counter()):
                raise TimeoutError(f"{text!r} was not painted within {seconds} s")
        return perf_counter() - self.started

    def wait_for_change(self, *, seconds: float = 10.0) -> float:
        """Read until anything is painted; return the seconds that it took.

        Raises:
            TimeoutError: when nothing comes.
        """
        asked = perf_counter()
        if not self._read(seconds):
            raise TimeoutError(f"nothing was painted within {seconds} s")
        return perf_counter() - asked

    def settle(self, quiet: float = QUIET_SECONDS) -> None:
        """Read until nothing has been painted for a while."""
        while self._read(quiet):
            pass

    def forget(self) -> None:
        """Forget what was painted so far."""
        self.seen = b""

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            chunk = os.read(self._descriptor, READ_BYTES)
        except OSError:
            # The program has ended and closed its side.
            return False
        self.seen += chunk
        return bool(chunk)
