"""A command of evtui as a child process of the desk: what it says comes line by line, as JSON objects.

Long Python work in a thread would hold up every key. A child holds up none, runs at low priority, and ends
with the desk whatever happens to that (`tui.cli.attached`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any, Final

MODULE: Final = "tui.cli.attached"
LAST_CHARACTERS: Final = 2_000
"""So much of what a child that failed wrote on standard error is looked at."""
END_SECONDS: Final = 2.0
"""How long the end of a child is waited for, where it is."""

OnLine = Callable[[Mapping[str, Any]], None]
OnEnd = Callable[[str], None]


class Child:
    """One command in a process of its own.

    Args:
        arguments: of evtui; a JSON object on each line of standard output is asked for by one of them.
        on_line: given each object, on a thread.
        on_end: told once that the process has ended, on that thread; with a sentence where it failed.
        program: what runs the arguments.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        on_line: OnLine,
        on_end: OnEnd,
        *,
        program: Sequence[str] = (sys.executable, "-P", "-m", MODULE),
    ) -> None:
        self._command = [*program, *arguments]
        self._on_line = on_line
        self._on_end = on_end
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False
        self._ended = threading.Event()

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and not self._ended.is_set()

    @property
    def pid(self) -> int:
        """The number of the process, 0 before the start."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> None:
        """Start the process; its lines are read on a thread that ends with it.

        Raises:
            OSError: when no process can be made.
        """
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed by the thread
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        except OSError:
            errors.close()
            raise
        threading.Thread(target=self._read, args=(self._process, errors), daemon=True).start()

    def stop(self) -> None:
        """Ask it to end in good order; what it has done stands."""
        self._asked = True
        process = self._process
        if process is None or process.stdin is None:
            return
        with suppress(OSError):
            process.stdin.close()

    def wait(self, seconds: float = END_SECONDS) -> bool:
        """Wait for its end; return whether it has ended."""
        return self._process is None or self._ended.wait(seconds)

    def _read(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        try:
            with errors:
                for line in process.stdout or ():
                    self._tell(line)
                code = process.wait()
                failure = "" if code == 0 or self._asked else _last_words(errors, code)
        finally:
            self._ended.set()
        self._on_end(failure)

    def _tell(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return
        if isinstance(said, dict):
            self._on_line(said)


def _last_words(errors: IO[bytes], code: int) -> str:
    """Return the sentence by which a command said why it failed."""
    errors.seek(0)
    said = errors.read().decode("utf-8", "replace")[-LAST_CHARACTERS:].strip()
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if not lines:
        return f"The background work ended with code {code}."
    return lines[-1].removeprefix("evtui: ")
