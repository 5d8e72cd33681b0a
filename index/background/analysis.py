"""The whole of the slow analysis, step after step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.background.turns import Turns, sole_analysis
from index.derived import derive_if_stale
from index.errors import LibraryBusy, LibraryError
from index.model import Report
from index.neardup.grouping import group_if_stale

if TYPE_CHECKING:
    from index.library import Library


def analyse(
    library: Library, *, report: Report | None = None, cancelled: Callable[[], bool] | None = None
) -> bool:
    """Bring everything that is computed from the texts up to date.

    Args:
        library: an open library that can be written to.
        report: called with the progress.
        cancelled: asked now and then whether to stop.

    Returns:
        Whether it is done; False where another process is at it.

    Raises:
        Cancelled: when `cancelled` said so; what was done stands.
        LibraryError: when the library can only be read.
    """
    if library.store.readonly:
        raise LibraryError(f"The library in {library.folder} can be read but not changed.")
    with sole_analysis(library.folder) as sole:
        if not sole:
            return False

        def follow() -> None:
            library.index.refresh()
            library.index.catch_up()

        _bring_index_up_to_date(library, report, cancelled)
        # Groups first: the last step remembers the change up to which everything is done.
        group_if_stale(library.store, library.analyser, follow=follow, report=report, cancelled=cancelled)
        derive_if_stale(library.store, library.analyser, follow=follow, report=report, cancelled=cancelled)
    return True


def _bring_index_up_to_date(
    library: Library, report: Report | None, cancelled: Callable[[], bool] | None
) -> None:
    """Make the articles searchable first, in a turn of its own that may be long."""
    turns = Turns(library.store, report, cancelled)
    while True:
        try:
            if library.catch_up(report, cancelled):
                return
        except LibraryBusy:
            pass
        turns.wait()
