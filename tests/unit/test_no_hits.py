"""What is said where nothing is found is true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Filters, Library, Period, open_library

NEWS = """\
{"date": "2024-03-13", "title": "Talks begin", "body": "Honda and Nissan talk about a platform for cars."}
{"date": "2024-03-16", "title": "Talks confirmed", "body": "A platform, said Nissan, is shared with Honda."}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("no-hits")
    (folder / "news.jsonl").write_text(NEWS, encoding="utf-8")
    with open_library(folder / "library", create=True) as library:
        library.import_from([str(folder / "news.jsonl")])
        yield library


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("date:2023", "No article fits 'date:2023'."),
        ("honda date:2023 is:starred", "No article fits 'date:2023'. No article fits 'is:starred'."),
        ('"nissan talks honda"', 'The words of "nissan talks honda" occur, but not next to each other.'),
        ("begin NEAR/1 nissan", "The parts of 'begin NEAR/1 nissan' occur, but not that near to each other."),
        ("begin confirmed", "Each part has articles, but no article has them all together."),
        ("honda -talks", "Every article fits 'talks', which is excluded."),
    ],
)
def test_the_part_that_has_no_article_is_named(library: Library, query: str, said: str) -> None:
    no_hits = library.search(query).no_hits
    assert no_hits is not None
    assert no_hits.absent == ()
    assert no_hits.conflict == said


def test_what_is_chosen_is_only_blamed_where_the_query_alone_finds_something(library: Library) -> None:
    april = Filters(period=Period(date(2024, 4, 1), date(2024, 4, 30)))

    def said(query: str) -> str:
        no_hits = library.search(library.compile(query, filters=april)).no_hits
        assert no_hits is not None
        return no_hits.conflict

    assert said("honda") == "There is nothing in the chosen period; there are 2 articles outside of it."
    assert said("honda date:2023") == "No article fits 'date:2023'."


def test_an_empty_library_is_called_empty(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.catch_up()
        no_hits = library.search("").no_hits
        assert no_hits is not None
        assert no_hits.conflict == "The library has no articles yet."


def test_the_nearest_words_come_from_titles_and_texts(library: Library) -> None:
    no_hits = library.search("confirmd platfrom hnda").no_hits
    assert no_hits is not None
    assert {word: near[0] for word, near in no_hits.nearest.items()} == {
        "confirmd": "confirmed",
        "platfrom": "platform",
        "hnda": "honda",
    }


def test_words_of_texts_are_not_offered_for_addresses_notes_and_ids(library: Library) -> None:
    for query in ("url:hnda", "note:hnda", "id:hnda"):
        no_hits = library.search(query).no_hits
        assert no_hits is not None
        assert list(no_hits.nearest.values()) == [()]
