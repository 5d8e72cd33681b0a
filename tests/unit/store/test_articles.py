"""Reading articles: by id and its beginning, versions, list rows, figures."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from index.errors import ArticleMissing
from index.ids import ID_LENGTH, article_id
from index.model import Marks, Origin
from index.store import Place, Record, Statistics, Store

from .conftest import Write


def test_an_article_comes_back_as_it_was_written(store: Store, write: Write) -> None:
    written = write(
        "Über\n\nalles.", title="Ein Titel", clock=time(9, 30), url="http://a.example/1", tags=("x", "y")
    )
    article = store.article(written)
    assert (article.title, article.body, article.title_derived) == ("Ein Titel", "Über\n\nalles.", False)
    assert (article.day, article.time) == (date(2024, 3, 13), time(9, 30))
    assert (article.source, article.url, article.language, article.tags) == (
        "Wire",
        "http://a.example/1",
        "en",
        ("x", "y"),
    )
    assert article.origin == Origin("a.txt", 1, 1)
    assert article.version == 1


def test_the_beginning_of_an_id_is_enough_in_any_case(store: Store, write: Write) -> None:
    written = write("a text")
    assert store.article(written[:4].upper()).id == written
    assert store.ids_by_prefix(written[:4].upper()) == {written}
    assert store.ids_by_prefix("") == frozenset()


def test_an_unknown_id_is_named(store: Store) -> None:
    for unknown in ("zzzz", "", "%"):
        with pytest.raises(ArticleMissing, match="No article has the id"):
            store.article(unknown)


def test_several_articles_that_begin_so_are_named(store: Store, write: Write) -> None:
    written = sorted(write(f"text {number}") for number in range(40))
    alike = [one for one in written if one[0] == written[0][0]]
    if len(alike) == 1:
        pytest.fail("forty ids share no first character")
    with pytest.raises(ArticleMissing, match=f"Several articles begin with '{alike[0][0]}'.*{alike[0]}"):
        store.article(alike[0][0])


def test_a_whole_id_wins_over_longer_ones_that_begin_with_it(store: Store) -> None:
    record = Record("t", False, "b", None, None, "", "", "", "", (), b"1", None, Place(1, 1, 1))
    with store.writer(), store.writing() as writer:
        writer.file("/a", "a")
        short, long = writer.add(b"\7" * 32, record), writer.add(b"\7" * 32, record)
    assert (len(short), len(long)) == (ID_LENGTH, ID_LENGTH + 1)
    assert long == article_id(b"\7" * 32, ID_LENGTH + 1)
    assert store.article(short).id == short


def test_the_old_text_of_a_changed_article_stays_readable(store: Store, write: Write) -> None:
    written = write("reportedly", title="Talks", day=date(2024, 3, 13))
    assert (
        write("officially", title="Deal", day=date(2024, 3, 16), source="Paper", instead=written) == written
    )
    assert (store.article(written).body, store.article(written).version) == ("officially", 2)
    old = store.article(written, version=1)
    assert (old.title, old.body, old.day, old.source, old.version) == (
        "Talks",
        "reportedly",
        date(2024, 3, 13),
        "Wire",
        1,
    )
    numbers, stamps = zip(*store.versions(written), strict=True)
    assert numbers == (1, 2)
    assert list(stamps) == sorted(stamps)
    with pytest.raises(ArticleMissing, match="has no version 3; it has versions 1 to 2"):
        store.article(written, version=3)


def test_articles_by_many_ids_leave_out_unknown_ones(store: Store, write: Write) -> None:
    written = [write(f"text {number}") for number in range(3)]
    found = store.articles([*written, *(f"no{number}" for number in range(2_000))])
    assert set(found) == set(written)
    assert found[written[1]].body == "text 1"


def test_list_rows_show_topics_names_and_marks(store: Store, write: Write) -> None:
    one, other = write("one", title="One", source="A"), write("two", day=None)
    store.set_topics({one: ("mergers", "batteries")}, "run 1")
    store.set_names({one: ("Nissan",), "unknown": ("Nobody",)})
    store.set_starred(one, True)
    rows = store.rows([one, other, "unknown"])
    assert set(rows) == {one, other}
    assert (rows[one].title, rows[one].day, rows[one].source) == ("One", date(2024, 3, 13), "A")
    assert (rows[one].topics, rows[one].names) == (("mergers", "batteries"), ("Nissan",))
    assert rows[one].marks.starred
    assert (rows[other].day, rows[other].topics, rows[other].marks) == (None, (), Marks())


def test_iterating_goes_on_after_a_number(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.articles.ITERATE_CHUNK", 2)
    written = [write(f"text {number}") for number in range(5)]
    everything = list(store.iterate())
    assert [article.id for _, article in everything] == written
    first = list(store.iterate(limit=3))
    rest = list(store.iterate(after_rowid=first[-1][0]))
    assert first + rest == everything


def test_figures_follow_every_change(store: Store, write: Write) -> None:
    assert store.statistics() == Statistics(0, 0, None, None, 0, 0)
    written = write("one", day=date(2023, 1, 2), source="A")
    write("two", day=date(2024, 5, 6), source="B", position=2)
    write("three", day=None, source="", position=3)
    assert store.statistics() == Statistics(3, 1, date(2023, 1, 2), date(2024, 5, 6), 0, 2)
    write("changed", day=None, source="B", instead=written)
    assert store.statistics() == Statistics(3, 2, date(2024, 5, 6), date(2024, 5, 6), 0, 1)
    with store.writer(), store.writing() as writer:
        assert writer.delete(written)
        assert not writer.delete(written)
    assert store.statistics() == Statistics(2, 1, date(2024, 5, 6), date(2024, 5, 6), 0, 1)
    assert store.count() == 2


def test_addresses_are_found_by_a_part_that_is_no_pattern(store: Store, write: Write) -> None:
    one, other = write("one", url="http://News.example/a_b/1"), write("two", url="http://x.example/a-b/50%25")
    write("three")
    assert store.ids_by_url("news.EXAMPLE/") == {one}
    assert store.ids_by_url("a_b") == {one}
    assert store.ids_by_url("50%") == {other}
    assert store.ids_by_url(" ") == frozenset()


def test_the_file_of_an_article_is_told_in_full(store: Store, write: Write) -> None:
    assert store.file_of(write("text")) == Path("/news/a.txt")
    assert store.file_of("unknown") is None
