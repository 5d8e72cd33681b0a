"""Plain text: one article a file, or several that each begin with their date.

Three ways to begin are known. ` date 2024-03-13 Text …` gives the day and then the text. Header lines
(`Title: …`, `Date: …`) give what they name, up to the first empty line. Otherwise everything is text.

A file holds several articles only if its first begins in the first way, and each further one does so
too, on a line of its own that begins with a blank and follows an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, excerpt
from index.readers.headers import split_headers
from index.readers.limits import MAX_ARTICLE_CHARACTERS
from index.readers.stream import Line

_STAMP: Final = r"date[ \t]+(\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)(?=\s|$)"
_BEGIN: Final = re.compile(r"\s*" + _STAMP, re.ASCII | re.IGNORECASE)
_NEXT: Final = re.compile(rb"[ \t]+" + _STAMP.encode(), re.IGNORECASE)
_FIRST: Final = re.compile(rb"\s*" + _STAMP.encode(), re.IGNORECASE)
_MAX_ARTICLE_BYTES: Final = 4 * MAX_ARTICLE_CHARACTERS
_TOO_LONG: Final = f"The text is longer than {MAX_ARTICLE_CHARACTERS:,} characters."


def begins_with_date(sample: bytes) -> bool:
    """Whether a text begins in the way that this format knows first."""
    return _FIRST.match(sample) is not None


def read_plain(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of a plain text."""
    for chunk in _chunks(context):
        line = chunk[0].number
        raw = b"".join(part.data for part in chunk)
        if not chunk[-1].whole or len(raw) > _MAX_ARTICLE_BYTES:
            start, _ = context.decoder.decode(raw[:1000])
            yield context.reject(line, _TOO_LONG, excerpt(start))
            continue
        text, doubt = context.decoder.decode(raw)
        found = read_text(text)
        if doubt:
            found.doubts.append(doubt)
        yield context.article(found, line)


def read_text(text: str) -> Found:
    """Read one article that is a plain text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stamp = _BEGIN.match(text)
    if stamp is not None:
        return Found(date=stamp[1], body=text[stamp.end() :])
    found, body = split_headers(text)
    found.body = body
    return found


def _chunks(context: Context) -> Iterator[list[Line]]:
    """Give the lines of each article; of one that is too long only the first, with `whole` unset."""
    chunk: list[Line] = []
    size, several, after_empty = 0, False, False
    for line in context.lines:
        empty = not line.data.strip()
        if not chunk and empty:
            continue
        if not chunk:
            several = begins_with_date(line.data)
        elif several and after_empty and _NEXT.match(line.data):
            yield chunk
            chunk, size = [], 0
        after_empty = empty
        size += len(line.data)
        if size <= _MAX_ARTICLE_BYTES and line.whole:
            chunk.append(line)
        else:
            chunk = [
                *chunk[:1],
                Line(line.number if not chunk else chunk[0].number, line.data[:1000], whole=False),
            ]
            if not several:
                break
    if chunk:
        yield chunk
