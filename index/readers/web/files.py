"""Web pages in files: as browsers save them, alone or with all that belongs to them in one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.mhtml import page_in
from index.readers.web.page import TOO_LARGE, page_found, page_item

_SAVED: Final = "The page does not say when it was published; the day on which it was saved was taken."
_NO_PAGE: Final = "There is no web page in the file, although it looks like a saved one."


def read_html(context: Context) -> Iterator[Draft | Rejected]:
    """Read a web page in a file."""
    yield page_item(context, context.stream.read(MAX_DOCUMENT_BYTES + 1))


def read_mhtml(context: Context) -> Iterator[Draft | Rejected]:
    """Read a page that a browser saved as one file, in the form of a message (MHTML)."""
    data = context.stream.read(MAX_DOCUMENT_BYTES)
    page = page_in(data, is_whole=not context.stream.peek(1))
    if page is None:
        yield context.reject(1, TOO_LARGE if len(data) == MAX_DOCUMENT_BYTES else _NO_PAGE)
        return
    found = page_found(page.data, url=page.url, charset=page.charset)
    found.title = found.title or page.title
    if not found.date and page.saved and context.given.file_day is None:
        found.date = page.saved
        found.doubts.append(_SAVED)
    yield context.article(found)
