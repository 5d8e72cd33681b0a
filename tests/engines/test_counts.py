"""Facets, words, days and vocabulary: the counts beside a result."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from index.engines.base import EXACT_FIELDS, FACET_FIELDS
from index.errors import EngineError
from index.query.ast import All, And, DateRange, Not, Or, Prefix, Term, Values
from tests.engines.shelf import Shelf, document

QUERIES = (
    All(),
    Term("honda"),
    Not(Term("honda")),
    Or((Term("honda"), Values("topic", ("cars",)))),
    Prefix("h"),
    DateRange(date(2024, 2, 1), None),
    Term("absent"),
)


@pytest.fixture
def news(shelf: Shelf) -> Shelf:
    shelf.put(
        *(
            document(
                f"a{number}",
                "honda talks" if number % 2 else "nissan talks again",
                title="honda hopes" if number % 3 else "",
                day=date(2024, 1 + number % 3, 28) if number % 4 else None,
                topic=["cars", "mergers"] if number % 3 else ["cars"],
                name=[f"name {number % 5}", "Honda"],
                source=["Wire" if number % 2 else "daily"],
            )
            for number in range(12)
        )
    )
    return shelf


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_facet_counts_agree_with_the_result(news: Shelf, query: All) -> None:
    for field in EXACT_FIELDS:
        for value, count in news.engine.facet(query, field):
            assert count == news.engine.count(And((query, Values(field, (value,)))))
    without = Not(Values("topic", tuple(value for value, _ in news.engine.facet(query, "topic"))))
    assert news.engine.count(And((query, without))) == 0


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_days_agree_with_the_result(news: Shelf, query: All) -> None:
    days = news.engine.days(query)
    assert sum(days.values()) == news.engine.count(query)
    for day, count in days.items():
        if day:
            on_day = DateRange(date.fromordinal(day), date.fromordinal(day))
            assert count == news.engine.count(And((query, on_day)))


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_words_agree_with_the_result(news: Shelf, query: All) -> None:
    words = news.engine.words(query)
    expected = {
        word: news.engine.count(And((query, Term(word, "body")))) for word in ("honda", "talks", "again")
    }
    assert {word: words.get(word, 0) for word in expected} == expected
    assert "hopes" not in words


@pytest.mark.parametrize("limit", [None, 0, 1, 3, 99])
@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_counts_in_one_pass_are_those_of_the_calls_for_each_part(
    news: Shelf, query: All, limit: int | None
) -> None:
    counts = news.engine.counts(query, FACET_FIELDS, limit)
    assert counts.total == news.engine.count(query)
    assert counts.days == news.engine.days(query)
    assert counts.facets == {field: news.engine.facet(query, field, limit) for field in FACET_FIELDS}


@pytest.mark.parametrize("least", [1, 3, 50])
@pytest.mark.parametrize("limit", [1, 2, 5, 30, 200])
def test_the_most_frequent_values_are_exact_wherever_they_are_cut(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, least: int, limit: int
) -> None:
    """Several segments, many ties, and results from a few articles to nearly all of them."""
    if shelf.name == "tantivy":
        monkeypatch.setattr("index.engines.tantivy_counts.LEAST_VALUES", least)
        monkeypatch.setattr("index.engines.tantivy_counts.MORE_VALUES", 1)
        monkeypatch.setattr("index.engines.tantivy_counts.LEAST_FOR_TWO", 60)
    dice = Random(limit)
    for batch in range(4):
        shelf.put(
            *(
                document(
                    f"{batch}-{number}",
                    " ".join(f"w{share}" for share in (2, 5, 30, 49) if dice.randrange(50) < share),
                    day=date.fromordinal(700_000 + int(dice.expovariate(0.2))) if number % 5 else None,
                    name=sorted({f"name {int(dice.expovariate(0.05))}" for _ in range(dice.randrange(9))}),
                    topic=[f"topic {dice.randrange(6)}"],
                )
                for number in range(50)
            )
        )
    shelf.remove("0-1", "3-4")
    for query in (All(), *(Term(f"w{share}") for share in (2, 5, 30, 49)), Not(Term("w49")), Prefix("w4")):
        counts = shelf.engine.counts(query, ("name", "topic", "tag"), limit)
        found = [one for one in shelf.store.values() if one.id in shelf.engine.ids(query)]
        assert counts.total == len(found)
        assert counts.days == Counter(one.day for one in found)
        for field in ("name", "topic", "tag"):
            expected = Counter(value for one in found for value in one.values.get(field, ()))
            in_order = sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))
            assert counts.facets[field] == in_order[:limit]


@pytest.mark.parametrize("limit", [None, 1, 9, 10, 11, 40])
def test_more_values_than_are_counted_in_one_go(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, limit: int | None
) -> None:
    if shelf.name == "tantivy":
        monkeypatch.setattr("index.engines.tantivy_counts.MOST_BUCKETS", 10)
    names = [f"name {number:02}" for number in range(30)]
    shelf.put(*(document(f"{n}", "x" if n % 3 else "y", name=names[n:], group=names[n:]) for n in range(30)))
    for query in (All(), Term("x"), Term("y")):
        weight = {
            name: sum(query == All() or (query == Term("x")) == bool(n % 3) for n in range(i + 1))
            for i, name in enumerate(names)
        }
        expected = sorted(
            ((name, n) for name, n in weight.items() if n), key=lambda pair: (-pair[1], pair[0])
        )
        for field in ("name", "group"):
            assert shelf.engine.facet(query, field, limit) == expected[:limit]
        assert shelf.engine.counts(query, ("name",), limit).facets["name"] == expected[:limit]


def test_values_that_share_a_number_are_told_apart(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    if shelf.name == "tantivy":
        monkeypatch.setattr("index.engines.tantivy_schema._kept_number", len)
        monkeypatch.setattr("index.engines.tantivy_counts.number_of", len)
    shelf.put(document("1", name=["ab", "abc"]), document("2", name=["cd"]), document("3", "x", name=["cd"]))
    assert shelf.engine.facet(All(), "name") == [("cd", 2), ("ab", 1), ("abc", 1)]
    for query in (All(), Not(Term("x")), Term("x")):
        assert shelf.engine.counts(query, ("name",), 2).facets["name"] == shelf.engine.facet(query, "name", 2)


def test_counts_of_no_field_and_of_an_unknown_one(news: Shelf) -> None:
    assert news.engine.counts(All(), ()).facets == {}
    with pytest.raises(EngineError, match="city"):
        news.engine.counts(All(), ("topic", "city"))


def test_facets_are_ordered_by_count_and_then_by_value(shelf: Shelf) -> None:
    shelf.put(
        document("1", name=["b", "C", "é"]),
        document("2", name=["a", "b"]),
        document("3", name=["a", "b", "Z"]),
    )
    assert shelf.engine.facet(All(), "name") == [("b", 3), ("a", 2), ("C", 1), ("Z", 1), ("é", 1)]
    assert shelf.engine.facet(All(), "name", 2) == [("b", 3), ("a", 2)]
    assert shelf.engine.facet(All(), "name", 0) == []
    with pytest.raises(EngineError, match="city"):
        shelf.engine.facet(All(), "city")


def test_the_vocabulary_is_ordered_and_cut_by_prefix(shelf: Shelf) -> None:
    shelf.put(document("1", "zeal éa battery", title="bat"), document("2", "Bat battery bats"))
    assert shelf.engine.vocabulary() == [
        ("Bat", 1),
        ("bat", 1),
        ("bats", 1),
        ("battery", 2),
        ("zeal", 1),
        ("éa", 1),
    ]
    assert shelf.engine.vocabulary("bat") == [("bat", 1), ("bats", 1), ("battery", 2)]
    assert shelf.engine.vocabulary("bat", 2) == [("bat", 1), ("bats", 1)]
    assert shelf.engine.vocabulary("x") == []
    assert shelf.engine.vocabulary(limit=0) == []


def test_removed_articles_leave_no_counts(news: Shelf) -> None:
    news.put(document("gone", "unique words", topic=["lonely"], day=date(1999, 1, 1)))
    news.remove("gone")
    assert "unique" not in dict(news.engine.vocabulary())
    assert "unique" not in news.engine.words(All())
    assert "lonely" not in dict(news.engine.facet(All(), "topic"))
    assert date(1999, 1, 1).toordinal() not in news.engine.days(All())
    assert news.engine.count(Prefix("uniq")) == 0


def test_more_days_than_are_counted_in_one_go(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    if shelf.name == "tantivy":
        monkeypatch.setattr("index.engines.tantivy_counts.MOST_BUCKETS", 7)
    days = [date.fromordinal(1 + 3_000 * number) for number in range(100)]
    shelf.put(
        *(document(f"{day}", day=day) for day in days), document("none"), document("more", day=days[50])
    )
    counted = shelf.engine.days(All())
    assert counted == {0: 1, **{day.toordinal(): 1 for day in days}, days[50].toordinal(): 2}
