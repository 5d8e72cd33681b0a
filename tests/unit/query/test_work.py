"""Parsing takes work in proportion to the length of the query, whatever is in it."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType
from typing import Final

import pytest

from index.errors import QueryError
from index.query.fields import MAX_LENGTH
from index.query.parser import parse

TODAY = date(2024, 5, 15)
CALLS_A_CHARACTER: Final = 60
"""More than the most that any of the queries here takes."""

GROUPS: Final = ["(", ")", "()", "(a"]
OPERATORS: Final = ["a NEAR/1 ", "-", "- ", "-a ", "NOT ", "a OR ", "AND ", "*", "?a", "~"]
QUOTES: Final = ['"', '" ', '"a b" ', 'a"', '"a"~1 ', "“”"]
FIELDS: Final = ["title:", "title:(", "titel:a ", "a:", "url:", "is:x ", "日"]
DATES: Final = ["date:", 'date:"', "date:2024 "]
PIECES: Final = GROUPS + OPERATORS + QUOTES + FIELDS + DATES


def calls(query: str, *, lenient: bool) -> int:
    """Return how many functions are called, Python's own and built-in ones, to parse a query."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        parse(query, today=TODAY, lenient=lenient)
    except QueryError:
        pass
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    "piece",
    PIECES,
)
def test_twice_the_length_is_at_most_twice_the_work(piece: str, lenient: bool) -> None:
    half, whole = ((piece * MAX_LENGTH)[:length] for length in (MAX_LENGTH // 2, MAX_LENGTH))
    work = calls(whole, lenient=lenient)
    assert work <= 2.2 * calls(half, lenient=lenient) + 100
    assert work <= CALLS_A_CHARACTER * MAX_LENGTH


def test_what_is_too_long_is_refused_without_looking_at_it() -> None:
    assert calls("(" * 100_000, lenient=False) < 20


def test_a_strict_query_full_of_good_terms_is_linear_too() -> None:
    def query(size: int) -> str:
        return " OR ".join(['(-title:ab* "c d"~2 date:2024-03..2024-06)'] * size)

    parse(query(80), today=TODAY)
    assert calls(query(80), lenient=False) <= 2.2 * calls(query(40), lenient=False)
