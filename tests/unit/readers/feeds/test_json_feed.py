"""JSON Feed as articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from index.readers import Draft, Rejected
from tests.unit.readers.conftest import ReadFile

ITEM = {
    "id": "https://charge.example/2",
    "url": "https://charge.example/2",
    "title": "One plug",
    "content_html": "<p>One plug <script>x()</script>for all.</p><p>At last.</p>",
    "summary": "In short.",
    "date_published": "2024-03-15T23:30:00-08:00",
    "date_modified": "2024-03-17T00:00:00Z",
    "authors": [{"name": "A. Writer"}, {"name": "B. Editor"}, {"url": "https://x.example"}],
    "tags": ["plugs", "Tesla"],
    "language": "en-GB",
}


def feed(*items: Any, **more: Any) -> str:
    about = {"version": "https://jsonfeed.org/version/1.1", "title": "Charge Weekly"}
    return json.dumps({**about, "items": list(items), **more})


def test_an_item_is_an_article(read_one: Callable[..., Draft]) -> None:
    draft = read_one("feed.json", feed(ITEM))
    assert (draft.title, draft.body) == ("One plug", "One plug for all.\n\nAt last.")
    assert (draft.day, draft.time) == (date(2024, 3, 15), time(23, 30))
    assert (draft.source, draft.author) == ("Charge Weekly", "A. Writer, B. Editor")
    assert (draft.url, draft.key) == ("https://charge.example/2", "https://charge.example/2")
    assert (draft.language, draft.tags, draft.format) == ("en", ("plugs", "Tesla"), "jsonfeed")


def test_version_1_has_one_author(read_one: Callable[..., Draft]) -> None:
    item = {
        "id": "1",
        "content_text": "Words <as> they are.",
        "author": {"name": "C. One"},
        "date_modified": "2024-03-17",
    }
    text = feed(
        item, version="https://jsonfeed.org/version/1", title="", home_page_url="https://www.charge.example/"
    )
    draft = read_one("feed", text)
    assert (draft.body, draft.author, draft.source) == ("Words <as> they are.", "C. One", "charge.example")
    assert draft.day == date(2024, 3, 17)


@pytest.mark.parametrize("items", [{}, [], None, "x"])
def test_a_feed_without_items_says_so(read_file: ReadFile, items: object) -> None:
    (item,) = read_file("feed.json", feed(items=items))
    assert isinstance(item, Rejected)
    assert item.reason == "The feed has no items."


def test_broken_json_is_told_with_its_place(read_file: ReadFile) -> None:
    (item,) = read_file("feed.json", feed(ITEM)[:-1])
    assert isinstance(item, Rejected)
    assert item.reason.startswith("The feed is not JSON: ")


def test_an_odd_item_does_not_stop_the_others(read_file: ReadFile) -> None:
    odd = {"id": {"a": 1}, "title": ["x"], "content_html": 7, "authors": {"name": 3}, "url": 5, "tags": 9}
    one, two, three = read_file("feed.json", feed(17, odd, ITEM))
    assert isinstance(one, Rejected)
    assert isinstance(three, Draft)
    assert two.origin.position == 2
