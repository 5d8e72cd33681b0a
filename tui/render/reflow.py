"""Lines that a program broke long ago are joined again, so that a text fills the pane it is read in.

Newswire and mail arrive wrapped at some sixty or seventy characters. A newline that only stands there because
the next word did not fit is turned into a blank; those that mean something stay. The text keeps its length,
so every offset holds.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_WRAPPED: Final = 100
"""Characters; texts with longer lines were not wrapped by a program."""

LEAST_WRAPPED: Final = 45
"""Characters; where no line is longer, the text is a list or a poem."""

SLACK: Final = 4
"""Characters that a wrapping program may have left free beside a word that would have fitted."""

LEAST_BEFORE_SMALL: Final = 25
"""Characters of a line that a lower-case word below may continue."""

_CONTINUES: Final = re.compile(r"[^\s\-*•·>|]")
_ENDS: Final = frozenset(".:;!?…")
_SAMPLE_CHARACTERS: Final = 20_000
"""How much of a text is looked at to tell whether it was wrapped."""


def joined_lines(text: str) -> str:
    """Return `text` with a blank for each newline that a wrapping program made; the length stays."""
    measure = _measure(text)
    if not LEAST_WRAPPED <= measure <= LONGEST_WRAPPED:
        return text
    pieces: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1]):
        pieces += (line, " " if _broken_by_program(line, lines[number + 1], measure) else "\n")
    return "".join([*pieces, lines[-1]])


def _measure(text: str) -> int:
    """Return the length of the longest line in the beginning of a text."""
    return max(map(len, text[:_SAMPLE_CHARACTERS].split("\n")))


def _broken_by_program(line: str, following: str, measure: int) -> bool:
    if not line.strip() or not _CONTINUES.match(following):
        return False
    if following[0].islower() and len(line) >= LEAST_BEFORE_SMALL and line[-1] not in _ENDS:
        return True
    word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > measure - SLACK
