"""The desk over a library that can only be read."""

from __future__ import annotations

from pathlib import Path

from index.library import Library, open_library
from index.store import Store
from tests.driving import Desk
from tui.app import EvtuiApp


async def test_reading_an_article_tells_of_no_failure_where_nothing_can_be_kept(samples: Path) -> None:
    with open_library(samples) as library:
        library.catch_up()
    app = EvtuiApp(lambda: Library(Store.open(samples, readonly=True)), query="honda")
    async with app.run_test(size=(120, 40)) as pilot:
        desk = Desk(app, pilot)
        await desk.settle()
        await desk.press("enter")
        assert desk.screen.status.notice == ""
        desk.screen.queries.set_starred(desk.screen.session.article, starred=True)
        await desk.settle()
        assert "cannot" in desk.screen.status.notice or "not changed" in desk.screen.status.notice
    desk.screen.queries.close(None)
