"""What each kind of node in a query finds."""

from __future__ import annotations

from datetime import date

import pytest

from index.engines.base import EXACT_FIELDS
from index.errors import EngineError
from index.model import Order
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
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Values,
    Wildcard,
)
from tests.engines.shelf import Shelf, document, tokens


def shown(value: object) -> str:
    """Name a case the same in every process; the order in a set depends on the process."""
    return f"Ids({' '.join(sorted(value.ids))})" if isinstance(value, Ids) else repr(value)


HONDA, NISSAN, TALKS = Term("honda"), Term("nissan"), Term("talks")


@pytest.fixture
def news(shelf: Shelf) -> Shelf:
    return shelf.put(
        document("a", "honda and nissan begin talks", title="merger talks", day=date(2024, 3, 13)),
        document("b", "nissan talks to honda about a merger", title="honda", day=date(2024, 3, 16)),
        document("c", "toyota builds a battery", title="battery", day=date(2024, 2, 29)),
        document("d", "nissan", title="nissan"),
    )


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Term("honda"), "a b"),
        (Term("honda", "title"), "b"),
        (Term("battery", "body"), "c"),
        (Term("absent"), ""),
        (Phrase(("honda", "and", "nissan")), "a"),
        (Phrase(("nissan", "honda")), ""),
        (Phrase(("merger", "talks"), "title"), "a"),
        (Phrase(("merger", "talks"), "body"), ""),
        (Phrase(("battery",)), "c"),
        (Prefix("nis"), "a b d"),
        (Prefix("batt", "title"), "c"),
        (Prefix("honda"), "a b"),
        (Wildcard("n?ss*n"), "a b d"),
        (Wildcard("*"), "a b c d"),
        (Wildcard("?"), "b c"),
        (Wildcard("*ta"), "c"),
        (Fuzzy("nisan", 1), "a b d"),
        (Fuzzy("hnoda", 1), "a b"),
        (Fuzzy("hnoda", 0), ""),
        (Fuzzy("toyoda", 1, "body"), "c"),
        (Fuzzy("toyoda", 1, "title"), ""),
        (Fuzzy("btaetry", 2), "c"),
        (Fuzzy("xxtery", 3), "c"),
        (DateRange(date(2024, 3, 13), date(2024, 3, 13)), "a"),
        (DateRange(None, date(2024, 3, 13)), "a c"),
        (DateRange(date(2024, 3, 13), None), "a b"),
        (DateRange(None, None), "a b c"),
        (DateRange(date(2024, 3, 16), date(2024, 3, 13)), ""),
        (Undated(), "d"),
        (All(), "a b c d"),
        (Nothing(), ""),
        (Ids(frozenset({"a", "d", "unknown"})), "a d"),
        (Ids(frozenset()), ""),
        (And((HONDA, NISSAN)), "a b"),
        (And((HONDA, Not(Term("begin")))), "b"),
        (And((Not(HONDA), Not(Undated()))), "c"),
        (And(()), "a b c d"),
        (Or((HONDA, Term("battery"))), "a b c"),
        (Or((HONDA, Not(NISSAN))), "a b c"),
        (Or((Not(HONDA), Not(NISSAN))), "c d"),
        (Or(()), ""),
        (Not(HONDA), "c d"),
        (Not(Not(HONDA)), "a b"),
        (Not(And((HONDA, NISSAN))), "c d"),
        (Not(All()), ""),
        (Not(Nothing()), "a b c d"),
        (And((Or((HONDA, Undated())), Not(DateRange(date(2024, 3, 14), None)))), "a d"),
    ],
    ids=shown,
)
def test_finds(news: Shelf, query: Node, ids: str) -> None:
    assert news.found(query) == ids
    assert news.engine.count(query) == len(ids.split())


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Near((HONDA, NISSAN), 0), ""),
        (Near((HONDA, NISSAN), 1), "a"),
        (Near((NISSAN, HONDA), 2), "a b"),
        (Near((HONDA, NISSAN, TALKS), 0), ""),
        (Near((HONDA, NISSAN, TALKS), 1), "b"),
        (Near((TALKS, HONDA, NISSAN), 2), "a b"),
        (Near((Phrase(("honda", "and", "nissan")), TALKS), 0), ""),
        (Near((TALKS, Phrase(("honda", "and", "nissan"))), 1), "a"),
        (Near((HONDA, TALKS), 9, "title"), ""),
        (Near((Term("merger"), TALKS), 0, "title"), "a"),
        (Near((HONDA,), 0), "a b"),
        (Near((), 3), ""),
        (Near((NISSAN, NISSAN), 9), ""),
    ],
    ids=shown,
)
def test_finds_what_is_near(news: Shelf, query: Node, ids: str) -> None:
    assert news.found(query) == ids
    assert news.found(And((All(), query))) == ids
    assert news.engine.search(query, order=Order.BEST, limit=9).total == len(ids.split())


def test_a_word_is_near_itself_only_where_it_stands_twice(shelf: Shelf) -> None:
    shelf.put(document("once", "a b c"), document("twice", "a b a"), document("far", "a b c d e a"))
    assert shelf.found(Near((Term("a"), Term("a")), 1)) == "twice"
    assert shelf.found(Near((Term("a"), Term("a")), 4)) == "far twice"


def test_title_and_body_are_not_one_text(shelf: Shelf) -> None:
    shelf.put(document("x", "deal signed", title="honda nissan"))
    assert shelf.found(Phrase(("nissan", "deal"))) == ""
    assert shelf.found(Near((Term("nissan"), Term("deal")), 50)) == ""
    assert shelf.found(And((Term("nissan"), Term("deal")))) == "x"


def test_stems_and_words_are_kept_apart(shelf: Shelf) -> None:
    running = document("x")
    shelf.put(type(running)("x", 1, 0, tokens(""), tokens("she was running", "she was run")))
    assert shelf.found(Term("run")) == "x"
    assert shelf.found(Term("running")) == ""
    assert shelf.found(Phrase(("was", "run"))) == "x"
    assert shelf.found(Prefix("runn")) == "x"
    assert shelf.found(Wildcard("run")) == ""
    assert shelf.found(Fuzzy("run", 1)) == ""


@pytest.mark.parametrize("field", EXACT_FIELDS)
def test_values_are_exact(shelf: Shelf, field: str) -> None:
    shelf.put(
        document("a", **{field: ["Mercedes-Benz Group", "VW"]}),
        document("b", **{field: ["VW"]}),
        document("c", **{field: ["vw"]}),
        document("d", "VW"),
    )
    assert shelf.found(Values(field, ("VW",))) == "a b"
    assert shelf.found(Values(field, ("vw", "Mercedes-Benz Group"))) == "a c"
    assert shelf.found(Values(field, ("Mercedes",))) == ""
    assert shelf.found(Values(field, ())) == ""
    assert shelf.found(Not(Values(field, ("VW",)))) == "c d"


def test_function_words_match_like_any_word(shelf: Shelf) -> None:
    shelf.put(document("a", "to be or not to be"), document("b", "the battery"), document("c", "of"))
    assert shelf.found(Phrase(("to", "be", "or", "not"))) == "a"
    assert shelf.found(And((Term("the"), Term("battery")))) == "b"
    assert shelf.listed(Or((Term("of"), Term("battery"))), Order.BEST) == "b c"


def test_a_leaf_of_many_alternatives(shelf: Shelf) -> None:
    shelf.put(*(document(f"{number:04}", f"w{number}") for number in range(1_500)))
    words = Or(tuple(Term(f"w{number}") for number in range(0, 3_000, 2)))
    assert shelf.engine.count(words) == 750
    assert shelf.engine.count(Prefix("w")) == 1_500
    assert shelf.engine.count(Wildcard("w*7*")) == sum("7" in str(number) for number in range(1_500))
    many = frozenset(f"{number:04}" for number in range(0, 50_000, 3))
    assert shelf.engine.count(Ids(many)) == 500
    assert shelf.engine.count(Not(Ids(many))) == 1_000


def test_deep_queries(shelf: Shelf) -> None:
    shelf.put(document("a", "x"), document("b", "y"))
    query: Node = Term("x")
    for _ in range(35):
        query = And((Or((Not(And((Not(query), All()))), Nothing())), All()))
    assert shelf.found(query) == "a"
    for _ in range(500):
        query = Not(query)
    with pytest.raises(EngineError, match="nested"):
        shelf.engine.count(query)


@pytest.mark.parametrize(
    "query", [Field("title", Term("x")), Flag("is", "starred"), Term("x", "url"), Values("city", ("x",))]
)
def test_what_an_engine_does_not_know_is_told(shelf: Shelf, query: Node) -> None:
    with pytest.raises(EngineError):
        shelf.engine.count(query)
