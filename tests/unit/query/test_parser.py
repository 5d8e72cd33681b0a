"""What a query means."""

from __future__ import annotations

from datetime import date

import pytest

from index.query.ast import (
    All,
    And,
    DateRange,
    Field,
    Flag,
    Fuzzy,
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
from index.query.fields import WORD_FIELDS
from index.query.parser import parse

TODAY = date(2024, 5, 15)
A, B, C, D = map(Term, "abcd")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", All()),
        ("  \t ", All()),
        ("*", All()),
        ("honda", Term("honda")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a b OR c d", Or((And((A, B)), And((C, D))))),
        ("a AND b c OR d", Or((And((A, B, C)), D))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("NOT NOT a", Not(Not(A))),
        ("a -b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a OR -b c", Or((A, And((Not(B), C))))),
        ('-"a b"', Not(Phrase(("a", "b")))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("-title:a", Not(Field("title", A))),
        ("title:-a", Field("title", Not(A))),
        ('"a b" c', And((Phrase(("a", "b")), C))),
        ('"a"', A),
        ('"AND"', Term("AND")),
        ("and or not near", And(tuple(map(Term, ("and", "or", "not", "near"))))),
        ("((a))", A),
        ("a(b)", And((A, B))),
        ("e-POWER", Term("e-POWER")),
        ("honda - nissan", And((Term("honda"), Term("-"), Term("nissan")))),
        ("(a -)", And((A, Term("-")))),
        ("10:30", Term("10:30")),
        ("https://example.com/?a=1*", Term("https://example.com/?a=1*")),
        ("Breaking: a", And((Term("Breaking:"), A))),
        ("a\x00b", And((A, B))),
    ],
)
def test_operators(query: str, tree: Node) -> None:
    assert parse(query, today=TODAY) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('"a b"~5', Near((A, B), 5)),
        ('"a b"~', Near((A, B), 10)),
        ('"a"~5', A),
        ("a NEAR/5 b", Near((A, B), 5)),
        ("a NEAR b", Near((A, B), 10)),
        ("a NEAR/0 b", Near((A, B), 0)),
        ("a NEAR/5 b NEAR/5 c", Near((A, B, C), 5)),
        ("a NEAR/5 b NEAR/2 c NEAR/2 d", And((Near((A, B), 5), Near((B, C, D), 2)))),
        ('a NEAR/5 "b c"', Near((A, Phrase(("b", "c"))), 5)),
        ("a b NEAR/5 c d", And((A, Near((B, C), 5), D))),
        ("a NEAR/5 b OR c", Or((Near((A, B), 5), C))),
        ("-(a NEAR/5 b)", Not(Near((A, B), 5))),
        ("title:(a NEAR/5 b)", Field("title", Near((A, B), 5))),
    ],
)
def test_near(query: str, tree: Node) -> None:
    assert parse(query, today=TODAY) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("hond*", Prefix("hond")),
        ("h?nda", Wildcard("h?nda")),
        ("*nda", Wildcard("*nda")),
        ("h*nd*", Wildcard("h*nd*")),
        ("honda~", Fuzzy("honda", 1)),
        ("honda~1", Fuzzy("honda", 1)),
        ("honda~2", Fuzzy("honda", 2)),
        ("a~b", Term("a~b")),
        ("~", Term("~")),
        ('"hond*"', Term("hond*")),
    ],
)
def test_patterns(query: str, tree: Node) -> None:
    assert parse(query, today=TODAY) == tree


@pytest.mark.parametrize("name", WORD_FIELDS)
def test_every_field_takes_words_phrases_and_groups(name: str) -> None:
    assert parse(f"{name}:a", today=TODAY) == Field(name, A)
    assert parse(f'{name.upper()}:"a b"', today=TODAY) == Field(name, Phrase(("a", "b")))
    assert parse(f"{name}:(a OR b) c", today=TODAY) == And((Field(name, Or((A, B))), C))


def test_an_address_is_taken_letter_by_letter() -> None:
    assert parse("url:https://a.com:80/?q=*", today=TODAY) == Field("url", Term("https://a.com:80/?q=*"))


@pytest.mark.parametrize("flag", ["is:starred", "is:unread", "is:read", "has:note", "has:tag"])
def test_flags(flag: str) -> None:
    assert parse(flag, today=TODAY) == Flag(*flag.split(":"))
    assert parse(f"-{flag.upper()} a", today=TODAY) == And((Not(Flag(*flag.split(":"))), A))


def test_undated_has_a_node_of_its_own() -> None:
    assert parse("is:undated", today=TODAY) == Undated()


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("date:2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("date:2024-03..2024-06", date(2024, 3, 1), date(2024, 6, 30)),
        ("date:2024-03-13..", date(2024, 3, 13), None),
        ("date:..2024", None, date(2024, 12, 31)),
        ("date:2024-03…2024-06", date(2024, 3, 1), date(2024, 6, 30)),
        ("before:2024-03", None, date(2024, 2, 29)),
        ("after:2024-03", date(2024, 4, 1), None),
        ("before:today", None, date(2024, 5, 14)),
        ("date:last_month", date(2024, 4, 1), date(2024, 4, 30)),
        ('date:"3 weeks ago"..', date(2024, 4, 24), None),
        ('date:"3 weeks ago".."1 week ago"', date(2024, 4, 24), date(2024, 5, 8)),
        ("date:“march 2024”", date(2024, 3, 1), date(2024, 3, 31)),
        ("date:*", None, None),
    ],
)
def test_dates(query: str, first: date | None, last: date | None) -> None:
    assert parse(query, today=TODAY) == DateRange(first, last)
    assert parse(f"({query}) a", today=TODAY) == And((DateRange(first, last), A))


@pytest.mark.parametrize("opening_closing", ["“”", "„“", "«»", "「」", "＂＂", '"”'])
def test_typographic_quotes_are_quotes(opening_closing: str) -> None:
    opening, closing = opening_closing
    assert parse(f"{opening}a b{closing}", today=TODAY) == Phrase(("a", "b"))


def test_full_width_characters_mean_what_their_narrow_forms_mean() -> None:
    query = "ｔｉｔｌｅ：（ａ　ＯＲ　ｂ）　－ｃ＊"
    assert parse(query, today=TODAY) == And((Field("title", Or((A, B))), Not(Prefix("c"))))


def test_nodes_know_their_columns() -> None:
    tree = parse('a  title:(b OR "c d") date:2024 -x*', today=TODAY)
    assert isinstance(tree, And)
    assert [node.column for node in tree.nodes] == [0, 3, 22, 32]
    field = tree.nodes[1]
    assert isinstance(field, Field)
    assert isinstance(field.node, Or)
    assert [node.column for node in field.node.nodes] == [10, 15]
