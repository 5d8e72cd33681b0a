"""`evtui timeline`: articles by period."""

from __future__ import annotations

from argparse import Namespace

from index.model import Granularity
from tui.cli import EXIT_DONE
from tui.cli.commands.searching import say_if_nothing
from tui.cli.libraries import reading
from tui.cli.output import say, write_json
from tui.cli.overview import print_timeline


def show_timeline(options: Namespace) -> int:
    """Print every period from the first to the last matching article, empty ones included."""
    with reading(options) as library:
        wanted = Granularity(options.by) if options.by else None
        compiled = library.compile(" ".join(options.query))
        timeline = library.timeline(compiled, wanted)
        if not (timeline.buckets or timeline.undated):
            say_if_nothing(library, compiled)
        if wanted is not None and timeline.granularity is not wanted:
            say(f"By {wanted.value} there are too many periods; shown by {timeline.granularity.value}.")
        if not options.json:
            print_timeline(timeline)
            return EXIT_DONE
        for bucket in timeline.buckets:
            write_json(
                {
                    "from": bucket.period.first.isoformat(),
                    "to": bucket.period.last.isoformat(),
                    "count": bucket.count,
                }
            )
        if timeline.undated:
            write_json({"from": None, "to": None, "count": timeline.undated})
    return EXIT_DONE
