"""WARC and ARC: what crawlers keep of the web. Each page, feed or document in it is read as itself.

One record is in memory at a time. What holds no article (pictures, redirects, errors) is counted and told in
one remark at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord

from index.dates.parse import parse_date
from index.readers import formats
from index.readers.content_encoding import NotUnpacked, unpack_content
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.feeds.markup import host_of
from index.readers.fields import excerpt
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.responses import Response, kind_of, read_response, response_of
from index.readers.webrecords import BadRecord, records

_READ: Final = frozenset({"response", "resource", "conversion"})
_DONE: Final = frozenset({"", "200", "203"})
"""States of a response with a page; old archives kept none."""
_BOOKKEEPING: Final = frozenset({"warcinfo", "request", "metadata", "arc_header"})
"""Records about the crawl itself, which nobody misses."""

_DATA: Final = frozenset({formats.JSON, formats.JSON_LINES})
"""What scripts of pages fetch; seldom articles."""


def read_web_archive(context: Context) -> Iterator[Draft | Rejected]:
    """Read the pages, feeds and documents of a web archive."""
    passed: Counter[str] = Counter()
    articles = False
    for record in records(context.stream):
        if isinstance(record, BadRecord):
            yield context.reject(1, record.reason)
            continue
        if record.rec_type in _BOOKKEEPING:
            continue
        if why := _why_passed(record, articles=articles):
            passed[why] += 1
            continue
        for item in _read_record(record, context, passed):
            articles = articles or (isinstance(item, Draft) and record.rec_type == "response")
            yield item
    if passed:
        counts = ", ".join(f"{what} ({count:,})" for what, count in passed.most_common())
        yield context.reject(1, f"Passed over, since they hold no articles: {counts}.")
    elif not context.position:
        yield context.reject(1, "The archive holds no pages, only notes on how it was made.")


def _why_passed(record: ArcWarcRecord, *, articles: bool) -> str:
    """Return what a record is that holds no article, as far as its head tells, or an empty string."""
    if record.rec_type not in _READ:
        return "repeated visits" if record.rec_type == "revisit" else "records of other kinds"
    address = _address(record)
    if not host_of(address):
        return "records that are not from the web"
    if record.rec_type == "conversion" and articles:
        return "texts of pages that are there themselves"
    return "robots.txt" if urlsplit(address).path == "/robots.txt" else _why_failed(_state(record))


def _why_failed(state: str) -> str:
    if state in _DONE:
        return ""
    return "redirects" if state.startswith("3") else "errors of servers"


def _read_record(record: ArcWarcRecord, context: Context, passed: Counter[str]) -> Iterator[Draft | Rejected]:
    address = _address(record)
    try:
        data, cut = _body(record)
    except NotUnpacked as error:
        yield context.reject(1, str(error), excerpt(address))
        return
    context.budget.spend(len(data))
    context.budget.open_member()
    if len(data) > MAX_DOCUMENT_BYTES:
        reason = f"The response is larger than {MAX_DOCUMENT_BYTES // 2**20} MB."
        yield context.reject(1, reason, excerpt(address))
        return
    response = _response(record, address, data)
    kind = kind_of(response)
    if not data or not kind:
        passed["pictures, scripts and other files" if data else "empty responses"] += 1
        return
    for item in read_response(context, response):
        if isinstance(item, Rejected) and kind in _DATA:
            passed["data without articles"] += 1
        else:
            yield _doubted(item) if cut and isinstance(item, Draft) else item


def _doubted(draft: Draft) -> Draft:
    return replace(draft, doubts=(*draft.doubts, "The record in the archive is cut off."))


def _body(record: ArcWarcRecord) -> tuple[bytes, bool]:
    """Return the body of a record, one byte more than is taken at most, and whether its end is missing."""
    stream = record.raw_stream
    chunked = _header(record, "transfer-encoding").lower() == "chunked"
    body = ChunkedDataReader(stream) if chunked else stream
    parts, size = [], 0
    while size <= MAX_DOCUMENT_BYTES and (part := body.read(min(1 << 20, MAX_DOCUMENT_BYTES + 1 - size))):
        parts.append(part)
        size += len(part)
    cut = size <= MAX_DOCUMENT_BYTES and int(getattr(stream, "limit", 0) or 0) > 0
    cut = cut or record.rec_headers.get_header("WARC-Truncated") is not None
    data = b"".join(parts)
    return unpack_content(data, _header(record, "content-encoding"), MAX_DOCUMENT_BYTES), cut


def _response(record: ArcWarcRecord, address: str, data: bytes) -> Response:
    about = _header(record, "content-type") if record.http_headers else _warc(record, "Content-Type")
    return response_of(address, data, about, _crawled(record))


def _crawled(record: ArcWarcRecord) -> date | None:
    return parse_date(_warc(record, "WARC-Date")).day


def _address(record: ArcWarcRecord) -> str:
    return _warc(record, "WARC-Target-URI")


def _state(record: ArcWarcRecord) -> str:
    headers: Any = record.http_headers
    return str(headers.get_statuscode() or "").strip() if headers else ""


def _header(record: ArcWarcRecord, name: str) -> str:
    headers: Any = record.http_headers
    return str(headers.get_header(name) or "") if headers else ""


def _warc(record: ArcWarcRecord, name: str) -> str:
    return str(record.rec_headers.get_header(name) or "")
