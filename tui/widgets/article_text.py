"""The text of one article with its matches marked."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer

from index.model import Article, Marks, Span
from tui.render import caret
from tui.render.document import Document
from tui.render.find import occurrences
from tui.widgets.article_keys import KEYS
from tui.widgets.article_paint import LEFT, RIGHT, Marked, paint_message, paint_row
from tui.widgets.article_style import CSS, STYLES
from tui.widgets.paint import StyledWidget
from tui.widgets.selected import BODY_PART, moved, selected_range, selected_text

WIDEST: Final = 96
"""Cells of a line of text at most; longer lines are hard to read."""
AT_ONCE: Final = 200_000
"""Characters laid out before the first paint; the rest of a longer text follows bit by bit."""
_STEP: Final = 50_000
"""Characters laid out between two paints."""
_STEP_SECONDS: Final = 0.02
_CONTEXT: Final = 3
"""A match comes into view with a third of the screen above it."""


class ArticleText(StyledWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """An article's title, origin and text, wrapped to the width, with matches marked and one of them current.

    Keys are in `article_keys`: `v` starts a selection that h l (characters), w b (words), j k (lines) and 0 $
    extend, Escape ends it. The mouse selects by dragging. The keys `n N /` are the screen's.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = STYLES
    DEFAULT_CSS = CSS

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class PositionChanged(Message):
        """Where the reader is.

        Attributes:
            match, matches: the current match, from 1 (0: none), and how many there are.
            percent: how much of the text is above the lower edge of the view.
            find, finds: the same as for matches, while finding within the article.
        """

        def __init__(self, match: int, matches: int, percent: int, find: int = 0, finds: int = 0) -> None:
            super().__init__()
            self.match = match
            self.matches = matches
            self.percent = percent
            self.find = find
            self.finds = finds

    class SelectionChanged(Message):
        """Another stretch of text is selected; empty: none."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - named as in every Textual widget
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._article: Article | None = None
        self._marks = Marks()
        self.alike: tuple[str, ...] = ()  # where else nearly the same stands, for the next one shown
        self._message = ""
        self._document: Document | None = None
        self._columns = 0
        self._marked = Marked()
        self._wanted: int | None = None
        self._caret: tuple[int, int] | None = None
        self._position: tuple[int, ...] = ()
        self._laying_out: Timer | None = None

    # What is shown

    def show(
        self,
        article: Article,
        matches: tuple[Span, ...] = (),
        title_matches: tuple[Span, ...] = (),
        marks: Marks | None = None,
        *,
        at_match: int | None = 0,
    ) -> None:
        """Show an article with match `at_match` (−1: the last one) in view; None: from the top."""
        self._end_selection()
        self._article = article
        self._marks = marks or Marks()
        self._marked = Marked(matches=matches, title_matches=title_matches)
        self._position = ()
        self._wanted = None
        self._document = None
        self._lay_out()
        self._scroll_to_row(0)
        if matches and at_match is not None:
            self.go_to_match(len(matches) - 1 if at_match < 0 else at_match)
        self._tell()

    def mark(self, marks: Marks) -> None:
        """Show other marks on the same article; the place in the text stays."""
        self._marks = marks
        place = self.place
        self._document = None
        self._lay_out()
        self.go_to(place)

    def clear(self, message: str = "") -> None:
        """Show no article, only `message` in the middle."""
        self._end_selection()
        self._article = None
        self._document = None
        self._marked = Marked()
        self._message = message
        self.virtual_size = Size(0, 0)
        self.refresh()
        self._tell()

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self._article

    # Matches

    @property
    def match(self) -> int | None:
        """The current match, from 0."""
        return self._marked.current

    def go_to_match(self, match: int) -> None:
        """Make `match` (from 0) the current one and bring it into view."""
        if self._marked.matches:
            match = min(max(0, match), len(self._marked.matches) - 1)
            self._marked = self._marked.at_match(match)
            self._reveal(self._marked.matches[match])

    def next_match(self) -> bool:
        """Go to the next match, or the next find while finding; False where there is none further on."""
        return self.find_next(1) if self._marked.finds else self._walk(1)

    def previous_match(self) -> bool:
        """Go to the previous match, or find; False where there is none before."""
        return self.find_next(-1) if self._marked.finds else self._walk(-1)

    def _walk(self, delta: int) -> bool:
        current = self._marked.current
        following = 0 if current is None else current + delta
        if not 0 <= following < len(self._marked.matches):
            return False
        self.go_to_match(following)
        return True

    def find(self, text: str) -> int:
        """Mark `text` wherever it occurs in the body, whatever the case and accents; empty ends finding.

        Goes to the first occurrence in view or below, or else the first of all.

        Returns:
            How often it occurs.
        """
        document = self._document
        finds = occurrences(document.body, text) if document is not None else ()
        self._marked = self._marked.with_finds(finds)
        self.refresh()
        if finds:
            place = self.place
            first = next((index for index, span in enumerate(finds) if span.start >= place), 0)
            self._go_to_find(first)
        self._tell()
        return len(finds)

    def find_next(self, delta: int = 1) -> bool:
        """Go to the next (or with −1 the previous) find; False where there is none further on."""
        current = self._marked.find
        if current is None or not 0 <= current + delta < len(self._marked.finds):
            return False
        self._go_to_find(current + delta)
        return True

    def _go_to_find(self, find: int) -> None:
        self._marked = self._marked.at_find(find)
        self._reveal(self._marked.finds[find])

    @property
    def place(self) -> int:
        """The character of the body at the top of the view, for coming back by `go_to`."""
        if self._document is None or not self.scroll_offset.y:
            return 0
        return self._document.offset_of(self.scroll_offset.y)

    def go_to(self, offset: int) -> None:
        """Bring character `offset` of the body to the top of the view; 0 is the top with the title."""
        if self._document is None or not self.size.height:
            self._wanted = offset
            return
        self._scroll_to_row(self._document.row_of(offset) if offset else 0)

    def _reveal(self, span: Span) -> None:
        """Bring a stretch into view, a third of the way down where the view has to move."""
        self.refresh()
        if self._document is None or not self.size.height:
            self._wanted = None
            return
        first, last = self._document.row_of(span.start), self._document.row_of(max(span.start, span.end - 1))
        top, height = self.scroll_offset.y, self.size.height
        if first < top or last >= top + height:
            self._scroll_to_row(first - height // _CONTEXT)
        self._tell()

    def _scroll_to_row(self, row: int) -> None:
        if self._document is not None:
            self._document.reach_row(row + self.size.height)
            self._measure()
        self.scroll_to(y=max(0, row), animate=False, force=True)
        self.refresh()

    def _tell(self) -> None:
        """Say where the reader is, if that changed."""
        marked = self._marked
        match = 0 if marked.current is None else marked.current + 1
        find = 0 if marked.find is None else marked.find + 1
        bottom = self.scroll_offset.y + self.size.height
        percent = self._document.percent_above(bottom) if self._document and self.size.height else 0
        position = (match, len(marked.matches), percent, find, len(marked.finds))
        if position != self._position:
            self._position = position
            self.post_message(self.PositionChanged(*position))

    def _lay_out(self) -> None:
        """Make the rows for the width of now, as far as they are needed now; the rest follows."""
        columns = min(WIDEST, self.size.width - LEFT - RIGHT)
        if self._article is None or columns <= 0:
            return
        self._columns = columns
        self._document = Document(self._article, self._marks, columns, self.alike)
        self._document.advance(AT_ONCE)
        self._measure()
        if not self._document.done and self._laying_out is None:
            self._laying_out = self.set_interval(_STEP_SECONDS, self._lay_out_more)

    def _lay_out_more(self) -> None:
        if self._document is not None and not self._document.done:
            self._document.advance(_STEP)
            self._measure()
        elif self._laying_out is not None:
            self._laying_out.stop()
            self._laying_out = None

    def _measure(self) -> None:
        if self._document is not None:
            self.virtual_size = Size(0, self._document.estimate)

    def on_resize(self) -> None:
        """Wrap again, and keep the match in view that was in view, or else the place."""
        columns = min(WIDEST, self.size.width - LEFT - RIGHT)
        if self._article is None or (self._document is not None and columns == self._columns):
            self._tell()
            return
        first_time = self._document is None
        place = self._wanted if self._wanted is not None else self.place
        self._wanted = None
        self._lay_out()
        self.go_to(place)
        current = self._marked.current
        if current is not None and (first_time or self._marked.matches[current].start >= place):
            self._reveal(self._marked.matches[current])
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out what comes into view, and say where that is."""
        super().watch_scroll_y(old_value, new_value)
        if self._document is not None:
            self._document.reach_row(round(new_value) + self.size.height)
            self._tell()

    def render_line(self, y: int) -> Strip:
        """Paint line `y` of the view."""
        if self._document is None:
            return paint_message(self, self._message, y)
        marked = self._marked.with_selection(*selected_range(self._document, self.text_selection))
        return paint_row(self, self._document, self.scroll_offset.y + y, marked)

    # Keys

    def action_line(self, delta: int) -> None:
        """Scroll by a line, or extend the selection by one."""
        if self._caret is not None:
            self.action_extend("line_down" if delta > 0 else "line_up")
        else:
            self.scroll_to(y=self.scroll_offset.y + delta, animate=False, force=True)

    def action_page(self, pages: float) -> None:
        """Scroll by pages, keeping one line in view."""
        lines = max(1, int(abs(pages) * (self.size.height - 1)))
        self.scroll_to(y=self.scroll_offset.y + (lines if pages > 0 else -lines), animate=False, force=True)

    def action_first(self) -> None:
        """Go to the title."""
        self._scroll_to_row(0)

    def action_last(self) -> None:
        """Go to the end."""
        if self._document is not None:
            self._scroll_to_row(self._document.row_of(len(self._document.body)) + 1 - self.size.height)

    # Selection

    def action_select(self) -> None:
        """Start a selection at the current match if it is in view, else at the first line; again: end it."""
        if self._document is None or not self._document.body:
            return
        if self._caret is not None:
            self._end_selection()
            return
        place = self._document.offset_of(self.scroll_offset.y)
        end = self._document.offset_of(self.scroll_offset.y + self.size.height)
        current = self._marked.current
        span = self._marked.matches[current] if current is not None else Span(place, place)
        if span.start != span.end and place <= span.start < end:
            self._select(span.start, caret.before(self._document.body, span.end))
        else:
            self._select(place, place)

    def action_extend(self, how: str) -> None:
        """Move the end of the selection: `before`, `after`, `next_word`, `previous_word`, `line_start`, …."""
        if self._caret is None or self._document is None:
            raise SkipAction
        anchor, at = self._caret
        self._select(anchor, moved(self._document, at, how))

    def action_end_selection(self) -> None:
        """End the selection; where there is none, Escape ends finding, and else is for others."""
        if self.text_selection is not None:
            self._end_selection()
        elif self._marked.finds:
            self.find("")
        else:
            raise SkipAction

    def _select(self, anchor: int, at: int) -> None:
        """Select from the letter at `anchor` to the one at `at`, both included."""
        if self._document is None:
            return
        self._caret = (anchor, at)
        first, last = min(anchor, at), caret.after(self._document.body, max(anchor, at))
        self.screen.selections = {self: Selection(Offset(first, BODY_PART), Offset(last, BODY_PART))}
        row, top = self._document.row_of(at), self.scroll_offset.y
        if row < top:
            self._scroll_to_row(row)
        elif row >= top + self.size.height:
            self._scroll_to_row(row + 1 - self.size.height)

    def _end_selection(self) -> None:
        self._caret = None
        if self.is_attached and self.text_selection is not None:
            self.screen.clear_selection()

    def selected_text(self) -> str:
        """Return the selected stretch of the original text, or an empty string."""
        return selected_text(self._article, self.text_selection) if self._article else ""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give Textual the selected text, for copying."""
        return (selected_text(self._article, selection), "\n") if self._article else None

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the selection, and tell of it."""
        if selection is None:
            self._caret = None
        self.refresh()
        # The screen calls this; a message posted from within it would not bubble beyond the screen.
        self.call_next(self._tell_selection)

    def _tell_selection(self) -> None:
        self.post_message(self.SelectionChanged(self.selected_text()))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Let the mouse begin a selection of its own."""
        if event.button == 1:
            self._caret = None
