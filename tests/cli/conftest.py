"""A library of a few articles, and a way to run commands on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

FIRST = " date 2024-03-13 Nissan is said to be in talks with Honda. The two may share a platform for cars.\n"
SECOND = (
    " date 2024-03-16 Honda and Nissan confirmed their talks. They signed a memorandum of understanding "
    "on a feasibility study.\n"
)
UNDATED = "What a platform is. It is the part of a car that nobody sees.\n"


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command; the default library and the cache lie in a folder of the test."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("EVTUI_LIBRARY", raising=False)

    def run_command(*words: str) -> Answer:
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run_command


@pytest.fixture
def library(run: Run, tmp_path: Path) -> Path:
    """A library with two dated articles and an undated one, from the source Auto Ledger."""
    folder = tmp_path / "Auto Ledger"
    folder.mkdir()
    (folder / "one.txt").write_text(FIRST, encoding="utf-8")
    (folder / "two.txt").write_text(SECOND, encoding="utf-8")
    (folder / "three.txt").write_text(UNDATED, encoding="utf-8")
    made = tmp_path / "library"
    assert run("-L", str(made), "import", str(folder)).code == 0
    return made
