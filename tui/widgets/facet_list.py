"""Values with their counts in foldable sections, each of which can be required or excluded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from textual.message import Message

from index.model import FacetField
from tui.widgets.virtual_list import VirtualList


class FacetState(Enum):
    """What was chosen about a value."""

    FREE = " "
    REQUIRED = "●"
    EXCLUDED = "✕"


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value.

    Attributes:
        value: what the messages carry.
        label: what is painted.
        count: articles; None paints `–`.
        state: required, excluded or free.
        spark: counts over the periods of the timeline, painted as small bars; empty for none.
    """

    value: str
    label: str
    count: int | None
    state: FacetState = FacetState.FREE
    spark: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetSection:
    """A heading and the values under it.

    Attributes:
        key: what `SectionFolded` carries.
        title: the heading.
        field: the field of the values, or None where they are no field (words that stand out): these are searched for.
        rows: the values in the order to be shown.
        folded: whether only the heading shows.
        note: a word at the right of the heading, for example the order.
        empty: what to say where there are no rows; the section is left out where this is empty, too.
    """

    key: str
    title: str
    field: FacetField | None
    rows: tuple[FacetRow, ...]
    folded: bool = False
    note: str = ""
    empty: str = ""


class FacetList(VirtualList):
    """Sections of values. Enter requires a value (again: frees it), `x` excludes it, space folds its section."""

    class ValueMessage(Message):
        """Something is wanted about a value; `field` is None for words that stand out."""

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

    def show_sections(self, sections: tuple[FacetSection, ...]) -> None:
        """Show other sections; the cursor stays on its value where that is still there."""
        raise NotImplementedError
