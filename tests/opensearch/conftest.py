"""The cluster that `make test-opensearch` started, and an engine over it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.engines.shelf import ADDRESSES, Shelf
from tests.opensearch.cluster import Cluster

collect_ignore_glob = [] if os.environ.get(ADDRESSES) else ["test_*.py"]
"""Without a cluster there is nothing to be tested here: `make test-opensearch` starts one."""

STARTED: Final[list[Cluster]] = []
"""The cluster whose nodes can be killed here, if there is one."""


@pytest.fixture
def addresses() -> tuple[str, ...]:
    """The addresses of a cluster's nodes."""
    given = os.environ.get(ADDRESSES)
    if not given:
        pytest.skip("there is no cluster; run: make test-opensearch")
    return tuple(given.split(","))


@pytest.fixture
def cluster(addresses: tuple[str, ...]) -> Iterator[Cluster]:
    """A cluster whose nodes may be killed; it is whole again afterwards."""
    if not STARTED:
        pytest.skip("the cluster that runs was started by another process; run: make test-opensearch")
    yield STARTED[0]
    STARTED[0].start()


@pytest.fixture
def shelf(addresses: tuple[str, ...], tmp_path: Path) -> Iterator[Shelf]:
    """An engine over an index without replicas."""
    made = Shelf("opensearch", tmp_path / "index")
    yield made
    made.close()
