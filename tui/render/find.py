"""Finding a text within a text, whatever the case and the accents."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from itertools import accumulate

from index.model import Span


def occurrences(text: str, wanted: str) -> tuple[Span, ...]:
    """Return where `wanted` occurs in `text`, without overlaps.

    `citroen` finds `Citroën`, and a blank any white space.
    """
    needle, _ = _fold(" ".join(wanted.split()))
    if not needle:
        return ()
    folded, ends = _fold(text)
    spans = []
    at = folded.find(needle)
    while at >= 0:
        end = at + len(needle)
        spans.append(Span(*_original(ends, at, end)))
        at = folded.find(needle, end)
    return tuple(spans)


def _fold(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text, and where the folded form of each character ends (None: one for one)."""
    if text.isascii():
        return text.lower().translate(_WHITE), None
    table = {ord(character): _fold_character(character) for character in set(text)}
    folded = text.translate(table)
    if len(folded) == len(text) and all(len(form) == 1 for form in table.values()):
        return folded, None
    return folded, list(accumulate(len(table[ord(character)]) for character in text))


_WHITE = {ord(character): " " for character in "\t\n\r\xa0"}


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def _original(ends: list[int] | None, start: int, end: int) -> tuple[int, int]:
    """Return the stretch whose folded form covers `start` to `end`, with the marks on its last letter."""
    if ends is None:
        return start, end
    first = bisect_left(ends, start + 1)
    last = bisect_left(ends, end)
    while last + 1 < len(ends) and ends[last + 1] == ends[last]:
        last += 1
    return first, last + 1
