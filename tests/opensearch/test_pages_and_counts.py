"""Deep pages and long lists of values, with small limits, over several shards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from index.engines import open_engine, opensearch_counts, opensearch_pages
from index.engines.opensearch_settings import read_settings, write_settings
from index.model import UNDATED, Order
from index.query.ast import All, And, Near, Node, Not, Or, Term, Values
from tests.engines.oracle import matching, ordered
from tests.engines.shelf import Shelf, document

WINDOW = 16
"""Hits that one request gives in these tests."""
DOCUMENTS = 150


@pytest.fixture(scope="module")
def shelf(addresses: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("deep")
    made = Shelf("opensearch", folder / "index")
    write_settings(folder, replace(read_settings(folder), shards=3))
    made.engine.close()
    made.engine = open_engine("opensearch", made.folder, tokens_of=made.tokens_of, create=True)
    chance = Random(7)
    for number in range(DOCUMENTS):
        # Half of them on one day, many in the same minute, some without a date.
        day = chance.choice([date(2024, 3, 1), date(2024, 3, 1) + timedelta(chance.randrange(40)), None])
        words = [*chance.choices("abcdefgh", k=12), f"w{chance.randrange(60)}"]
        topics = [f"t{chance.randrange(30)}", "common"][: chance.randrange(3)]
        made.engine.add(
            [
                one := document(
                    f"{number:03}", " ".join(words), day=day, minute=chance.randrange(3), topic=topics
                )
            ]
        )
        made.store[one.id] = one
    made.engine.commit()
    yield made
    made.close()


@pytest.fixture(scope="module")
def addresses() -> tuple[str, ...]:
    import os

    from tests.engines.shelf import ADDRESSES

    if not os.environ.get(ADDRESSES):
        pytest.skip("there is no cluster; run: make test-opensearch")
    return tuple(os.environ[ADDRESSES].split(","))


QUERIES: tuple[Node, ...] = (
    All(),
    Term("a"),
    And((Term("a"), Not(Term("b")))),
    Or((Term("c"), Values("topic", ("common",)))),
    Near((Term("a"), Term("a")), 3),
)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: type(query).__name__)
def test_pages_of_any_depth_are_in_order(shelf: Shelf, query: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    library = list(shelf.store.values())
    whole = {order: shelf.listed(query, order).split() for order in Order}
    assert whole[Order.OLDEST] == ordered(query, library, Order.OLDEST)
    assert whole[Order.NEWEST] == ordered(query, library, Order.NEWEST)
    assert sorted(whole[Order.BEST]) == sorted(matching(query, library))
    monkeypatch.setattr(opensearch_pages, "WINDOW", WINDOW)
    for order in Order:
        assert shelf.paged(query, order, 7) == whole[order]
        for offset, limit in (
            (0, 1_000),
            (70, 1),
            (70, 33),
            (20, 30),
            (len(whole[order]) - 1, 9),
            (9_999, 5),
        ):
            page = shelf.engine.search(query, order=order, limit=limit, offset=offset)
            assert [hit.id for hit in page.hits] == whole[order][offset : offset + limit]
            assert page.total == len(whole[order])
    assert shelf.engine.ids(query) == set(whole[Order.BEST])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: type(query).__name__)
@pytest.mark.parametrize("at_once", [2, 7, 50_000])
def test_counts_are_exact_however_many_values_there_are(
    shelf: Shelf, query: Node, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_counts, "AT_ONCE", at_once)
    monkeypatch.setattr(opensearch_counts, "BESIDE_OTHERS", at_once)
    found = [shelf.store[identifier] for identifier in matching(query, list(shelf.store.values()))]
    topics = Counter(value for one in found for value in one.values.get("topic", ()))
    in_order = sorted(topics.items(), key=lambda pair: (-pair[1], pair[0]))
    words = Counter(word for one in found for word in set(one.body.words))
    days = Counter(one.day for one in found)
    assert UNDATED in days
    assert shelf.engine.days(query) == days
    assert shelf.engine.words(query) == words
    for limit in (None, 1, 3, 9):
        assert shelf.engine.facet(query, "topic", limit) == in_order[:limit]
        counts = shelf.engine.counts(query, ("topic", "name"), limit)
        assert (counts.total, counts.days) == (len(found), days)
        assert counts.facets == {"topic": in_order[:limit], "name": []}
    vocabulary = sorted({word for one in shelf.store.values() for word in one.body.words})
    for prefix, limit in (("", None), ("", 5), ("w", None), ("w1", 3), ("w10", 1), ("zz", 4), ("a", None)):
        wanted = [word for word in vocabulary if word.startswith(prefix)][:limit]
        assert [word for word, _ in shelf.engine.vocabulary(prefix, limit)] == wanted
