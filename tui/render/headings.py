"""Which lines of an article are headings of sections."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 80
"""Characters in a heading at most."""
_FINAL: Final = frozenset('.!?:;,…。！？：；，、"”’»)')
"""Characters that end a sentence, or go on with it, but do not end a heading."""
_BULLETS: Final = frozenset("-*•–—·|>")
_LOOK_BACK: Final = 200


def heading_end(text: str, start: int) -> int:
    """Return where the heading ends that begins at `start`, where a line begins; `start` if it is none.

    A heading is a short line without final punctuation, after an empty line or a finished sentence, before
    more text.
    """
    end = text.find("\n", start, start + LONGEST + 1)
    if end < 0:
        return start
    line = text[start:end].strip()
    if not line or line[-1] in _FINAL or line[0] in _BULLETS or line[0].islower():
        return start
    if not any(character.isalpha() for character in line) or not text[end : end + _LOOK_BACK].strip():
        return start
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(" ")
    finished = not before.strip() or before.endswith("\n\n") or before.rstrip()[-1] in _FINAL
    return end if finished else start
