"""Why a query finds nothing: which of its words no article has, and what is near them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from index.engines.shape import words_of
from index.model import NoHits
from index.query.ast import And, Field, Fuzzy, Near, Node, Not, Phrase, Prefix, Term
from index.query.fields import TEXT_FIELDS, VALUE_FIELDS
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
    vocabulary: Callable[[str], Sequence[tuple[str, int]]],
    lowered: Callable[[Node], Node],
    words: Callable[[str], Iterable[str]],
    values: Callable[[str], Iterable[str]],
) -> NoHits:
    """Say why a query finds nothing.

    Args:
        query: what was asked.
        engine: where it was asked.
        vocabulary: gives the words of the library that begin so, with the number of their articles.
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
                near[shown] = _near(word, vocabulary, words, values)
    absent = list(dict.fromkeys(absent))
    return NoHits(tuple(absent), near, "" if absent else _conflict(query, engine, lowered))


def _words_to_ask_for(part: Node) -> list[Node]:
    """Return a part of a query, or the words of a phrase or `Near`: one of them may be the absent one."""
    inner = part.node if isinstance(part, Field) else part
    if isinstance(inner, Phrase):
        words = inner.words
    elif isinstance(inner, Near):
        words = tuple(word for near in inner.parts for word in words_of(near))
    else:
        return [part]
    single: list[Node] = [Term(word, inner.field, inner.column) for word in words]
    if isinstance(part, Field):
        return [Field(part.name, word, part.column) for word in single]
    return single


def _near(
    part: Node,
    vocabulary: Callable[[str], Sequence[tuple[str, int]]],
    words: Callable[[str], Iterable[str]],
    values: Callable[[str], Iterable[str]],
) -> tuple[str, ...]:
    inner = part.node if isinstance(part, Field) else part
    if not isinstance(inner, Term | Fuzzy | Prefix):
        return ()
    folded = list(words(inner.text))
    if len(folded) != 1:
        return ()
    if isinstance(part, Field) and part.name not in TEXT_FIELDS:
        if part.name not in VALUE_FIELDS:
            return ()
        known = Counter(word for value in values(part.name) for word in words(value))
        return tuple(nearest(folded[0], known.items(), NEAREST_WORDS))
    return tuple(nearest(folded[0], vocabulary, NEAREST_WORDS))


def _conflict(query: CompiledQuery, engine: Engine, lowered: Callable[[Node], Node]) -> str:
    """Say which part of the query has no article, or what of all that was chosen keeps the rest out."""
    if engine.size() == 0:
        return "The library has no articles yet."
    if query.filters.empty or not engine.count(lowered(query.parsed)):
        parts = query.parsed.nodes if isinstance(query.parsed, And) else (query.parsed,)
        empty = [part for part in parts if engine.count(lowered(part)) == 0]
        said = " ".join(map(_said_of_empty, empty))
        return said or "Each part has articles, but no article has them all together."
    if query.filters.period is not None or query.filters.undated:
        outside = engine.count(query.without_period)
        if outside:
            return f"There is nothing in the chosen period; {_articles(outside)} outside of it."
    return "The query has articles, but none of them fits what is chosen beside it."


def _said_of_empty(part: Node) -> str:
    inner = part.node if isinstance(part, Field) else part
    if isinstance(inner, Not):
        return f"Every article fits '{write(inner.node)}', which is excluded."
    if isinstance(inner, Phrase):
        return f"The words of {write(part)} occur, but not next to each other."
    if isinstance(inner, Near):
        return f"The parts of '{write(part)}' occur, but not that near to each other."
    return f"No article fits '{write(part)}'."


def _articles(count: int) -> str:
    return "there is one article" if count == 1 else f"there are {count:,} articles"
