"""A line between two panes that can be dragged."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class Splitter(Widget):
    """A divider, one cell wide, between two siblings in a `Horizontal` (or `Vertical`: `horizontal=True`).

    Panes get their share in `fr` when it is moved, so they keep their proportions when the terminal is resized.
    Siblings that are not displayed are passed over. `minimum` (cells) and the panes' own `min-width` are kept.
    """

    class Resized(Message):
        """The panes beside splitters in this container have other sizes now: `widths` in cells, in order."""

        def __init__(self, control: Splitter, widths: tuple[int, ...]) -> None:
            super().__init__()
            self.splitter = control
            self.widths = widths

        @property
        def control(self) -> Splitter:
            """The splitter itself."""
            return self.splitter

    def __init__(
        self, *, horizontal: bool = False, minimum: int = 16, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)

    def grow(self, cells: int = 2) -> None:
        """Make the pane before the splitter larger, the one after it smaller."""
        raise NotImplementedError

    def shrink(self, cells: int = 2) -> None:
        """Make the pane before the splitter smaller, the one after it larger."""
        raise NotImplementedError
