"""Start a cluster and test the engine over it: the conformance suite, and what only a cluster can do."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.engines.shelf import ADDRESSES
from tests.opensearch.cluster import ClusterFailed, running

TESTS = Path(__file__).parents[1]


def main(arguments: list[str]) -> int:
    """Run the tests; arguments of pytest choose some of them."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with running() as cluster:
            os.environ[ADDRESSES] = ",".join(cluster.urls)
            # It looks for the cluster when it is imported, and would leave out every test before.
            from tests.opensearch import conftest

            conftest.STARTED.append(cluster)
            chosen = (
                []
                if any(Path(given.partition("::")[0]).exists() for given in arguments)
                else [
                    str(TESTS / "opensearch"),
                    str(TESTS / "engines"),
                ]
            )
            return int(pytest.main(["-p", "no:xdist", *arguments, *chosen]))
    except ClusterFailed as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
