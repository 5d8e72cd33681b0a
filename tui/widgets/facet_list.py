"""Values with their counts in foldable sections, each of which can be required or excluded."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from index.model import FacetField
from tui.widgets.facet_rows import FacetRow, FacetRows, FacetSection, FacetState
from tui.widgets.virtual_list import VirtualList

__all__ = ["FacetList", "FacetRow", "FacetSection", "FacetState"]


class FacetList(VirtualList):
    """Sections of values.

    Enter or a double click requires a value (again: frees it), `x` excludes it (again: frees it), space folds
    its section; Enter or a click on a heading folds it, too.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--spark",
        "list--required-sign",
        "list--excluded-sign",
    }

    DEFAULT_CSS = """
    FacetList {
        & > .list--spark { color: $primary; }
        & > .list--required-sign { color: $text-primary; text-style: bold; }
        & > .list--excluded-sign { color: $text-error; text-style: bold; }
        &:focus > .list--spark { color: $text-primary; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "exclude", "Exclude", show=False, id="facets.exclude"),
        Binding("space", "fold", "Fold section", show=False, id="facets.fold"),
        Binding("left,h", "fold(True)", "Fold", show=False, id="facets.close"),
        Binding("right,l", "fold(False)", "Unfold", show=False, id="facets.open"),
    ]

    class ValueMessage(Message):
        """Something is wanted about a value; `field` is None for words to be searched for."""

        def __init__(self, field: FacetField | None, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

    class Required(ValueMessage):
        """The value shall be required."""

    class Excluded(ValueMessage):
        """The value shall be excluded."""

    class Freed(ValueMessage):
        """The value shall be neither required nor excluded."""

    class SectionFolded(Message):
        """A section was folded or unfolded; the list shows it already."""

        def __init__(self, key: str, folded: bool) -> None:
            super().__init__()
            self.key = key
            self.folded = folded

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - named as in every Textual widget
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._rows = FacetRows(())

    def show_sections(self, sections: tuple[FacetSection, ...]) -> None:
        """Show other sections; the cursor stays on its value where that is still there, else at its place."""
        before, cursor = self._rows, self.cursor
        self._rows = FacetRows(sections)
        if cursor is None:
            # The first value is of more use than the heading above it.
            self.show(self._rows, cursor=1 if self._rows.heights.rows > 1 else 0)
            return
        section, row = before.at(cursor)
        place = self._rows.find(section.key, row.value if row else None)
        self.show(self._rows, cursor=cursor if place is None else place)

    @property
    def current(self) -> tuple[FacetSection, FacetRow | None] | None:
        """The section and the value (None: its heading) that the cursor is on."""
        if self.cursor is None or self.cursor >= self._rows.heights.rows:
            return None
        return self._rows.at(self.cursor)

    def action_choose(self) -> None:
        """Require the value, or free it; on a heading fold it."""
        if self.current is None:
            return
        section, row = self.current
        if row is None:
            self.action_fold()
        elif row.state is FacetState.REQUIRED:
            self.post_message(self.Freed(section.field, row.value))
        else:
            self.post_message(self.Required(section.field, row.value))

    def action_exclude(self) -> None:
        """Exclude the value, or free it."""
        if self.current is None or self.current[1] is None:
            return
        section, row = self.current[0], self.current[1]
        kind = self.Freed if row.state is FacetState.EXCLUDED else self.Excluded
        self.post_message(kind(section.field, row.value))

    def action_fold(self, folded: bool | None = None) -> None:
        """Fold the section of the cursor (True), unfold it (False), or turn it over (None)."""
        if self.current is None or self.cursor is None:
            return
        section = self.current[0]
        folded = not section.folded if folded is None else folded
        if folded == section.folded:
            return
        sections = self._rows.sections
        changed = tuple(replace(one, folded=folded) if one is section else one for one in sections)
        heading = self._rows.heading(self.cursor)
        self._rows = FacetRows(changed)
        self.show(self._rows, cursor=heading, keep_scroll=True)
        self.post_message(self.SectionFolded(section.key, folded))

    def on_click(self, event: events.Click) -> None:
        """Fold the section whose heading was clicked; the rest is as in every list."""
        row = self._row_under(event)
        if row is not None and self._rows.heading(row) == row:
            event.stop()
            event.prevent_default()
            self.move_to(row)
            self.action_fold()
