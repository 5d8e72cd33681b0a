"""Declared sources: kept in the library, and chosen for each input."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.dates.order import DateOrder
from index.errors import LibraryError, LibraryTooNew, ReaderError
from index.readers import ReadOptions
from index.sources import (
    SETTING,
    Chooser,
    DeclaredSource,
    SourceError,
    declare,
    declared_sources,
    find,
    forget,
)
from index.store import Store

WIRE = DeclaredSource(
    "Sample Wire",
    ("/data/wire",),
    {"body": "full_text", "key": "nr"},
    DateOrder.MONTH_FIRST,
    "csv",
    "cp1252",
    "en",
)


@pytest.fixture
def store(tmp_path: Path):
    made = Store.create(tmp_path / "library")
    yield made
    made.close()


def test_what_is_declared_is_there_again(store, tmp_path):
    declare(store, WIRE)
    declare(store, DeclaredSource("Another"))
    other = Store.open(tmp_path / "library")
    assert declared_sources(other) == {"Another": DeclaredSource("Another"), "Sample Wire": WIRE}
    other.close()
    forget(store, "sample wire")
    assert list(declared_sources(store)) == ["Another"]


def test_a_name_is_declared_once_unless_it_is_replaced(store):
    declare(store, WIRE)
    with pytest.raises(SourceError, match="declared already"):
        declare(store, DeclaredSource("Sample Wire"))
    declare(store, DeclaredSource("Sample Wire"), replace=True)
    assert declared_sources(store)["Sample Wire"].mapping == {}


def test_a_name_that_is_not_declared_tells_those_that_are(store):
    with pytest.raises(SourceError, match="none yet"):
        find({}, "x")
    with pytest.raises(SourceError, match="Declared: “Sample Wire”"):
        find({"Sample Wire": WIRE}, "Wire")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (DeclaredSource(""), SourceError),
        (DeclaredSource("\x1b[31m"), SourceError),
        (DeclaredSource("x" * 201), SourceError),
        (DeclaredSource("x", ("",)), SourceError),
        (DeclaredSource("x", ("/a",) * 101), SourceError),
        (DeclaredSource("x", language="klingon language"), SourceError),
        (DeclaredSource("x", mapping={"nonsense": "y"}), ReaderError),
        (DeclaredSource("x", format="nonsense"), ReaderError),
        (DeclaredSource("x", encoding="nonsense"), ReaderError),
    ],
)
def test_what_cannot_be_declared(store, source, error):
    with pytest.raises(error):
        declare(store, source)
    assert declared_sources(store) == {}


@pytest.mark.parametrize(
    "kept",
    [
        [],
        {},
        {"version": 1},
        {"version": 1, "sources": [{}]},
        {"version": 1, "sources": [{"name": "x", "paths": [1]}]},
        {"version": 1, "sources": [{"name": "x", "paths": [], "map": 3}]},
        {"version": 1, "sources": [{"name": "x", "paths": [], "map": {"body": 3}}]},
        {"version": 1, "sources": [{"name": "x", "paths": [], "date_order": "backwards"}]},
        {"version": 1, "sources": [{"name": "x", "paths": [], "format": "nonsense"}]},
        {"version": 1, "sources": "x"},
    ],
)
def test_what_is_damaged_is_said(store, kept):
    store.set_setting(SETTING, kept)
    with pytest.raises(LibraryError, match="source remove --all"):
        declared_sources(store)


def test_sources_of_a_newer_version_are_not_guessed_at(store):
    store.set_setting(SETTING, {"version": 2, "sources": []})
    with pytest.raises(LibraryTooNew):
        declared_sources(store)


# Which is used


def chooser(*sources: DeclaredSource, said: ReadOptions | None = None, told: bool = False, **more) -> Chooser:
    return Chooser(said or ReadOptions(), told, {each.name: each for each in sources}, **more)


def test_a_file_that_matches_is_read_as_declared(tmp_path):
    choose = chooser(WIRE)
    assert choose("/data/wire/a.csv") == ReadOptions(
        "Sample Wire", DateOrder.MONTH_FIRST, dict(WIRE.mapping), "csv", "cp1252", "en"
    )
    assert choose("/data/other/a.csv") == ReadOptions()
    assert choose("-") == ReadOptions()
    assert choose.used == {"Sample Wire": 1}


def test_what_the_import_says_wins():
    said = ReadOptions("Told", DateOrder.DAY_FIRST, {"body": "other"}, "tsv", "utf-8", "de")
    assert chooser(WIRE, said=said, told=True)("/data/wire/a.csv") == ReadOptions(
        "Told", DateOrder.DAY_FIRST, {"body": "other", "key": "nr"}, "tsv", "utf-8", "de"
    )
    # The order that the library remembers is not told by the import.
    assert chooser(WIRE, said=said)("/data/wire/a.csv").date_order is DateOrder.MONTH_FIRST


def test_the_most_specific_pattern_wins():
    narrow = DeclaredSource("Narrow", ("/data/wire/2024/*.csv",))
    wide = DeclaredSource("Wide", ("/data",))
    choose = chooser(wide, WIRE, narrow)
    assert choose("/data/wire/2024/a.csv").source == "Narrow"
    assert choose("/data/wire/2023/a.csv").source == "Sample Wire"
    assert choose("/data/x").source == "Wide"


def test_real_paths_are_compared(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    choose = chooser(DeclaredSource("Real", (str(tmp_path / "real"),)))
    assert choose("link/a.csv").source == "Real"
    assert choose("real/../other.csv").source == ""


def test_a_source_that_is_asked_for_is_used_for_everything():
    choose = chooser(WIRE, everything=DeclaredSource("Asked"))
    assert choose("-").source == "Asked"
    assert choose("/data/wire/a").source == "Asked"
