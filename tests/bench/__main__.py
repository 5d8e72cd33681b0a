"""Run the benchmarks: all of them, or those that are named (`python -m tests.bench ranking`).

`python -m tests.bench scale 1000 headlines` measures the growth at this size and on the headlines alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from index.library import open_library
from tests.bench import importing, neardup, newswire, opensearch, ranking, startup, webpages
from tests.bench.machine import described
from tests.bench.scale import run as scale

APART = (
    ("importing",),
    ("webpages",),
    ("groups",),
    ("ranking",),
    ("newswire", "startup"),
    ("opensearch",),
    ("scale",),
)
"""Sections that are run in one process: memory is measured, and what ran before must not count."""
SECTIONS = tuple(section for together in APART for section in together)
RUN = "--run"
SAMPLES = Path(__file__).parents[2] / "samples" / "ev"


def main(names: Sequence[str]) -> None:
    """Run the sections, or those that are named, in processes of their own."""
    sizes = [name for name in names if name.replace("_", "").isdecimal() or name == scale.REAL]
    names = [name for name in names if name not in sizes]
    if unknown := set(names) - set(SECTIONS):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. Known ones: {', '.join(SECTIONS)}.")
    print(described(), flush=True)
    wanted = names or SECTIONS
    for together in APART:
        if chosen := [section for section in together if section in wanted]:
            subprocess.run([sys.executable, "-m", "tests.bench", RUN, *chosen, *sizes], check=True)


def run(wanted: Sequence[str]) -> None:
    """Run sections in this process; the desk starts on the newswire, or else on the samples."""
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
    if "opensearch" in wanted:
        opensearch.main()
    if "scale" in wanted:
        scale.main([name for name in wanted if name not in SECTIONS])


if __name__ == "__main__":
    run(sys.argv[2:]) if sys.argv[1:2] == [RUN] else main(sys.argv[1:])
