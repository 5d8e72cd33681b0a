"""How much alike two texts are: the one definition that everything about near-duplicates goes by.

A text is the set of all pairs of neighbouring stems in its title and in its body (Broder 1997 calls them
shingles), where each of the two begins and ends with an empty stem. Two texts are as much alike as their
sets: what both have, divided by what either has (Jaccard).

Pairs rather than single stems: two market reports of different days have nearly all their words in common and
are different news; a copy with a corrected figure has nearly all its pairs in common, too. Since a title of
four words has five pairs, of which every changed word takes two, texts that short are alike only where they
are equal, or nearly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Set

    from index.analysis.analyser import Analyser

SHINGLES_VERSION: Final = 1
"""Raised with every change that gives another set for some text."""

LEAST_ALIKE: Final = 0.7
"""The likeness from which on two articles are near-duplicates."""


def shingles(title: str, body: str, analyser: Analyser) -> set[str]:
    """Return the shingles of an article: pairs of neighbouring stems, with a blank between the two."""
    found: set[str] = set()
    for text in (title, body):
        stems = analyser.analyse(text).stems
        if stems:
            found.update([f"{left} {right}" for left, right in zip(("", *stems), (*stems, ""), strict=True)])
    return found


def likeness(one: Set[str], other: Set[str]) -> float:
    """Return how much alike two sets are, from 0 to 1; an empty one is like nothing."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0
