"""The feeds of feedparser's own tests: each is imported or left out with a reason, as feedparser reads it.

The corpus lies outside of the repository; where it is not there, these tests are skipped.
"""

from __future__ import annotations

import io
import tarfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.web.text import text_of_html
from index.sanitise import sanitise_line

CORPUS = Path(__file__).parents[5] / "shared" / "corpora" / "import" / "feeds.tar.xz"
FILES = 2_106
MARKUP = {"text/html", "application/xhtml+xml"}

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of feeds is not here")

SCRIPT_IN_TITLE = "tests/wellformed/sanitize/entry_title_crazy.xml"
"""feedparser leaves the text of a script in this title, which evtui drops."""


@dataclass(frozen=True)
class Feed:
    """One file, as evtui reads it and as feedparser does."""

    name: str
    items: list[Draft | Rejected]
    parsed: Any

    @property
    def pairs(self) -> Iterator[tuple[Draft, Any]]:
        """Each article with its entry."""
        if self.parsed.entries:
            for item, entry in zip(self.items, self.parsed.entries, strict=True):
                if isinstance(item, Draft):
                    yield item, entry


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> list[Feed]:
    """All files of the corpus, read."""
    folder = tmp_path_factory.mktemp("feeds")
    with tarfile.open(CORPUS) as corpus:
        corpus.extractall(folder, filter="data")
    files = sorted(path for path in folder.rglob("*.xml"))
    assert len(files) == FILES
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return [
            Feed(
                path.relative_to(folder).as_posix(),
                list(read(Input(str(path)), ReadOptions())),
                feedparser.parse(io.BytesIO(path.read_bytes())),
            )
            for path in files
        ]


def test_every_file_gives_articles_or_a_reason(feeds: list[Feed]) -> None:
    for feed in feeds:
        assert feed.items, feed.name
        for item in feed.items:
            assert not isinstance(item, Rejected) or item.reason.endswith("."), feed.name
            assert "could not be read to its end" not in getattr(item, "reason", ""), feed.name
    assert sum(isinstance(item, Draft) for feed in feeds for item in feed.items) > 450


def test_every_entry_is_an_article_or_left_out_for_want_of_a_text(feeds: list[Feed]) -> None:
    for feed in feeds:
        if not feed.parsed.entries:
            (only,) = feed.items
            assert isinstance(only, Rejected), feed.name
            continue
        assert len(feed.items) == len(feed.parsed.entries), feed.name
        for item, entry in zip(feed.items, feed.parsed.entries, strict=True):
            if isinstance(item, Rejected):
                assert not shown_title(entry), feed.name
                assert item.reason == "It has neither a title nor a text.", feed.name


def test_titles_agree(feeds: list[Feed]) -> None:
    compared = 0
    for feed in feeds:
        for item, entry in feed.pairs:
            if feed.name != SCRIPT_IN_TITLE:
                assert item.title == shown_title(entry), feed.name
                compared += 1
    assert compared > 450


def test_dates_agree_but_for_the_time_zone(feeds: list[Feed]) -> None:
    compared = 0
    for feed in feeds:
        for item, entry in feed.pairs:
            theirs = day_of(entry)
            assert (item.day is None) == (theirs is None), feed.name
            if item.day is None or theirs is None:
                continue
            compared += 1
            if names_an_offset(entry):
                assert abs(item.day - theirs) <= timedelta(days=1), feed.name
            else:
                assert item.day == theirs, feed.name
    assert compared >= 30


def shown_title(entry: Any) -> str:
    """Return the title of an entry without markup, as feedparser reads it."""
    title = entry.get("title", "")
    kind = entry.get("title_detail", {}).get("type")
    return sanitise_line(text_of_html(title) if kind in MARKUP else title)


def day_of(entry: Any) -> date | None:
    parsed = next(filter(None, (dict.get(entry, f"{name}_parsed") for name in DATES)), None)
    return date(*parsed[:3]) if parsed else None


def names_an_offset(entry: Any) -> bool:
    text = next(filter(None, (dict.get(entry, name) for name in DATES)), "")
    return not text.endswith(("Z", "GMT")) and ("+" in text or text.count("-") > 2)


DATES = ("published", "updated", "created")
