"""Every test of this folder runs once for each engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.engines import ENGINES, OPENSEARCH
from tests.engines.shelf import ADDRESSES, Shelf, engines_here


@pytest.fixture(params=(*ENGINES, OPENSEARCH) if os.environ.get(ADDRESSES) else ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if name not in engines_here():
        pytest.skip(f"{name} is not installed")
    return name


@pytest.fixture
def shelf(engine_name: str, tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(engine_name, tmp_path / "index")
    yield made
    made.close()
