"""The desk as an application: its colours, its screen, and how it is left."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual.reactive import Reactive

from tui.keys_in_turn import KeysInTurn
from tui.screens.curtain import CurtainScreen
from tui.theme import DARK, THEMES

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.screen import Screen

    from tui.panes.first_desk import FirstDesk
    from tui.queries import Opener
    from tui.screens.desk import DeskScreen

SWITCH_SECONDS: Final = 0.001
"""How long a thread that answers may hold up the one that paints: a fifth of what Python allows it."""


def _desk_commands() -> type[Provider]:
    from tui.screens.commands import DeskCommands

    return DeskCommands


class EvtuiApp(KeysInTurn):
    """The desk over one library."""

    TITLE = "evtui"
    CSS_PATH = "desk.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_desk_commands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 4
    # As the value to begin with, not set later: a change of theme reads all style sheets once more.
    theme: Reactive[str] = Reactive(DARK.name)

    def __init__(
        self,
        opener: Opener,
        *,
        query: str | None = None,
        demo: bool = False,
        first: FirstDesk | None = None,
    ) -> None:
        """Take what opens the library; it is called on a thread, after the first paint.

        Args:
            opener: opens the library; its `EvtuiError` ends the app with the words of it and exit code 1.
            query: what to search for at first; None takes up the last sitting.
            demo: whether the library is the sample collection, which the desk then says.
            first: what is on the terminal already.
        """
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._opener = opener
        self._query = query
        self._demo = demo
        self._first = first
        self.desk: DeskScreen | None = None

    def get_default_screen(self) -> Screen[None]:
        """Return the frames of the desk, which are painted before the rest of it is loaded."""
        return CurtainScreen(self._first)

    async def on_curtain_screen_painted(self) -> None:
        """Lay the desk over its frames."""
        from tui.screens.desk import DeskScreen

        self.desk = DeskScreen(self._opener, query=self._query, demo=self._demo)
        await self.push_screen(self.desk)
        await self.take_keys()

    @property
    def takes_keys(self) -> bool:
        """Whether the desk stands: what is typed before is meant for it."""
        return self.desk is not None and self.desk.is_mounted

    def on_mount(self) -> None:
        """Leave in good order, the session kept, when the terminal is closed or the system asks."""
        if sys.platform != "win32":
            for wanted in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(wanted, self._leave)

    def action_help_quit(self) -> None:
        """Say how evtui is left, on the key that leaves other programs."""
        if self.desk is not None:
            self.desk.status.tell("To leave evtui: q, or Ctrl+Q from anywhere.")

    async def action_quit(self) -> None:
        """Leave as `q` does, also by the keys that Textual binds itself."""
        self._leave()

    def _leave(self) -> None:
        if self.desk is not None:
            self.desk.keep_place()
            self.desk.queries.stop()
        self.exit()

    async def on_unmount(self) -> None:
        """Stop long work, however the app is left."""
        if self.desk is not None:
            self.desk.queries.stop()


def run_desk(opener: Opener, *, query: str | None, demo: bool, first: FirstDesk | None = None) -> int:
    """Show the desk until the reader leaves it.

    Args:
        opener: opens the library.
        query: what to search for at first; None takes up the last sitting.
        demo: whether the library is the sample collection.
        first: what is on the terminal already.

    Returns:
        The exit code: 0, or 1 when the library cannot be opened or the desk broke.
    """
    app = EvtuiApp(opener, query=query, demo=demo, first=first)
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        app.run()
    finally:
        if app.desk is not None:
            app.desk.queries.close(app.desk.last_session)
    return app.return_code or 0
