"""Painting the rows of an article, with everything that is marked in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from index.model import Span
from tui.render.cells import clean, truncate, width
from tui.render.document import Document, Row
from tui.render.layers import Stretch, split
from tui.widgets.paint import component_style
from tui.widgets.selected import BODY_PART, TITLE_PART

LEFT: Final = 2
"""Cells of the left margin; the bar beside a note stands in its second cell."""
RIGHT: Final = 2
NOTE_BAR: Final = "┃"
OPENING_CAP: Final = "▐"
CLOSING_CAP: Final = "▌"
"""Half blocks that take the place of the blanks around the current match."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked in an article: sorted spans of body or title, and which match and find are current."""

    matches: tuple[Span, ...] = ()
    title_matches: tuple[Span, ...] = ()
    current: int | None = None
    finds: tuple[Span, ...] = ()
    find: int | None = None
    title_selection: tuple[Span, ...] = ()
    selection: tuple[Span, ...] = ()

    def at_match(self, match: int) -> Marked:
        """Return the same with another current match."""
        return replace(self, current=match)

    def with_finds(self, finds: tuple[Span, ...]) -> Marked:
        """Return the same with other finds."""
        return replace(self, finds=finds, find=None)

    def at_find(self, find: int) -> Marked:
        """Return the same with another current find."""
        return replace(self, find=find)

    def with_selection(self, title: tuple[Span, ...], body: tuple[Span, ...]) -> Marked:
        """Return the same with another selection."""
        return replace(self, title_selection=title, selection=body) if title or body else self

    @property
    def body_layers(self) -> tuple[tuple[str, tuple[Span, ...]], ...]:
        """What lies on the body, lowest first."""
        current = () if self.current is None else (self.matches[self.current],)
        find = () if self.find is None else (self.finds[self.find],)
        return (
            ("match", self.matches),
            ("current", current),
            ("find", self.finds),
            ("find-current", find),
            ("selection", self.selection),
        )

    @property
    def title_layers(self) -> tuple[tuple[str, tuple[Span, ...]], ...]:
        """What lies on the title, lowest first."""
        return (("match", self.title_matches), ("selection", self.title_selection))

    @property
    def emphasised(self) -> tuple[Span, str] | None:
        """The one stretch that gets caps, and the style of these; none beside a selection."""
        if self.selection:
            return None
        if self.find is not None:
            return self.finds[self.find], "article--find-cap"
        return None if self.current is None else (self.matches[self.current], "article--cap")


def paint_message(widget: Widget, message: str, y: int) -> Strip:
    """Paint line `y` of a view that shows no article but a message in the middle."""
    size = widget.size
    text = ""
    if message and y == max(0, size.height // 2 - 1):
        text = truncate(clean(message), max(0, size.width - LEFT - RIGHT))
        text = " " * ((size.width - width(text)) // 2) + text
    style = component_style(widget, "article--message")
    return Strip([Segment(text, style)]).adjust_cell_length(size.width, style)


def paint_row(widget: Widget, document: Document, number: int, marked: Marked) -> Strip:
    """Paint one row of an article to the width of the widget."""
    columns = widget.size.width
    blank = component_style(widget, "article--blank")
    if number >= len(document.rows):
        segments = [_offset(" ", blank, len(document.body), BODY_PART)]
        return Strip(segments).adjust_cell_length(columns, blank)
    row = document.rows[number]
    if row.kind in ("body", "heading"):
        segments = _marked_text(widget, document.body, row, BODY_PART, marked)
    elif row.kind == "title" and not row.text:
        segments = _marked_text(widget, document.title, row, TITLE_PART, marked)
    else:
        margin = f" {NOTE_BAR}" if row.kind == "note" else " " * LEFT
        segments = [Segment(margin + row.text, component_style(widget, f"article--{row.kind}"))]
    if row.aside:
        used = sum(segment.cell_length for segment in segments)
        gap = max(1, columns - RIGHT - width(row.aside) - used)
        segments += [Segment(" " * gap, blank), Segment(row.aside, component_style(widget, "article--aside"))]
    return Strip(segments).adjust_cell_length(columns, blank)


def _marked_text(widget: Widget, text: str, row: Row, part: int, marked: Marked) -> list[Segment]:
    base = f"article--{row.kind}"
    plain = component_style(widget, base)
    # The margin belongs to the first character of the row: a drag that ends there selects from it on.
    segments = [_offset(" ", plain, row.start, part) for _ in range(LEFT)]
    layers = marked.body_layers if part == BODY_PART else marked.title_layers
    stretches = list(split(row.start, row.end, layers))
    for start, end, names in stretches:
        segments.append(_offset(text[start:end], _style(widget, base, names), start, part))
    if part == BODY_PART and marked.emphasised is not None:
        span, cap = marked.emphasised
        _cap(segments, stretches, span, row, component_style(widget, cap))
    return segments


def _style(widget: Widget, base: str, names: tuple[str, ...]) -> Style:
    if "selection" in names:
        over = ["article--selected-match"] if len(names) > 1 else []
        return component_style(widget, base, "article--selection", *over)
    # The topmost mark decides alone: two backgrounds on each other would be a third one.
    return component_style(widget, base, f"article--{names[-1]}") if names else component_style(widget, base)


def _offset(text: str, style: Style, start: int, part: int) -> Segment:
    return Segment(text, style + Style.from_meta({"offset": (start, part)}))


def _cap(segments: list[Segment], stretches: list[Stretch], span: Span, row: Row, style: Style) -> None:
    """Put half blocks into the blanks before and after the emphasised stretch, where there are blanks."""
    for place in range(len(stretches) - 1, -1, -1):
        stretch, index = stretches[place], place + LEFT
        if stretch.end == span.end and stretch.start >= span.start:
            if stretch.end == row.end:
                segments.append(Segment(CLOSING_CAP, style))
            elif segments[index + 1].text.startswith(" "):
                _replace(segments, index + 1, 0, CLOSING_CAP, style)
        begins = stretch.start == span.start and stretch.end <= span.end
        if begins and segments[index - 1].text.endswith(" "):
            _replace(segments, index - 1, len(segments[index - 1].text) - 1, OPENING_CAP, style)


def _replace(segments: list[Segment], index: int, at: int, glyph: str, style: Style) -> None:
    """Put `glyph` in the place of one character of a segment, without moving what the mouse selects."""
    text, old = segments[index].text, segments[index].style or Style()
    start, part = old.meta["offset"]
    pieces = [(text[:at], old, start), (glyph, style, start + at), (text[at + 1 :], old, start + at + 1)]
    segments[index : index + 1] = [
        _offset(piece, over, where, part) for piece, over, where in pieces if piece
    ]
