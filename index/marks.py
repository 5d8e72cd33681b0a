"""The combining marks of all scripts, for the character classes of regular expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import category

_RANGES: Final = (  # the blocks that have marks; the large ones in between are letters only
    range(0x300, 0x3400),
    range(0xA66F, 0xAC00),
    range(0xFB00, 0xFE30),
    range(0x10000, 0x12000),
    range(0x13400, 0x13500),
    range(0x16A00, 0x17000),
    range(0x1BC00, 0x1F000),
)
_VARIATION_SELECTORS: Final = "\U000e0100-\U000e01ef"

MAX_RUN: Final = 30
"""Marks on one letter that are kept, as in the Stream-Safe Text Format (Unicode Annex 15, section 13)."""

_MAYBE_LONG_RUN: Final = re.compile(rf"[^\w\s\x00-\u02ff]{{{MAX_RUN + 1}}}")


@cache
def marks_class() -> str:
    """Return all combining marks as the inside of a character class."""
    points = (point for span in _RANGES for point in span if category(chr(point))[0] == "M")
    return "".join(map(chr, points)) + _VARIATION_SELECTORS


@cache
def _long_run() -> re.Pattern[str]:
    return re.compile(f"([{marks_class()}]{{{MAX_RUN}}})[{marks_class()}]+")


def without_long_runs(text: str) -> str:
    """Return `text` with at most `MAX_RUN` marks on a letter; composing longer runs takes quadratic time."""
    return _long_run().sub(r"\1", text) if _MAYBE_LONG_RUN.search(text) else text
