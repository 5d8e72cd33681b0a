"""Moving the index of a library of one person into a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import moving
from index.care.doctor import examine
from index.engines.opensearch_settings import ClusterSettings, write_settings
from index.errors import Cancelled, ClusterAway
from index.library import Library, open_library
from index.model import Progress
from index.searchindex import SearchIndex
from tests.opensearch.proxy import answers, proxy_before
from tests.opensearch.sharing import index_of_its_own, news, write_articles
from tui.cli import main


@pytest.fixture
def settings(addresses: tuple[str, ...]) -> Iterator[ClusterSettings]:
    """Give an index of the test's own."""
    with index_of_its_own(addresses, replicas=0) as made:
        yield made


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library of fifty articles, moved ten at a time."""
    monkeypatch.setattr(moving, "BATCH_ARTICLES", 10)
    monkeypatch.setattr(moving, "COMMIT_ARTICLES", 20)
    with open_library(tmp_path / "library", create=True) as made:
        made.import_from([write_articles(tmp_path / "a.jsonl", news(0, 50))], derive=False)
        yield made


def test_a_move_that_was_stopped_goes_on_and_doubles_nothing(
    library: Library, settings: ClusterSettings, tmp_path: Path
) -> None:
    write_settings(library.folder, settings)
    looks = iter((False, False, False, True))
    with pytest.raises(Cancelled, match="30 of 50 articles in the cluster"):
        library.reindex("opensearch", cancelled=lambda: next(looks))
    # Until all is there the library is searched as before, also by who opens it anew.
    with open_library(library.folder) as again:
        assert again.catch_up()
        assert (again.info().engine, again.count("batteries")) == ("whoosh", 50)
        assert not examine(library.folder).findings
    told: list[Progress] = []
    library.reindex("opensearch", told.append)
    assert [progress.done for progress in told] == [40, 50]
    assert (library.info().engine, library.info().index) == ("opensearch", "current")
    assert library.count("batteries") == library.search("").total == 50
    assert not examine(library.folder).findings
    # What is imported from now on is searched there.
    library.import_from([write_articles(tmp_path / "b.jsonl", news(50, 55))], derive=False)
    assert library.count("batteries") == 55


def test_a_move_that_was_killed_goes_on(
    library: Library, settings: ClusterSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(library.folder, settings)
    with monkeypatch.context() as broken:
        broken.setattr(moving, "replace", _dies_at(3))
        with pytest.raises(KeyboardInterrupt):
            library.reindex("opensearch")
    library.reindex("opensearch")
    assert library.search("batteries").total == library.count("") == 50


def test_an_index_that_another_library_put_in_its_place_is_not_believed(
    library: Library, settings: ClusterSettings, tmp_path: Path
) -> None:
    write_settings(library.folder, settings)
    library.reindex("opensearch")
    with open_library(tmp_path / "other", create=True) as other:
        other.import_from([write_articles(tmp_path / "b.jsonl", news(90, 92))], derive=False)
        write_settings(other.folder, settings)
        other.reindex("opensearch")
    with open_library(library.folder) as again:
        assert again.index.status() == "missing"
        assert again.count("batteries") == 50


def test_while_the_cluster_is_away_nothing_is_built_in_its_place(
    library: Library, settings: ClusterSettings, addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engines.opensearch_cluster.READ_PAUSES", (0.01,))
    monkeypatch.setattr("index.engines.opensearch_cluster.WRITE_PAUSES", (0.01,))
    with proxy_before(addresses[0]) as proxy:
        write_settings(library.folder, replace(settings, urls=(proxy.url,)))
        library.reindex("opensearch")
        proxy.misbehave("/", answers(503))
        with open_library(library.folder) as again:
            assert again.info().index == "away"
            with monkeypatch.context() as never:
                never.setattr(SearchIndex, "rebuild", _never)
                with pytest.raises(ClusterAway):
                    again.search("batteries")
            proxy.behave()
            assert again.search("batteries").total == 50


def test_the_command_moves_and_tells(
    library: Library, settings: ClusterSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(library.folder)
    library.close()
    moved = ["-L", folder, "reindex", "--engine", "opensearch", "--index", settings.index, "--replicas", "0"]
    assert main([*moved, *(word for url in settings.urls for word in ("--url", url))]) == 0
    assert "50 articles indexed with opensearch" in capsys.readouterr().out
    # The cluster is known from now on; and the way back is as short.
    assert main(["-L", folder, "reindex", "--engine", "opensearch"]) == 0
    assert main(["-L", folder, "reindex", "--engine", "whoosh"]) == 0
    with open_library(folder) as again:
        assert (again.info().engine, again.count("batteries")) == ("whoosh", 50)


def _never(*_given: object) -> None:
    raise AssertionError("an index was built")


def _dies_at(times: int) -> object:
    left = [times]

    def dying(value: object, **changes: object) -> object:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return replace(value, **changes)  # type: ignore[type-var]

    return dying
