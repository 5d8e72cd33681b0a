"""`evtui` without a command: the desk, or an overview where there is no terminal."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from tui.cli import EXIT_DONE
from tui.cli.early import errors_on_terminal, frames_on_terminal
from tui.cli.libraries import open_for_reading, reading, wants_demo
from tui.cli.output import say
from tui.render.empty_desk import DEMO_WORDS

if TYPE_CHECKING:
    from index.library import Library
    from tui.cli.early import Frames
    from tui.cli.starting import Starting
    from tui.panes.first_desk import FirstDesk

NO_TERMINAL: str = (
    "The desk needs a terminal; this is an overview of the library instead. "
    "All other commands work without one: evtui --help names them."
)


def open_desk(options: Namespace) -> int:
    """Open the desk on the chosen library, or print an overview where input or output is no terminal."""
    if options.version:
        from tui.cli.version import version_line

        print(version_line())
        return EXIT_DONE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _print_overview(options)
    migrated: list[str] = []
    # Nothing of what is loaded now is ever garbage; the desk lets the collector begin once it stands.
    gc.disable()
    with errors_on_terminal(), frames_on_terminal() as frames:
        from tui.cli.starting import Starting

        demo = wants_demo(options)
        starting = Starting(partial(_open, options, migrated), options.query)
        first = _show_first(frames, starting, demo=demo)
        from tui.app import run_desk

        frames.handed_over = True
        code = run_desk(starting.library, query=options.query, demo=demo, first=first)
    for sentence in migrated:
        # While the desk stands nothing may be written beside it.
        say(sentence)
    return code


def _show_first(frames: Frames, starting: Starting, *, demo: bool) -> FirstDesk | None:
    """Paint the first answer where it comes soon; return what was painted."""
    answer = starting.first_answer()
    if answer is None:
        return None
    from tui.panes.first_desk import FirstDesk

    first = FirstDesk(answer, DEMO_WORDS if demo else "")
    frames.show(first)
    return first


def _open(options: Namespace, migrated: list[str]) -> Library:
    library = open_for_reading(options)
    if library.store.migrated:
        migrated.append(library.store.migrated)
    return library


def _print_overview(options: Namespace) -> int:
    from tui.cli.overview import print_overview

    say(NO_TERMINAL)
    with reading(options) as library:
        print_overview(library, options.query or "")
    return EXIT_DONE
