"""Drives the desk without a terminal: opens it over a library and waits until all answers are on screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot
from textual.widgets import Input

from index.library import Library, open_library
from tui.app import EvtuiApp
from tui.screens.desk import DeskScreen

PATIENCE = 20.0
"""Seconds after which a desk that does not come to rest fails the test."""


class Desk:
    """A running desk.

    Attributes:
        app, pilot: Textual's side of it.
    """

    def __init__(self, app: EvtuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> DeskScreen:
        """The desk's screen."""
        assert self.app.desk is not None
        return self.app.desk

    async def settle(self) -> None:
        """Wait until nothing is asked any more and everything has been painted."""
        end = monotonic() + PATIENCE
        rested = 0
        while rested < 2:
            await self.pilot.pause()
            queries = self.app.desk.queries if self.app.desk is not None else None
            rested = rested + 1 if queries is not None and queries.ready and queries.idle else 0
            assert monotonic() < end, "the desk did not come to rest"

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait until something holds, for as long as children of the desk may take."""
        end = monotonic() + seconds
        while not condition():
            await asyncio.wait_for(self.pilot.pause(0.02), PATIENCE)
            assert monotonic() < end, f"this did not come: {self.text()}"

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has been answered."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text without waiting between its letters."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))
        await self.settle()

    async def paste(self, text: str) -> None:
        """Put a text into the input in focus, at once."""
        focused = self.app.focused
        assert isinstance(focused, Input)
        focused.value = text
        await self.settle()

    def text(self) -> str:
        """Return what is on the screen as plain text."""
        size = self.app.size
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips[: size.height])


@asynccontextmanager
async def desk_over(
    folder: Path,
    *,
    query: str | None = None,
    size: tuple[int, int] = (120, 40),
    demo: bool = False,
    analysing: bool = True,
) -> AsyncIterator[Desk]:
    """Open the desk over a library, and leave it as `q` does at the end.

    Args:
        folder: of the library.
        query: to begin with.
        size: of the terminal.
        demo: whether it is the sample collection.
        analysing: whether the desk may start the analysis where that is behind.
    """
    app = EvtuiApp(lambda: _opened(folder), query=query, demo=demo)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        if not analysing:
            await desk.until(lambda: app.desk is not None)
            desk.screen.queries.long_work.allow_analysis = lambda _allowed: None  # type: ignore[method-assign]
        await desk.settle()
        yield desk
        desk.screen.keep_place()
    desk.screen.queries.close(desk.screen.last_session)


def _opened(folder: Path) -> Library:
    return open_library(folder)
