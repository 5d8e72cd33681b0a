"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/): one article an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.feeds.markup import host_of, web_address
from index.readers.feeds.published import Stamp, published
from index.readers.fields import Found, excerpt
from index.readers.json_parse import JsonError, parse_json
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.text import text_of_html


def read_json_feed(context: Context) -> Iterator[Draft | Rejected]:
    """Read the items of a JSON Feed."""
    data = context.stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield context.reject(1, f"The feed is larger than {MAX_DOCUMENT_BYTES // 2**20} MB.")
        return
    text, doubt = context.decoder.decode(data)
    try:
        feed = parse_json(text)
    except JsonError as error:
        reason = f"The feed is not JSON: {error.reason} (line {error.line:,}, column {error.column:,})."
        yield context.reject(error.line, reason, excerpt(text[error.start : error.start + 2_000]))
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list) or not items:
        yield context.reject(1, "The feed has no items.", excerpt(text[:2_000]))
        return
    for item in items:
        if not isinstance(item, dict):
            yield context.reject(1, "The item is no object with fields.", excerpt(str(item)[:2_000]))
            continue
        found = _found(item, feed, context)
        if doubt:
            found.doubts.append(doubt)
        yield context.article(found)


def _found(item: Mapping[str, Any], feed: Mapping[str, Any], context: Context) -> Found:
    stamps = (Stamp(_text(item, name), None) for name in ("date_published", "date_modified"))
    when = published(stamps, context.given.options.date_order)
    return Found(
        title=item.get("title"),
        body=text_of_html(_text(item, "content_html")) or item.get("content_text") or item.get("summary"),
        date=when.value,
        source=_text(feed, "title") or host_of(_text(feed, "home_page_url")),
        author=_authors(item) or _authors(feed),
        url=web_address((item.get("url"), item.get("external_url"))),
        language=item.get("language") or feed.get("language"),
        tags=item.get("tags"),
        key=item.get("id"),
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _authors(values: Mapping[str, Any]) -> str:
    """Return the names of version 1.1, which has a list of authors, or of version 1, which has one."""
    authors = values.get("authors")
    listed = authors if isinstance(authors, list) else [values.get("author")]
    return ", ".join(
        name for author in listed if isinstance(author, dict) and (name := _text(author, "name"))
    )
