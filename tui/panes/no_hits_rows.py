"""What the list shows where nothing was found: why, and what is near, each line of which can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.message import Message

from index.model import Filters, NoHits
from tui.messages import FiltersCleared, WordReplaced
from tui.render.cells import clean
from tui.render.heights import Heights
from tui.render.wrap import wrap
from tui.widgets.rows import RowContext


@dataclass(frozen=True, slots=True)
class Remark:
    """One line; `wish` is what choosing it tells, None for a line that only says something."""

    text: str
    wish: Message | None = None
    strong: bool = False


class RemarkRows:
    """Rows that say something, and offer something."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        """Take the lines."""
        self.remarks = remarks

    @property
    def heights(self) -> Heights:
        """One line each."""
        return Heights.uniform(len(self.remarks))

    def loaded(self, row: int) -> bool:
        """Return True: everything is there."""
        return row < len(self.remarks)

    def selectable(self, row: int) -> bool:
        """Return whether a row offers something."""
        return self.remarks[row].wish is not None

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        """Return one line."""
        remark = self.remarks[row]
        style = "heading" if remark.strong else "row" if remark.wish else "muted"
        lead = "→ " if remark.wish else ""
        return [Segment(lead + remark.text if line == 0 else "", context.style(style))]


def remarks_on(no_hits: NoHits | None, query: str, filters: Filters, cells: int) -> tuple[Remark, ...]:
    """Return the lines for a result without articles, at most `cells` wide."""
    remarks = [Remark(""), Remark("No article fits.", strong=True)]
    for absent in no_hits.absent if no_hits else ():
        nearest = no_hits.nearest.get(absent, ()) if no_hits else ()
        remarks += said(f"No article has “{clean(absent)}”." + (" Near it:" if nearest else ""), cells)
        remarks += [Remark(clean(word), WordReplaced(absent, word)) for word in nearest]
    if no_hits and no_hits.conflict:
        remarks += said(no_hits.conflict, cells)
    if not filters.empty:
        alone = "What is chosen excludes everything."
        chosen = "Something is chosen beside the query." if query.strip() else alone
        remarks += said(chosen, cells)
        remarks.append(Remark("let go of what is chosen", FiltersCleared()))
    return tuple(remarks)


def said(text: str, cells: int) -> list[Remark]:
    """Return a text as lines that only say something, wrapped to `cells`; an empty text is one empty line."""
    plain = clean(text)
    return (
        [Remark("")]
        if not plain
        else [Remark(plain[line.start : line.end]) for line in wrap(plain, max(8, cells))]
    )
