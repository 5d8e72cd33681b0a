"""Cutting a line of text to a length, between words."""

from __future__ import annotations

from typing import Final
from unicodedata import category

from index.analysis.tokens import is_cjk

ELLIPSIS: Final = "…"
"""What stands where text was cut off."""

_ZERO_WIDTH_JOINER: Final = "\u200d"


def is_word_boundary(line: str, position: int) -> bool:
    """Tell whether a line can be cut before `position` without parting a word."""
    if not 0 < position < len(line) or line[position - 1].isspace() or line[position].isspace():
        return True
    return not is_attached(line, position) and (is_cjk(line[position]) or is_cjk(line[position - 1]))


def is_attached(line: str, position: int) -> bool:
    """Tell whether the character at `position` belongs to the one before it: a mark, a joined emoji."""
    if not 0 < position < len(line):
        return False
    return (
        category(line[position])[0] == "M"
        or line[position] == _ZERO_WIDTH_JOINER
        or line[position - 1] == _ZERO_WIDTH_JOINER
    )


def boundary_before(line: str, position: int, floor: int) -> int:
    """Return the last word boundary from `floor` to `position`, or else the last that parts no character."""
    for place in range(position, floor - 1, -1):
        if is_word_boundary(line, place):
            return place
    while position > floor and is_attached(line, position):
        position -= 1
    return position


def shortened(line: str, width: int) -> str:
    """Return `line`, or as many of its words as go into `width` characters with an ellipsis."""
    if len(line) <= width:
        return line
    if width < 1:
        return ""
    return line[: boundary_before(line, width - 1, width // 2)].rstrip(" ,;:–—-") + ELLIPSIS
