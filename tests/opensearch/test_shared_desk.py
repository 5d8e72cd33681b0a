"""The desk over a shared library: while others import, while nodes die, while the cluster is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.engines.opensearch_settings import ClusterSettings, write_settings
from index.errors import ClusterAway
from index.library import open_library
from index.shared.library import SharedLibrary, create_shared
from tests.driving import desk_over
from tests.opensearch.cluster import Cluster
from tests.opensearch.proxy import Proxy, answers, proxy_before
from tests.opensearch.sharing import index_of_its_own, news, write_articles

SECONDS = 60.0
"""How long the desk may take to see that a cluster is back, or that others have imported."""


@pytest.fixture
def settings(addresses: tuple[str, ...]) -> Iterator[ClusterSettings]:
    """Give an index of the test's own."""
    with index_of_its_own(addresses, shards=2) as made:
        yield made


@pytest.fixture
def folder(settings: ClusterSettings, tmp_path: Path) -> Path:
    """Make a shared library of forty articles."""
    with create_shared(tmp_path / "ann", settings) as library:
        library.import_from([write_articles(tmp_path / "a.jsonl", news(0, 40))])
    return tmp_path / "ann"


async def test_what_others_import_is_told_and_shown_by_the_next_search(
    folder: Path, settings: ClusterSettings, tmp_path: Path
) -> None:
    async with desk_over(folder, query="batteries") as desk:
        await desk.until(lambda: "40" in desk.text())
        with create_shared(tmp_path / "bob", settings) as bob:
            bob.import_from([write_articles(tmp_path / "b.jsonl", news(40, 45))])
        await desk.until(lambda: "New articles were added" in desk.text(), SECONDS)
        await desk.press("slash", "enter")
        await desk.until(lambda: "45" in desk.text())


async def test_a_session_goes_on_while_a_node_dies(cluster: Cluster, tmp_path: Path) -> None:
    with index_of_its_own(cluster.urls, shards=3) as settings:
        with create_shared(tmp_path / "ann", settings) as library:
            library.import_from([write_articles(tmp_path / "a.jsonl", news(0, 60))])
        async with desk_over(tmp_path / "ann", query="batteries", analysing=False) as desk:
            await desk.until(lambda: "Report number" in desk.text())
            cluster.nodes[1].kill()
            await desk.press("slash")
            await desk.paste("town7")
            await desk.press("enter")
            await desk.until(lambda: "Report number 7" in desk.text(), SECONDS)
            await desk.press("m")
            await desk.press("slash")
            await desk.paste("is:starred")
            await desk.press("enter")
            await desk.until(lambda: "Report number 7" in desk.text(), SECONDS)
            assert "makes batteries" in desk.text()
        with open_library(tmp_path / "ann") as library:
            done = library.import_from([write_articles(tmp_path / "b.jsonl", news(50, 80))])
            assert (done.added, done.duplicates) == (20, 10)
            assert library.count("") == 80


async def test_while_the_cluster_is_away_marks_are_made_and_it_is_found_again(
    folder: Path, settings: ClusterSettings, addresses: tuple[str, ...]
) -> None:
    with proxy_before(addresses[0]) as proxy:
        _through(folder, settings, proxy)
        async with desk_over(folder, query="town7") as desk:
            await desk.until(lambda: "Report number 7" in desk.text())
            proxy.misbehave("/", answers(503))
            await desk.press("slash")
            await desk.paste("town8")
            await desk.press("enter")
            await desk.until(lambda: "cannot answer at the moment" in desk.text(), SECONDS)
            await desk.press("m")
            assert _stars(folder)
            proxy.behave()
            await desk.until(lambda: "Report number 8" in desk.text(), SECONDS)


async def test_a_desk_that_is_opened_while_the_cluster_is_away_waits_for_it(
    folder: Path, settings: ClusterSettings, addresses: tuple[str, ...]
) -> None:
    with proxy_before(addresses[0]) as proxy:
        _through(folder, settings, proxy)
        proxy.misbehave("/", answers(503))
        async with desk_over(folder, query="town9") as desk:
            assert "This library is empty" not in desk.text()
            proxy.behave()
            await desk.until(lambda: "Report number 9" in desk.text(), SECONDS)


def test_what_is_imported_while_the_cluster_is_away_waits_and_is_sent_later(
    folder: Path, settings: ClusterSettings, addresses: tuple[str, ...], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("index.engines.opensearch_cluster.WRITE_PAUSES", (0.01,))
    with proxy_before(addresses[0]) as proxy:
        _through(folder, settings, proxy)
        with open_library(folder) as library:
            assert isinstance(library, SharedLibrary)
            proxy.misbehave("/_bulk", answers(503))
            with pytest.raises(ClusterAway, match=r"cannot answer at the moment.* 10 changes wait"):
                library.import_from([write_articles(tmp_path / "b.jsonl", news(30, 50))])
            assert library.index.behind() == 10
            assert not library.catch_up()
            proxy.behave()
            assert library.catch_up()
            assert (library.index.behind(), library.count("")) == (0, 50)


def _through(folder: Path, settings: ClusterSettings, proxy: Proxy) -> None:
    write_settings(folder, replace(settings, urls=(proxy.url,)))


def _stars(folder: Path) -> frozenset[str]:
    with open_library(folder) as library:
        return library.store.ids_starred()
