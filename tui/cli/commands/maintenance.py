"""`evtui info`, `evtui rejects`, `evtui reindex`: the library itself."""

from __future__ import annotations

from argparse import Namespace
from time import perf_counter
from typing import Final

from tui.cli import EXIT_DONE
from tui.cli.commands.clusters import settle_cluster, shared_place
from tui.cli.libraries import open_for_reading, reading
from tui.cli.output import place, say, write_json
from tui.cli.progress import showing_progress
from tui.cli.stopping import stopping_on_interrupt

STOPPING: Final = "Stopping; press Ctrl-C again to stop at once."


def show_info(options: Namespace) -> int:
    """Print a library in figures."""
    with reading(options, index=False) as library:
        info = library.info()
        shares, waiting = shared_place(library.store), library.index.behind()
    fields = {
        "library": info.library,
        "engine": info.engine,
        "articles": info.articles,
        "undated": info.undated,
        "first_date": info.first_date.isoformat() if info.first_date else None,
        "last_date": info.last_date.isoformat() if info.last_date else None,
        "index": info.index,
        "rejected": info.rejected,
        "sources": info.sources,
    }
    if shares:
        fields |= {"shares": shares, "waiting": waiting}
    if options.json:
        write_json(fields)
    else:
        for name, value in fields.items():
            shown = f"{value:,}" if isinstance(value, int) else value if value is not None else "none"
            print(f"{name.replace('_', ' '):<11} {shown}")
    return EXIT_DONE


def show_rejects(options: Namespace) -> int:
    """Print what imports left out or doubted."""
    with open_for_reading(options) as library:
        entries = library.rejections()
        shown = entries[: options.limit or None]
        for entry in shown:
            kind = "kept with a doubt" if entry.kept else "left out"
            if options.json:
                write_json(
                    {
                        "file": entry.path,
                        "line": entry.line,
                        "kind": "doubt" if entry.kept else "rejected",
                        "reason": entry.reason,
                        "excerpt": entry.excerpt,
                        "when": entry.when,
                    }
                )
            else:
                print(f"{place(entry.path, entry.line)}: {kind}: {entry.reason}")
        if len(shown) < len(entries):
            say(f"{len(shown):,} of {len(entries):,} shown")
        if not entries:
            say("Nothing was left out or doubted.")
    return EXIT_DONE


def reindex_library(options: Namespace) -> int:
    """Build the index anew, with another engine if one is named; Ctrl-C stops it in good order."""
    started = perf_counter()
    with open_for_reading(options) as library:
        settle_cluster(options, library)
        with stopping_on_interrupt(STOPPING) as stop, showing_progress() as report:
            library.reindex(options.engine, report, stop.is_set)
            library.derive(report, stop.is_set)
        info = library.info()
    seconds = perf_counter() - started
    if options.json:
        write_json({"engine": info.engine, "articles": info.articles, "seconds": round(seconds, 3)})
    else:
        print(f"{info.articles:,} articles indexed with {info.engine} in {seconds:.1f} s")
    return EXIT_DONE
