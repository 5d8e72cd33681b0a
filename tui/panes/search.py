"""The search line: what is typed, what is chosen beside it, and what is wrong with it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from index.model import Filters
from tui.messages import QuerySubmitted, QueryTyped, SearchLeft
from tui.render.cells import clean, width
from tui.session import Session
from tui.widgets.chips import Chip, Chips
from tui.widgets.line_input import LineInput

PERIOD_CHIP: Final = "period"
UNDATED_CHIP: Final = "undated"
REQUIRED_CHIP: Final = "required"
EXCLUDED_CHIP: Final = "excluded"
_LEAD: Final = " / "
_GAP: Final = 2


class QueryInput(LineInput):
    """The input of the search line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_search", "leave", show=False),
        Binding("down", "to_articles", "articles", show=False),
        Binding("up", "to_chips", "chips", show=False),
    ]

    def action_leave_search(self) -> None:
        """Go back to the panes."""
        self.post_message(SearchLeft())

    def action_to_articles(self) -> None:
        """Go down to the panes."""
        self.post_message(SearchLeft())

    def action_to_chips(self) -> None:
        """Go to what is chosen."""
        chips = self.screen.query_one(Chips)
        if chips.focusable:
            chips.focus()


class SearchLine(Vertical):
    """Shows the query, the chips and, below, a mistake with a caret under its column."""

    DEFAULT_CSS = """
    SearchLine {
        height: auto;
        & > Horizontal { height: 1; }
        & #lead { width: 3; color: $text-muted; }
        & QueryInput { width: 1fr; min-width: 20; background: $background; }
        & QueryInput:focus { background: $surface; }
        &:focus-within #lead { color: $text-primary; text-style: bold; }
        & Chips { width: auto; max-width: 65%; height: 1; padding: 0 1 0 2; }
        & #mistake { display: none; height: auto; max-height: 3; color: $text-error; }
        &.-mistaken #mistake { display: block; }
    }
    """

    session: reactive[Session] = reactive(Session(), init=False, repaint=False)

    def compose(self) -> ComposeResult:
        """Put the input beside the chips, and the place for a mistake below."""
        with Horizontal():
            yield Static(_LEAD, id="lead")
            yield QueryInput(placeholder="search the library", compact=True, id="query")
            yield Chips(id="chips")
        yield Static("", id="mistake")

    @property
    def input(self) -> QueryInput:
        """The input."""
        return self.query_one(QueryInput)

    @property
    def typing(self) -> bool:
        """Whether the reader is in the input."""
        return self.input.has_focus

    def tell_mistake(self, query: str, message: str, column: int, length: int, hint: str) -> None:
        """Show what is wrong with a query, with a caret under it."""
        text = f"{message} {hint}".strip()
        room = max(1, self.size.width)
        before = width(clean(query[:column])) - round(self.input.scroll_offset.x)
        start = min(max(0, len(_LEAD) + before), room - 1)
        carets = "^" * max(1, min(width(clean(query[column : column + length])) or 1, room - start))
        line = " " * start + carets
        end = len(line) + _GAP + width(text)
        words = f"{line}{' ' * _GAP}{text}" if end <= room else f"{line}\n{' ' * len(_LEAD)}{text}"
        self.query_one("#mistake", Static).update(Content(clean(words, keep_newlines=True)))
        self.add_class("-mistaken")

    def forget_mistake(self) -> None:
        """Show no mistake any more."""
        self.remove_class("-mistaken")

    def watch_session(self, before: Session, session: Session) -> None:
        """Show the session's query and what is chosen.

        While the query stays the same, what stands in the input is newer: it is on its way to the session.
        """
        if session.query not in (before.query, self.input.value):
            with self.prevent(Input.Changed):
                self.input.value = session.query
        self.query_one(Chips).show(chips_of(session.filters))

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.forget_mistake()
        self.post_message(QueryTyped(event.value))

    @on(Input.Submitted, "#query")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(QuerySubmitted(event.value))


def chips_of(filters: Filters) -> tuple[Chip, ...]:
    """Return what is chosen as chips; `session_without` understands their ids."""
    chips = [
        Chip(f"{REQUIRED_CHIP}:{number}", f"{field.value}: {clean(value)}", "chosen", clean(value))
        for number, (field, value) in enumerate(filters.required)
    ]
    chips += [
        Chip(f"{EXCLUDED_CHIP}:{number}", f"not: {clean(value)}", "not", f"✕{clean(value)}")
        for number, (_field, value) in enumerate(filters.excluded)
    ]
    if filters.period:
        first, last = filters.period.first.isoformat(), filters.period.last.isoformat()
        text = first if first == last else f"{first} … {last}"
        chips.append(Chip(PERIOD_CHIP, text, "", first if first == last else f"{first[:7]}…"))
    if filters.undated:
        chips.append(Chip(UNDATED_CHIP, "undated"))
    return tuple(chips)


def session_without(session: Session, chip_id: str) -> Session:
    """Return the session with the choice of a chip let go; an unknown chip changes nothing."""
    if chip_id == PERIOD_CHIP:
        return session.period_chosen(None)
    if chip_id == UNDATED_CHIP:
        return session.undated_toggled() if session.filters.undated else session
    kind, _, number = chip_id.partition(":")
    choices = {REQUIRED_CHIP: session.filters.required, EXCLUDED_CHIP: session.filters.excluded}.get(kind, ())
    if not number.isdecimal() or int(number) >= len(choices):
        return session
    return session.freed(*choices[int(number)])
