"""Which values of a facet field a typed leaf means: `source:ledger` means `Auto Ledger`.

A value fits where it contains the words of the leaf: folded, not stemmed, and those of a phrase next to each
other. Parts of NEAR need only stand in the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from index.engines.patterns import word_test
from index.query.ast import TEXT, And, Fuzzy, Leaf, Near, Node, Phrase, Prefix, Term, Wildcard
from index.query.words import Analysis, lowered_words

_REMEMBERED: Final = 1 << 17
"""Values whose words are kept; those of a library are asked for with every key that is pressed."""


def matching_values(leaf: Leaf, values: Iterable[str], analyser: Analysis) -> tuple[str, ...] | None:
    """Return the values that fit, in their order; None where the leaf asks for nothing."""
    wanted = lowered_words(leaf, TEXT, analyser, stems=False)
    if wanted is None:
        return None
    return tuple(value for value in values if _fits(wanted, _words(analyser, value)))


@lru_cache(maxsize=_REMEMBERED)
def _words(analyser: Analysis, value: str) -> tuple[str, ...]:
    return analyser.analyse(value).words


def _fits(wanted: Node, words: Sequence[str]) -> bool:
    match wanted:
        case Term(text=text):
            return text in words
        case Phrase(words=run):
            return any(tuple(words[at : at + len(run)]) == run for at in range(len(words) - len(run) + 1))
        case Near(parts=parts):
            return all(_fits(part, words) for part in parts)
        case And(nodes=nodes):
            return all(_fits(node, words) for node in nodes)
        case Prefix() | Wildcard() | Fuzzy():
            return any(map(word_test(wanted), words))
        case _:
            return True
