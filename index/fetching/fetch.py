"""Fetching one address after the other into a library's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from index.fetching.connecting import Reply
from index.fetching.failure import FetchFailed
from index.fetching.keeping import keep, kept_about, kept_data, place_of
from index.fetching.targets import target_of
from index.fetching.visiting import Visitor
from index.readers import Draft, Input, ReadOptions, formats, read
from index.readers.fetched import About
from index.readers.responses import kind_of, response_of

_FEEDS: Final = frozenset({formats.FEED, formats.JSON_FEED})
_MAX_HEADER_CHARACTERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """An address that was fetched.

    Attributes:
        url: as it was named.
        path: where the answer is kept.
        changed: whether the answer is another one than that which was kept before, if one was.
        known: whether one was.
        feed: whether it is a feed.
    """

    url: str
    path: Path
    changed: bool
    known: bool
    feed: bool


class Fetcher:
    """Fetches addresses and keeps what comes."""

    def __init__(self, library: Path, visitor: Visitor) -> None:
        """Prepare a run.

        Args:
            library: the library's folder.
            visitor: how addresses are visited.
        """
        self._library = library
        self._visitor = visitor

    def is_kept(self, url: str) -> bool:
        """Whether an address was fetched before.

        Raises:
            FetchFailed: it is no address that can be fetched.
        """
        return place_of(self._library, target_of(url)).exists()

    def fetch(self, url: str) -> Fetched:
        """Fetch an address, or learn that it has not changed since it was kept.

        Raises:
            FetchFailed: it was not fetched; says why.
        """
        path = place_of(self._library, target_of(url))
        before = kept_about(path)
        reply = self._visitor.get(url, _conditions(before))
        if reply.status == HTTPStatus.NOT_MODIFIED and before is not None:
            return Fetched(url, path, changed=False, known=True, feed=before.format in _FEEDS)
        about = _about(reply)
        changed = before is None or kept_data(path) != reply.data
        try:
            keep(path, about, reply.data)
        except OSError as error:
            words = (error.strerror or type(error).__name__).lower()
            raise FetchFailed(f"What came could not be kept in {self._library}: {words}.") from error
        return Fetched(url, path, changed, before is not None, feed=about.format in _FEEDS)


def links_of(path: Path) -> Iterator[str]:
    """Give the addresses of the articles that a kept feed names, each once."""
    seen = set()
    for item in read(Input(str(path)), ReadOptions()):
        if isinstance(item, Draft) and item.url and item.url not in seen:
            seen.add(item.url)
            yield item.url


def _conditions(before: About | None) -> dict[str, str]:
    if before is None:
        return {}
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in asked.items() if value}


def _about(reply: Reply) -> About:
    """Return what is kept of an answer beside its bytes.

    Raises:
        FetchFailed: it holds nothing that evtui reads.
    """
    if reply.status != HTTPStatus.OK:
        raise FetchFailed(_told(reply.status))
    if not reply.data.strip():
        raise FetchFailed("The answer is empty.")
    content_type = _header(reply, "content-type")
    response = response_of(reply.target.url, reply.data, content_type)
    kind = kind_of(response)
    if not kind:
        called = f" (the server calls it {response.media_type[:60]})" if response.media_type else ""
        raise FetchFailed(f"It is nothing that evtui reads{called}.")
    return About(
        url=reply.target.url,
        content_type=content_type,
        etag=_header(reply, "etag"),
        last_modified=_header(reply, "last-modified"),
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        format=kind,
    )


def _header(reply: Reply, name: str) -> str:
    """Return a header that can be kept and sent again: short, and without control characters."""
    value = reply.headers.get(name, "").strip()
    usable = len(value) <= _MAX_HEADER_CHARACTERS and value.isascii() and value.isprintable()
    return value if usable else ""


def _told(status: int) -> str:
    try:
        words = HTTPStatus(status).phrase
    except ValueError:
        words = "a number that HTTP does not know"
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return f"There is no such page any more, or never was ({status} {words})."
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PAYMENT_REQUIRED}:
        return f"The server does not give it to everyone ({status} {words})."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"The server asks for fewer requests ({status} {words}); try again later."
    return f"The server answered {status} {words}."
