"""A line of text cut into stretches by what is marked in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.model import Span


class Stretch(NamedTuple):
    """Characters `start` to `end` of a text, and the names of the layers that cover them, lowest first."""

    start: int
    end: int
    names: tuple[str, ...]


def split(start: int, end: int, layers: Sequence[tuple[str, Sequence[Span]]]) -> Iterator[Stretch]:
    """Yield the stretches of `start` to `end`; spans within a layer are sorted and do not overlap.

    The cost depends on the spans in the line, not on those in the text.
    """
    inside = [(name, list(_within(start, end, spans))) for name, spans in layers]
    edges = {start, end}
    for _name, spans in inside:
        for first, last in spans:
            edges.update((first, last))
    ordered = sorted(edges)
    for first, last in pairwise(ordered):
        yield Stretch(
            first,
            last,
            tuple(name for name, spans in inside if any(a <= first and last <= b for a, b in spans)),
        )


def _within(start: int, end: int, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield what of the spans lies between `start` and `end`."""
    index = max(0, bisect_right(spans, start, key=_start) - 1)
    while index < len(spans) and spans[index].start < end:
        first, last = max(start, spans[index].start), min(end, spans[index].end)
        if first < last:
            yield first, last
        index += 1


def _start(span: Span) -> int:
    return span.start
