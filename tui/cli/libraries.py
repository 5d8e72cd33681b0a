"""Which library a command works on."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.errors import LibraryMissing
from tui.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.library import Library
    from index.store import Store

ENVIRONMENT: Final = "EVTUI_LIBRARY"

DEMO_NOTE: Final = (
    "Your library is empty, so this is the sample collection. To import your own articles: evtui import PATH…"
)

BUSY_NOTE: Final = "Another process is writing to this library; what it adds is not in this answer yet."

READ_ONLY_NOTE: Final = "This library can only be read, and its index is older than its newest articles."


def default_folder() -> Path:
    """Return where a person's own library lies."""
    from platformdirs import user_data_path

    return user_data_path("evtui", appauthor=False) / "library"


def chosen_folder(options: Namespace) -> Path | None:
    """Return the library that was asked for by option or environment, or None for the default one."""
    named = options.library or os.environ.get(ENVIRONMENT)
    # A home that does not exist is a folder that does not exist, and told as such.
    return Path(os.path.expanduser(named)) if named else None  # noqa: PTH111 - Path raises there


def writing_folder(options: Namespace) -> Path:
    """Return the folder that an import goes to."""
    return chosen_folder(options) or default_folder()


def wants_demo(options: Namespace) -> bool:
    """Whether the sample collection stands in: it was asked for, or the default library has no article."""
    if getattr(options, "samples", False):
        return True
    if chosen_folder(options) is not None:
        return False
    folder = default_folder()
    return not (folder / "library.db").exists() or _is_empty(folder)


def open_for_reading(options: Namespace) -> Library:
    """Open the library that a command reads, with its index brought up to date.

    Raises:
        LibraryMissing: when a library was named that does not exist.
    """
    if wants_demo(options):
        from index.demo import open_demo

        return open_demo()
    from index.library import open_library

    folder = chosen_folder(options) or default_folder()
    if not (folder / "library.db").exists():
        raise LibraryMissing(f"There is no library in {folder}. To make one: evtui -L {folder} import PATH…")
    return open_library(folder)


@contextmanager
def reading(options: Namespace, *, index: bool = True) -> Iterator[Library]:
    """Give the library that a command reads; narrate what a person should know of it.

    Args:
        options: of the command.
        index: whether the command asks the index, so that it must be brought up to date first.
    """
    if wants_demo(options):
        say(DEMO_NOTE)
    with open_for_reading(options) as library:
        say_migrated(library.store)
        if index:
            _catch_up(library)
        yield library


def say_migrated(store: Store) -> None:
    """Say that a library was of an older format, and what became of it."""
    if store.migrated:
        say(store.migrated)


def _catch_up(library: Library) -> None:
    from tui.cli.progress import showing_progress

    with showing_progress() as report:
        current = library.catch_up(report)
    if not current:
        say(READ_ONLY_NOTE if library.store.readonly else BUSY_NOTE)


def _is_empty(folder: Path) -> bool:
    from index.errors import LibraryOutdated
    from index.store import Store

    try:
        store = Store.open(folder, readonly=True)
    except LibraryOutdated:
        # It is migrated where it can be told that it was.
        return False
    try:
        return store.count() == 0 and store.shared is None
    finally:
        store.close()
