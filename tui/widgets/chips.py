"""What is chosen, as a row of small labels that can be removed."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is chosen.

    Attributes:
        id: what `Removed` carries.
        text: the label, for example `topic: Alliance`, `not: Charging`, `2024-01 … 2025-02`.
        group: a word for several of its kind: two chips of group `not` collapse to `⟨2 not⟩`.
        short: a shorter label for when room is scarce, for example `2024-01…`.
    """

    id: str
    text: str
    group: str = ""
    short: str = ""


class Chips(Widget, can_focus=True):
    """One line of chips, right-aligned, that collapses to summaries where it is narrow.

    Left and right move over the chips, Delete, Backspace, Enter or a click removes one. Removing a summary removes the last of what
    it stands for. It takes no focus while it is empty.
    """

    class Removed(Message):
        """The chip `chip_id` shall go."""

        def __init__(self, chip_id: str) -> None:
            super().__init__()
            self.chip_id = chip_id

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)

    def show(self, chips: tuple[Chip, ...]) -> None:
        """Show other chips."""
        raise NotImplementedError
