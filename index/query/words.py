"""Lowers one leaf that was typed to what the analyser makes of it.

Decisions:

- A word that makes several tokens is their phrase: `e-POWER` is `"e power"`. One that makes none (`–`) asks
  for nothing.
- Chinese and Japanese are indexed as overlapping pairs. A run of them is the phrase of its pairs, wherever in
  a longer run it stands; a single character is each pair that begins with it, or itself at the end of one.
- A phrase cannot end in an open word. `e-pow*`, or a phrase that ends in a single Chinese character, asks for
  what comes before as a phrase, and anywhere in the field for a word that begins so.
- A pattern is folded and matched on words as they are written, not on stems.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Final, Protocol

from index.analysis.tokens import is_cjk
from index.engines.base import TokenText
from index.query.ast import All, Fuzzy, Leaf, Near, Node, Phrase, Prefix, Term, Wildcard
from index.query.simplify import conjunction

_IDLE: Final = re.compile(r"\s+|(?<=\*)\*+")
"""What says nothing in a folded pattern: white space, and a second `*`."""


class Analysis(Hashable, Protocol):
    """The part of `index.analysis.analyser.Analyser` that lowering needs."""

    def analyse(self, text: str, *, query: bool = False) -> TokenText:
        """Return words and stems; for a `query`, without the last character of a Chinese run at the end."""

    def fold(self, text: str) -> str:
        """Return `text` folded but not cut into tokens; `*` and `?` stay."""


def lowered_words(leaf: Leaf, field: str, analyser: Analysis, *, stems: bool = True) -> Node | None:
    """Return what a typed leaf means in a text field; None where it asks for nothing.

    Args:
        leaf: as parsed.
        field: the field of the new leaf.
        analyser: cuts, folds and stems.
        stems: whether words become stems, else they stay folded words.
    """
    match leaf:
        case Term(text=text):
            pass
        case Phrase(words=typed):
            text = " ".join(typed)
        case Near():
            return _near(leaf, field, analyser, stems=stems)
        case Prefix(text=text):
            return _prefix(text, field, analyser, leaf.column, stems=stems)
        case Wildcard(pattern=pattern):
            return _wildcard(pattern, field, analyser, leaf.column)
        case Fuzzy(text=text):
            words = analyser.analyse(text, query=True).words
            if len(words) == 1 and not is_cjk(words[0]):
                return Fuzzy(words[0], leaf.distance, field, leaf.column)
    return _phrase(text, field, analyser, leaf.column, stems=stems)


def _tokens(text: str, analyser: Analysis, *, stems: bool) -> tuple[str, ...]:
    analysed = analyser.analyse(text, query=True)
    return analysed.stems if stems else analysed.words


def _phrase(text: str, field: str, analyser: Analysis, column: int, *, stems: bool) -> Node | None:
    tokens = _tokens(text, analyser, stems=stems)
    if tokens and _is_single_cjk(tokens[-1]):
        return _open_ended(tokens[:-1], tokens[-1], field, column)
    return _closed(tokens, field, column)


def _closed(tokens: tuple[str, ...], field: str, column: int) -> Term | Phrase | None:
    if len(tokens) > 1:
        return Phrase(tokens, field, column)
    return Term(tokens[0], field, column) if tokens else None


def _open_ended(tokens: tuple[str, ...], beginning: str, field: str, column: int) -> Node:
    head = _closed(tokens, field, column)
    prefix = Prefix(beginning, field, column)
    return prefix if head is None else conjunction((head, prefix), column)


def _is_single_cjk(token: str) -> bool:
    return len(token) == 1 and is_cjk(token)


def _near(leaf: Near, field: str, analyser: Analysis, *, stems: bool) -> Node | None:
    parts: list[Term | Phrase] = []
    for part in leaf.parts:
        text = part.text if isinstance(part, Term) else " ".join(part.words)
        lowered = _closed(_tokens(text, analyser, stems=stems), field, part.column)
        if lowered is not None:
            parts.append(lowered)
    if len(parts) > 1:
        return Near(tuple(parts), leaf.distance, field, leaf.column)
    return parts[0] if parts else None


def _prefix(text: str, field: str, analyser: Analysis, column: int, *, stems: bool) -> Node | None:
    analysed = analyser.analyse(text, query=True)
    if not analysed.words:
        return None
    beginning = analysed.words[-1]
    if is_cjk(beginning) and not _is_single_cjk(beginning):
        return _phrase(text, field, analyser, column, stems=stems)
    head = (analysed.stems if stems else analysed.words)[:-1]
    return _open_ended(head, beginning, field, column)


def _wildcard(pattern: str, field: str, analyser: Analysis, column: int) -> Node | None:
    folded = _IDLE.sub("", analyser.fold(pattern))
    if not folded:
        return None
    if folded == "*":
        return All(column)
    if folded.endswith("*") and not any(wildcard in folded[:-1] for wildcard in "*?"):
        return Prefix(folded[:-1], field, column)
    return Wildcard(folded, field, column)
