"""What the reader did with articles: stars, read marks, tags and notes."""

from __future__ import annotations

import pytest

from index.errors import ArticleMissing
from index.model import Marks
from index.store import Store

from .conftest import Write


def test_a_star_and_a_read_mark_can_be_set_and_taken_away(store: Store, write: Write) -> None:
    written = write("one")
    for _ in range(2):
        store.set_starred(written, True)
        store.set_read(written, True)
    assert (store.ids_starred(), store.ids_read()) == ({written}, {written})
    store.set_starred(written, False)
    assert (store.ids_starred(), store.ids_read()) == (frozenset(), {written})
    assert store.marks([written, "unknown"]) == {written: Marks(read=True)}


def test_a_tag_is_one_however_it_is_written(store: Store, write: Write) -> None:
    one, two = write("one"), write("two")
    store.add_tag(one, " to  read ")
    store.add_tag(one, "To Read")
    store.add_tag(two, "Émile")
    store.add_tag(two, "  ")
    assert store.user_tags() == ["To Read", "Émile"]
    assert store.ids_with_tag(["TO READ"]) == {one}
    assert store.ids_with_tag(["to read", "émile"]) == {one, two}
    assert store.ids_with_tag() == {one, two}
    assert store.ids_with_tag([]) == frozenset()
    store.remove_tag(one, "to read")
    assert store.marks([one]) == {}


def test_notes_are_found_by_all_their_words(store: Store, write: Write) -> None:
    one, two = write("one"), write("two")
    first = store.add_note(one, "Ask Señor Gómez about e-POWER")
    second = store.add_note(one, "called back")
    store.add_note(two, "ask again")
    assert second > first
    assert store.ids_by_note(["senor", "CALLED"]) == {one}
    assert store.ids_by_note(["e-power"]) == {one}
    assert store.ids_by_note(["ask"]) == {one, two}
    assert store.ids_by_note(["as"]) == store.ids_by_note([]) == frozenset()
    assert store.ids_with_note() == {one, two}
    assert store.marks([one])[one].notes == ("Ask Señor Gómez about e-POWER", "called back")
    store.remove_note(first)
    assert [text for _, text, _ in store.notes(one)] == ["called back"]


def test_an_unknown_article_takes_no_marks(store: Store) -> None:
    with pytest.raises(ArticleMissing):
        store.set_starred("unknown", True)
    with pytest.raises(ArticleMissing):
        store.add_tag("unknown", "x")
    with pytest.raises(ArticleMissing):
        store.add_note("unknown", "x")
    assert store.ids_with_note() == frozenset()


def test_marks_stay_with_an_article_that_changes(store: Store, write: Write) -> None:
    written = write("one")
    store.set_starred(written, True)
    store.add_note(written, "check")
    write("other", instead=written)
    assert store.marks([written]) == {written: Marks(starred=True, notes=("check",))}
