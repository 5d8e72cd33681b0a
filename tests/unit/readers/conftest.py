"""Files made on the spot, and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read

Items = list[Draft | Rejected]
ReadFile = Callable[..., Items]


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Write a file into a folder `press` and read it with the options that are given by name."""

    def run(name: str, content: str | bytes, **options: object) -> Items:
        path = tmp_path / "press" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read(Input(str(path), path.stat().st_size), ReadOptions(**options)))  # type: ignore[arg-type]

    return run


@pytest.fixture
def read_one(read_file: ReadFile) -> Callable[..., Draft]:
    """Like `read_file`, for a file of which exactly one article is expected."""

    def run(name: str, content: str | bytes, **options: object) -> Draft:
        (item,) = read_file(name, content, **options)
        assert isinstance(item, Draft), item
        return item

    return run
