"""Where the time of a whole answer goes: `python -m tests.bench.scale.profiling LIBRARY`.

Calls are counted by cProfile, which makes Python look slower beside native code than it is; shares are to be
read as an order, not as figures.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from pathlib import Path
from typing import Final

from index.library import open_library
from tests.bench.scale.answers import WARM_SEED, answered
from tests.bench.scale.queries import Drawing

OF_EACH_KIND: Final = 6
FUNCTIONS: Final = 25


def main(folder: Path) -> None:
    """Print the functions that whole answers spend most time in, by their own time."""
    with open_library(folder) as library:
        for query in Drawing(library, WARM_SEED).some(1):
            answered(library, query)
        queries = Drawing(library).some(OF_EACH_KIND)
        profile = cProfile.Profile()
        for query in queries:
            profile.runcall(answered, library, query)
        pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(FUNCTIONS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
