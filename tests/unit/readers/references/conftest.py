"""A folder with a reference list in it, and files beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read

Items = list[Draft | Rejected]
ReadList = Callable[..., Items]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the list lies in."""
    made = tmp_path / "outer" / "Desk"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def read_list(folder: Path) -> ReadList:
    """Write a list into the folder and read it."""

    def run(name: str, content: str | bytes, **options: object) -> Items:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read(Input(str(path), path.stat().st_size), ReadOptions(**options)))  # type: ignore[arg-type]

    return run
