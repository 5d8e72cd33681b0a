"""Which words a `Prefix`, `Wildcard` or `Fuzzy` leaf stands for, decided once for every engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from index.analysis.distance import edit_distance
from index.query.ast import Fuzzy, Prefix, Wildcard

WordLeaf: TypeAlias = Prefix | Wildcard | Fuzzy

MOST_COMPARED: Final = 1 << 15
"""Comparisons that are remembered: the rows of a result ask for the same words again and again."""


def word_test(leaf: WordLeaf) -> Callable[[str], bool]:
    """Return a function that says whether a folded word fits the leaf."""
    match leaf:
        case Prefix(text):
            return lambda word: word.startswith(text)
        case Wildcard(pattern):
            fits = wildcard_expression(pattern).fullmatch
            return lambda word: fits(word) is not None
        case Fuzzy(text, distance):
            return lambda word: _is_near(text, word, distance)


@lru_cache(maxsize=MOST_COMPARED)
def _is_near(text: str, word: str, distance: int) -> bool:
    return edit_distance(text, word, distance) <= distance


def literal_head(leaf: WordLeaf) -> str:
    """Return what every word that fits begins with; it may be empty."""
    match leaf:
        case Prefix(text):
            return text
        case Wildcard(pattern):
            return re.split(r"[*?]", pattern, maxsplit=1)[0]
        case Fuzzy():
            return ""


def wildcard_expression(pattern: str) -> re.Pattern[str]:
    """Return the expression for a wildcard pattern, to be used with `fullmatch`.

    Each part between two `*` is taken at its first place and kept there: what fits at all also fits so, and a
    hostile pattern like `*a*a*a*a*b` costs no more than the length of the word times that of the pattern.
    """
    first, *rest = ("".join("." if c == "?" else re.escape(c) for c in part) for part in pattern.split("*"))
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    steps = "".join(f"(?>.*?{part})" for part in middle if part)
    return re.compile(f"{first}{steps}.*{last}", re.DOTALL)
