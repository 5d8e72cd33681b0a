"""An input of one line, in which nothing that could steer a terminal ever stands."""

from __future__ import annotations

from textual.widgets import Input

from tui.render.cells import clean


class LineInput(Input):
    """An input for text that may come from anywhere: a clipboard, the command line, a session before."""

    def validate_value(self, value: str) -> str:
        """Return what may stand in the input; as long as what was given, so that places in it hold."""
        return clean(value)
