"""A library that several people share: one index in the cluster, a folder for each of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest

from index.care.doctor import examine
from index.engines.opensearch_cluster import Cluster as Connection
from index.engines.opensearch_index import dropped
from index.engines.opensearch_settings import ClusterSettings
from index.errors import EvtuiError, IndexDamaged, LibraryError
from index.library import open_library
from index.model import FacetField
from index.shared.library import SharedLibrary, create_shared
from tests.opensearch.sharing import index_of_its_own, news, write_articles


@pytest.fixture
def settings(addresses: tuple[str, ...]) -> Iterator[ClusterSettings]:
    """Give an index of the test's own."""
    with index_of_its_own(addresses, shards=2) as made:
        yield made


@pytest.fixture
def two(settings: ClusterSettings, tmp_path: Path) -> Iterator[tuple[SharedLibrary, SharedLibrary]]:
    """Give two people's libraries over one index."""
    with ExitStack() as stack:
        ann = stack.enter_context(create_shared(tmp_path / "ann", settings))
        bob = stack.enter_context(create_shared(tmp_path / "bob", settings))
        yield ann, bob


Two = tuple[SharedLibrary, SharedLibrary]


def test_what_one_imports_the_other_finds_and_reads(two: Two, tmp_path: Path) -> None:
    ann, bob = two
    done = ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 30))])
    assert (done.added, done.duplicates) == (30, 0)
    bob.index.refresh()
    found = bob.search("town7 batteries")
    assert [hit.title for hit in found.hits] == ["Report number 7"]
    article = bob.article(found.hits[0].id)
    assert article.body.startswith("The factory in town7 makes batteries.\n\n")
    assert article.source == "Paper A"
    assert bob.article(article.id[:9].upper()) == article
    assert bob.search(f"id:{article.id[:9]}").total == 1
    assert bob.search("url:/reports/7").total == 1
    assert bob.count("") == bob.store.count() == 30
    assert sum(bob.days("").values()) == 30
    assert {entry.value: entry.count for entry in bob.facet("", FacetField.SOURCE)} == {
        "Paper A": 15,
        "Paper B": 15,
    }


def test_what_both_import_is_there_once(two: Two, tmp_path: Path) -> None:
    ann, bob = two
    ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 20))])
    done = bob.import_from([write_articles(tmp_path / "b.jsonl", news(10, 25))])
    assert (done.added, done.duplicates) == (5, 10)
    assert bob.count("") == 25


def test_what_both_import_at_the_same_moment_is_there_once(settings: ClusterSettings, tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", news(0, 300))
    totals: list[int] = []

    def work(name: str) -> None:
        with create_shared(tmp_path / name, settings) as library:
            totals.append(library.import_from([path]).added)

    people = [Thread(target=work, args=(name,)) for name in ("ann", "bob", "cem")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sum(totals) == 300
    with open_library(tmp_path / "ann") as library:
        assert library.count("") == len(library.store.all_ids()) == 300


def test_another_text_at_one_address_becomes_the_newest_version(two: Two, tmp_path: Path) -> None:
    ann, bob = two
    old, new = news(0, 1), news(0, 1, body="The factory was closed.")
    ann.import_from([write_articles(tmp_path / "a.jsonl", old)])
    bob.import_from([write_articles(tmp_path / "b.jsonl", new)])
    ann.index.refresh()
    (hit,) = ann.search("closed").hits
    assert ann.article(hit.id).version == 2
    assert "makes batteries" in ann.article(hit.id, 1).body
    assert [version for version, _ in ann.store.versions(hit.id)] == [1, 2]
    assert ann.count("makes") == 0
    # Who comes with the old text later does not bring it back.
    with create_shared(tmp_path / "cem", ann.settings) as cem:
        assert cem.import_from([write_articles(tmp_path / "c.jsonl", old)]).added == 0
        assert cem.article(hit.id).body == "The factory was closed."


def test_a_file_that_changed_gives_new_versions_and_a_return_to_the_old_ones(
    settings: ClusterSettings, tmp_path: Path
) -> None:
    path, texts = tmp_path / "a.jsonl", ("First words.", "Second words.", "First words.")
    with create_shared(tmp_path / "ann", settings) as ann:
        for number, body in enumerate(texts, 1):
            ann.import_from([write_articles(path, news(0, 1, body=body))])
            ann.index.refresh()
            (hit,) = ann.search("").hits
            assert (ann.article(hit.id).body, ann.article(hit.id).version) == (body, number)
        assert [ann.article(hit.id, number).body for number in (1, 2)] == list(texts[:2])


def test_what_is_said_about_a_text_is_renewed_by_who_brought_it(two: Two, tmp_path: Path) -> None:
    ann, bob = two
    path = write_articles(tmp_path / "a.jsonl", news(0, 1))
    ann.import_from([path])
    write_articles(tmp_path / "a.jsonl", news(0, 1, source="Paper C"))
    assert ann.import_from([path]).updated == 1
    bob.index.refresh()
    (hit,) = bob.search('source:"Paper C"').hits
    assert bob.article(hit.id).body.startswith("The factory in town0")


def test_marks_stay_with_who_made_them(two: Two, tmp_path: Path) -> None:
    ann, bob = two
    ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 5))])
    bob.index.refresh()
    (hit,) = bob.search("town3").hits
    bob.store.set_starred(hit.id, True)
    bob.store.add_note(hit.id, "Ask them.")
    bob.store.add_tag(hit.id, "mine")
    assert bob.search("is:starred").total == bob.search("note:ask").total == bob.search("tag:mine").total == 1
    assert ann.search("is:starred").total == ann.search("tag:mine").total == 0
    assert ann.store.user_tags() == []


def test_the_texts_are_in_the_cluster_alone(two: Two, tmp_path: Path) -> None:
    ann, _ = two
    ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 5))])
    with sqlite3.connect(ann.folder / "library.db") as database:
        assert {body for (body,) in database.execute("SELECT body FROM articles")} == {"\0"}
        assert not database.execute("SELECT * FROM waiting_texts").fetchall()
    # What was imported is known all the same.
    assert ann.import_from([write_articles(tmp_path / "b.jsonl", news(0, 5))]).duplicates == 5


def test_an_import_that_was_broken_off_between_ledger_and_cluster_is_sent_when_it_is_opened(
    settings: ClusterSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with create_shared(tmp_path / "ann", settings) as ann:
        with monkeypatch.context() as broken:
            broken.setattr(ann.index, "send", _killed)
            assert ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 7))]).interrupted
        assert ann.index.behind() == 7
    with open_library(tmp_path / "ann") as ann:
        assert ann.catch_up()
        assert ann.count("") == 7


def _killed(*_given: object) -> int:
    raise KeyboardInterrupt


def test_a_library_is_opened_again_as_it_was_left(settings: ClusterSettings, tmp_path: Path) -> None:
    with create_shared(tmp_path / "ann", settings) as ann:
        ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 4))])
    (tmp_path / "ann" / "cluster.json").unlink()
    with open_library(tmp_path / "ann") as ann:
        assert isinstance(ann, SharedLibrary)
        info = ann.info()
        assert (info.articles, info.sources, info.engine, info.index) == (4, 2, "opensearch", "current")
        assert str(info.first_date) == "2024-01-01"


def test_the_index_is_made_anew_in_its_place(two: Two, tmp_path: Path) -> None:
    ann, bob = two
    ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 12))])
    bob.reindex("opensearch")
    ann.index.refresh()
    assert ann.count("batteries") == 12
    assert ann.search("town5").hits[0].title == "Report number 5"
    with pytest.raises(LibraryError, match="cannot be moved to tantivy"):
        bob.reindex("tantivy")


def test_the_doctor_tells_of_articles_that_the_cluster_lost(two: Two, tmp_path: Path) -> None:
    ann, _ = two
    ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 3))])
    assert not examine(ann.folder).findings
    (hit,) = ann.search("town1").hits
    ann.index.engine.delete([hit.id])
    ann.index.engine.commit()
    (finding,) = examine(ann.folder).findings
    assert "lacks 1 of 3 articles" in finding.text
    assert "a.jsonl" in finding.text
    # After a repair the file can be imported again, which brings it back.
    examine(ann.folder, repair=True)
    ann.import_from([str(tmp_path / "a.jsonl")])
    assert ann.count("") == 3
    assert not examine(ann.folder).findings


def test_an_index_that_is_gone_is_told_and_not_made_anew(settings: ClusterSettings, tmp_path: Path) -> None:
    with create_shared(tmp_path / "ann", settings) as ann:
        ann.import_from([write_articles(tmp_path / "a.jsonl", news(0, 3))])
    connection = Connection(settings)
    dropped(connection, settings.index)
    connection.close()
    with open_library(tmp_path / "ann") as ann, pytest.raises(IndexDamaged, match=r"no (such )?index"):
        ann.search("")


def test_a_folder_with_a_library_is_not_taken(settings: ClusterSettings, tmp_path: Path) -> None:
    open_library(tmp_path / "mine", create=True).close()
    with pytest.raises(EvtuiError, match="already is a library"):
        create_shared(tmp_path / "mine", settings)
