"""Xapian, which recoll is made of, in the Python that Debian installs it for: a process of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from tests.bench.scale.making import PeerArticle
from tests.bench.scale.queries import Asked

NAME: Final = "Xapian"
MOST_ARTICLES: Final = 20_000
PYTHON: Final = "/usr/bin/python3"
_PROGRAM: Final = Path(__file__).with_name("xapian_program.py")


class XapianAlone:
    """Asks Xapian.

    Args:
        folder: for its database.
    """

    def __init__(self, folder: Path) -> None:
        self._program = subprocess.Popen(
            [PYTHON, str(_PROGRAM), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @staticmethod
    def here() -> bool:
        """Whether it is installed."""
        if not Path(PYTHON).exists():
            return False
        return (
            subprocess.run([PYTHON, "-c", "import xapian"], capture_output=True, check=False).returncode == 0
        )

    def fill(self, articles: Iterable[PeerArticle]) -> float:
        """Index articles; return the seconds."""
        started = perf_counter()
        for article in articles:
            self._say(asdict(article))
        self._say({})
        self._heard()
        return perf_counter() - started

    def __call__(self, asked: Asked) -> float | None:
        """Answer a query; return the seconds as the process took them, None where it has no such query."""
        if asked.kind == "fuzzy":
            return None
        days = [day.toordinal() for day in (asked.period.first, asked.period.last)] if asked.period else None
        self._say({"kind": asked.kind, "words": asked.words, "days": days})
        return float(self._heard())

    def close(self) -> None:
        """End the process."""
        self._program.communicate()

    def _say(self, what: dict[str, Any]) -> None:
        if self._program.stdin is not None:
            self._program.stdin.write(json.dumps(what) + "\n")
            if "body" not in what:
                self._program.stdin.flush()

    def _heard(self) -> Any:
        line = self._program.stdout.readline() if self._program.stdout is not None else ""
        if not line:
            raise RuntimeError("Xapian ended before it had answered.")
        return json.loads(line)
