"""Adding, replacing and removing, and what a reader sees of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.errors import EngineError
from index.model import Order
from index.query.ast import All, And, Near, Not, Or, Phrase, Prefix, Term, Values
from tests.engines.shelf import Shelf, document


def test_a_document_is_replaced_in_a_later_batch(shelf: Shelf) -> None:
    shelf.put(document("a", "old", topic=["was"]), document("b", "other"))
    shelf.put(document("a", "new", topic=["is"]))
    assert shelf.found(Term("old")) == ""
    assert shelf.found(Term("new")) == "a"
    assert shelf.engine.facet(All(), "topic") == [("is", 1)]
    assert shelf.engine.size() == 2


def test_a_document_is_replaced_in_the_same_batch(shelf: Shelf) -> None:
    shelf.put(document("a", "first"), document("b", "x"), document("a", "second"), document("a", "third"))
    assert shelf.found(Or((Term("first"), Term("second")))) == ""
    assert shelf.found(Term("third")) == "a"
    assert shelf.engine.size() == 2
    shelf.put(document("c", "y"))
    assert shelf.listed() == "a b c"


def test_what_was_added_is_removed_in_the_same_batch(shelf: Shelf) -> None:
    shelf.engine.add([document("a", "x"), document("b", "x")])
    shelf.engine.delete(["a", "unknown"])
    shelf.engine.commit()
    assert shelf.found(Term("x")) == "b"
    shelf.engine.delete(["b"])
    shelf.engine.add([document("b", "again")])
    shelf.engine.commit()
    assert shelf.found(All()) == "b"
    assert shelf.found(Term("again")) == "b"


def test_removing_everything_and_beginning_again(shelf: Shelf) -> None:
    shelf.put(document("a", "x"), document("b", "x"))
    shelf.remove("a", "b")
    assert (shelf.engine.size(), shelf.found(All()), shelf.listed()) == (0, "", "")
    shelf.put(document("a", "x"))
    assert shelf.found(Term("x")) == "a"


def test_readers_see_the_last_commit(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    shelf.engine.add([document("b", "x")])
    shelf.engine.delete(["a"])
    assert shelf.found(Term("x")) == "a"
    shelf.engine.commit()
    assert shelf.found(Term("x")) == "b"


def test_rollback_forgets(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    shelf.engine.add([document("b", "x"), document("a", "changed")])
    shelf.engine.delete(["a"])
    shelf.engine.rollback()
    shelf.engine.commit()
    assert shelf.found(Term("x")) == "a"
    shelf.put(document("c", "x"))
    assert shelf.found(Term("x")) == "a c"


def test_many_small_commits(shelf: Shelf) -> None:
    for number in range(30):
        shelf.put(document(f"{number:02}", f"word w{number}", title="even" if number % 2 == 0 else "odd"))
        if number % 5 == 4:
            shelf.remove(f"{number - 2:02}")
    left = [f"{number:02}" for number in range(30) if number % 5 != 2]
    assert shelf.listed() == " ".join(left)
    assert shelf.found(Phrase(("word", "w7"))) == ""
    assert shelf.found(Phrase(("word", "w8"))) == "08"
    assert shelf.engine.count(Term("even")) == sum(int(identifier) % 2 == 0 for identifier in left)
    shelf.reopen()
    assert shelf.listed() == " ".join(left)


def test_everything_is_there_when_opened_again(shelf: Shelf) -> None:
    shelf.put(document("a", "honda nissan merger", title="talks", topic=["cars"]))
    shelf.reopen()
    shelf.put(document("b", "tesla"))
    shelf.reopen()
    assert shelf.found(Near((Term("merger"), Phrase(("honda", "nissan"))), 0)) == "a"
    assert shelf.found(And((Values("topic", ("cars",)), Prefix("tal")))) == "a"
    assert shelf.listed() == "a b"


def test_what_was_not_committed_is_lost_on_closing(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    shelf.engine.add([document("b", "x")])
    shelf.engine.delete(["a"])
    shelf.reopen()
    assert shelf.found(All()) == "a"


def test_closing_twice_is_fine_and_a_closed_engine_says_so(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    shelf.engine.close()
    shelf.engine.close()
    for use in (
        lambda: shelf.engine.count(All()),
        shelf.engine.size,
        lambda: shelf.engine.add([document("b")]),
        shelf.engine.commit,
        lambda: shelf.engine.search(All(), order=Order.BEST, limit=1),
    ):
        with pytest.raises(EngineError, match="closed"):
            use()


def test_several_threads_read_while_one_writes(shelf: Shelf) -> None:
    shelf.put(
        *(document(f"{number:03}", f"x y{number % 10}", topic=[f"t{number % 3}"]) for number in range(200))
    )
    queries = [
        And((Term("x"), Not(Term("y1")), Not(Term("added")))),
        And((Phrase(("x", "y2")), Not(Term("added")))),
        And((Prefix("y"), Not(Term("added")))),
    ]

    def read(number: int) -> tuple[int, int, int]:
        query = queries[number % 3]
        page = shelf.engine.search(query, order=list(Order)[number % 3], limit=10)
        by_topic = sum(count for _, count in shelf.engine.facet(query, "topic"))
        return number % 3, page.total, by_topic

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, number) for number in range(90)]
        for number in range(5):
            shelf.put(document(f"new{number}", "x y2 added"))
        answers = {future.result() for future in reading}
    assert answers == {(0, 180, 180), (1, 20, 20), (2, 200, 200)}


def test_positions_are_verified_once_for_one_state(shelf: Shelf) -> None:
    shelf.put(document("a", "a b c"), document("b", "c x x a b"))
    query = Near((Term("a"), Term("b"), Term("c")), 0)
    assert shelf.found(query) == "a"
    asked = shelf.asked
    for order in Order:
        assert shelf.listed(query, order) == "a"
    assert shelf.engine.days(query) == {0: 1}
    assert shelf.asked == asked
    shelf.put(document("c", "c b a"))
    assert shelf.found(query) == "a c"
