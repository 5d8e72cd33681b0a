"""Which index in a cluster is used, made, joined, left alone or deleted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.engines import open_engine, opensearch_index
from index.engines.opensearch_engine import OpenSearchEngine
from index.engines.opensearch_settings import read_settings, write_settings
from index.errors import EngineError, IndexDamaged
from index.query.ast import All, Term
from tests.engines.shelf import Shelf, document, name_cluster


def indexes(shelf: Shelf) -> list[str]:
    """Return the indexes that belong to a shelf."""
    engine = shelf.engine
    assert isinstance(engine, OpenSearchEngine)
    return sorted(engine.client.indices.get(index=f"{engine.settings.index}*"))


def engine_of(shelf: Shelf) -> OpenSearchEngine:
    assert isinstance(shelf.engine, OpenSearchEngine)
    return shelf.engine


def remapped(shelf: Shelf, meta: dict[str, Any]) -> None:
    """Write into the mapping who made it."""
    engine = engine_of(shelf)
    engine.client.indices.put_mapping(index=engine.index, body={"_meta": meta})


def test_an_index_of_another_version_is_told_and_left_as_it_is(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    remapped(shelf, {"evtui": {"mapping": 99}})
    before = indexes(shelf)
    for shared in (False, True):
        with pytest.raises(EngineError, match=r"another version of evtui \(its mapping is 99"):
            OpenSearchEngine.open(shelf.folder, tokens_of=shelf.tokens_of, shared=shared)
    assert indexes(shelf) == before
    assert shelf.found(All()) == "a"


def test_an_index_of_another_program_is_told_and_left_as_it_is(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    remapped(shelf, {})
    with pytest.raises(EngineError, match="not made by evtui"):
        open_engine("opensearch", shelf.folder, tokens_of=shelf.tokens_of)
    assert shelf.found(All()) == "a"


def test_no_field_comes_into_an_index_by_itself(shelf: Shelf) -> None:
    engine = engine_of(shelf)
    engine.add([document("a", "x", city=["Rome"])])
    with pytest.raises(EngineError, match="city"):
        engine.commit()
    engine.rollback()


def test_readers_use_the_old_index_while_one_is_built(shelf: Shelf) -> None:
    shelf.put(document("old", "x"))
    building = open_engine("opensearch", shelf.folder.with_name("2"), tokens_of=shelf.tokens_of, create=True)
    building.add([document("new", "x")])
    assert shelf.found(Term("x")) == "old"
    reader = open_engine("opensearch", shelf.folder, tokens_of=shelf.tokens_of)
    assert reader.ids(Term("x")) == {"old"}
    reader.close()
    shelf.engine.close()
    building.commit()
    shelf.engine = open_engine("opensearch", shelf.folder, tokens_of=shelf.tokens_of)
    building.close()
    assert shelf.found(Term("x")) == "new"
    assert len(indexes(shelf)) == 1


def test_an_index_that_was_begun_and_never_committed_leaves_nothing(shelf: Shelf) -> None:
    shelf.put(document("old", "x"))
    before = indexes(shelf)
    building = open_engine("opensearch", shelf.folder.with_name("2"), tokens_of=shelf.tokens_of, create=True)
    building.add([document("new", "x")])
    building.rollback()
    assert building.ids(All()) == set()
    building.close()
    assert indexes(shelf) == before


def test_what_a_process_left_that_died_is_removed_after_a_day(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(document("old", "x"))
    in_use = engine_of(shelf).index
    died = open_engine("opensearch", shelf.folder.with_name("2"), tokens_of=shelf.tokens_of, create=True)
    assert isinstance(died, OpenSearchEngine)
    building = open_engine("opensearch", shelf.folder.with_name("3"), tokens_of=shelf.tokens_of, create=True)
    building.close()
    assert indexes(shelf) == sorted([in_use, died.index])
    monkeypatch.setattr(opensearch_index, "ABANDONED_SECONDS", -3600)
    building = open_engine("opensearch", shelf.folder.with_name("3"), tokens_of=shelf.tokens_of, create=True)
    building.close()
    assert indexes(shelf) == [in_use]
    died.close()


def test_a_shared_index_is_joined_and_never_emptied(addresses: tuple[str, ...], tmp_path: Path) -> None:
    settings = name_cluster(tmp_path)
    ann = OpenSearchEngine.open(tmp_path / "ann", tokens_of=lambda _: (), shared=True)
    ben = OpenSearchEngine.open(tmp_path / "ben", tokens_of=lambda _: (), shared=True, create=True)
    try:
        assert ann.index == ben.index == settings.index
        ann.add([document("a", "x")])
        ben.add([document("b", "x")], fresh=True)
        ann.commit()
        ben.commit()
        assert ann.ids(All()) == ben.ids(All()) == {"a", "b"}
        with pytest.raises(EngineError, match="others may use"):
            open_engine("opensearch", tmp_path / "cid", tokens_of=lambda _: (), create=True)
        # What one forgets is not taken from another who wrote it since.
        ann.add([document("c", "first")], fresh=True)
        ann._sender.flush()  # type: ignore[union-attr]
        ben.add([document("c", "second")])
        ben.commit()
        ann.rollback()
        ann.commit()
        assert ben.ids(Term("second")) == {"c"}
    finally:
        ann.client.indices.delete(index=settings.index)
        ann.close()
        ben.close()


def test_the_cluster_is_named_beside_the_store(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(document("a", "x"))
    inner = tmp_path / "index" / "opensearch-1"
    engine = open_engine("opensearch", inner, tokens_of=shelf.tokens_of)
    assert engine.ids(All()) == {"a"}
    engine.close()


def test_an_index_that_is_gone_is_damaged(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    engine = engine_of(shelf)
    engine.client.indices.delete(index=engine.index)
    with pytest.raises(IndexDamaged):
        engine.count(All())
    with pytest.raises(IndexDamaged, match="no index"):
        open_engine("opensearch", shelf.folder, tokens_of=shelf.tokens_of)


def test_shards_and_copies_are_as_they_were_set(addresses: tuple[str, ...], tmp_path: Path) -> None:
    shelf = Shelf("opensearch", tmp_path / "index")
    settings = read_settings(tmp_path)
    write_settings(tmp_path, replace(settings, shards=3, replicas=2))
    shelf.engine.close()
    shelf.engine = open_engine("opensearch", shelf.folder, tokens_of=shelf.tokens_of, create=True)
    engine = engine_of(shelf)
    made = engine.client.indices.get_settings(index=engine.index)[engine.index]["settings"]["index"]
    assert (made["number_of_shards"], made["number_of_replicas"]) == ("3", "2")
    shelf.close()


def test_the_cluster_keeps_the_article_and_no_tokens(shelf: Shelf) -> None:
    engine = engine_of(shelf)
    given = document("a", "some words", title="a title", topic=["cars"])
    shelf.put(
        replace(given, record={"body": "Some words.", "url": "https://example.org/1", "extra": {"x": [1]}})
    )
    kept = engine.client.get(index=engine.index, id="a")["_source"]
    assert kept["record"] == {"body": "Some words.", "url": "https://example.org/1", "extra": {"x": [1]}}
    assert kept["topic"] == ["cars"]
    assert not {"title", "body", "title_words", "body_words"} & kept.keys()
