"""The address of a page that a program for saving pages noted in it."""

from __future__ import annotations

import re
from typing import Final

_HEAD_CHARACTERS: Final = 16 * 1024
_TAIL_CHARACTERS: Final = 2 * 1024
"""How much of a page is searched for notes, from its beginning and from its end."""

_COMMENT: Final = re.compile(r"<!--([^>]{10,3000})")
_NOTED: Final = re.compile(
    r"(?:saved from url=\(\d{4}\)|\burl:\s*"
    r"|(?:saved|mirrored|downloaded|retrieved|fetched|archived) from:?\s+)"
    r"(https?://[^\s<>\"']{4,2000}|(?<=mirrored from )[\w.-]+\.[a-z]{2,20}/[^\s<>\"']{0,2000})",
    re.IGNORECASE,
)
"""What Internet Explorer and Chrome, HTTrack, SingleFile and scripts around wget write."""


def saved_from(source: str) -> str:
    """Return the address that a program for saving pages noted in a comment, or an empty string."""
    for part in (source[:_HEAD_CHARACTERS], source[-_TAIL_CHARACTERS:]):
        for comment in _COMMENT.finditer(part):
            if found := _NOTED.search(comment[1]):
                address = found[1]
                return address if "://" in address else f"http://{address}"
    return ""
