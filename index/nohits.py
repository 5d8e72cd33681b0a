"""Why a query finds nothing: which of its words no article has, and what is near them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from index.model import NoHits
from index.query.ast import Field, Fuzzy, Node, Phrase, Prefix, Term
from index.query.fields import VALUE_FIELDS
from index.query.suggest import nearest
from index.query.walk import terms_of
from index.query.write import write

if TYPE_CHECKING:
    from index.answers import CompiledQuery
    from index.engines.base import Engine

NEAREST_WORDS: Final = 3
"""Words that are offered for one that no article has."""


def explain_no_hits(
    query: CompiledQuery,
    *,
    engine: Engine,
    lowered: Callable[[Node], Node],
    words: Callable[[str], Iterable[str]],
    values: Callable[[str], Iterable[str]],
) -> NoHits:
    """Say why a query finds nothing.

    Args:
        query: what was asked.
        engine: where it was asked.
        lowered: lowers a part of the typed query.
        words: cuts a text into folded words, as the engine's vocabulary has them.
        values: gives the values of a facet field.
    """
    absent: list[str] = []
    near: dict[str, tuple[str, ...]] = {}
    for part in terms_of(query.parsed):
        for word in _words_to_ask_for(part):
            if engine.count(lowered(word)) == 0:
                shown = write(word)
                absent.append(shown)
                near[shown] = _near(word, engine, words, values)
    absent = list(dict.fromkeys(absent))
    return NoHits(tuple(absent), near, "" if absent else _conflict(query, engine))


def _words_to_ask_for(part: Node) -> list[Node]:
    """Return a part of a query, or the words of a phrase: one of them may be the absent one."""
    inner = part.node if isinstance(part, Field) else part
    if isinstance(inner, Phrase):
        single: list[Node] = [Term(word, inner.field, inner.column) for word in inner.words]
        if isinstance(part, Field):
            return [Field(part.name, word, part.column) for word in single]
        return single
    return [part]


def _near(
    part: Node,
    engine: Engine,
    words: Callable[[str], Iterable[str]],
    values: Callable[[str], Iterable[str]],
) -> tuple[str, ...]:
    inner = part.node if isinstance(part, Field) else part
    if not isinstance(inner, Term | Fuzzy | Prefix):
        return ()
    folded = list(words(inner.text))
    if len(folded) != 1:
        return ()
    if isinstance(part, Field) and part.name in VALUE_FIELDS:
        known = {word for value in values(part.name) for word in words(value)}
        return tuple(nearest(folded[0], known, NEAREST_WORDS))
    return tuple(nearest(folded[0], engine.vocabulary, NEAREST_WORDS))


def _conflict(query: CompiledQuery, engine: Engine) -> str:
    """Say which of what was chosen keeps the rest from being found."""
    if query.filters.empty:
        return "Each part has articles, but no article has them all together."
    if query.filters.period is not None or query.filters.undated:
        outside = engine.count(query.without_period)
        if outside:
            return f"There is nothing in the chosen period; {_articles(outside)} outside of it."
    return "Each part has articles, but none of them fits what is chosen beside the query."


def _articles(count: int) -> str:
    return "there is one article" if count == 1 else f"there are {count:,} articles"
