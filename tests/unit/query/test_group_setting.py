"""`group:off` is about the list; it is no part of what is looked for."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import QueryError
from index.grouped import wants_groups
from index.query.ast import All, And, Flag, Node, Or, Term
from index.query.lower import lower
from index.query.parser import parse
from index.query.write import write
from tests.unit.query.fakes import FakeAnalyser, FakeFacts

TODAY = date(2024, 5, 15)
OFF = Flag("group", "off")


def parsed(query: str, *, lenient: bool = False) -> Node:
    return parse(query, today=TODAY, lenient=lenient)


@pytest.mark.parametrize(
    "query",
    ["group:off", "honda group:off", "group:off honda", "honda OR nissan group:off", "GROUP:OFF honda"],
)
def test_it_may_stand_anywhere_at_the_top(query: str) -> None:
    assert not wants_groups(parsed(query))


@pytest.mark.parametrize(
    "query", ["", "honda", "honda group:on", '"group:off"', "group", "group:off group:on"]
)
def test_otherwise_near_duplicates_share_a_row(query: str) -> None:
    assert wants_groups(parsed(query))


@pytest.mark.parametrize(
    "query", ["honda nissan", "honda OR nissan", "-honda", "(honda OR nissan) toyota", ""]
)
def test_it_does_not_change_what_is_found(query: str) -> None:
    def lowered(text: str) -> Node:
        return lower(parsed(text), analyser=FakeAnalyser(), store=FakeFacts())

    assert lowered(f"{query} group:off") == lowered(query)
    assert lowered(f"group:off {query}") == lowered(query)


def test_the_tree_has_it_beside_the_query() -> None:
    assert parsed("a OR b group:off") == And((Or((Term("a"), Term("b"))), OFF))
    assert parsed("group:off a b") == And((Term("a"), Term("b"), OFF))
    assert parsed("group:off") == OFF
    assert parsed("* group:off") == And((All(), OFF))


@pytest.mark.parametrize("query", ["group:off", "honda group:off", "honda OR nissan group:off", "* group:on"])
def test_it_is_written_back(query: str) -> None:
    assert parsed(write(parsed(query))) == parsed(query)


@pytest.mark.parametrize(
    ("query", "words", "column"),
    [
        ("(honda group:off)", "whole list", 7),
        ("-group:off", "whole list", 1),
        ("honda NOT group:off", "whole list", 10),
        ("title:group:off", "whole list", 6),
        ("group:of", "group:off", 0),
        ("group:", "needs a word", 0),
    ],
)
def test_what_it_cannot_mean_is_told_in_words(query: str, words: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        parsed(query)
    assert words in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.column == column


@pytest.mark.parametrize(
    "query", ["(honda group:off", "honda -group:off", "honda group:o", "honda OR group:off"]
)
def test_while_it_is_typed_nothing_is_an_error(query: str) -> None:
    node = parsed(query, lenient=True)
    assert lower(node, analyser=FakeAnalyser(), store=FakeFacts()) == Term("honda")
