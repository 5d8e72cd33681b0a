"""Plain text: one article a file, or several that each begin with their date.

Three ways to begin are known. ` date 2024-03-13 Text …` gives the day and then the text. Header lines
(`Title: …`, `Date: …`) give what they name, up to the first empty line. Otherwise everything is text.

A file holds several articles only if its first begins in the first way, and each further one does so
too, on a line of its own that begins with a blank and follows an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import TOO_LONG, Found, excerpt
from index.readers.headers import split_headers
from index.readers.limits import MAX_ARTICLE_CHARACTERS
from index.readers.stream import Line

_STAMP: Final = r"date[ \t]+(\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)(?=\s|$)"
_BEGIN: Final = re.compile(r"\s*" + _STAMP, re.ASCII | re.IGNORECASE)
_NEXT: Final = re.compile(rb"[ \t]+" + _STAMP.encode(), re.IGNORECASE)
_FIRST: Final = re.compile(rb"\s*" + _STAMP.encode(), re.IGNORECASE)
_MAX_ARTICLE_BYTES: Final = 4 * MAX_ARTICLE_CHARACTERS
_EXCERPT_BYTES: Final = 1_000


def begins_with_date(sample: bytes) -> bool:
    """Whether a text begins in the way that this format knows first."""
    return _FIRST.match(sample) is not None


@dataclass(slots=True)
class _Chunk:
    """The bytes of one article; of one that is too long only the first.

    Attributes:
        line: where it begins.
        size: in bytes, also of what was left out.
        whole: whether all of it is there.
    """

    line: int
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    whole: bool = True

    def add(self, line: Line) -> None:
        self.size += len(line.data)
        self.whole = self.whole and line.whole and self.size <= _MAX_ARTICLE_BYTES
        if self.whole:
            self.parts.append(line.data)
        elif not self.parts:
            self.parts.append(line.data[:_EXCERPT_BYTES])
        else:
            del self.parts[1:]


def read_plain(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of a plain text."""
    for chunk in _chunks(context):
        if not chunk.whole:
            start, _ = context.decoder.decode(chunk.parts[0][:_EXCERPT_BYTES])
            yield context.reject(chunk.line, TOO_LONG, excerpt(start))
            continue
        text, doubt = context.decoder.decode(b"".join(chunk.parts))
        found = read_text(text)
        if doubt:
            found.doubts.append(doubt)
        yield context.article(found, chunk.line)


def read_text(text: str) -> Found:
    """Read one article that is a plain text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stamp = _BEGIN.match(text)
    if stamp is not None:
        return Found(date=stamp[1], body=text[stamp.end() :])
    found, body = split_headers(text)
    found.body = body
    return found


def _chunks(context: Context) -> Iterator[_Chunk]:
    chunk: _Chunk | None = None
    several, after_empty = False, False
    for line in context.lines:
        empty = not line.data.strip()
        if chunk is None:
            if empty:
                continue
            several = begins_with_date(line.data)
            chunk = _Chunk(line.number)
        elif several and after_empty and _NEXT.match(line.data):
            yield chunk
            chunk = _Chunk(line.number)
        after_empty = empty
        chunk.add(line)
        if not chunk.whole and not several:
            break
    if chunk is not None:
        yield chunk
