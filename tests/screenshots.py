"""Writes the pictures of the desk in `docs/images` from the sample collection: `python -m tests.screenshots`.

The pictures are the same whenever they are made: the library is imported anew, and the time that a question
took is painted as four milliseconds.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from index.library import open_library
from index.model import FacetField, Period
from tests.driving import Desk, desk_over
from tests.pictures import picture_of

ROOT: Final = Path(__file__).resolve().parent.parent
IMAGES: Final = ROOT / "docs" / "images"
SIZES: Final = ((80, 24), (120, 40), (200, 60))
QUERY: Final = "honda nissan"
_SECONDS: Final = 0.004
_CHOSEN: Final = Period(date(2024, 1, 1), date(2025, 2, 28))
_DAY: Final = date(2024, 12, 1)


async def picture(library: Path, size: tuple[int, int]) -> str:
    """Return the desk over the samples as SVG: a query, a chosen range, a value excluded, an article open."""
    async with desk_over(library, query=QUERY, size=size) as desk:
        screen = desk.screen
        session = screen.session.period_chosen(_CHOSEN).excluded(FacetField.TOPIC, _left_out(desk))
        screen.visit(session)
        screen.queries.ask(screen.session)
        await desk.settle()
        screen.timeline.go_to_day(_DAY)
        await desk.settle()
        await desk.press("j")
        screen.status.answered = replace(screen.status.answered, seconds=_SECONDS)
        await desk.settle()
        return picture_of(desk.app)


def _left_out(desk: Desk) -> str:
    """Return the least frequent topic of the result that is listed."""
    return desk.screen.topics.listed(FacetField.TOPIC)[-1]


def main() -> int:
    """Write one picture for each size."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        with open_library(library, create=True) as made:
            made.import_from([str(ROOT / "samples" / "ev")])
        for size in SIZES:
            path = IMAGES / f"desk-{size[0]}x{size[1]}.svg"
            path.write_text(asyncio.run(picture(library, size)), encoding="utf-8")
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
