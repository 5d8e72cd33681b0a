"""Run the benchmarks: all of them, or those that are named (`python -m tests.bench ranking`)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from index.library import open_library
from tests.bench import importing, neardup, newswire, ranking, startup, webpages
from tests.bench.machine import described

SECTIONS = ("ranking", "newswire", "groups", "startup", "webpages", "importing")
SAMPLES = Path(__file__).parents[2] / "samples" / "ev"


def main(names: Sequence[str]) -> None:
    """Run the sections in their order; the desk starts on the newswire, or else on the samples."""
    if unknown := set(names) - set(SECTIONS):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. Known ones: {', '.join(SECTIONS)}.")
    wanted = names or SECTIONS
    print(described(), flush=True)
    with TemporaryDirectory(prefix="evtui-bench-") as name:
        folder = Path(name) / "newswire"
        library = None
        if "ranking" in wanted:
            ranking.main()
        if "newswire" in wanted:
            library = newswire.main(folder)
        if "groups" in wanted:
            neardup.main(Path(name) / "groups")
        if "webpages" in wanted:
            webpages.main()
        if "importing" in wanted:
            importing.main()
        if "startup" in wanted:
            if library is None:
                folder = Path(name) / "samples"
                library = open_library(folder, create=True)
                library.import_from([str(SAMPLES)])
            library.close()
            startup.main(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
