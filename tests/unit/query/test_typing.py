"""A query that is still being typed is never an error."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from index.errors import QueryError
from index.query.ast import All, And, DateRange, Field, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Term
from index.query.fields import MAX_LENGTH
from index.query.parser import parse
from index.query.write import write

from .typed import QUERIES

TODAY = date(2024, 5, 15)
A, B, C = map(Term, "abc")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('a "b c', And((A, Phrase(("b", "c"))))),
        ('"', All()),
        ('""', All()),
        ("a AND", A),
        ("a OR ", A),
        ("a -", And((A, Term("-")))),
        ("a NOT", A),
        ("a NEAR/", A),
        ("a NEAR/ b", Near((A, B), 10)),
        ("OR a", A),
        ("a AND OR b", Or((A, B))),
        ("title:", All()),
        ("a title:", A),
        ("a -title: b", And((A, B))),
        ("title:(", All()),
        ("(a (b OR c", And((A, Or((B, C))))),
        ("a) b", And((A, B))),
        ("() a", A),
        ("titel:a", Term("titel:a")),
        ("date:20", All()),
        ("a date:2024-", A),
        ("a -date:20 b", And((A, B))),
        ("date:2024-02-30", All()),
        ('date:"march 2024', DateRange(date(2024, 3, 1), date(2024, 3, 31))),
        ("is:star", All()),
        ("a NEAR/5 b*", And((A, Prefix("b")))),
        ("-a NEAR/5 b", And((Not(A), B))),
        ("a~7", Fuzzy("a", 2)),
        ("note:ab*", Field("note", Term("ab*"))),
    ],
)
def test_what_is_unfinished_waits_and_what_is_open_is_closed(query: str, tree: Node) -> None:
    assert parse(query, today=TODAY, lenient=True) == tree


@given(QUERIES)
def test_nothing_that_is_typed_raises(query: str) -> None:
    parse(query, today=TODAY, lenient=True)


@given(QUERIES)
def test_a_query_without_mistakes_means_the_same_while_it_is_typed(query: str) -> None:
    try:
        tree = parse(query, today=TODAY)
    except QueryError:
        return
    assert parse(query, today=TODAY, lenient=True) == tree


@given(QUERIES)
def test_what_was_understood_can_be_written_and_read_again(query: str) -> None:
    tree = parse(query, today=TODAY, lenient=True)
    assert parse(write(tree), today=TODAY, lenient=True) == tree


def test_too_long_a_query_is_cut() -> None:
    assert parse("a" * (MAX_LENGTH + 9), today=TODAY, lenient=True) == Term("a" * MAX_LENGTH)


def test_too_deep_a_query_is_flattened() -> None:
    deep = "(" * 500 + "a OR b" + ")" * 500 + " c"
    assert parse(deep, today=TODAY, lenient=True) == And((Or((A, B)), C))
    assert isinstance(parse("-" * 500 + "a", today=TODAY, lenient=True), Not)
