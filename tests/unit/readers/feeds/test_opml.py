"""Lists of feeds: those that are saved beside the list are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from tests.unit.readers.feeds.test_xml_feed import rss

Items = list[Draft | Rejected]


@pytest.fixture
def read_list(tmp_path: Path) -> Callable[[str], Items]:
    """Write a list with some outlines beside `saved/feed.rss`, and read it."""
    folder = tmp_path / "lists"
    (folder / "saved").mkdir(parents=True)
    (folder / "saved" / "feed.rss").write_text(rss(), encoding="utf-8")
    (folder / "letter.txt").write_text(" date 2024-03-15 A letter that is no feed.", encoding="utf-8")
    (tmp_path / "outside.rss").write_text(rss(), encoding="utf-8")

    def run(outlines: str) -> Items:
        path = folder / "feeds.opml"
        path.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
        return list(read(Input(str(path)), ReadOptions()))

    return run


@pytest.mark.parametrize(
    "outline",
    [
        '<outline text="Charge" type="rss" xmlUrl="saved/feed.rss"/>',
        '<outline text="Charge" xmlURL="./saved/feed.rss" htmlUrl="https://charge.example/"/>',
        '<outline text="Charge" xmlUrl="https://charge.example/rss" path="saved/feed.rss"/>',
        '<outline text="Cars"><outline text="Charge" xmlUrl="saved/feed%2Erss"/></outline>',
        '<outline text="A & B" xmlUrl="saved/feed.rss"><br></outline>',
    ],
)
def test_a_saved_feed_is_read(read_list: Callable[[str], Items], outline: str) -> None:
    (item,) = read_list(outline)
    assert isinstance(item, Draft)
    assert (item.title, item.format) == ("Honda & Nissan sign", "opml/feed")
    assert "feeds.opml/" in item.origin.path


def test_articles_of_several_feeds_count_through_the_list(
    read_list: Callable[[str], Items], tmp_path: Path
) -> None:
    (tmp_path / "lists" / "more.rss").write_text(rss(), encoding="utf-8")
    items = read_list(
        '<outline xmlUrl="saved/feed.rss"/><outline xmlUrl="more.rss"/><outline xmlUrl="no.rss"/>'
    )
    assert [item.origin.position for item in items] == [1, 2, 3]


def test_a_feed_that_is_named_twice_is_read_once(read_list: Callable[[str], Items]) -> None:
    assert len(read_list('<outline xmlUrl="saved/feed.rss"/>' * 2)) == 1


def test_a_feed_that_is_not_saved_is_told_with_how_to_get_it(read_list: Callable[[str], Items]) -> None:
    (item,) = read_list('<outline text="Charge [b]" xmlUrl="https://charge.example/rss?a=1&amp;b=$(x)"/>')
    assert isinstance(item, Rejected)
    assert item.reason == (
        "The feed “Charge [b]” is not saved beside the list."
        " To get it: evtui fetch 'https://charge.example/rss?a=1&b=$(x)'"
    )


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("../outside.rss", "leads out of the folder"),
        ("saved/../../outside.rss", "leads out of the folder"),
        ("%2e%2e/outside.rss", "leads out of the folder"),
        ("..\\outside.rss", "leads out of the folder"),
        ("/etc/passwd", "leads out of the folder"),
        ("missing.rss", "no such file beside the list"),
        ("saved", "It is no file"),
        ("letter.txt", "is no feed"),
        ("feeds.opml", "is no feed"),
        ("file:///etc/passwd", "not saved beside the list"),
        ("a" * 5000, "no such file beside the list"),
    ],
)
def test_only_feeds_in_the_folder_of_the_list_are_read(
    read_list: Callable[[str], Items], place: str, reason: str
) -> None:
    (item,) = read_list(f'<outline xmlUrl="{place}"/>')
    assert isinstance(item, Rejected)
    assert reason in item.reason


def test_a_link_out_of_the_folder_is_not_followed(read_list: Callable[[str], Items], tmp_path: Path) -> None:
    (tmp_path / "lists" / "link.rss").symlink_to(tmp_path / "outside.rss")
    (item,) = read_list('<outline xmlUrl="link.rss"/>')
    assert isinstance(item, Rejected)
    assert "link out of the folder" in item.reason


def test_a_pipe_is_not_opened(read_list: Callable[[str], Items], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lists" / "pipe.rss")
    (item,) = read_list('<outline xmlUrl="pipe.rss"/>')
    assert isinstance(item, Rejected)
    assert "It is no file" in item.reason


@pytest.mark.parametrize("outlines", ["", "<outline text='A folder'/>", "<a/>"])
def test_a_list_without_feeds_says_so(read_list: Callable[[str], Items], outlines: str) -> None:
    (item,) = read_list(outlines)
    assert isinstance(item, Rejected)
    assert item.reason == "The list names no feeds."


def test_entities_of_a_list_read_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    path = tmp_path / "feeds.opml"
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(
        f'<!DOCTYPE opml [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY a0 "x">{laughs}]>'
        '<opml><body><outline text="&s;" xmlUrl="&a9;">&s;</outline></body></opml>',
        encoding="utf-8",
    )
    items = list(read(Input(str(path)), ReadOptions()))
    assert items
    assert "the secret" not in "".join(f"{item}" for item in items)
