"""ripgrep over the same articles, a line each: it counts the lines with the words as they are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.bench.scale.queries import Asked

NAME: Final = "ripgrep"


class Ripgrep:
    """Asks ripgrep.

    Args:
        path: of the lines.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._program = shutil.which("rg") or ""

    @property
    def here(self) -> bool:
        """Whether it is installed."""
        return bool(self._program)

    def __call__(self, asked: Asked) -> float | None:
        """Count the lines with the words; return the seconds, None where it has no such query."""
        if asked.kind in {"fuzzy", "date range"}:
            return None
        joined = " ".join(asked.words)
        patterns = (joined,) if asked.kind == "phrase" else asked.words
        whole = "" if asked.kind == "prefix" else r"\b"
        started = perf_counter()
        commands = [[self._program, "-i", rf"\b{pattern}{whole}"] for pattern in patterns]
        commands[0].append(str(self._path))
        commands[-1].insert(1, "-c")
        before: subprocess.Popen[bytes] | None = None
        running = []
        for command in commands:
            taken = before.stdout if before is not None else subprocess.DEVNULL
            before = subprocess.Popen(command, stdin=taken, stdout=subprocess.PIPE)
            running.append(before)
        if before is not None:
            before.communicate()
        for program in running:
            program.wait()
        return perf_counter() - started
