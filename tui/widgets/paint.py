"""Styles of component classes, on top of each other, as Rich styles for segments."""

from __future__ import annotations

from typing import Any, Final

from rich.style import Style
from textual.geometry import Region
from textual.widget import Widget

_REVERSE: Final = Style(reverse=True)


class StyledWidget(Widget):
    """A widget that works out the style of a component once between two refreshes, not for every segment."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.known_styles: dict[tuple[str, ...], Style] = {}
        super().__init__(id=id, classes=classes)

    def notify_style_update(self) -> None:
        """Forget the styles, since the style sheet says something else now."""
        super().notify_style_update()
        self.known_styles.clear()

    def refresh(self, *regions: Region, **options: Any) -> Any:
        """Paint anew, with styles worked out anew."""
        self.known_styles.clear()
        return super().refresh(*regions, **options)


def component_style(widget: Widget, *names: str) -> Style:
    """Return the style of component classes of `widget`, each laid over the one before it.

    Transparent colours are blended. Unlike `get_visual_style` this keeps `text-style: reverse`, which marks a
    place where there are no colours.
    """
    if not isinstance(widget, StyledWidget):
        return _worked_out(widget, names)
    style = widget.known_styles.get(names)
    if style is None:
        style = widget.known_styles[names] = _worked_out(widget, names)
    return style


def _worked_out(widget: Widget, names: tuple[str, ...]) -> Style:
    style = widget.get_visual_style(*names).rich_style
    if any(widget.get_component_styles(name).text_style.reverse for name in names):
        return style + _REVERSE
    return style
