"""What the commands say of a shared library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.engines.opensearch_settings import ClusterSettings
from index.library import open_library
from tests.opensearch.sharing import index_of_its_own, news, write_articles
from tui.cli import main

Said = pytest.CaptureFixture[str]


@pytest.fixture
def settings(addresses: tuple[str, ...]) -> Iterator[ClusterSettings]:
    """Give an index of the test's own."""
    with index_of_its_own(addresses) as made:
        yield made


@pytest.fixture
def folder(settings: ClusterSettings, tmp_path: Path, capsys: Said) -> str:
    """Make a library by command, with ten articles."""
    folder = str(tmp_path / "ann")
    urls = [word for url in settings.urls for word in ("--url", url)]
    assert main(["-L", folder, "init", "--engine", "opensearch", *urls, "--index", settings.index]) == 0
    assert "which is empty" in capsys.readouterr().out
    assert main(["-L", folder, "import", write_articles(tmp_path / "a.jsonl", news(0, 10))]) == 0
    assert capsys.readouterr().out.startswith("10 added, 0 updated, 0 duplicates")
    return folder


def test_a_second_person_is_told_what_is_there(
    folder: str, settings: ClusterSettings, tmp_path: Path, capsys: Said
) -> None:
    made = ["-L", str(tmp_path / "bob"), "init", "--engine", "opensearch", "--url", settings.urls[0]]
    assert main([*made, "--index", settings.index, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"] == 10
    assert main(["-L", str(tmp_path / "bob"), "search", "--json", "town3"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Report number 3"
    assert main([*made, "--index", settings.index]) == 1
    assert "already is a library" in capsys.readouterr().err


def test_info_tells_where_the_articles_are(folder: str, settings: ClusterSettings, capsys: Said) -> None:
    assert main(["-L", folder, "info", "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["articles"], info["engine"], info["waiting"]) == (10, "opensearch", 0)
    assert info["shares"] == settings.shown


def test_the_doctor_and_the_analysis_say_what_they_do_not_do(folder: str, capsys: Said) -> None:
    assert main(["-L", folder, "doctor"]) == 0
    assert "Its 10 articles are all there." in capsys.readouterr().out
    assert main(["-L", folder, "analyse"]) == 0
    assert "names, topics and near-duplicates are not found" in capsys.readouterr().err


def test_a_backup_holds_the_marks_and_says_that_it_holds_no_articles(
    folder: str, tmp_path: Path, capsys: Said
) -> None:
    with open_library(folder) as library:
        (hit,) = library.search("town3").hits
        library.store.add_note(hit.id, "Ask them.")
    assert main(["-L", folder, "backup", str(tmp_path / "b.zip")]) == 0
    said = capsys.readouterr()
    assert "What is on this machine is in" in said.out
    assert "The articles are not in it." in said.err
    assert main(["-L", str(tmp_path / "again"), "restore", str(tmp_path / "b.zip")]) == 0
    assert "which shares" in capsys.readouterr().out
    with open_library(tmp_path / "again") as library:
        assert [found.id for found in library.search("note:ask").hits] == [hit.id]
        assert library.article(hit.id).title == "Report number 3"


def test_a_shared_library_cannot_be_bent_to_another_index(folder: str, capsys: Said) -> None:
    assert main(["-L", folder, "reindex", "--engine", "opensearch", "--index", "t-another"]) == 1
    assert "and no other index" in capsys.readouterr().err
    assert main(["-L", folder, "reindex", "--engine", "whoosh"]) == 1
    assert "cannot be moved to whoosh" in capsys.readouterr().err
    assert main(["-L", folder, "reindex"]) == 0
    assert main(["-L", folder, "search", "town3", "-n", "1"]) == 0


def test_an_empty_shared_library_is_not_taken_for_the_samples(
    settings: ClusterSettings, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.libraries.default_folder", lambda: tmp_path / "mine")
    monkeypatch.delenv("EVTUI_LIBRARY", raising=False)
    made = ["init", "--engine", "opensearch", "--url", settings.urls[0], "--index", settings.index]
    assert main(made) == 0
    assert main(["info"]) == 0
    assert "articles    0" in capsys.readouterr().out
