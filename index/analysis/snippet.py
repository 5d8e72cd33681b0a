"""One line out of a text that shows why it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from index.analysis.cut import ELLIPSIS, boundary_before, is_word_boundary, shortened
from index.model import Snippet, Span

_MATCHES_LOOKED_AT: Final = 2_000
"""Matches among which the best group is sought; later ones are as good as those."""

_CONTEXT: Final = 4
"""Text on each side that is looked at, in widths; blanks in a row take none of the line."""

_BEFORE: Final = 1 / 3
"""Share of the free room that goes to the text before the matches."""

_TOO_NARROW: Final = 12
"""Characters below which a line shows the match alone."""


def snippet(body: str, matches: Sequence[Span], *, width: int) -> Snippet:
    """Return a line of at most `width` characters around the densest group of matches.

    It is cut between words, with an ellipsis at each end where text is left out, and line ends become blanks.
    Without matches it is the beginning of the text.

    Args:
        body: the text.
        matches: sorted spans in it that do not overlap.
        width: characters, not terminal cells.
    """
    if not matches or width <= 0:
        return Snippet(shortened(" ".join(body[: _CONTEXT * max(width, 0) + 1].split()), width))
    room = max(1, width - 2 * len(ELLIPSIS))
    first, last = _densest(body, matches[:_MATCHES_LOOKED_AT], room)
    begin = max(0, matches[first].start - _CONTEXT * width)
    finish = min(len(body), max(matches[last].end, matches[first].start + width) + _CONTEXT * width)
    part = body[begin:finish]
    line = " ".join(part.split())
    place = _placing(part, line)
    spans = [
        Span(place(match.start - begin), place(match.end - begin - 1) + 1)
        for match in matches
        if begin <= match.start and match.end <= finish
    ]
    group = Span(place(matches[first].start - begin), place(matches[last].end - begin - 1) + 1)
    if width < _TOO_NARROW:
        return _piece(line, group.start, min(group.start + width, len(line)), spans)
    return _framed(line, group, spans, width, more_before=begin > 0, more_after=finish < len(body))


def _densest(body: str, matches: Sequence[Span], room: int) -> tuple[int, int]:
    """Return first and last index of the group of matches in `room` that shows most different ones."""
    best, chosen = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    shown = [body[match.start : match.end].casefold() for match in matches]
    stop = 0
    for start, match in enumerate(matches):
        while stop < len(matches) and (stop <= start or matches[stop].end - match.start <= room):
            inside[shown[stop]] += 1
            stop += 1
        if (len(inside), stop - start) > best:
            best, chosen = (len(inside), stop - start), (start, stop - 1)
        text = shown[start]
        inside[text] -= 1
        if not inside[text]:
            del inside[text]
    return chosen


def _placing(text: str, line: str) -> Callable[[int], int]:
    """Return what gives the place of a character of `text` in `line`, the same with single blanks."""
    lead = len(text) - len(text.lstrip())
    if len(line) == len(text.strip()):
        return lambda position: max(0, position - lead)
    return partial(_place, text)


def _place(text: str, position: int) -> int:
    """Return where a character of `text` stands when every run of white space is one blank."""
    before = text[:position]
    words = before.split()
    if not words:
        return 0
    return sum(map(len, words)) + len(words) - 1 + before[-1].isspace()


def _framed(
    line: str, group: Span, spans: Sequence[Span], width: int, *, more_before: bool, more_after: bool
) -> Snippet:
    """Choose where the snippet begins and ends in `line`, so that the group of matches is in it."""
    mark = len(ELLIPSIS)
    room = width - 2 * mark
    start = group.start - int(max(0, room - (group.end - group.start)) * _BEFORE)
    if not more_after:
        start = min(start, len(line) - (width - mark))
    if not more_before and (start <= 0 or group.end <= width - mark):
        start = 0
    start = max(0, start)
    while start < group.start and not is_word_boundary(line, start):
        start += 1
    start += line[start : start + 1] == " "
    before = ELLIPSIS if start > 0 or more_before else ""
    end = start + width - len(before)
    if end >= len(line) and not more_after:
        return _piece(line, start, len(line), spans, before=before)
    end = boundary_before(line, min(end - mark, len(line)), min(group.end, end - mark))
    return _piece(line, start, end, spans, before=before, after=ELLIPSIS)


def _piece(
    line: str, start: int, end: int, spans: Sequence[Span], *, before: str = "", after: str = ""
) -> Snippet:
    text = line[start:end].rstrip()
    shift = len(before) - start
    inside = (
        Span(max(span.start, start) + shift, min(span.end, start + len(text)) + shift)
        for span in spans
        if span.end > start and span.start < start + len(text)
    )
    return Snippet(before + text + after, tuple(inside))
