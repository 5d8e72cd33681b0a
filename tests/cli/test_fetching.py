"""`evtui fetch`, against a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.fetching import visiting
from index.fetching.fetch import Fetcher
from tests.cli.conftest import Run
from tests.webserver import Answer, Site, article, serving

PAGE = article("One plug for all", "The makers of cars agreed on one plug for all of them.")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(visiting, "PAUSE_SECONDS", 0.0)
    with serving() as served:
        yield served


def test_a_page_is_fetched_and_can_be_searched(run: Run, site: Site, tmp_path: Path) -> None:
    library = str(tmp_path / "library")
    site.pages["/plug"] = Answer(PAGE)
    answer = run("-L", library, "fetch", "--allow-private", f"{site.url}/plug")
    assert (answer.code, answer.out) == (0, f"{site.url}/plug: 1 article added.\n")
    (row,) = run("-L", library, "search", "plug", "--json").rows
    assert (row["title"], row["url"]) == ("One plug for all", f"{site.url}/plug")
    again = run("-L", library, "fetch", "--allow-private", f"{site.url}/plug")
    assert again.out == f"{site.url}/plug: not changed since it was fetched last, 1 article known already.\n"


def test_each_address_is_told_in_json(run: Run, site: Site, tmp_path: Path) -> None:
    site.pages["/plug"] = Answer(PAGE)
    urls = [f"{site.url}/plug", f"{site.url}/none", "ftp://example.org/"]
    answer = run("-L", str(tmp_path / "library"), "fetch", "--json", "--allow-private", *urls)
    assert answer.code == 1
    page, missing, other = answer.rows
    assert (page["url"], page["state"], page["added"]) == (urls[0], "fetched", 1)
    assert Path(page["file"]).is_file()
    assert (missing["state"], missing["file"]) == ("failed", "")
    assert "404" in missing["reason"]
    assert "not ftp" in other["reason"]


def test_a_private_address_is_refused_unless_allowed(run: Run, site: Site, tmp_path: Path) -> None:
    site.pages["/plug"] = Answer(PAGE)
    answer = run("-L", str(tmp_path / "library"), "fetch", f"{site.url}/plug")
    assert answer.code == 1
    assert "private network" in answer.out
    assert "--allow-private" in answer.out
    assert site.asked == []


def test_addresses_that_fail_leave_no_library_behind(run: Run, site: Site, tmp_path: Path) -> None:
    assert run("-L", str(tmp_path / "library"), "fetch", "--allow-private", f"{site.url}/none").code == 1
    assert not (tmp_path / "library").exists()


def test_a_feed_gives_its_entries_and_with_articles_their_pages(run: Run, site: Site, tmp_path: Path) -> None:
    library, feed = str(tmp_path / "library"), site.serve_feed()
    assert run("-L", library, "fetch", "--allow-private", feed).out == f"{feed}: 2 articles added.\n"
    answer = run("-L", library, "fetch", "--allow-private", "--articles", "--json", feed)
    assert [row["url"] for row in answer.rows] == [feed, f"{site.url}/plugs", f"{site.url}/batteries"]
    assert [row["updated"] for row in answer.rows] == [0, 1, 1]
    assert run("-L", library, "search", "everybody", "--json").rows
    again = run("-L", library, "fetch", "--allow-private", "--articles", "--json", feed)
    assert [row["url"] for row in again.rows] == [feed]
    assert "2 of 2 pages" in again.err
    assert run("-L", library, "search", "everybody", "--json").rows


def test_a_feed_does_not_lead_to_private_hosts_that_nobody_named(
    run: Run, site: Site, tmp_path: Path
) -> None:
    feed = site.serve_feed()
    answer = site.pages["/feed"]
    assert isinstance(answer, Answer)
    assert isinstance(answer.body, str)
    elsewhere = answer.body.replace(f"{site.url}/plugs", f"http://localhost:{site.port}/plugs")
    site.pages["/feed"] = Answer(elsewhere, headers=answer.headers)
    rows = run("-L", str(tmp_path / "library"), "fetch", "--allow-private", "--articles", "--json", feed).rows
    assert [row["state"] for row in rows] == ["fetched", "failed", "fetched"]
    assert "localhost lies on a private network" in rows[1]["reason"]
    assert "/plugs" not in site.paths()


def test_a_page_without_an_article_is_left_out_with_a_reason(run: Run, site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = Answer("<html><body></body></html>")
    (row,) = run("-L", str(tmp_path / "library"), "fetch", "--allow-private", "--json", f"{site.url}/a").rows
    assert (row["state"], row["rejected"]) == ("fetched", 1)
    assert row["reason"]


def test_stopping_keeps_and_imports_what_was_fetched(
    run: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = str(tmp_path / "library")
    real = Fetcher.fetch

    def fetch(self: Fetcher, url: str) -> object:
        if url.endswith("/second"):
            raise KeyboardInterrupt
        return real(self, url)

    monkeypatch.setattr(Fetcher, "fetch", fetch)
    site.pages["/plug"] = Answer(PAGE)
    urls = [f"{site.url}/plug", f"{site.url}/second", f"{site.url}/third"]
    answer = run("-L", library, "fetch", "--allow-private", *urls)
    assert answer.code == 1
    assert "Stopped." in answer.err
    assert answer.out == f"{site.url}/plug: 1 article added.\n"
    assert len(run("-L", library, "search", "plug", "--json").rows) == 1


def test_terminal_escapes_of_a_feed_are_not_printed(run: Run, site: Site, tmp_path: Path) -> None:
    item = f"<item><title>A</title><link>{site.url}/&#x9b;31m&#x202e;</link></item>"
    feed = f"<rss version='2.0'><channel>{item}</channel></rss>"
    site.pages["/feed"] = Answer(feed, headers={"Content-Type": "application/rss+xml"})
    answer = run(
        "-L", str(tmp_path / "library"), "fetch", "--allow-private", "--articles", f"{site.url}/feed"
    )
    assert "\x9b" not in answer.out + answer.err
    assert "\u202e" not in answer.out + answer.err
