"""From a lowered query tree to a tantivy query.

Every query is built from tantivy's own objects; nothing that a person typed is ever parsed by tantivy. What
does not bear on relevance is wrapped to score nothing, so that the score of an article is that of its
matching words.

A score must not depend on how many hits were asked for, or paging would skip articles. tantivy's shortcut for
the best hits of a plain disjunction of words (block-max WAND) adds up in an order that does depend on it; a
boost around each word, even of 1.0, keeps that shortcut out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final, TypeAlias

import tantivy
from tantivy import FieldType, Occur, Query

from index.engines.patterns import WordLeaf
from index.engines.shape import words_of
from index.engines.tantivy_schema import DAY, ID, starts_field, words_field
from index.engines.tokens import START_CHARACTERS
from index.engines.weights import TITLE_BOOST, silent_stems
from index.model import UNDATED
from index.query.ast import (
    BODY,
    TEXT,
    TITLE,
    All,
    And,
    DateRange,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Values,
    Wildcard,
)

FARTHEST_NATIVE_EDIT: Final = 2
"""The largest edit distance for which tantivy has an automaton."""

MOST_NATIVE_WILDCARDS: Final = 12
MOST_NATIVE_BYTES: Final = 200
"""Wildcards and bytes of a pattern that surely stay below the 1,000 states of tantivy's expressions."""

_SPECIAL: Final = frozenset(r"\.+*?()|[]{}^$#&-~/")
_BOOSTS: Final = {TITLE: TITLE_BOOST, BODY: 1.0}

Expand: TypeAlias = Callable[[WordLeaf, str], list[str]]
"""Gives the words of a field of folded words that fit a leaf."""
Verify: TypeAlias = Callable[[Near, Query], frozenset[str]]
"""Gives the ids of those candidates that really match."""


def all_of(queries: Iterable[Query]) -> Query:
    """Return the conjunction."""
    return _joined(Occur.Must, list(queries))


def any_of(queries: Iterable[Query]) -> Query:
    """Return the disjunction."""
    return _joined(Occur.Should, list(queries))


def _joined(occur: Occur, queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(occur, query) for query in queries])


def without_score(query: Query) -> Query:
    """Return a query that matches the same and scores 0."""
    return Query.const_score_query(query, 0.0)


class Emitter:
    """Builds tantivy queries against one state of an index.

    Args:
        schema: the schema of the index.
        expand: gives words for patterns that tantivy cannot match by itself.
        verify: checks positions where tantivy cannot.
    """

    def __init__(self, schema: tantivy.Schema, expand: Expand, verify: Verify) -> None:
        self._schema = schema
        self._expand = expand
        self._verify = verify
        self._silent: frozenset[str] = frozenset()

    def query(self, node: Node) -> Query:
        """Return the query for a tree that `index.engines.shape.shaped` gave."""
        self._silent = silent_stems(node)
        return self._emit(node)

    def _emit(self, node: Node) -> Query:
        match node:
            case And(nodes):
                return self._and(nodes)
            case Or(nodes):
                return any_of([self._emit(child) for child in nodes]) if nodes else Query.empty_query()
            case Not(child):
                return self._and((Not(child),))
            case Term() | Phrase() | Near():
                return any_of([self._scored(node, part) for part in _parts(node.field)])
            case Prefix() | Wildcard() | Fuzzy():
                return without_score(any_of([self._pattern(node, part) for part in _parts(node.field)]))
            case _:
                return without_score(self._filter(node))

    def _scored(self, leaf: Term | Phrase | Near, part: str) -> Query:
        match leaf:
            case Term(text):
                return self._term(text, part)
            case Phrase(words):
                return self._phrase(words, part)
            case Near():
                return self._near(leaf, part)

    def _and(self, nodes: tuple[Node, ...]) -> Query:
        clauses: list[tuple[Occur, Query]] = []
        for child in nodes:
            if isinstance(child, Not):
                clauses.append((Occur.MustNot, self._emit(child.node)))
            else:
                clauses.append((Occur.Must, self._emit(child)))
        if all(occur == Occur.MustNot for occur, _ in clauses):
            # tantivy finds nothing where nothing is asked for.
            clauses.append((Occur.Must, without_score(Query.all_query())))
        return Query.boolean_query(clauses)

    def _filter(self, node: Node) -> Query:
        match node:
            case All():
                return Query.all_query()
            case Undated():
                return self._term_query(DAY, UNDATED)
            case DateRange(first, last) if not (first and last and last < first):
                low = first.toordinal() if first else UNDATED + 1
                high = last.toordinal() if last else None
                return Query.range_query(self._schema, DAY, FieldType.Integer, low, high)
            case Values(field, values) if values:
                return Query.term_set_query(self._schema, field, list(values))
            case Ids(ids) if ids:
                return Query.term_set_query(self._schema, ID, list(ids))
            case _:
                return Query.empty_query()

    def _term(self, text: str, part: str) -> Query:
        query = self._term_query(part, text)
        return without_score(query) if text in self._silent else Query.boost_query(query, _BOOSTS[part])

    def _term_query(self, field: str, value: str | int) -> Query:
        return Query.term_query(self._schema, field, value, index_option="freq")

    def _phrase(self, words: tuple[str, ...], part: str, slop: int = 0) -> Query:
        if len(words) == 1:
            return self._term(words[0], part)
        query = Query.phrase_query(self._schema, part, list(words), slop=slop)
        return Query.boost_query(query, _BOOSTS[part])

    def _near(self, near: Near, part: str) -> Query:
        """Return articles with the parts close together in one field.

        tantivy's slop means exactly what `Near` means for two different words, in either order; the
        conformance suite compares them. For more parts, for phrases and for a word near itself it lets too
        much through: those are candidates, and the text decides.
        """
        words = [words_of(child) for child in near.parts]
        pair = [phrase[0] for phrase in words if len(phrase) == 1]
        if len(pair) == len(words) == 2 and pair[0] != pair[1]:  # noqa: PLR2004 - a pair
            return self._either_order(pair[0], pair[1], part, near.distance)
        scored = [self._phrase(phrase, part) for phrase in words]
        candidates = all_of([*scored, *self._close_pairs(words, part, near.distance)])
        ids = self._verify(Near(near.parts, near.distance, part), candidates)
        if not ids:
            return Query.empty_query()
        return all_of([*scored, without_score(Query.term_set_query(self._schema, ID, list(ids)))])

    def _close_pairs(self, words: list[tuple[str, ...]], part: str, distance: int) -> list[Query]:
        """Return conditions that any match fulfils: a word of each two neighbouring parts is close enough."""
        total = sum(len(phrase) for phrase in words)
        # The longest word of a phrase is mostly its rarest, and so leaves the fewest texts to look into.
        chosen = list(dict.fromkeys(max(phrase, key=len) for phrase in words))
        return [
            self._either_order(first, second, part, distance + total - 2)
            for first, second in pairwise(chosen)
        ]

    def _either_order(self, first: str, second: str, part: str, distance: int) -> Query:
        return any_of(
            [self._phrase((first, second), part, distance), self._phrase((second, first), part, distance)]
        )

    def _pattern(self, leaf: WordLeaf, part: str) -> Query:
        field = words_field(part)
        match leaf:
            case Prefix(text) if 0 < len(text) <= START_CHARACTERS:
                return Query.regex_query(self._schema, starts_field(part), _escaped(text) + ".*")
            case Prefix(text) if _fits_native(text):
                return Query.regex_query(self._schema, field, _escaped(text) + ".*")
            case Wildcard(pattern) if _fits_native(pattern):
                return Query.regex_query(self._schema, field, _expression(pattern))
            case Fuzzy(text, 0) if text:
                return self._term_query(field, text)
            case Fuzzy(text, distance) if distance <= FARTHEST_NATIVE_EDIT:
                return Query.fuzzy_term_query(self._schema, field, text, distance=distance)
            case _:
                words = self._expand(leaf, field)
                return Query.term_set_query(self._schema, field, words) if words else Query.empty_query()


def _parts(field: str) -> tuple[str, ...]:
    return (TITLE, BODY) if field == TEXT else (field,)


def _fits_native(pattern: str) -> bool:
    wild = sum(map(pattern.count, "*?"))
    return wild <= MOST_NATIVE_WILDCARDS and len(pattern.encode()) <= MOST_NATIVE_BYTES


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def _expression(pattern: str) -> str:
    wild = {"*": ".*", "?": "."}
    return "".join(wild.get(character) or _escaped(character) for character in pattern)
