"""A site on loopback, and a fetcher that may ask it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.fetching.addresses import Guard
from index.fetching.connecting import Limits
from index.fetching.fetch import Fetcher
from index.fetching.visiting import Visitor
from tests.webserver import Site, serving

LIMITS = Limits(connect=5.0, read=0.5, total=1.0, size=200_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def visitor() -> Visitor:
    """A visitor who may go to 127.0.0.1, and does not wait between two requests."""
    return Visitor(Guard({"127.0.0.1"}), LIMITS, pause=0.0)


@pytest.fixture
def fetcher(tmp_path: Path, visitor: Visitor) -> Fetcher:
    return Fetcher(tmp_path / "library", visitor)
