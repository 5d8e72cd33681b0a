"""The desk over a library whose index is old, missing or being made by another process."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from index.library import open_library
from tests.driving import Desk, desk_over
from tui.app import EvtuiApp
from tui.screens.desk_words import AWAITED_WORDS, CATCHING_UP_WORDS

CHILD_SECONDS = 60.0
"""A real child loads a whole evtui, on a machine that may be busy."""


async def test_a_library_far_behind_answers_from_its_old_index_and_catches_up_in_the_background(
    samples: Path,
) -> None:
    pytest.importorskip("tantivy")
    with open_library(samples) as library:
        before = library.count("")
        library.store.set_setting("engine", "tantivy")
    async with desk_over(samples) as desk:
        screen = desk.screen
        assert screen.timeline.total == before
        assert "whoosh" in screen.status.facts()
        assert screen.status.notice == CATCHING_UP_WORDS
        await desk.until(lambda: screen.status.notice != CATCHING_UP_WORDS, CHILD_SECONDS)
        await desk.press("slash", "enter")
        assert "tantivy" in screen.status.facts()
        assert screen.timeline.total == before


async def test_the_desk_waits_with_words_while_another_process_makes_the_index(samples: Path) -> None:
    shutil.rmtree(samples / "index")
    (samples / "manifest.json").unlink()
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with open_library(samples) as library, library.store.writer():
            held.set()
            let_go.wait(CHILD_SECONDS)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(CHILD_SECONDS)
    try:
        app = EvtuiApp(lambda: open_library(samples))
        async with app.run_test(size=(120, 40)) as pilot:
            desk = Desk(app, pilot)
            await desk.until(lambda: app.desk is not None and AWAITED_WORDS in app.desk.status.notice)
            let_go.set()
            await desk.until(lambda: desk.screen.queries.ready, CHILD_SECONDS)
            await desk.settle()
            assert desk.screen.timeline.total > 0
            desk.screen.queries.close(None)
    finally:
        let_go.set()
        other.join()
