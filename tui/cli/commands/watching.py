"""`evtui import --watch`: folders are imported, and then whatever comes into them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from tui.cli import EXIT_DONE
from tui.cli.output import say, write_json
from tui.cli.progress import showing_progress
from tui.cli.stopping import stopping_on_interrupt

if TYPE_CHECKING:
    from argparse import Namespace

    from index.background.following import Came
    from index.library import Library
    from index.model import ImportReport
    from index.readers.draft import ChooseOptions, ReadOptions

NAMED_FILES: Final = 3
"""Files of one batch that are named; of more only the number is told."""
WATCHING: Final = "Watching {}; Ctrl-C ends it."


def watch_folders(options: Namespace, library: Library, read_options: ReadOptions | ChooseOptions) -> int:
    """Import folders, and then what comes into them, a line for each batch, until Ctrl-C."""
    from index.background.following import Came, Following, quietly
    from index.sanitise import shown_path

    with stopping_on_interrupt("Stopping after this batch.") as stop:
        following = Following(
            library,
            options.paths,
            read_options,
            stop,
            analyse=not options.no_analysis,
            progress=quietly if options.json else showing_progress,
        )
        folders = [shown_path(path) for path in options.paths]
        if options.json:
            _write({"event": "watching", "folders": folders})
        else:
            say(WATCHING.format(", ".join(folders)))
        for event in following.events():
            if isinstance(event, Came):
                _tell_came(event, json=options.json)
            elif options.json:
                _write({"event": "notice", "text": event.text})
            else:
                say(event.text)
    return EXIT_DONE


def _tell_came(came: Came, *, json: bool) -> None:
    from index.sanitise import shown_path

    names = [shown_path(os.path.basename(path)) for path in came.files]  # noqa: PTH119 - a path of any bytes
    if not json:
        print(f"{came_words(came.report)} from {_named(names)}", flush=True)
        return
    done = came.report
    _write(
        {
            "event": "came",
            "files": names,
            "added": done.added,
            "updated": done.updated,
            "duplicates": done.duplicates,
            "rejected": done.rejected,
            "doubts": done.doubts,
            "seconds": round(done.seconds, 3),
        }
    )


def came_words(done: ImportReport) -> str:
    """Say what an import did in a few words."""
    counts = (("added", done.added), ("updated", done.updated), ("left out", done.rejected))
    said = ", ".join(f"{count:,} {word}" for word, count in counts if count)
    return said or "nothing new"


def _named(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) <= NAMED_FILES:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{len(names):,} files"


def _write(values: dict[str, object]) -> None:
    write_json(values)
    sys.stdout.flush()
