"""`evtui` without a command: the desk, or an overview where there is no terminal."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from tui.cli import EXIT_DONE
from tui.cli.early import errors_on_terminal, frames_on_terminal
from tui.cli.libraries import open_for_reading, reading, wants_demo
from tui.cli.output import say

if TYPE_CHECKING:
    from index.library import Library

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
    with errors_on_terminal(), frames_on_terminal() as frames:
        from tui.app import run_desk

        demo = wants_demo(options)
        frames.handed_over = True
        code = run_desk(partial(_open, options, migrated), query=options.query, demo=demo)
    for sentence in migrated:
        # While the desk stands nothing may be written beside it.
        say(sentence)
    return code


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
