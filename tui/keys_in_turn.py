"""Keys that are typed faster than they are answered: each is handled where the one before it led to."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

_ALT: Final = "alt+"
_SHIFT: Final = "shift+"
_ROUNDS: Final = 3
"""A key goes up to the app; what a widget tells of it goes up next, and then what a pane makes of that."""
_PATIENCE_SECONDS: Final = 0.3
"""A part of the desk that has not answered by then no longer holds up the next key."""
_A_LETTER: Final = ("a", "a")
_STAYING: Final = frozenset(
    {"up", "down", "left", "right", "j", "k", "pageup", "pagedown", "ctrl+d", "ctrl+u"}
)
"""Keys of lists that never take the reader elsewhere, so that nothing needs to wait for them."""


class KeysInTurn(App[None]):
    """An app in which a key waits until the one before it has been answered wholly.

    Without this, letters typed right after the key that goes to an input are taken as commands by what had
    the focus before, and the other way round.
    """

    def __init__(self) -> None:
        """Begin with no key under way."""
        super().__init__()
        self._waiting: deque[events.Key] = deque()
        self._followed: asyncio.Task[None] | None = None

    @property
    def takes_keys(self) -> bool:
        """Whether there is something that can answer keys; until then they wait."""
        return True

    async def on_event(self, event: events.Event) -> None:
        """Take keys in turn, and everything else as always."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._waiting.extend(parted(event))
            await self.take_keys()
        else:
            await super().on_event(event)

    async def take_keys(self) -> None:
        """Answer the keys that wait, as far as that can be done now."""
        while self._waiting and self._followed is None and self.takes_keys:
            event = self._waiting.popleft()
            target: Widget = self.focused or self.screen
            await super().on_event(event)
            if not _stays(event, target):
                self._followed = asyncio.create_task(self._follow(target))

    async def _follow(self, target: Widget) -> None:
        """Wait until everything that a key has set off has come up from `target` to the app."""
        screen = self.screen
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    for _ in range(_ROUNDS):
                        for node in target.ancestors_with_self:
                            await _caught_up(node)
                    if self.screen is not screen:
                        await _painted(self.screen)
        finally:
            # Whatever went wrong, the keyboard must not stay dead.
            self._followed = None
            self.call_later(self.take_keys)


def parted(event: events.Key) -> Iterator[events.Key]:
    """Yield a key; what came as Alt and a letter, as Escape and that letter.

    Most terminals send the same for both, and the desk has no keys with Alt.
    """
    letter = event.key.removeprefix(_ALT).removeprefix(_SHIFT)
    if not event.key.startswith(_ALT) or len(letter) > 1:
        yield event
        return
    letter = letter.upper() if _SHIFT in event.key else letter
    yield events.Key("escape", "\x1b")
    yield events.Key(letter, letter)


def _stays(event: events.Key, target: Widget) -> bool:
    if target.check_consume_key(event.key, event.character):
        return True
    # Where letters are typed, a key that moves or deletes among them must be done before the next letter.
    return event.key in _STAYING and not target.check_consume_key(*_A_LETTER)


async def _caught_up(pump: MessagePump) -> None:
    """Wait until a part has handled all that it has been sent by now."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        await done.wait()


async def _painted(pump: MessagePump) -> None:
    done = asyncio.Event()
    if pump.call_after_refresh(done.set):
        await done.wait()
