"""The change log, derived tables, settings and rejected items."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model import Rejection
from index.store import Change, Store

from .conftest import Write


def test_every_change_is_logged_once_per_article_and_in_order(store: Store, write: Write) -> None:
    assert store.last_change() == 0
    one, two = write("one", position=1), write("two", position=2)
    before = store.last_change()
    assert [change.id for change in store.changes(0, 10)] == [one, two]
    write("one again", instead=one, position=1)
    assert [change.id for change in store.changes(0, 10)] == [two, one]
    assert store.changes(before, 10) == [Change(store.last_change(), one, False)]
    assert [change.id for change in store.changes(0, 1)] == [two]


def test_a_number_is_never_given_twice(store: Store, write: Write) -> None:
    written = write("one")
    first = store.last_change()
    with store.writer(), store.writing() as writer:
        writer.delete(written)
    assert store.changes(first, 10) == [Change(first + 1, written, True)]
    write("one")
    assert store.changes(first + 1, 10) == [Change(first + 2, written, False)]


def test_a_write_that_fails_leaves_neither_article_nor_change(store: Store, write: Write) -> None:
    written = write("one")
    last = store.last_change()

    def delete_and_fail() -> None:
        with store.writer(), store.writing() as writer:
            writer.delete(written)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    assert store.article(written).body == "one"
    assert store.last_change() == last


def test_touching_logs_a_change_of_known_articles_only(store: Store, write: Write) -> None:
    written = write("one")
    last = store.last_change()
    store.touch([written, "unknown"])
    assert store.changes(last, 10) == [Change(last + 1, written, False)]


def test_names_and_topics_can_be_set_read_and_dropped(store: Store, write: Write) -> None:
    one, two = write("one"), write("two", position=2)
    store.set_names({one: ("Citroën", "Nissan"), two: ()})
    store.set_topics({one: ("mergers",)}, "run 1")
    store.set_topics({one: ("mergers", "talks")}, "run 2")
    assert store.names([one, two, "unknown"]) == {one: ("Citroën", "Nissan"), two: ()}
    assert store.topics([one, two]) == {one: ("mergers", "talks")}
    store.clear_topics()
    store.clear_names()
    assert store.topics([one]) == store.names([one]) == {}


def test_a_new_text_has_no_names_or_topics_of_the_old_one(store: Store, write: Write) -> None:
    written = write("one")
    store.set_names({written: ("Nissan",)})
    store.set_topics({written: ("mergers",)}, "run 1")
    write("other", instead=written)
    assert store.names([written]) == store.topics([written]) == {}


def test_settings_keep_what_json_can_hold(store: Store) -> None:
    assert store.setting("engine") is None
    assert store.setting("engine", "auto") == "auto"
    for value in ("tantivy", None, {"query": "é", "rows": [1, 2.5, True]}):
        store.set_setting("engine", value)
        assert store.setting("engine", "auto") == value


def test_rejected_items_are_kept_latest_first_and_once(store: Store) -> None:
    bad = Rejection("a.txt", 3, "It has no text.", excerpt="…", when="2024-01-01T00:00:00")
    store.add_rejections([bad, Rejection("a.txt", 4, "A guess.", kept=True)])
    assert [item.line for item in store.rejections()] == [4, 3]
    assert store.rejections()[1] == bad
    store.add_rejections([bad])
    assert [item.line for item in store.rejections()] == [3, 4]
    assert len(store.rejections(limit=1)) == 1
    assert store.statistics().rejected == 1


def test_a_rejected_item_is_the_same_however_its_file_is_named(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store.add_rejections([Rejection("a.txt", 3, "Bad."), Rejection(str(tmp_path / "a.txt"), 3, "Bad.")])
    assert [item.path for item in store.rejections()] == [str(tmp_path / "a.txt")]
