"""The command palette: every action by its name."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from functools import partial
from typing import Final, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.actions import ACTIONS, Action
from tui.render.cells import clean

WATCH: Final = "watch"
WATCH_OFF: Final = "off"
FIRST: Final = 2.0
"""A score above all that fitting words give."""


@runtime_checkable
class Watching(Protocol):
    """A screen that can watch folders."""

    def watch_folder(self, folder: str) -> None:
        """Watch a folder."""

    def end_watching(self) -> None:
        """End it."""


class DeskCommands(Provider):
    """Offers the actions of the table that can be done from anywhere."""

    async def discover(self) -> Hits:
        """Give every action while nothing is typed."""
        for action in _offered():
            yield DiscoveryHit(_name(action), self._run(action), help=action.help)

    async def search(self, query: str) -> Hits:
        """Give the actions whose name or sentence fits what was typed; `watch FOLDER` is one of them."""
        first, _, folder = query.strip().partition(" ")
        if first == WATCH and folder.strip() and isinstance(self.screen, Watching):
            yield _watch(self.screen, folder.strip())
        matcher = self.matcher(query)
        for action in _offered():
            name = _name(action)
            score = max(matcher.match(name), matcher.match(action.help) / 2)
            if score > 0:
                yield Hit(score, Content(name), self._run(action), help=action.help)

    def _run(self, action: Action) -> partial[Coroutine[object, object, None]]:
        return partial(self.screen.run_action, action.id)


def _offered() -> Iterator[Action]:
    return (action for action in ACTIONS if not action.own and action.id not in ("commands", "leave"))


def _name(action: Action) -> str:
    return f"{action.label} ({action.key_words})"


def _watch(desk: Watching, folder: str) -> Hit:
    if folder == WATCH_OFF:
        return Hit(FIRST, Content("watch off"), desk.end_watching, help="End the watching of the folder.")
    said = "Import what is in this folder, and then what comes into it."
    return Hit(FIRST, Content(f"watch {clean(folder)}"), partial(desk.watch_folder, folder), help=said)
