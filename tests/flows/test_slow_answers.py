"""What the desk does while a question takes long, or cannot be answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.asking import Asking
from index.errors import EngineError
from tests.driving import PATIENCE, desk_over

Search = Callable[..., Any]


class SlowSearch:
    """Takes its time over one query, and over all its parts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()
        search: Search = Asking.search

        def searched(library: Asking, query: Any, **options: Any) -> Any:
            if getattr(query, "text", query) == slow:
                self.begun.set()
                self.let_go.wait(PATIENCE)
            return search(library, query, **options)

        monkeypatch.setattr(Asking, "search", searched)


async def test_the_next_key_is_answered_while_a_slow_question_still_runs(
    samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowSearch(monkeypatch, "h")
    async with desk_over(samples, analysing=False) as desk:
        screen = desk.screen
        await desk.press("slash")
        await desk.pilot.press("h")
        await desk.until(slow.begun.is_set)
        await desk.pilot.press("o", "n", "d", "a")
        await desk.until(lambda: screen.status.answered.total == screen.timeline.total and _is(desk, "honda"))
        assert not slow.let_go.is_set()
        total = screen.timeline.total
        slow.let_go.set()
        await desk.settle()
        assert (screen.session.query, screen.timeline.total) == ("honda", total)


async def test_keys_move_the_cursor_while_a_slow_question_runs(
    samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowSearch(monkeypatch, "h")
    async with desk_over(samples, analysing=False) as desk:
        screen = desk.screen
        await desk.press("slash")
        await desk.pilot.press("h")
        await desk.until(slow.begun.is_set)
        await desk.pilot.press("down")
        before = screen.timeline.number
        assert before is not None
        await desk.pilot.press("j")
        await desk.until(lambda: screen.timeline.number == before + 1)
        slow.let_go.set()


@pytest.mark.parametrize("part", ["search", "counts", "distinctive", "article"])
async def test_an_engine_that_fails_is_told_in_words_and_the_desk_goes_on(
    samples: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    async with desk_over(samples, analysing=False) as desk:
        screen = desk.screen
        answered = getattr(Asking, part)

        def fails(*_: object, **__: object) -> Any:
            raise EngineError("The search engine did not answer within 10 seconds.")

        monkeypatch.setattr(Asking, part, fails)
        await desk.press("slash", "h", "o", "n", "d", "a", "enter")
        assert "did not answer within 10 seconds" in screen.status.notice
        monkeypatch.setattr(Asking, part, answered)
        await desk.press("slash", "enter")
        assert screen.timeline.total > 0
        assert screen.session.query == "honda"


def _is(desk: Any, query: str) -> bool:
    question = desk.screen.queries._question
    return question is not None and question.session.query == query
