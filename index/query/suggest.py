"""The nearest words of a vocabulary, for a word that was perhaps mistyped."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from index.analysis.distance import edit_distance

MAX_DISTANCE: Final = 2
"""Edits up to which a word is near."""
_SHORT: Final = 4
"""Words up to this length may differ by one edit only: with two, nearly everything is near."""
_OTHER_FIRST_LETTER: Final = 0.75
"""Extra distance of a word that begins with another letter; people seldom mistype the first."""
_FREQUENCY: Final = 0.1
"""How much nearer a word counts for each factor e in the number of articles that contain it."""

Vocabulary: TypeAlias = Iterable[str | tuple[str, int]]
"""Words, or words with the number of articles that contain them."""


def nearest(word: str, vocabulary: Vocabulary | Callable[[str], Vocabulary], n: int = 3) -> list[str]:
    """Return up to `n` words of a vocabulary that are within two edits, best first; never the word itself.

    Args:
        word: as it was typed, folded as the vocabulary is.
        vocabulary: all words, or what returns those with a given prefix (such as `Engine.vocabulary`): then
            words with the same first letter are tried first, the others only where too few of them are near.
        n: how many to return.
    """
    if not callable(vocabulary):
        return [other for _, other in heapq.nsmallest(n, _ranked(word, vocabulary))]
    found = heapq.nsmallest(n, _ranked(word, vocabulary(word[:1])))
    if len(found) < n:
        found = heapq.nsmallest(n, _ranked(word, vocabulary("")))
    return [other for _, other in found]


def _ranked(word: str, vocabulary: Vocabulary) -> Iterator[tuple[float, str]]:
    """Give (rank, word) for every word that is near; a lower rank is better."""
    limit = min(MAX_DISTANCE, 1 if len(word) <= _SHORT else MAX_DISTANCE)
    letters, length = set(word), len(word)
    for entry in vocabulary:
        other, frequency = (entry, 1) if isinstance(entry, str) else entry
        if abs(len(other) - length) > limit or len(letters.difference(other)) > limit or other == word:
            continue
        # An edit takes away one kind of letter at most, and brings in one at most.
        if len(set(other).difference(letters)) > limit:
            continue
        distance = edit_distance(word, other, limit)
        if distance <= limit:
            strange = _OTHER_FIRST_LETTER if other[:1] != word[:1] else 0.0
            yield distance + strange - _FREQUENCY * math.log(max(1, frequency)), other
