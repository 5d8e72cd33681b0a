"""The articles of benchmarks: the same ones, whoever makes them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import orjson

from tests.bench.generator import TITLE_WORDS, WORDS, articles, write_articles

MANY = 2_100
"""More than are drawn from one seed."""


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert write_articles(one, MANY, processes=1) == write_articles(two, MANY, processes=2)
    assert one.read_bytes() == two.read_bytes() == b"".join(articles(MANY))


def test_fewer_articles_are_the_first_of_more() -> None:
    assert list(articles(30)) == list(islice(articles(MANY), 30))


def test_another_seed_gives_other_articles() -> None:
    assert set(articles(20, seed=1)).isdisjoint(articles(20, seed=2))


def test_an_article_has_its_words() -> None:
    article = orjson.loads(next(articles(1)))
    assert len(article["title"].split()) == TITLE_WORDS
    assert WORDS * 0.9 < len(article["body"].split()) < WORDS * 1.1
