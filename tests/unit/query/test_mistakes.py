"""What is told when a query cannot be understood, and where."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from index.errors import QueryError
from index.query.fields import MAX_LENGTH, MAX_NESTING
from index.query.parser import parse

from .typed import QUERIES

TODAY = date(2024, 5, 15)


def refusal(query: str) -> QueryError | None:
    try:
        parse(query, today=TODAY)
    except QueryError as error:
        return error
    return None


def mistake(query: str) -> QueryError:
    error = refusal(query)
    assert error is not None, "no mistake was found"
    return error


@pytest.mark.parametrize(
    ("query", "marked", "message"),
    [
        ("honda titel:merger", "titel", "There is no field 'titel'. Did you mean 'title'?"),
        ("since:2024", "since", "There is no field 'since'. Did you mean 'after'?"),
        ('titel:"a b"', "titel", "Did you mean 'title'?"),
        ("colour:red", "colour", "There is no field 'colour'."),
        ("tilte: honda", "tilte", "Did you mean 'title'?"),
        ("honda AND", "AND", "Nothing stands after 'AND'."),
        ("OR honda", "OR", "Nothing stands before 'OR'."),
        ("a AND OR b", "OR", "'OR' cannot follow 'AND' directly."),
        ("a NOT", "NOT", "Nothing stands after 'NOT'."),
        ("(a OR) b", "OR", "Nothing stands after 'OR'."),
        ("(a -) -()", "()", "There is nothing between these parentheses."),
        ("title: honda", "title:", "'title:' needs a word or phrase directly after it."),
        ("(a (b)", "(", "This parenthesis is never closed."),
        ("a) b", ")", "This parenthesis closes nothing."),
        ('a "b c', '"b c', "This quotation mark is never closed."),
        ('a ""', '""', "There is nothing between these quotation marks."),
        ("a NEAR/x b", "NEAR/x", "NEAR/ needs a number"),
        ("a NEAR/5 b*", "NEAR/5", "NEAR stands between two words or phrases."),
        ("title:a NEAR/5 b", "NEAR/5", "NEAR stands between two words or phrases."),
        ("honda~3", "honda~3", "A word can be 2 edits away at most."),
        ("hon*da~1", "hon*da~1", "either wildcards or a '~'"),
        ("title:(body:a)", "body:", "'body:' cannot stand inside 'title:'."),
        ("title:date:2024", "date:2024", "'date:' cannot stand inside 'title:'."),
        ("a is:stared", "is:stared", "There is no 'is:stared'. Did you mean 'is:starred'?"),
        ("has:", "has:", "'has:' needs a word after it."),
        ("note:hon*", "hon*", "'note:' takes whole words"),
        ("a date:2024-02-30", "date:2024-02-30", "There is no 30 February 2024; that month has 29 days."),
        ("date:2024-13", "date:2024-13", "There is no month 13"),
        ("date:soon", "date:soon", "'soon' is not a date."),
        ("date:31/03/2024", "date:31/03/2024", "'31/03/2024' does not begin with the year."),
        (
            "date:2025..2024",
            "date:2025..2024",
            "The range begins on 2025-01-01, after its end on 2024-12-31.",
        ),
        ("date:", "date:", "'date:' needs a date"),
        ("before:2024..2025", "before:2024..2025", "'before:' takes one date, not a range."),
        ("after:9999", "after:9999", "There is no day after the last of the calendar."),
        ('date:"3 weeks ago', 'date:"3 weeks ago', "This quotation mark is never closed."),
    ],
)
def test_a_mistake_is_told_in_words_with_its_place(query: str, marked: str, message: str) -> None:
    error = mistake(query)
    assert message in str(error)
    assert query[error.column : error.column + error.length] == marked


def test_a_hint_says_what_would_be_right() -> None:
    assert mistake("title: honda").hint == "Without a space, as in title:word."
    assert mistake("titel:a").hint == 'To search for the text, put it in quotes: "titel:a".'
    assert "title, body, source" in mistake("colour:red").hint
    assert "last_month" in mistake("date:soon").hint


def test_too_long_a_query_is_refused_with_its_length() -> None:
    error = mistake("a" * 100_000)
    assert str(error) == "The query has 100,000 characters; 4,000 are possible."
    assert error.column == MAX_LENGTH
    parse("a" * MAX_LENGTH, today=TODAY)


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("-", ""), ("NOT ", ""), ("-(", ")")])
def test_too_deep_a_query_is_refused_where_it_becomes_too_deep(opening: str, closing: str) -> None:
    levels = MAX_NESTING // len(opening.replace("NOT ", "-"))
    parse(opening * levels + "a" + closing * levels, today=TODAY)
    error = mistake(opening * (levels + 1) + "a" + closing * (levels + 1))
    assert "nested too deeply; 50 levels" in str(error)
    assert error.column >= len(opening) * levels


def test_levels_side_by_side_are_not_nested() -> None:
    parse(" ".join(["(-title:a)"] * 200), today=TODAY)


@given(QUERIES)
def test_strict_parsing_raises_nothing_but_query_errors_with_a_column_in_the_query(query: str) -> None:
    error = refusal(query)
    if error is not None:
        assert error.query == query
        assert 0 <= error.column < len(query)
        assert error.column + error.length <= len(query)
        assert error.message.endswith((".", "?"))
