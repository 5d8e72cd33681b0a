"""What becomes of two texts of one article that several people bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import EngineError
from index.model import Article, Origin
from index.shared.records import EARLIER, SENT, Waiting, article_of, joined, merged, record_of

ARTICLE = Article(
    "0123456789abcdef",
    "A title",
    "A body.",
    date(2024, 3, 13),
    time(9, 30),
    source="Paper",
    url="https://example.org/1",
    tags=("a", "b"),
    origin=Origin("/home/ann/private/news.jsonl", 3, 2),
)


def _record(text: str, by: str = "ann", **about: Any) -> dict[str, Any]:
    article = replace(ARTICLE, body=text, **about)
    return record_of(Waiting(1, article.id, article, content=text, imported="2024"), article, by)


def test_an_article_comes_back_as_it_went_but_for_its_folder() -> None:
    article = article_of(ARTICLE.id, _record(ARTICLE.body))
    assert article == replace(ARTICLE, origin=Origin("news.jsonl", 3, 2))


@pytest.mark.parametrize("damage", [{"day": "x"}, {"title": None, "tags": None}, {"format": 99}])
def test_what_is_no_article_is_told(damage: dict[str, Any]) -> None:
    with pytest.raises(EngineError, match=ARTICLE.id):
        article_of(ARTICLE.id, {**_record("x"), **damage})
    with pytest.raises(EngineError, match=ARTICLE.id):
        article_of(ARTICLE.id, {})


def test_what_another_person_says_about_a_known_text_changes_nothing() -> None:
    assert merged(_record("one", "ann"), _record("one", "bob", source="Other")) is None
    renewed = merged(_record("one", "ann"), _record("one", "ann", source="Other"))
    assert renewed is not None
    assert (renewed["source"], renewed["version"]) == ("Other", 1)


def test_a_text_that_the_store_has_dropped_is_never_written() -> None:
    dropped = {**_record("old"), "body": SENT}
    assert merged(_record("new"), dropped) is None
    renewed = merged(_record("old"), {**dropped, "source": "Other"})
    assert renewed is not None
    assert renewed["body"] == "old"


def test_texts_from_before_the_cluster_was_told_come_first() -> None:
    mine = joined(_record("two"), [_record("one")])
    assert (mine["version"], [text["body"] for text in mine[EARLIER]]) == (2, ["one"])
    other = merged(_record("zero", "bob"), mine)
    assert other is not None
    assert [text["body"] for text in other[EARLIER]] == ["zero", "one"]


people = st.sampled_from(["ann", "bob", "cem"])
texts = st.sampled_from(["one", "two", "three", "four"])


@given(st.lists(st.tuples(people, texts), min_size=1, max_size=12))
def test_no_text_is_lost_or_doubled_whoever_brings_them(brought: list[tuple[str, str]]) -> None:
    there: dict[str, Any] | None = None
    for by, text in brought:
        mine = _record(text, by)
        there = mine if there is None else merged(there, mine) or there
    assert there is not None
    versions = [*there.get(EARLIER, ()), there]
    assert [text["version"] for text in versions] == list(range(1, len(versions) + 1))
    assert {text["content"] for text in versions} == {text for _, text in brought}
    # One after the other no two are alike, and what was brought twice in a row is there once.
    assert all(one["content"] != two["content"] for one, two in pairwise(versions))


@given(st.lists(st.tuples(people, texts), min_size=1, max_size=8))
def test_sending_the_same_once_more_changes_nothing(brought: list[tuple[str, str]]) -> None:
    there = _record(*reversed(brought[0]))
    for by, text in brought:
        there = merged(there, _record(text, by)) or there
        assert merged(there, _record(text, by)) is None
