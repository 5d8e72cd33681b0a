"""Every engine finds the same articles for the same query, and they are those that the query means."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.base import Document, TokenText
from index.model import UNDATED, Order
from index.query.ast import (
    All,
    And,
    DateRange,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Values,
    Wildcard,
)
from tests.engines.oracle import matching, ordered
from tests.engines.shelf import ADDRESSES, Shelf, engines_here

WORDS = ("a", "b", "ab", "ba", "abc", "acb", "é", "日本", "the", "a.b", "a*")
STEMS = {word: word[:2] for word in WORDS}
DAYS = [date.min, date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2), date.max]

words = st.sampled_from(WORDS)
stems = st.sampled_from(sorted(set(STEMS.values())))
fields = st.sampled_from(("text", "title", "body"))
days = st.sampled_from(DAYS)
patterns = st.text("abc*?é日", min_size=1, max_size=5)


def analysed(given_words: list[str]) -> TokenText:
    return TokenText(tuple(given_words), tuple(STEMS[word] for word in given_words))


documents = st.builds(
    Document,
    id=st.text("abcd", min_size=1, max_size=3),
    day=days.map(date.toordinal) | st.just(UNDATED),
    minute=st.integers(0, 2),
    title=st.lists(words, max_size=3).map(analysed),
    body=st.lists(words, max_size=9).map(analysed),
    values=st.fixed_dictionaries(
        {}, optional={"topic": st.lists(words, unique=True, max_size=3).map(tuple), "source": st.just(("a",))}
    ),
)
libraries = st.lists(documents, max_size=9, unique_by=lambda document: document.id)

parts = st.builds(Term, stems) | st.builds(Phrase, st.lists(stems, min_size=2, max_size=3).map(tuple))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, stems, fields),
    st.builds(Phrase, st.lists(stems, min_size=1, max_size=4).map(tuple), fields),
    st.builds(Near, st.lists(parts, min_size=2, max_size=3).map(tuple), st.integers(0, 5), fields),
    st.builds(Prefix, st.text("abé.*日", min_size=1, max_size=3), fields),
    st.builds(Wildcard, patterns, fields),
    st.builds(Fuzzy, st.text("abcé日本", min_size=1, max_size=5), st.integers(0, 3), fields),
    st.builds(Values, st.sampled_from(("topic", "source", "name")), st.lists(words, max_size=2).map(tuple)),
    st.builds(DateRange, days | st.none(), days | st.none()),
    st.builds(Ids, st.frozensets(st.text("abcd", min_size=1, max_size=3), max_size=9)),
    st.sampled_from((All(), Nothing(), Undated())),
)


def nested(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.builds(And, several) | st.builds(Or, several) | st.builds(Not, inner)


queries = st.recursive(leaves, nested, max_leaves=6)

SHARE = 4 if os.environ.get(ADDRESSES) else 1
"""A cluster takes half a second to make an index; the other engines have seen many more libraries."""
UNHURRIED = settings(max_examples=60 // SHARE, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def shelves(*batches: list[Document], removed: list[str] | None = None) -> Iterator[list[Shelf]]:
    """Give a shelf of each engine that holds the batches, each committed by itself."""
    with TemporaryDirectory() as folder:
        made = [Shelf(name, Path(folder, name, "index")) for name in engines_here()]
        for shelf in made:
            for batch in batches:
                shelf.put(*batch)
            if removed:
                shelf.remove(*removed)
        yield made
        for shelf in made:
            shelf.close()


@settings(UNHURRIED, max_examples=150 // SHARE)
@given(libraries, st.lists(queries, min_size=8, max_size=16))
def test_all_engines_find_what_the_query_means(library: list[Document], asked: list[Node]) -> None:
    with shelves(library[:4], library[4:]) as made:
        for query in asked:
            expected = matching(query, library)
            for shelf in made:
                assert shelf.engine.ids(query) == expected, (shelf.name, query)
                assert shelf.engine.count(query) == len(expected), (shelf.name, query)
                best = shelf.engine.search(query, order=Order.BEST, limit=99)
                assert sorted(hit.id for hit in best.hits) == sorted(expected), (shelf.name, query)


@UNHURRIED
@given(libraries, st.lists(queries, min_size=2, max_size=4), st.integers(1, 4))
def test_all_engines_count_and_order_alike(library: list[Document], asked: list[Node], size: int) -> None:
    with shelves(library[:3], library[3:]) as made:
        for query in asked:
            found = [document for document in library if document.id in matching(query, library)]
            topics = Counter(value for document in found for value in document.values.get("topic", ()))
            in_bodies = Counter(word for document in found for word in set(document.body.words))
            for shelf in made:
                days = Counter(document.day for document in found)
                in_order = sorted(topics.items(), key=lambda pair: (-pair[1], pair[0]))
                assert shelf.engine.days(query) == days
                assert shelf.engine.facet(query, "topic") == in_order
                for limit in (None, size):
                    counts = shelf.engine.counts(query, ("topic", "name"), limit)
                    facets = {"topic": in_order[:limit], "name": []}
                    assert (counts.total, counts.days, counts.facets) == (len(found), days, facets)
                assert shelf.engine.words(query) == in_bodies
                for order in (Order.OLDEST, Order.NEWEST):
                    assert shelf.paged(query, order, size) == ordered(query, library, order)
                assert shelf.paged(query, Order.BEST, size) == shelf.listed(query, Order.BEST).split()


@UNHURRIED
@given(libraries, libraries, st.lists(st.text("abcd", min_size=1, max_size=3), max_size=3), queries)
def test_all_engines_follow_changes(
    first: list[Document], second: list[Document], removed: list[str], query: Node
) -> None:
    left = {document.id: document for document in (*first, *second) if document.id not in removed}
    library = list(left.values())
    with shelves(first, second, removed=removed) as made:
        for shelf in made:
            assert shelf.engine.size() == len(library)
            assert shelf.engine.ids(query) == matching(query, library)
            vocabulary = {word for document in library for word in document.title.words + document.body.words}
            assert [word for word, _ in shelf.engine.vocabulary()] == sorted(vocabulary)
