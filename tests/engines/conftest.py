"""Every test of this folder runs once for each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.engines import ENGINES, available_engines
from tests.engines.shelf import Shelf


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if name not in available_engines():
        pytest.skip(f"{name} is not installed")
    return name


@pytest.fixture
def shelf(engine_name: str, tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(engine_name, tmp_path / "index")
    yield made
    made.engine.close()
