"""The command palette: every action by its name."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.actions import ACTIONS, Action


class DeskCommands(Provider):
    """Offers the actions of the table that can be done from anywhere."""

    async def discover(self) -> Hits:
        """Give every action while nothing is typed."""
        for action in _offered():
            yield DiscoveryHit(_name(action), self._run(action), help=action.help)

    async def search(self, query: str) -> Hits:
        """Give the actions whose name or sentence fits what was typed."""
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
