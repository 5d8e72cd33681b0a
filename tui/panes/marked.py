"""One line of text with some stretches of it marked, as segments that fit a width."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.segment import Segment
from rich.style import Style

from index.model import Snippet, Span
from tui.render.cells import ELLIPSIS, clean, truncate, width

_LEAD: Final = 3
"""A match that does not fit is brought to about this part of the line: a third."""


def marked(text: str, spans: Iterable[Span], cells: int, plain: Style, mark: Style) -> list[Segment]:
    """Return `text` on one line of at most `cells`, with the spans in style `mark`; no control characters."""
    fitted = truncate(clean(text), cells)
    kept = len(fitted) if fitted == text or not fitted.endswith(ELLIPSIS) else len(fitted) - 1
    segments: list[Segment] = []
    done = 0
    for span in sorted(spans):
        start, end = max(span.start, done), min(span.end, kept)
        if start >= end:
            continue
        if start > done:
            segments.append(Segment(fitted[done:start], plain))
        segments.append(Segment(fitted[start:end], mark))
        done = end
    if done < len(fitted):
        segments.append(Segment(fitted[done:], plain))
    return segments


def around_match(snippet: Snippet, cells: int) -> Snippet:
    """Return the snippet cut at its beginning, at a blank, where its first match would not be in view."""
    if not snippet.matches or width(snippet.text[: snippet.matches[0].end]) <= cells:
        return snippet
    first = snippet.matches[0].start
    wanted = max(0, first - max(1, cells // _LEAD))
    blank = snippet.text.find(" ", wanted, first)
    cut = blank + 1 if blank >= 0 else wanted
    shift = len(ELLIPSIS) - cut
    return Snippet(
        ELLIPSIS + snippet.text[cut:],
        tuple(Span(span.start + shift, span.end + shift) for span in snippet.matches if span.start >= cut),
    )
