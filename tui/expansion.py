"""Which rows of a result are unfolded, and what that makes of their numbers.

A row of a result may stand for several articles that are nearly the same. Unfolded, the others follow it in
the list. Rows of the result are numbered from 0; so are the places in the list, where the others count, too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import NamedTuple


class Spot(NamedTuple):
    """What stands at a place of the list.

    Attributes:
        number: of the row of the result.
        member: which of the others under it, from 0; None for the row itself.
    """

    number: int
    member: int | None = None


class Expansion:
    """Reckons places in the list out of numbers of rows and back, in time by the number of unfolded rows."""

    def __init__(self, unfolded: Mapping[int, int] | None = None) -> None:
        """Take number of a row → how many others are shown under it."""
        shown = sorted((number, count) for number, count in (unfolded or {}).items() if count > 0)
        self._numbers = [number for number, _ in shown]
        self._counts = [count for _, count in shown]
        before = [0, *accumulate(self._counts)]
        self.extra = before[-1]
        """How many places there are more than rows."""
        self._before = before
        self._places = [number + more for number, more in zip(self._numbers, before, strict=False)]

    def place_of(self, number: int, member: int | None = None) -> int:
        """Return the place of a row, or of one of those under it."""
        place = number + self._before[bisect_left(self._numbers, number)]
        return place if member is None else place + 1 + member

    def at(self, place: int) -> Spot:
        """Return what stands at a place."""
        index = bisect_right(self._places, place) - 1
        if index < 0:
            return Spot(place)
        within = place - self._places[index]
        if within == 0:
            return Spot(self._numbers[index])
        if within <= self._counts[index]:
            return Spot(self._numbers[index], within - 1)
        return Spot(place - self._before[index + 1])

    def counts_in(self, first: int, count: int) -> int:
        """Return how many others are shown under `count` rows from `first` on."""
        low, high = bisect_left(self._numbers, first), bisect_left(self._numbers, first + count)
        return self._before[high] - self._before[low]

    def grown(self, counts: Iterable[int]) -> list[int]:
        """Return how many places some sections take that follow each other, by how many rows they have."""
        grown, first = [], 0
        for count in counts:
            grown.append(count + self.counts_in(first, count))
            first += count
        return grown
