"""Days at the edges, undated articles, and the order of a result."""

from __future__ import annotations

from datetime import date

import pytest

from index.model import UNDATED, Order
from index.query.ast import All, DateRange, Not, Or, Term, Undated
from tests.engines.shelf import Shelf, document


def test_days_at_the_edges(shelf: Shelf) -> None:
    shelf.put(
        document("first", day=date.min),
        document("last", day=date.max, minute=24 * 60 - 1),
        document("leap", day=date(2024, 2, 29)),
        document("epoch", day=date(1970, 1, 1)),
        document("none"),
    )
    assert shelf.found(DateRange(date.min, date.min)) == "first"
    assert shelf.found(DateRange(date.max, None)) == "last"
    assert shelf.found(DateRange(date(2024, 2, 29), date(2024, 2, 29))) == "leap"
    assert shelf.found(DateRange(date(2024, 3, 1), date(2025, 1, 1))) == ""
    assert shelf.found(DateRange(None, date(1970, 1, 1))) == "epoch first"
    assert shelf.found(Not(DateRange(None, None))) == "none"
    assert shelf.listed(order=Order.OLDEST) == "first epoch leap last none"
    assert shelf.listed(order=Order.NEWEST) == "last leap epoch first none"
    assert shelf.engine.days(All()) == {
        UNDATED: 1,
        date.min.toordinal(): 1,
        date(1970, 1, 1).toordinal(): 1,
        date(2024, 2, 29).toordinal(): 1,
        date.max.toordinal(): 1,
    }


def test_undated_articles_come_last_in_both_directions(shelf: Shelf) -> None:
    shelf.put(
        document("b"), document("a", minute=7), document("z", day=date.max), document("y", day=date.min)
    )
    assert shelf.listed(order=Order.OLDEST) == "y z a b"
    assert shelf.listed(order=Order.NEWEST) == "z y a b"
    assert shelf.listed(Undated(), Order.NEWEST) == "a b"


def test_one_day_is_ordered_by_minute_and_then_by_id(shelf: Shelf) -> None:
    day = date(2024, 3, 13)
    shelf.put(
        document("c", day=day),
        document("a", day=day, minute=600),
        document("b", day=day),
        document("d", day=day, minute=599),
    )
    assert shelf.listed(order=Order.OLDEST) == "b c d a"
    assert shelf.listed(order=Order.NEWEST) == "a d b c"


def test_ids_that_begin_alike_are_told_apart(shelf: Shelf) -> None:
    ids = ["aaaaaaaaaa", "aaaaaaaaab", "aaaaaaaab", "aaaaaaaaa", "aaa", "ab", "b"]
    shelf.put(*(document(identifier, "x") for identifier in ids))
    for order in Order:
        assert shelf.listed(order=order) == " ".join(sorted(ids))
        assert shelf.listed(Term("x"), order) == " ".join(sorted(ids))


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_neither_skip_nor_repeat(shelf: Shelf, order: Order, size: int) -> None:
    for part in range(4):
        shelf.put(
            *(
                document(
                    f"{(number * 37) % 101:03}",
                    "x " * (1 + number % 3) + "y" * (number % 2),
                    title="x" if number % 5 == 0 else "",
                    day=date(2024, 1, 1 + number % 4) if number % 7 else None,
                )
                for number in range(part, 101, 4)
            )
        )
    for query in (All(), Or((Term("x"), Term("y"))), Term("y"), Not(Term("y"))):
        whole = shelf.listed(query, order).split()
        assert len(set(whole)) == len(whole) == shelf.engine.count(query)
        assert shelf.paged(query, order, size) == whole


def test_a_page_beyond_the_end_is_empty_and_still_tells_the_total(shelf: Shelf) -> None:
    shelf.put(document("a", "x"), document("b", "x"), document("c", "y"))
    for order in Order:
        for limit, offset in ((10, 2), (10, 99), (0, 0), (-1, 0), (10**12, 10**12)):
            page = shelf.engine.search(Term("x"), order=order, limit=limit, offset=offset)
            assert (page.total, page.hits) == (2, ())
        assert shelf.engine.search(Term("x"), order=order, limit=10**12).total == 2
        assert shelf.engine.search(Term("none"), order=order, limit=5).total == 0


def test_an_empty_library_answers(shelf: Shelf) -> None:
    for order in Order:
        assert shelf.engine.search(All(), order=order, limit=5).hits == ()
    assert (shelf.engine.size(), shelf.engine.days(All()), shelf.engine.words(All())) == (0, {}, {})
    assert (shelf.engine.ids(Not(Term("x"))), shelf.engine.vocabulary()) == (set(), [])


def test_scores_are_given_best_first_and_only_there(shelf: Shelf) -> None:
    shelf.put(
        document("often", "x x x a", day=date(2024, 1, 1)),
        document("once", "x b c d", day=date(2024, 1, 2)),
        document("title", "e f g h", title="x", day=date(2024, 1, 3)),
        document("none", "i j k l", day=date(2024, 1, 4)),
    )
    best = shelf.engine.search(Term("x"), order=Order.BEST, limit=9).hits
    assert [hit.score for hit in best] == sorted((hit.score for hit in best), reverse=True)
    assert all(hit.score > 0 for hit in best)
    assert [hit.id for hit in best].index("often") < [hit.id for hit in best].index("once")
    by_date = shelf.engine.search(Term("x"), order=Order.OLDEST, limit=9).hits
    assert [(hit.id, hit.score) for hit in by_date] == [("often", 0.0), ("once", 0.0), ("title", 0.0)]


def test_filters_change_no_score(shelf: Shelf) -> None:
    shelf.put(document("a", "x y", day=date(2024, 1, 1)), document("b", "x", day=date(2024, 1, 2)))
    plain = shelf.engine.search(Term("x"), order=Order.BEST, limit=9)
    wide = Or((Term("x"), DateRange(None, None)))
    assert shelf.engine.search(wide, order=Order.BEST, limit=9) == plain
