"""The lines at the bottom: how the question was answered, and the keys of the pane in focus."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.actions import Action, Scope, footer
from tui.render.cells import ELLIPSIS, clean, truncate, width
from tui.render.facts import Answered, fact_words
from tui.session import Session
from tui.widgets.paint import component_style

NOTICE_SECONDS: Final = 8.0
"""How long a notice stands."""
HELP_ID: Final = "help"
UNFOLD_ID: Final = "unfold"
_GAP: Final = 2


class StatusLine(Widget):
    """One line: on the left a notice or nothing, on the right hits, time, engine, order and filters."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--notice", "status--failure"}
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        & > .status--notice { color: $foreground; text-style: bold; }
        & > .status--failure { color: $text-error; text-style: bold; }
    }
    """

    session: reactive[Session] = reactive(Session(), init=False, repaint=False)
    answered: reactive[Answered] = reactive(Answered())
    notice: reactive[str] = reactive("")
    work: reactive[str] = reactive("")
    """What goes on in the background, in a few words."""

    def __init__(self) -> None:
        """Make the line, empty."""
        super().__init__()
        self._timer: Timer | None = None
        self._failed = False

    def tell(self, notice: str, *, failed: bool = False, lasting: bool = False) -> None:
        """Show a notice for some seconds, or, `lasting`, until another one comes; empty shows none."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._failed = failed
        self.notice = clean(notice)
        if notice and not lasting:
            self._timer = self.set_timer(NOTICE_SECONDS, self._forget)

    def facts(self, cells: int | None = None) -> str:
        """Return what stands on the right; where that is too long, what matters least is left out.

        Args:
            cells: the room for it, None for as much as it needs.
        """
        session = self.session
        return fact_words(self.answered, session.order, session.filters, self.work, cells)

    def watch_session(self, before: Session, session: Session) -> None:
        """Show order and filters of the session."""
        if (before.order, before.filters) != (session.order, session.filters):
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line; where it is narrow, a notice goes before the facts."""
        cells = self.content_size.width
        if y:
            return Strip.blank(cells)
        base = self.visual_style.rich_style
        notice = truncate(self.notice, cells)
        room = cells - width(notice) - (_GAP if notice else 0)
        facts = self.facts(max(0, room))
        if notice and facts.endswith(ELLIPSIS):
            facts = ""
        style = component_style(self, "status--failure" if self._failed else "status--notice")
        gap = " " * max(0, cells - width(notice) - width(facts))
        return Strip([Segment(notice, style), Segment(gap + facts, base)])

    def _forget(self) -> None:
        self._timer = None
        self.notice = ""


class KeyFooter(Widget):
    """The keys of the pane in focus, as many as fit; a click does what a key does."""

    DEFAULT_CSS = """
    KeyFooter { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    scope: reactive[Scope] = reactive(Scope.DESK)
    alike: reactive[bool] = reactive(False)
    """Whether the row of the cursor shares its place with near-duplicates."""

    class Clicked(Message):
        """The name of an action was clicked."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def named(self, cells: int) -> list[Action]:
        """Return the actions that fit into a width, help always the last of them."""
        left_out = {HELP_ID} if self.alike else {HELP_ID, UNFOLD_ID}
        actions = [action for action in footer(self.scope) if action.id not in left_out]
        last = [action for action in footer(self.scope) if action.id == HELP_ID]
        room = cells - sum(_cells(action) for action in last)
        fitting: list[Action] = []
        for action in actions:
            room -= _cells(action)
            if room < 0:
                break
            fitting.append(action)
        return fitting + last

    def render(self) -> Content:
        """Paint keys and labels."""
        parts: list[str | tuple[str, str]] = []
        for action in self.named(self.size.width):
            keys, label = action.foot_words
            parts += [(keys, "bold $text-primary"), f" {label}  "]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Tell which action lies under the mouse."""
        column = event.get_content_offset_capture(self).x
        for action in self.named(self.size.width):
            column -= _cells(action)
            if column < 0:
                self.post_message(self.Clicked(action))
                return


def _cells(action: Action) -> int:
    return width(" ".join(action.foot_words)) + _GAP
