"""From a lowered query tree to a query of OpenSearch.

Every query is made of term-level queries, exact phrases and intervals; nothing that a person typed ever
reaches a parser of the cluster. What does not bear on relevance is a filter, or scores 0, so that the score
of an article is that of its matching words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from index.engines.opensearch_mapping import DAY, words_field
from index.engines.patterns import WordLeaf
from index.engines.shape import words_of
from index.engines.weights import TITLE_BOOST, scoring_leaves, silent_stems
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

Query: TypeAlias = dict[str, Any]
Expand: TypeAlias = Callable[[WordLeaf, str], Sequence[str]]
"""Gives the words of a field of folded words that fit a leaf."""
Verify: TypeAlias = Callable[[Near, Query], Iterable[str]]
"""Gives the ids of those candidates that really match."""

FARTHEST_NATIVE_EDIT: Final = 2
"""The largest edit distance for which Lucene has an automaton."""
MOST_NATIVE_BYTES: Final = 200
"""Bytes of a pattern that surely stay below the 1,000 states of Lucene's automata."""
MOST_NATIVE_GUESSES: Final = 5
"""Question marks behind a star: each may double the states of Lucene's automaton, which has a limit."""
MOST_TERMS: Final = 65_536
"""Values in one `terms` query: OpenSearch's default for `index.max_terms_count`."""
MOST_ALTERNATIVES: Final = 200
"""Words in one `Or` that are scored one by one; Lucene allows 1,024 clauses, title and body, in all."""

_BOOSTS: Final = {TITLE: TITLE_BOOST, BODY: 1.0}
_EVERYTHING: Final[Query] = {"match_all": {}}
_NOTHING: Final[Query] = {"match_none": {}}


def any_of(queries: Sequence[Query]) -> Query:
    """Return the disjunction."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else _NOTHING


def without_score(query: Query) -> Query:
    """Return a query that matches the same and scores 0."""
    return {"constant_score": {"filter": query, "boost": 0.0}}


def filtered(queries: Sequence[Query]) -> Query:
    """Return the conjunction, without a score."""
    return {"bool": {"filter": list(queries)}}


class Emitter:
    """Builds queries against one state of an index.

    Args:
        expand: gives words for patterns that the cluster cannot match by itself.
        verify: checks positions where the cluster cannot.
    """

    def __init__(self, expand: Expand, verify: Verify) -> None:
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
                return self._or(nodes)
            case Not(child):
                return self._and((Not(child),))
            case Term() | Phrase() | Near():
                return any_of([self._scored(node, part) for part in _parts(node.field)])
            case _:
                return without_score(self._filter(node))

    def _and(self, nodes: tuple[Node, ...]) -> Query:
        if len(nodes) == 1 and not isinstance(nodes[0], Not):
            return self._emit(nodes[0])
        clauses: dict[str, list[Query]] = {}
        for child in nodes:
            if isinstance(child, Not):
                clauses.setdefault("must_not", []).append(self._emit(child.node))
            else:
                kind = "must" if any(scoring_leaves(child)) else "filter"
                clauses.setdefault(kind, []).append(self._emit(child))
        if clauses.keys() <= {"must_not"}:
            clauses["filter"] = [_EVERYTHING]
        return {"bool": clauses}

    def _or(self, nodes: tuple[Node, ...]) -> Query:
        terms = [child for child in nodes if isinstance(child, Term)]
        if len(terms) <= MOST_ALTERNATIVES:
            return any_of([self._emit(child) for child in nodes])
        # Too many to be scored: they say little of relevance any more.
        queries = [self._emit(child) for child in nodes if not isinstance(child, Term)]
        for part in (TITLE, BODY):
            words = [term.text for term in terms if part in _parts(term.field)]
            queries += [without_score(query) for query in _any_term(part, words)]
        return any_of(queries)

    def _scored(self, leaf: Term | Phrase | Near, part: str) -> Query:
        match leaf:
            case Term(text):
                return self._term(text, part)
            case Phrase(words):
                return self._phrase(words, part)
            case Near():
                return self._near(leaf, part)

    def _term(self, text: str, part: str) -> Query:
        if text in self._silent:
            return without_score({"term": {part: {"value": text}}})
        return {"term": {part: {"value": text, "boost": _BOOSTS[part]}}}

    def _phrase(self, words: tuple[str, ...], part: str) -> Query:
        if len(words) == 1:
            return self._term(words[0], part)
        return {"match_phrase": {part: {"query": " ".join(words), "slop": 0, "boost": _BOOSTS[part]}}}

    def _near(self, near: Near, part: str) -> Query:
        """Return articles with the parts close together in one field.

        Intervals mean exactly what `Near` means where no two parts share a word. Where they do, one
        occurrence of it may serve both, and what is found are candidates: the text decides.
        """
        words = [words_of(child) for child in near.parts]
        intervals: Query = {
            "all_of": {
                "mode": "unordered",
                "max_gaps": near.distance,
                "intervals": [
                    {"match": {"query": " ".join(phrase), "mode": "ordered", "max_gaps": 0}}
                    for phrase in words
                ],
            }
        }
        query = {"intervals": {part: {**intervals, "boost": _BOOSTS[part]}}}
        if _disjoint(words):
            return query
        ids = sorted(self._verify(Near(near.parts, near.distance, part), query))
        return {"bool": {"must": [query], "filter": [{"ids": {"values": ids}}]}} if ids else _NOTHING

    def _filter(self, node: Node) -> Query:  # noqa: PLR0911 - one answer for each kind of node
        match node:
            case All():
                return _EVERYTHING
            case Undated():
                return {"term": {DAY: {"value": UNDATED}}}
            case DateRange(first, last) if not (first and last and last < first):
                low = {"gte": first.toordinal()} if first else {"gt": UNDATED}
                high = {"lte": last.toordinal()} if last else {}
                return {"range": {DAY: {**low, **high}}}
            case Values(field, values):
                return any_of(list(_any_term(field, values)))
            case Ids(ids):
                return {"ids": {"values": sorted(ids)}} if ids else _NOTHING
            case Prefix() | Wildcard() | Fuzzy():
                return any_of([self._pattern(node, part) for part in _parts(node.field)])
            case _:
                return _NOTHING

    def _pattern(self, leaf: WordLeaf, part: str) -> Query:
        field = words_field(part)
        match leaf:
            case Prefix(text) if _short(text):
                return {"prefix": {field: {"value": text}}}
            case Wildcard(pattern) if _short(pattern) and _guesses(pattern) <= MOST_NATIVE_GUESSES:
                return {"wildcard": {field: {"value": pattern.replace("\\", "\\\\")}}}
            case Fuzzy(text, distance) if _short(text) and distance <= FARTHEST_NATIVE_EDIT:
                # Lucene's own way to rewrite it would take only the nearest fifty words.
                whole = {"fuzziness": distance, "rewrite": "constant_score"}
                return {"fuzzy": {field: {"value": text, **whole}}}
            case _:
                return any_of(list(_any_term(field, self._expand(leaf, field))))


def _any_term(field: str, values: Sequence[str]) -> Iterator[Query]:
    """Yield queries that together match any of the values."""
    for start in range(0, len(values), MOST_TERMS):
        yield {"terms": {field: list(values[start : start + MOST_TERMS])}}


def _parts(field: str) -> tuple[str, ...]:
    return (TITLE, BODY) if field == TEXT else (field,)


def _short(pattern: str) -> bool:
    return len(pattern.encode("utf-8", "replace")) <= MOST_NATIVE_BYTES


def _guesses(pattern: str) -> int:
    return pattern.partition("*")[2].count("?")


def _disjoint(words: Sequence[tuple[str, ...]]) -> bool:
    """Whether no two parts share a word."""
    return len(set().union(*words)) == sum(len(set(phrase)) for phrase in words)
