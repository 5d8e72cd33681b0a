"""The library opened on a thread from the first moment on, with the first rows that the desk will show.

Textual takes longest of all that a start needs. The library and its first answer need none of it, so they
come first, and can be painted and read while the rest is being loaded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.library import Library
    from tui.panes.first_desk import FirstAnswer

FIRST_ROWS: Final = 30
"""Rows of the first answer: as many as a tall terminal shows."""
OPENING_SECONDS: Final = 4.0
"""How long the loading of the desk waits for the library; it needs the same processor."""
ANSWER_SECONDS: Final = 1.0
"""How long it waits for the first answer then; a question that takes longer is answered meanwhile."""
CURRENT: Final = "current"


class Starting:
    """Opens a library and asks its first question, on a thread of its own.

    Args:
        opener: opens the library.
        query: what to search for at first; None takes up the last sitting.
    """

    def __init__(self, opener: Callable[[], Library], query: str | None) -> None:
        self._opener = opener
        self._query = query
        self._library: Library | None = None
        self._error: BaseException | None = None
        self._answer: FirstAnswer | None = None
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._run, name="starting")
        self._thread.start()

    def library(self) -> Library:
        """Return the library, once it is open.

        Raises:
            EvtuiError: when it cannot be opened.
        """
        self._opened.wait()
        if self._library is None:
            raise self._error or RuntimeError("the library was not opened")
        return self._library

    def first_answer(self) -> FirstAnswer | None:
        """Return the first answer; None where it does not come soon, or there is none."""
        if self._opened.wait(OPENING_SECONDS):
            self._thread.join(ANSWER_SECONDS)
        return self._answer

    def _run(self) -> None:
        try:
            self._library = self._opener()
        except BaseException as error:  # noqa: BLE001 - told where the library is wanted
            self._error = error
        finally:
            self._opened.set()
        if self._library is None:
            return
        from index.errors import EvtuiError

        try:
            self._answer = first_answer(self._library, self._query)
        except EvtuiError:
            # The desk asks the same once more, and tells what is wrong.
            self._answer = None


def first_answer(library: Library, query: str | None) -> FirstAnswer | None:
    """Return what the desk will show first; None where the index must be brought up to date before.

    Args:
        library: what is asked.
        query: what to search for; None takes up the last sitting.
    """
    from index.locating import row_number
    from tui.panes.first_desk import FirstAnswer
    from tui.session import SESSION_SETTING, Session

    if library.index.engine is None or not (library.far_behind or library.index.status() == CURRENT):
        return None
    kept = Session.from_data(library.store.setting(SESSION_SETTING))
    session = kept if query is None else Session().searched(query)
    started = perf_counter()
    compiled = library.compile(session.query, filters=session.filters, lenient=True)
    page = library.search(compiled, order=session.order, limit=FIRST_ROWS, explain=False)
    seconds = perf_counter() - started
    if not page.total:
        return None
    whole = library.days(compiled, period=False)
    inside = library.days(compiled) if session.filters.period or session.filters.undated else whole
    rows = library.row_days(compiled) if page.rows != page.total else inside
    number = next((place for place, hit in enumerate(page.hits) if hit.id == session.article), None)
    if number is None and session.article:
        number = row_number(library, compiled, session.article, session.order, rows)
        if number is not None:
            above = max(0, number - FIRST_ROWS // 2)
            page = library.search(
                compiled, order=session.order, limit=FIRST_ROWS, offset=above, explain=False
            )
    manifest = library.index.manifest
    return FirstAnswer(
        session=session,
        hits=page.hits,
        offset=page.offset,
        number=number or 0,
        total=page.total,
        rows=page.rows,
        row_days=rows,
        inside=inside,
        whole=whole,
        articles=library.store.count(),
        engine=manifest.engine if manifest else "",
        seconds=seconds,
    )
