"""Do web pages become articles, with the right date, and as fast as trafilatura alone?

150 saved pages with their true dates of publication, from the evaluation of htmldate. The peers are the
libraries themselves on the same pages in the same process: `htmldate.find_date` with the settings for the
original date, and `trafilatura.bare_extraction` with metadata. Each page is read by both, one after the other
in changing order, on one core; the figure is the ratio of their times of processing.
"""

from __future__ import annotations

import json
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.bench.table import Figure, print_figures

FOLDER: Final = Path(__file__).parents[3] / "shared" / "corpora" / "import"
PAGES: Final = FOLDER / "html_pages.tar.xz"
DATES: Final = FOLDER / "html_dates.json"
GOAL_DATES: Final = 0.88
GOAL_SPEED: Final = 0.9
_ROUNDS: Final = 3
_WARM: Final = 10
"""Pages that are read before the clock runs, since the first ones load the libraries."""


def load_pages() -> dict[str, tuple[bytes, str, str]]:
    """Return name → bytes, address and day of publication of each page."""
    truth = json.loads(DATES.read_text(encoding="utf-8"))
    pages = {}
    with tarfile.open(PAGES) as archive:
        for member in archive:
            file = archive.extractfile(member)
            name = Path(member.name).name
            if file is not None and name in truth:
                pages[name] = (file.read(), truth[name]["url"], truth[name]["date"])
    return pages


def measure_dates(pages: dict[str, tuple[bytes, str, str]]) -> dict[str, float]:
    """Return the share of right days: `ours`, `htmldate`, and `unaddressed` where no address is known."""
    from htmldate import find_date

    from index.dates.parse import parse_date
    from index.readers.web.page import page_found

    right = {"ours": 0, "unaddressed": 0, "htmldate": 0}
    for data, url, day in pages.values():
        right["ours"] += str(parse_date(page_found(data, url=url).date).day) == day
        right["unaddressed"] += str(parse_date(page_found(data).date).day) == day
        right["htmldate"] += find_date(data, url=url, original_date=True) == day
    return {name: count / len(pages) for name, count in right.items()}


def measure_speed(pages: dict[str, tuple[bytes, str, str]]) -> dict[str, float]:
    """Return pages a second on one core: `ours` and `trafilatura`, each at its best of some rounds."""
    import trafilatura

    from index.readers.web.page import page_found

    def ours(data: bytes, url: str) -> None:
        page_found(data, url=url)

    def peer(data: bytes, url: str) -> None:
        trafilatura.bare_extraction(data, url=url, with_metadata=True)

    readers = {"ours": ours, "trafilatura": peer}
    for data, url, _ in list(pages.values())[:_WARM]:
        for read in readers.values():
            read(data, url)
    rounds = [_one_round(readers, pages, turned=bool(number % 2)) for number in range(_ROUNDS)]
    return {name: len(pages) / min(each[name] for each in rounds) for name in readers}


def _one_round(
    readers: dict[str, Callable[[bytes, str], None]],
    pages: dict[str, tuple[bytes, str, str]],
    *,
    turned: bool,
) -> dict[str, float]:
    seconds = dict.fromkeys(readers, 0.0)
    order = list(readers.items())
    if turned:
        order.reverse()
    for data, url, _ in pages.values():
        for name, read in order:
            start = time.process_time()
            read(data, url)
            seconds[name] += time.process_time() - start
    return seconds


def main() -> None:
    """Print how many dates are right, and how fast pages are read."""
    if not PAGES.is_file():
        print("\n## Web pages\n\nSkipped: the saved pages are not here.")
        return
    pages = load_pages()
    dates, speed = measure_dates(pages), measure_speed(pages)
    ratio = speed["ours"] / speed["trafilatura"]
    goal = max(GOAL_DATES, dates["htmldate"])
    print_figures(
        "Web pages",
        [
            Figure(
                what=f"right day of publication, {len(pages)} pages (address not known)",
                value=f"{dates['ours']:.1%} ({dates['unaddressed']:.1%})",
                goal=f"at least {goal:.1%}",
                met=dates["ours"] >= goal,
                peer=f"htmldate {dates['htmldate']:.1%}",
            ),
            Figure(
                what="article and metadata, one core",
                value=f"{speed['ours']:.1f} pages/s, {ratio:.2f} times trafilatura",
                goal=f"at least {GOAL_SPEED} times",
                met=ratio >= GOAL_SPEED,
                peer=f"trafilatura {speed['trafilatura']:.1f} pages/s",
            ),
        ],
    )


if __name__ == "__main__":
    main()
