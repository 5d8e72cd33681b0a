"""Ways to place several parts in a text without overlap and within a length.

A *state* says how many of each part are placed, as one number with digits of its own for every part.
Going through the positions where parts begin, all that needs to be kept of the ways that reach a state
is the latest position at which one of them began; coming back, the earliest at which one that places
the rest ends. So the work is the number of occurrences times that of states, at most two to the number
of parts, which the query language limits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

Part: TypeAlias = tuple[str, ...]
"""The stems of one part."""

_NOTHING: Final = 0
"""The state in which no part is placed."""

_BLOCK: Final = 4
"""Lengths of text that are gone through at once, which bounds memory."""


class Occurrence(NamedTuple):
    """One place of a part: positions of its first and its last word, and the part."""

    first: int
    last: int
    part: Part


def arranged(parts: Counter[Part], places: Sequence[Occurrence], length: int) -> set[Occurrence]:
    """Return the places that belong to some way to place all parts.

    Args:
        parts: the parts, and how many of each are wanted.
        places: where they stand, in order.
        length: words from the beginning of the first to the end of the last, at most.
    """
    blocks = _blocks(places, length)
    return {place for block in blocks for place in _Arrangement(parts, block, length).used()}


def can_be_arranged(parts: Counter[Part], places: Sequence[Occurrence], length: int) -> bool:
    """Tell whether there is a way to place all parts; arguments as for `arranged`."""
    return any(_Arrangement(parts, block, length).exists() for block in _blocks(places, length))


def _blocks(places: Sequence[Occurrence], length: int) -> Iterator[list[Occurrence]]:
    """Yield overlapping blocks, so that every stretch of `length` words is inside one of them."""
    index = 0
    while index < len(places):
        begin = places[index].first
        stop = bisect_left(places, (begin + _BLOCK * length,))
        yield list(places[index:stop])
        if stop == len(places):
            return
        index = bisect_left(places, (begin + (_BLOCK - 1) * length,))


class _Arrangement:
    """The ways to place parts in one block of text."""

    def __init__(self, parts: Counter[Part], places: Sequence[Occurrence], length: int) -> None:
        self._wanted = parts
        self._length = length
        self._digit: dict[Part, int] = {}
        scale = 1
        for part, count in parts.items():
            self._digit[part] = scale
            scale *= count + 1
        self._full = sum(count * self._digit[part] for part, count in parts.items())
        firsts = sorted({place.first for place in places})
        self._steps: list[list[tuple[Occurrence, int]]] = [[] for _ in firsts]
        for place in places:
            step = self._steps[bisect_left(firsts, place.first)]
            step.append((place, bisect_left(firsts, place.last + 1)))

    def exists(self) -> bool:
        return self._full in self._latest_starts()[-1]

    def used(self) -> Iterator[Occurrence]:
        before, after = self._latest_starts(), self._earliest_ends()
        if self._full not in before[-1]:
            return
        for step, starts in zip(self._steps, before, strict=False):
            for place, target in step:
                if self._completes(place, starts, after[target]):
                    yield place

    def _completes(self, place: Occurrence, starts: dict[int, int], ends: dict[int, int]) -> bool:
        for state, start in starts.items():
            rest = self._full - self._with(state, place.part)
            if rest in ends:
                begin = start if state != _NOTHING else place.first
                end = ends[rest] if rest != _NOTHING else place.last
                if end - begin < self._length:
                    return True
        return False

    def _latest_starts(self) -> list[dict[int, int]]:
        """Return for each step, and for the end, the states reached before it and their latest beginnings."""
        reached: list[dict[int, int]] = [{_NOTHING: 0}, *({} for _ in self._steps)]
        for index, step in enumerate(self._steps):
            position = step[0][0].first
            here, following = reached[index], reached[index + 1]
            for state in [state for state, start in here.items() if self._is_stale(state, start, position)]:
                del here[state]
            for state, start in here.items():
                following[state] = max(start, following.get(state, start))
            for place, target in step:
                for state, start in here.items():
                    more = self._with(state, place.part)
                    begin = start if state != _NOTHING else place.first
                    if 0 <= more <= self._full and place.last - begin < self._length:
                        reached[target][more] = max(begin, reached[target].get(more, begin))
        return reached

    def _earliest_ends(self) -> list[dict[int, int]]:
        """Return for each step, and for the end, what can be placed from it on, and the earliest ends."""
        possible: list[dict[int, int]] = [*({} for _ in self._steps), {_NOTHING: 0}]
        for index in range(len(self._steps) - 1, -1, -1):
            position = self._steps[index][0][0].first
            here = possible[index]
            here.update(
                (state, end)
                for state, end in possible[index + 1].items()
                if state == _NOTHING or end - position < self._length
            )
            for place, target in self._steps[index]:
                for state, last in possible[target].items():
                    more = self._with(state, place.part)
                    end = last if state != _NOTHING else place.last
                    if 0 <= more <= self._full and end - place.first < self._length:
                        here[more] = min(end, here.get(more, end))
        return possible

    def _is_stale(self, state: int, start: int, position: int) -> bool:
        return state not in {_NOTHING, self._full} and position - start >= self._length

    def _with(self, state: int, part: Part) -> int:
        """Return the state with one more of `part`, or one beyond all where no more of it is wanted."""
        digit, count = self._digit[part], self._wanted[part]
        return state + digit if state // digit % (count + 1) < count else self._full + 1
