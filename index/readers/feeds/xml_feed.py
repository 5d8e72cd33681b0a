"""RSS, Atom and CDF: one article an entry. feedparser reads them, and it is given bytes, never an address."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.feeds.bounded import bound_feedparser
from index.readers.feeds.entries import feed_of, found_of
from index.readers.fields import excerpt
from index.readers.limits import MAX_DOCUMENT_BYTES

_EXCERPT_BYTES: Final = 500


def read_feed(context: Context) -> Iterator[Draft | Rejected]:
    """Read the entries of a feed; of a feed that is no well-formed XML, what can be saved of it."""
    data = context.stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield context.reject(1, f"The feed is larger than {MAX_DOCUMENT_BYTES // 2**20} MB.")
        return
    try:
        parsed = _parse(data, context.given.options.encoding)
    except UnicodeDecodeError:
        parsed = _parse(_undeclared(data), context.given.options.encoding)
    entries = parsed["entries"]
    if not entries:
        yield context.reject(1, _why_empty(parsed), excerpt(data[:_EXCERPT_BYTES].decode("utf-8", "replace")))
        return
    feed = feed_of(parsed["feed"], parsed["version"] or "", context.given.options.date_order)
    doubt = _doubt(parsed)
    for entry in entries:
        found = found_of(entry, feed)
        if doubt:
            found.doubts.append(doubt)
        yield context.article(found)


def _parse(data: bytes, encoding: str) -> dict[str, Any]:
    import feedparser

    bound_feedparser()
    # evtui makes text of HTML itself, without scripts and addresses, so that cleaning it first is lost time.
    # An object that can be read is the one argument that feedparser never takes for a path or an address.
    headers = {"content-type": f"application/xml; charset={encoding}"} if encoding else None
    parsed: dict[str, Any] = feedparser.parse(
        io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
    )
    return parsed


def _undeclared(data: bytes) -> bytes:
    """Return a feed without the name of its encoding; feedparser looks for that in the first line."""
    first, end, rest = data.partition(b"\n")
    return first.replace(b"encoding=", b"encoded=") + end + rest


def _why_empty(parsed: dict[str, Any]) -> str:
    if parsed["version"]:
        return "The feed has no entries."
    if _is_damaged(parsed):
        return f"It is no feed: {_said(parsed['bozo_exception'])}, and no entry was found in it."
    return "It is XML, but no feed that has entries."


def _doubt(parsed: dict[str, Any]) -> str:
    if not parsed["bozo"]:
        return ""
    if _is_damaged(parsed):
        said = _said(parsed["bozo_exception"])
        return f"The feed is not well-formed ({said}); what could be read of it was taken."
    return f"The feed is in another encoding than it says; it was read as {parsed['encoding']}."


def _is_damaged(parsed: dict[str, Any]) -> bool:
    from feedparser import CharacterEncodingOverride

    return bool(parsed["bozo"]) and not isinstance(parsed["bozo_exception"], CharacterEncodingOverride)


def _said(error: Exception) -> str:
    """Return what the parser says, without the line, which it counts in a copy of its own."""
    message = getattr(error, "getMessage", lambda: str(error))()
    return excerpt(message) or type(error).__name__
