"""The keys, those of the pane in focus first."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import Action, Scope, of_scope
from tui.render.cells import pad


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
            padding: 0 2;
        }
        & Static { height: auto; }
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
                yield Static(_table(scope))

    def action_scroll(self, direction: int) -> None:
        """Scroll by one line down (1) or up (−1)."""
        self.query_one(VerticalScroll).scroll_relative(y=direction, animate=False)

    def action_leave(self) -> None:
        """Go back to the desk."""
        self.dismiss()


def _table(scope: Scope) -> Content:
    actions = of_scope(scope)
    cells = max(len(action.key_words) for action in actions) + 2
    parts: list[str | tuple[str, str]] = [(f"\n{scope.value}\n", "bold $text-accent")]
    for action in actions:
        parts += _row(action, cells)
    return Content.assemble(*parts)


def _row(action: Action, cells: int) -> list[str | tuple[str, str]]:
    return [(pad(action.key_words, cells), "bold $text-primary"), f"{action.help}\n"]
