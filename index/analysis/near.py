"""Where the parts of a `Near` stand close enough together.

The definition is in `index.query.ast.Near`: occurrences of all parts that do not overlap, in a window of
`distance` words more than the parts have.

Where parts cannot overlap (they share no word), a window that slides from occurrence to occurrence and
counts tells which have enough of every part. Where they can, `index.analysis.arrangements` looks for
ways to place them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from index.analysis.arrangements import Occurrence, Part, arranged, can_be_arranged
from index.query.ast import Near, Phrase, Term


def near_occurrences(near: Near, stems: Sequence[str]) -> list[Occurrence]:
    """Return, in order, the places of parts that belong to some way in which the distance holds."""
    parts = Counter(map(_stems_of, near.parts))
    places, length = _places(parts, stems), near.distance + sum(map(len, parts.elements()))
    found: list[Occurrence] = []
    if not _can_overlap(parts):
        end = 0
        for start, stop in _full_windows(parts, places, length):
            found += places[max(start, end) : stop]
            end = max(end, stop)
        return found
    return sorted(arranged(parts, places, length))


def near_holds(near: Near, stems: Sequence[str]) -> bool:
    """Tell whether the distance holds anywhere."""
    parts = Counter(map(_stems_of, near.parts))
    places, length = _places(parts, stems), near.distance + sum(map(len, parts.elements()))
    if not _can_overlap(parts):
        return next(_full_windows(parts, places, length), None) is not None
    return can_be_arranged(parts, places, length)


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
    parts: Counter[Part], places: Sequence[Occurrence], length: int
) -> Iterator[tuple[int, int]]:
    """Yield start and stop in `places`, which do not overlap, of the windows that have enough of every part.

    A window begins with each place in turn.
    """
    lacking, short = Counter(parts), len(parts)
    stop = 0
    for start, place in enumerate(places):
        while stop < len(places) and places[stop].last < place.first + length:
            part = places[stop].part
            lacking[part] -= 1
            short -= lacking[part] == 0
            stop += 1
        if not short:
            yield start, stop
        short += lacking[place.part] == 0
        lacking[place.part] += 1
