"""Text measured in terminal cells: width, cutting, padding and wrapping.

Wide characters (CJK, emoji) take two cells and combining marks none. Nothing here ever cuts through a wide
character or parts a letter from its marks. Widths are those that Textual counts: both come from `rich.cells`.
"""

from __future__ import annotations

import re
from typing import Final

from rich.cells import cell_len, split_graphemes

ELLIPSIS: Final = "…"

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_UNPAINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control, escape and bidirectional characters, and lone surrogates: a terminal must never see them."""
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
"""Swallows the character after it, so that no text may end with it where something is to follow."""
_SPACES: Final = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")


def width(text: str) -> int:
    """Return how many cells `text` takes on one line."""
    return cell_len(text)


def clean(text: str, *, keep_newlines: bool = False) -> str:
    """Return `text` with nothing in it that could steer a terminal; its length stays, so that offsets hold.

    White space becomes a blank, any other control, escape or bidirectional character becomes `�`. This is the
    last resort at paint; text from a library is already sanitised, so it mostly returns `text` itself.
    """
    if _UNPAINTABLE.search(text) is None:
        return text

    def substitute(match: re.Match[str]) -> str:
        character = match[0]
        if character == "\n" and keep_newlines:
            return character
        return " " if character in _SPACES else _REPLACEMENT

    return _UNPAINTABLE.sub(substitute, text)


def truncate(text: str, cells: int) -> str:
    """Return `text` if it fits into `cells`, else its beginning with `…` at the end, at most `cells` wide."""
    if cells <= 0:
        return ""
    if len(text) <= cells and text.isascii():
        return text
    # A letter rarely brings more than a few marks along: a long text need not be measured to its end.
    head = text[: cells * 4 + 16]
    if len(head) == len(text) and cell_len(text) <= cells:
        return text
    graphemes, _ = split_graphemes(head)
    used = end = 0
    for _start, stop, size in graphemes:
        if used + size > cells - 1:
            break
        used += size
        end = stop
    # Joiners without anything to join are measured in more than one way; the cut text as a whole decides.
    while end and cell_len(head[:end] + ELLIPSIS) > cells:
        end -= 1
    return head[:end].rstrip(" " + _JOINER) + ELLIPSIS


def pad(text: str, cells: int) -> str:
    """Return `text` cut or filled with blanks on the right to exactly `cells`."""
    fitted = truncate(text, cells).rstrip(_JOINER)
    return fitted + " " * (cells - cell_len(fitted))


def pad_left(text: str, cells: int) -> str:
    """Return `text` cut or filled with blanks on the left to exactly `cells`."""
    fitted = truncate(text, cells).rstrip(_JOINER)
    return " " * (cells - cell_len(fitted)) + fitted
