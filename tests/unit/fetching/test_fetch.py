"""What is fetched is kept, and read again without a network."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from index.fetching.failure import FetchFailed
from index.fetching.fetch import Fetched, Fetcher, links_of
from index.importing.outcome import Outcome
from index.library import open_library
from index.readers import Draft, Input, ReadOptions, Rejected, read
from tests.webserver import Answer, Site, article

PAGE = article("One plug for all", "The makers of cars agreed on one plug for all of them.")


def items_of(fetched: Fetched) -> list[Draft | Rejected]:
    return list(read(Input(str(fetched.path)), ReadOptions()))


def only(fetched: Fetched) -> Draft:
    (item,) = items_of(fetched)
    assert isinstance(item, Draft), item
    return item


def verdicts(library: Path, path: Path) -> list[str]:
    """Import a file and return what became of its articles."""
    outcomes: list[Outcome] = []
    with open_library(library, create=True) as opened:
        opened.import_from([str(path)], observer=outcomes.append, derive=False)
    return [outcome.verdict for outcome in outcomes]


def test_a_page_is_kept_with_its_address(site: Site, fetcher: Fetcher) -> None:
    site.pages["/plug?a=../../b"] = Answer(PAGE)
    fetched = fetcher.fetch(f"{site.url}/plug?a=../../b")
    assert (fetched.changed, fetched.known, fetched.feed) == (True, False, False)
    draft = only(fetched)
    assert (draft.title, draft.day) == ("One plug for all", date(2024, 3, 15))
    assert "agreed on one plug" in draft.body
    assert draft.url == f"{site.url}/plug?a=../../b"
    assert draft.source.startswith("127.0.0.1")
    assert draft.format == "fetched/html"


def test_the_place_where_it_is_kept_is_private_and_not_named_by_the_address(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    site.pages["/..%2F..%2Fevil.sh"] = Answer(PAGE)
    path = fetcher.fetch(f"{site.url}/..%2F..%2Fevil.sh").path
    assert path.parent == tmp_path / "library" / "fetched" / "127.0.0.1"
    assert path.stem.isalnum()
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)] == [
        0o600, 0o700, 0o700,
    ]  # fmt: skip
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_address_of_a_redirected_page_is_where_it_lies(site: Site, fetcher: Fetcher) -> None:
    site.pages["/short"] = Answer(b"", 301, {"Location": "/long"})
    site.pages["/long"] = Answer(PAGE)
    assert only(fetcher.fetch(f"{site.url}/short")).url == f"{site.url}/long"


def test_a_page_cannot_pass_for_a_page_of_another_site(site: Site, fetcher: Fetcher) -> None:
    canonical = '<link rel="canonical" href="https://other.example/article"></head>'
    site.pages["/a"] = Answer(PAGE.replace("</head>", canonical))
    assert only(fetcher.fetch(f"{site.url}/a")).url == f"{site.url}/a"


def test_a_page_without_a_date_is_not_of_the_day_on_which_it_was_fetched(
    site: Site, fetcher: Fetcher
) -> None:
    text = "<p>One plug for all cars, they say, and for all time.</p>"
    site.pages["/a"] = Answer(f"<html><title>A plug</title><body>{text}</body></html>")
    assert only(fetcher.fetch(f"{site.url}/a")).day is None


def test_a_feed_gives_its_entries(site: Site, fetcher: Fetcher) -> None:
    fetched = fetcher.fetch(site.serve_feed())
    assert fetched.feed
    drafts = [item for item in items_of(fetched) if isinstance(item, Draft)]
    assert [(draft.title, draft.source) for draft in drafts] == [
        ("Plugs agreed", "Charge Weekly"),
        ("Batteries cheaper", "Charge Weekly"),
    ]
    assert [draft.origin.position for draft in drafts] == [1, 2]
    assert list(links_of(fetched.path)) == [f"{site.url}/plugs", f"{site.url}/batteries"]


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        ("Eine Straße.".encode("latin-1"), "text/plain; charset=iso-8859-1", ""),
        ("# Одна вилка\n\nДля всех.".encode("koi8-r"), "text/markdown; charset=koi8-r", "Одна вилка"),
        (b'{"title": "From JSON", "body": "Words."}', "application/json", "From JSON"),
        ("Straße".encode(), "text/plain; charset=no-such-charset", ""),
        (b"words", "text/plain; charset=hex", ""),
    ],
)
def test_what_is_no_page_is_read_as_what_it_is(
    site: Site, fetcher: Fetcher, body: bytes, content_type: str, title: str
) -> None:
    site.pages["/a"] = Answer(body, headers={"Content-Type": content_type})
    draft = only(fetcher.fetch(f"{site.url}/a"))
    assert draft.title == title
    assert "\ufffd" not in draft.body
    if content_type.startswith("text/"):
        assert draft.url == f"{site.url}/a"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer("gone", 404), r"no such page any more, or never was \(404 Not Found\)"),
        (Answer("", 410), r"\(410 Gone\)"),
        (Answer("pay", 402), r"does not give it to everyone \(402 Payment Required\)"),
        (Answer("later", 429), r"fewer requests \(429 Too Many Requests\); try again later"),
        (Answer("oops", 500), "answered 500 Internal Server Error"),
        (Answer("?", 299), "answered 299 a number that HTTP does not know"),
        (Answer("", 304), "answered 304"),
        (Answer(b""), "answer is empty"),
        (
            Answer(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"}),
            "the server calls it image/png",
        ),
        (
            Answer(b"\x00\x01\x02", headers={"Content-Type": "application/octet-stream"}),
            "nothing that evtui reads",
        ),
        (Answer("p {}", headers={"Content-Type": "text/css"}), "nothing that evtui reads"),
    ],
)
def test_what_cannot_be_read_is_not_kept(
    site: Site, fetcher: Fetcher, answer: Answer, reason: str, tmp_path: Path
) -> None:
    site.pages["/a"] = answer
    with pytest.raises(FetchFailed, match=reason):
        fetcher.fetch(f"{site.url}/a")
    assert not (tmp_path / "library").exists()


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    url = f"{site.url}/a"
    headers = {"Content-Type": "text/html", "ETag": '"v1"', "Last-Modified": "Fri, 15 Mar 2024 10:00:00 GMT"}
    site.pages["/a"] = Answer(PAGE, headers=headers)
    first = fetcher.fetch(url)
    before = first.path.read_bytes()
    site.pages["/a"] = Answer(b"", 304)
    again = fetcher.fetch(url)
    assert (again.changed, again.known, again.path) == (False, True, first.path)
    sent = site.asked[-1][1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"v1"', "Fri, 15 Mar 2024 10:00:00 GMT")
    assert first.path.read_bytes() == before


def test_a_page_that_is_sent_again_unchanged_is_known(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Answer(PAGE)
    fetcher.fetch(f"{site.url}/a")
    assert not fetcher.fetch(f"{site.url}/a").changed


def test_a_changed_page_becomes_a_new_version_of_its_article(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    url, library = f"{site.url}/a", tmp_path / "library"
    site.pages["/a"] = Answer(PAGE)
    assert verdicts(library, fetcher.fetch(url).path) == ["added"]
    assert verdicts(library, fetcher.fetch(url).path) == ["duplicate"]
    site.pages["/a"] = Answer(PAGE.replace("one plug", "two plugs"))
    fetched = fetcher.fetch(url)
    assert (fetched.changed, fetched.known) == (True, True)
    assert verdicts(library, fetched.path) == ["updated"]
    with open_library(library) as opened:
        assert opened.info().articles == 1


def test_all_that_was_fetched_is_imported_again_without_a_network(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    fetcher.fetch(site.serve_feed())
    fetcher.fetch(f"{site.url}/plugs")
    asked = len(site.asked)
    assert sorted(verdicts(tmp_path / "other", tmp_path / "library" / "fetched")) == [
        "added",
        "added",
        "updated",
    ]
    assert len(site.asked) == asked


def test_a_summary_in_a_feed_does_not_replace_the_page_that_was_fetched(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    feed, page, library = site.serve_feed(), f"{site.url}/plugs", tmp_path / "library"
    for _ in range(2):
        told = verdicts(library, fetcher.fetch(feed).path), verdicts(library, fetcher.fetch(page).path)
    assert told == (["duplicate", "duplicate"], ["duplicate"])


def test_control_characters_in_headers_go_nowhere(site: Site, fetcher: Fetcher) -> None:
    headers = {
        "Content-Type": "text/html; x=\x1b[31m",
        "ETag": '"\x1b]0;evil\x07"',
        "Last-Modified": "\x9b31m",
    }
    site.pages["/a"] = Answer(PAGE, headers=headers)
    fetched = fetcher.fetch(f"{site.url}/a")
    head = fetched.path.read_bytes()[:1000]
    assert b"\x1b" not in head
    assert b"\x9b" not in head
    assert only(fetched).title == "One plug for all"
    fetcher.fetch(f"{site.url}/a")
    assert "If-None-Match" not in site.asked[-1][1]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[]",
        b"{",
        b'{"url": 7}',
        b'{"url": ""}',
        b"[" * 50_000,
        b'{"url": "x"}',
        b'{"url": "https://a/", "x": 1}',
    ],
)
def test_a_kept_file_that_was_changed_by_others_is_read_or_refused(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.fetched"
    path.write_bytes(b"evtui-fetched 1\n" + head + b"\n" + PAGE.encode())
    (item,) = read(Input(str(path)), ReadOptions())
    assert isinstance(item, Draft) or item.reason


def test_a_kept_file_that_is_damaged_is_fetched_anew(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Answer(PAGE)
    path = fetcher.fetch(f"{site.url}/a").path
    path.write_bytes(b"\x00" * 100)
    assert only(fetcher.fetch(f"{site.url}/a")).title == "One plug for all"


def test_a_folder_that_cannot_be_written_is_told(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "fetched").write_text("a file", encoding="utf-8")
    site.pages["/a"] = Answer(PAGE)
    with pytest.raises(FetchFailed, match="could not be kept"):
        fetcher.fetch(f"{site.url}/a")
