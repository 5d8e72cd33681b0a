"""Keys that come faster than the desk answers them, as from a quick reader on a busy machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from index.library import open_library
from tests.driving import Desk, desk_over
from tui.app import EvtuiApp
from tui.keys_in_turn import parted
from tui.layout import Pane
from tui.screens.desk import DeskScreen
from tui.screens.prompt import PromptScreen


def send(desk: Desk, *keys: events.Key) -> None:
    """Send keys at once, without waiting for anything between them."""
    for key in keys:
        desk.app.post_message(key)


def typed(text: str) -> list[events.Key]:
    names = {"/": "slash", " ": "space", "\r": "enter", "\x1b": "escape", "?": "question_mark"}
    return [events.Key(names.get(letter, letter), letter) for letter in text]


async def test_a_query_and_what_follows_it_typed_in_one_breath(samples: Path) -> None:
    async with desk_over(samples, query="") as desk:
        send(desk, *typed("/honda nissan\r2"))
        await desk.settle()
        screen = desk.screen
        assert screen.search_line.input.value == "honda nissan"
        assert screen.session.query == "honda nissan"
        assert screen.focused is screen.topics.values


async def test_keys_that_delete_do_so_before_the_letters_after_them(samples: Path) -> None:
    async with desk_over(samples, query="") as desk:
        send(desk, *typed("/"), events.Key("ctrl+u", None), *typed("toyotax"), events.Key("backspace", None))
        send(desk, *typed(" ford"))
        await desk.settle()
        assert desk.screen.session.query == "toyota ford"


async def test_a_prompt_gets_the_letters_that_come_right_after_its_key(samples: Path) -> None:
    async with desk_over(samples, query="") as desk:
        send(desk, *typed("d2024"))
        await desk.settle()
        prompt = desk.app.screen
        assert isinstance(prompt, PromptScreen)
        assert prompt.query_one(Input).value == "2024"


async def test_escape_and_a_letter_close_the_help_and_go_on(samples: Path) -> None:
    async with desk_over(samples, query="") as desk:
        send(desk, *typed("?"), events.Key("alt+2", "2"))
        await desk.settle()
        assert isinstance(desk.app.screen, DeskScreen)
        assert desk.screen._pane is Pane.TOPICS


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("q", ["q"]),
        ("alt+q", ["escape", "q"]),
        ("alt+shift+g", ["escape", "G"]),
        ("alt+left", ["alt+left"]),
        ("escape", ["escape"]),
    ],
)
def test_alt_and_a_letter_are_escape_and_the_letter(key: str, parts: list[str]) -> None:
    assert [part.key for part in parted(events.Key(key, None))] == parts


async def test_what_is_typed_before_the_desk_stands_is_not_lost(samples: Path) -> None:
    app = EvtuiApp(lambda: open_library(samples))
    async with app.run_test(size=(120, 40)) as pilot:
        desk = Desk(app, pilot)
        send(desk, *typed("/nissan"))
        await desk.settle()
        assert desk.screen.session.query == "nissan"
    assert app.desk is not None
    app.desk.queries.close(None)
