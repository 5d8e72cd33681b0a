"""Asks for one line of text: a date, a tag, a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.render.cells import clean
from tui.widgets.line_input import LineInput


class PromptScreen(ModalScreen[str]):
    """A line to type in; gives what was typed, or an empty string when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    DEFAULT_CSS = """
    PromptScreen {
        align: center middle;
        & > Vertical {
            width: 64;
            max-width: 92%;
            height: auto;
            border: heavy $primary;
            border-title-color: $text-primary;
            background: $surface;
            padding: 0 1;
        }
        & Input { background: $surface; }
        & #prompt-mistake { color: $text-error; height: auto; display: none; }
        & #prompt-mistake.-shown { display: block; }
        & #prompt-hint { color: $text-muted; height: auto; }
    }
    """

    def __init__(self, title: str, hint: str, refuse: Callable[[str], str] | None = None) -> None:
        """Take what is asked, how to answer, and what tells in words why an answer will not do."""
        super().__init__()
        self._title = title
        self._hint = hint
        self._refuse = refuse

    def compose(self) -> ComposeResult:
        """Put the input above its hint."""
        with Vertical() as box:
            box.border_title = self._title
            yield LineInput(compact=True)
            yield Static("", id="prompt-mistake")
            yield Static(Content(self._hint), id="prompt-hint")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        mistake = self._refuse(text) if text and self._refuse else ""
        if not mistake:
            self.dismiss(text)
            return
        shown = self.query_one("#prompt-mistake", Static)
        shown.update(Content(clean(mistake)))
        shown.add_class("-shown")

    def action_leave(self) -> None:
        """Ask no longer."""
        self.dismiss("")
