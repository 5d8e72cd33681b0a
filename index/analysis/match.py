"""Where a leaf of a query matches in an analysed text: one definition for engines and highlights."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.near import near_holds, near_occurrences, phrase_places
from index.engines.base import TokenText
from index.engines.patterns import word_test
from index.query.ast import BODY, TITLE, Fuzzy, Leaf, Near, Phrase, Prefix, Term, Wildcard


def occurrences(leaf: Leaf, words: Sequence[str], stems: Sequence[str]) -> list[tuple[int, int]]:
    """Return where a lowered leaf matches, in order: positions of the first and the last word of each match.

    A phrase is one match; a `Near` gives its parts, where the distance holds. The leaf's field is left out.

    Args:
        leaf: as the engines are given it.
        words: the folded words of one text.
        stems: their stems, in parallel.
    """
    match leaf:
        case Term(text):
            return phrase_places((text,), stems)
        case Phrase(phrase):
            return phrase_places(phrase, stems)
        case Near():
            return sorted({(first, last) for first, last, _ in near_occurrences(leaf, stems)})
        case Prefix() | Wildcard() | Fuzzy():
            fits = word_test(leaf)
            fitting = {word for word in set(words) if fits(word)}
            if not fitting:
                return []
            return [(position, position) for position, word in enumerate(words) if word in fitting]


def matches(leaf: Leaf, title: TokenText, body: TokenText) -> bool:
    """Tell whether a lowered leaf matches an article, in the field that it names."""
    texts = {TITLE: (title,), BODY: (body,)}.get(leaf.field, (title, body))
    return any(_holds(leaf, text) for text in texts)


def _holds(leaf: Leaf, text: TokenText) -> bool:
    match leaf:
        case Term(stem):
            return stem in text.stems
        case Near():
            return near_holds(leaf, text.stems)
        case _:
            return bool(occurrences(leaf, text.words, text.stems))
