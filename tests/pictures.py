"""Pictures of the desk that stand alone: no font from the network, and blanks that every viewer keeps."""

from __future__ import annotations

import re

from textual.app import App

_FONT_FACES = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)
_FONTS = "font-family: 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace;"


def picture_of(app: App[None]) -> str:
    """Return the screen of an app as SVG."""
    drawn = _FONT_FACES.sub("", app.export_screenshot(title="evtui"))
    drawn = drawn.replace("font-family: Fira Code, monospace;", _FONTS)
    return drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)
