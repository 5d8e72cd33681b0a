"""The keys, those of the pane in focus first."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import Scope, of_scope


class HelpScreen(ModalScreen[None]):
    """Shows the keys of a scope, then those of everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "leave", show=False),
        Binding("j", "scroll(1)", "down", show=False),
        Binding("k", "scroll(-1)", "up", show=False),
    ]

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > VerticalScroll {
            width: 84;
            max-width: 94%;
            height: auto;
            max-height: 90%;
            border: heavy $primary;
            border-title-color: $text-primary;
            border-subtitle-color: $text-muted;
            background: $surface;
            padding: 0 2 1 2;
            scrollbar-background: $surface;
            scrollbar-size-vertical: 1;
        }
        & Static { height: auto; }
        & .scope { margin-top: 1; color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self, scope: Scope) -> None:
        """Take the scope that has the focus."""
        super().__init__()
        self._scope = scope

    def compose(self) -> ComposeResult:
        """Put the table into a box that scrolls."""
        with VerticalScroll() as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc leaves"
            for scope in dict.fromkeys((self._scope, Scope.DESK, *Scope)):
                yield Static(Content(scope.value), classes="scope")
                yield Static(_table(scope))

    def action_scroll(self, direction: int) -> None:
        """Scroll by one line down (1) or up (−1)."""
        self.query_one(VerticalScroll).scroll_relative(y=direction, animate=False)

    def action_leave(self) -> None:
        """Go back to the desk."""
        self.dismiss()


def _table(scope: Scope) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=1)
    for action in of_scope(scope):
        table.add_row(Text(action.key_words), Text(action.help))
    return table
