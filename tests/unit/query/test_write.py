"""A tree can be written as a query that means the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.ast import (
    All,
    And,
    DateRange,
    Field,
    Flag,
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
    Wildcard,
)
from index.query.lexer import normalised
from index.query.parser import parse
from index.query.write import write

TODAY = date(2024, 5, 15)

plain = st.text("abcXYZ0éß日9._", min_size=1, max_size=6)
anything = st.one_of(
    plain,
    st.sampled_from(
        ["AND", "NEAR/3", "-", "--", "-a", "title:a", "titel:a", "10:30", "a*", "*", "a~1", "(", ")"]
    ),
    st.text(min_size=1, max_size=6),
).filter(lambda text: normalised(text) == text and text.split() == [text] and '"' not in text)
terms = anything.map(Term)
phrases = st.lists(anything, min_size=2, max_size=4).map(lambda words: Phrase(tuple(words)))
patterns = st.one_of(
    plain.map(Prefix),
    st.builds(lambda a, wild, b: Wildcard(a + wild + b), plain, st.sampled_from("*?"), plain),
    st.builds(Fuzzy, plain, st.sampled_from([1, 2])),
)
nears = st.builds(
    lambda parts, distance: Near(tuple(parts), distance),
    st.lists(terms | phrases, min_size=2, max_size=8),
    st.integers(0, 1000),
)
words = terms | phrases | patterns | nears | st.just(All())
days = st.dates()
dates = st.one_of(
    st.tuples(days, days).map(sorted).map(lambda ends: DateRange(*ends)),
    days.map(lambda day: DateRange(None, day)),
    days.map(lambda day: DateRange(day, None)),
    st.just(DateRange(None, None)),
    st.sampled_from(
        [DateRange(date(2024, 2, 1), date(2024, 2, 29)), DateRange(date(9, 1, 1), date(9, 12, 31))]
    ),
)
flags = st.sampled_from([Flag("is", "starred"), Flag("is", "unread"), Flag("has", "note"), Undated()])


def grown(leaves: st.SearchStrategy[Node], most: int) -> st.SearchStrategy[Node]:
    def branch(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(nodes, min_size=2, max_size=4).map(tuple)
        return several.map(And) | several.map(Or) | nodes.map(Not)

    return st.recursive(leaves, branch, max_leaves=most)


fielded = st.one_of(
    st.builds(Field, st.sampled_from(["title", "body", "source", "tag", "lang"]), grown(words, 5)),
    st.builds(Field, st.sampled_from(["url", "id", "note"]), grown(terms | phrases, 3)),
)
trees = grown(words | dates | flags | fielded, 10)


@given(trees)
def test_what_is_written_is_read_as_the_same_tree(tree: Node) -> None:
    assert parse(write(tree), today=TODAY) == tree


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("honda AND  nissan", "honda nissan"),
        ("NOT (a OR (b))", "-(a OR b)"),
        ('“a b”~5 "c"', "a NEAR/5 b c"),
        ("(a b) OR c", "a b OR c"),
        ("TITLE:( hond* )", "title:hond*"),
        ("date:2024-03-01..2024-03-31", "date:2024-03"),
        ("before:2024", "date:..2023-12-31"),
        ("date:yesterday", "date:2024-05-14"),
        ('"and" "AND"', 'and "AND"'),
        ("", "*"),
    ],
)
def test_queries_are_written_in_their_plainest_form(typed: str, written: str) -> None:
    assert write(parse(typed, today=TODAY)) == written


def test_a_lowered_tree_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="Ids cannot be written"):
        write(And((Term("a"), Ids(frozenset("x")))))
