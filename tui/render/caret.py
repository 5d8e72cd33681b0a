"""Where a caret goes by characters and words; offsets are characters of a text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"\w[\w\u0300-\u036f]*|[^\w\s]+")
"""A run of letters with their combining marks, or of other signs."""
_REACH: Final = 2_000
"""Characters to look back for the beginning of a word; longer words are cut."""
_JOINERS: Final = frozenset("\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16}")


def after(text: str, offset: int) -> int:
    """Return the offset after the letter at `offset`, with its combining marks."""
    offset = min(offset + 1, len(text))
    while offset < len(text) and _belongs_to_previous(text[offset]):
        offset += 1
    return offset


def before(text: str, offset: int) -> int:
    """Return the offset of the letter before `offset`."""
    offset = max(offset - 1, 0)
    while offset > 0 and _belongs_to_previous(text[offset]):
        offset -= 1
    return offset


def next_word(text: str, offset: int) -> int:
    """Return where the next word begins, or the last character."""
    for match in _WORD.finditer(text, max(0, offset - _REACH)):
        if match.start() > offset:
            return match.start()
    return before(text, len(text))


def previous_word(text: str, offset: int) -> int:
    """Return where this word, or from its beginning the one before, begins."""
    start = max(0, offset - _REACH)
    starts = [match.start() for match in _WORD.finditer(text, start, offset)]
    return starts[-1] if starts else start


def _belongs_to_previous(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in _JOINERS
