"""The desk's own colours, a dark and a light set. Everything else speaks of theme variables only."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="evtui-dark",
    primary="#7fa6cf",
    secondary="#93b5a8",
    accent="#d9a05b",
    warning="#e6c370",
    error="#d9807a",
    success="#93bf85",
    foreground="#d6dae0",
    background="#14171b",
    surface="#191d22",
    panel="#232930",
    dark=True,
    variables={
        "input-selection-background": "#7fa6cf 30%",
        "scrollbar": "#333b45",
        "scrollbar-hover": "#4a5664",
        "scrollbar-active": "#7fa6cf",
        "scrollbar-background": "#14171b",
        "scrollbar-background-hover": "#14171b",
        "scrollbar-background-active": "#14171b",
        "scrollbar-corner-color": "#14171b",
    },
)
LIGHT: Final = Theme(
    name="evtui-light",
    primary="#2f628f",
    secondary="#3c6e5f",
    accent="#9a5b12",
    warning="#8a6400",
    error="#a8342d",
    success="#3d7330",
    foreground="#23282e",
    background="#f7f6f2",
    surface="#f0eee8",
    panel="#e4e1d8",
    dark=False,
    variables={
        "input-selection-background": "#2f628f 30%",
        "scrollbar": "#cdc8bb",
        "scrollbar-hover": "#b0aa9b",
        "scrollbar-active": "#2f628f",
        "scrollbar-background": "#f7f6f2",
        "scrollbar-background-hover": "#f7f6f2",
        "scrollbar-background-active": "#f7f6f2",
        "scrollbar-corner-color": "#f7f6f2",
    },
)
THEMES: Final = (DARK, LIGHT)
