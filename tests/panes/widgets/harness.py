"""A bare app around one widget that keeps the messages it posts."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

M = TypeVar("M", bound=Message)


class Bench(App[None]):
    """Shows `widget` at the top left and remembers every message that comes from it."""

    CSS = "Screen { layout: vertical; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.seen: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.widget.focus()

    async def on_event(self, event: Any) -> None:
        await super().on_event(event)

    async def _on_message(self, message: Message) -> None:
        self.seen.append(message)
        await super()._on_message(message)

    def of(self, kind: type[M]) -> list[M]:
        """Return the messages of exactly one kind, oldest first."""
        return [message for message in self.seen if type(message) is kind]

    def lines(self) -> list[str]:
        """Return what the widget paints, line by line, without colour."""
        return [self.widget.render_line(y).text for y in range(self.widget.size.height)]
