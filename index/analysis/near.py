"""Where the parts of a `Near` stand close enough together.

The definition is in `index.query.ast.Near`: occurrences of all parts that do not overlap, in a window of
`distance` words more than the parts have. So only windows of that length need to be looked at, one for each
occurrence that it can begin with, and a sliding count tells which of them have enough of every part.

Where parts cannot overlap (they share no word), enough is all it takes, and the work grows with the number of
occurrences. Where they can, the ways to fill such a window are followed from left to right, as the numbers of
parts that are placed: at most two to the number of parts at each position, which the query language limits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from index.query.ast import Near, Phrase, Term

Part: TypeAlias = tuple[str, ...]
"""The stems of one part."""


class Occurrence(NamedTuple):
    """One place of a part: positions of its first and its last word, and the part."""

    first: int
    last: int
    part: Part


def near_occurrences(near: Near, stems: Sequence[str]) -> list[Occurrence]:
    """Return, in order, the places of parts that belong to some way in which the distance holds."""
    parts = Counter(map(_stems_of, near.parts))
    places, length = _places(parts, stems), near.distance + sum(map(len, parts.elements()))
    found: list[Occurrence] = []
    if not _can_overlap(parts):
        end = 0
        for start, stop in _full_windows(parts, places, length, by_last=True):
            found += places[max(start, end) : stop]
            end = max(end, stop)
        return found
    seen: set[Occurrence] = set()
    for window in _crowded_windows(parts, places, length):
        if not seen.issuperset(window):
            seen |= _fitting(parts, window)
    return sorted(seen)


def near_holds(near: Near, stems: Sequence[str]) -> bool:
    """Tell whether the distance holds anywhere."""
    parts = Counter(map(_stems_of, near.parts))
    places, length = _places(parts, stems), near.distance + sum(map(len, parts.elements()))
    if not _can_overlap(parts):
        return next(_full_windows(parts, places, length, by_last=True), None) is not None
    return any(_fitting(parts, window) for window in _crowded_windows(parts, places, length))


def phrase_places(phrase: Part, stems: Sequence[str]) -> list[tuple[int, int]]:
    """Return the positions of the first and the last word wherever `phrase` stands in `stems`."""
    head, extra = phrase[0], len(phrase) - 1
    if head not in stems:
        return []
    starts = [position for position, stem in enumerate(stems) if stem == head]
    if not extra:
        return [(start, start) for start in starts]
    return [(start, start + extra) for start in starts if tuple(stems[start : start + extra + 1]) == phrase]


def _stems_of(part: Term | Phrase) -> Part:
    return (part.text,) if isinstance(part, Term) else part.words


def _places(parts: Counter[Part], stems: Sequence[str]) -> list[Occurrence]:
    """Return the places of all parts in order, none where a part has too few."""
    found: list[Occurrence] = []
    for part, count in parts.items():
        places = phrase_places(part, stems)
        if len(places) < count:
            return []
        found += [Occurrence(first, last, part) for first, last in places]
    return sorted(found)


def _can_overlap(parts: Counter[Part]) -> bool:
    """Tell whether two of the parts could want the same position."""
    if any(count > 1 and len(set(part)) < len(part) for part, count in parts.items()):
        return True
    return any(not set(one).isdisjoint(other) for one, other in combinations(parts, 2))


def _full_windows(
    parts: Counter[Part], places: Sequence[Occurrence], length: int, *, by_last: bool
) -> Iterator[tuple[int, int]]:
    """Yield start and stop in `places` of the windows that have enough of every part.

    A window begins with each place in turn. Those belong to it that end in it (`by_last`, for which the last
    positions must ascend as well), else those that begin in it.
    """
    lacking, short = Counter(parts), len(parts)
    stop = 0
    for start, place in enumerate(places):
        while stop < len(places) and _reach(places[stop], by_last=by_last) < place.first + length:
            part = places[stop].part
            lacking[part] -= 1
            short -= lacking[part] == 0
            stop += 1
        if not short:
            yield start, stop
        short += lacking[place.part] == 0
        lacking[place.part] += 1


def _reach(place: Occurrence, *, by_last: bool) -> int:
    return place.last if by_last else place.first


def _crowded_windows(
    parts: Counter[Part], places: Sequence[Occurrence], length: int
) -> Iterator[list[Occurrence]]:
    """Yield the places in each window that may have enough, though some may overlap."""
    for start, stop in _full_windows(parts, places, length, by_last=False):
        end = places[start].first + length
        yield [place for place in places[start:stop] if place.last < end]


def _fitting(parts: Counter[Part], window: Sequence[Occurrence]) -> set[Occurrence]:
    """Return the places in a window that belong to some way to place all parts without overlap.

    A state is a number that counts the placed ones of each part, each in digits of its own. States go forward
    through the positions where something begins, then the complete ones back along the same ways.
    """
    digit, full = {}, 0
    scale = 1
    for part, count in parts.items():
        digit[part] = scale
        full += count * scale
        scale *= count + 1
    firsts = sorted({place.first for place in window})
    steps: list[list[tuple[Occurrence, int]]] = [[] for _ in firsts]
    for place in window:
        steps[bisect_left(firsts, place.first)].append((place, bisect_left(firsts, place.last + 1)))

    def placed(state: int, part: Part) -> int | None:
        taken = state // digit[part] % (parts[part] + 1)
        return state + digit[part] if taken < parts[part] else None

    reached: list[set[int]] = [set() for _ in range(len(firsts) + 1)]
    reached[0].add(0)
    for index, options in enumerate(steps):
        reached[index + 1] |= reached[index]
        for place, target in options:
            after = (placed(state, place.part) for state in reached[index])
            reached[target].update(state for state in after if state is not None)
    alive: list[set[int]] = [set() for _ in firsts] + [reached[-1] & {full}]
    found: set[Occurrence] = set()
    for index in range(len(firsts) - 1, -1, -1):
        alive[index] = reached[index] & alive[index + 1]
        for place, target in steps[index]:
            before = {state for state in reached[index] if placed(state, place.part) in alive[target]}
            if before:
                found.add(place)
                alive[index] |= before
    return found
