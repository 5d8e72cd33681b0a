"""What a server answered, as an article: fetched just now, or kept in a web archive."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from typing import Final

from index.readers import formats
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.feeds.markup import host_of
from index.readers.fields import excerpt
from index.readers.formats import FORMATS
from index.readers.limits import MAX_LINE_CHARACTERS, SAMPLE_BYTES
from index.readers.recognise import recognise
from index.sanitise import sanitise_line

_EXTENSIONS: Final = {
    "text/html": ".html", "application/xhtml+xml": ".html",
    "text/plain": ".txt", "text/markdown": ".md",
    "application/json": ".json", "application/x-ndjson": ".jsonl",
    "text/csv": ".csv", "text/tab-separated-values": ".tsv",
    "application/pdf": ".pdf", "application/epub+zip": ".epub",
}  # fmt: skip
"""Media type → extension of a file of that kind, which counts where the content does not tell."""

_SCRIPTS: Final = frozenset(
    {"text/css", "text/javascript", "application/javascript", "application/x-javascript"}
)
_TOLD_BY_CONTENT: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}encoding=", re.IGNORECASE)

_ONE_ARTICLE: Final = frozenset(
    {formats.PLAIN, formats.MARKDOWN, formats.PDF, formats.DOCX, formats.EPUB, formats.MHTML}
)
"""Formats of which a response is one article, so that the response's address is the article's."""

_NO_ARTICLE: Final = "No article was found in the page: it has neither a text nor a title with a description."


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of a server.

    Attributes:
        url: what was asked for.
        data: the body, unpacked.
        media_type: what the server called it, in small letters, without parameters; may be empty.
        charset: the codec of its text, where the server named one that is known.
        seen: the day on which it was fetched, or None.
    """

    url: str
    data: bytes
    media_type: str = ""
    charset: str = ""
    seen: date | None = None


def response_of(url: str, data: bytes, content_type: str, seen: date | None = None) -> Response:
    """Return a response whose type is given as in the header `Content-Type`; its address is made safe."""
    address = sanitise_line(url[:MAX_LINE_CHARACTERS])
    header = Message()
    header["Content-Type"] = " ".join(content_type.split())
    media_type = header.get_content_type() if content_type.strip() else ""
    return Response(address, data, media_type, _codec(header.get_content_charset("")), seen)


def kind_of(response: Response) -> str:
    """Return the format of what a server sent, or an empty string where it is none that evtui reads."""
    major = response.media_type.partition("/")[0]
    if major in {"image", "audio", "video", "font"} or response.media_type in _SCRIPTS:
        return ""
    extension = _EXTENSIONS.get(response.media_type, "")
    told = recognise(f"it{extension}", response.data[:SAMPLE_BYTES]) if extension else _by_content(response)
    return told if told in FORMATS else ""


def _by_content(response: Response) -> str:
    told = recognise("it", response.data[:SAMPLE_BYTES])
    # Bytes of an unknown kind may begin with a day and be no article; a type of text is a claim to be one.
    light = told in FORMATS and FORMATS[told].text
    return told if not light or response.media_type not in _TOLD_BY_CONTENT else ""


def read_response(context: Context, response: Response) -> Iterator[Draft | Rejected]:
    """Read what a server sent, of which `kind_of` knows the format.

    An article without a date of its own gets the day on which it was seen, with a doubt.
    """
    kind = kind_of(response)
    if kind == formats.HTML:
        yield _read_page(context, response)
        return
    from index.readers.read import read_member

    given = context.given.options
    data, encoding = response.data, ""
    if response.charset and FORMATS[kind].text:
        data = data.decode(response.charset, "replace").encode("utf-8", "replace")
    elif response.charset and kind == formats.FEED and not _DECLARED.match(data):
        encoding = response.charset
    options = replace(given, format=kind, encoding=encoding)
    source = sanitise_line(given.source) or host_of(response.url)
    for item in read_member(context, response.url, io.BytesIO(data), source=source, options=options):
        yield _completed(item, kind, response) if isinstance(item, Draft) else item


def _read_page(context: Context, response: Response) -> Draft | Rejected:
    from index.readers.web.page import page_found

    found = page_found(response.data, url=response.url, charset=response.charset)
    if not found.title and not found.body:
        return context.reject(1, _NO_ARTICLE, excerpt(response.url))
    found.url = response.url  # what a page says of its own address may be another site's
    if not found.source and not context.given.options.source:
        found.source = host_of(response.url)
    item = replace(context.article(found), format=f"{context.given.format}/{formats.HTML}")
    return _dated(item, response.seen) if isinstance(item, Draft) else item


def _completed(draft: Draft, kind: str, response: Response) -> Draft:
    if kind not in _ONE_ARTICLE:
        return draft
    return _dated(replace(draft, url=draft.url or response.url), response.seen)


def _dated(draft: Draft, seen: date | None) -> Draft:
    if draft.day is not None or seen is None:
        return draft
    doubt = f"It tells no date; {seen} is the day on which it was fetched."
    return replace(draft, day=seen, doubts=(*draft.doubts, doubt))


def _codec(charset: str) -> str:
    """Return the codec of that name, or an empty string where it is none for text."""
    try:
        codec = codecs.lookup(charset) if charset else None
        return codec.name if codec is not None and b"a".decode(codec.name, "replace") else ""
    except (LookupError, ValueError):
        return ""
