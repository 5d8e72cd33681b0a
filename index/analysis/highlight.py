"""Which stretches of an article a query matched, for any engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis.analyser import Analyser
from index.analysis.match import occurrences
from index.model import Span
from index.query.ast import BODY, TEXT, TITLE, Leaf


@dataclass(frozen=True, slots=True)
class Highlights:
    """The matches in title and body: sorted spans of characters that do not overlap."""

    title: tuple[Span, ...] = ()
    body: tuple[Span, ...] = ()


def highlight(leaves: Sequence[Leaf], title: str, body: str, analyser: Analyser) -> Highlights:
    """Return what the leaves of a query match in an article, exactly as an engine matches them.

    A phrase is one match with everything inside it. Matches that overlap are one.

    Args:
        leaves: the lowered leaves that a matching article may match; those under a `Not` left out.
        title: the article's title.
        body: the article's body.
        analyser: the analyser of the index.
    """
    return Highlights(
        _spans([leaf for leaf in leaves if leaf.field in {TITLE, TEXT}], title, analyser),
        _spans([leaf for leaf in leaves if leaf.field in {BODY, TEXT}], body, analyser),
    )


def _spans(leaves: Sequence[Leaf], text: str, analyser: Analyser) -> tuple[Span, ...]:
    if not leaves or not text:
        return ()
    analysed, places = analyser.located(text)
    found = (match for leaf in leaves for match in occurrences(leaf, analysed.words, analysed.stems))
    return merged((places[first][0], places[last][1]) for first, last in found)


def merged(stretches: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return stretches of characters as sorted spans, those that overlap as one."""
    spans: list[Span] = []
    for start, end in sorted(stretches):
        if spans and start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)
