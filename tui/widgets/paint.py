"""Styles of component classes, on top of each other, as Rich styles for segments."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget

_REVERSE = Style(reverse=True)


def component_style(widget: Widget, *names: str) -> Style:
    """Return the style of component classes of `widget`, each laid over the one before it.

    Transparent colours are blended. Unlike `get_visual_style` this keeps `text-style: reverse`, which marks a
    place where there are no colours.
    """
    style = widget.get_visual_style(*names).rich_style
    if any(widget.get_component_styles(name).text_style.reverse for name in names):
        return style + _REVERSE
    return style
