"""Markdown: one article a file, with YAML or TOML front matter or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, excerpt
from index.readers.front_matter import split_front_matter
from index.readers.limits import MAX_RECORD_BYTES
from index.readers.mapping import RecordReader
from index.readers.plain import read_text

_FENCE: Final = re.compile(r" {0,3}(```|~~~)")


def read_markdown(context: Context) -> Iterator[Draft | Rejected]:
    """Read the one article of a Markdown file. Its text stays Markdown."""
    raw = context.lines.stream.read(MAX_RECORD_BYTES + 1)
    if len(raw) > MAX_RECORD_BYTES:
        start, _ = context.decoder.decode(raw[:1000])
        yield context.reject(1, f"The text is longer than {MAX_RECORD_BYTES // 2**20} MB.", excerpt(start))
        return
    text, doubt = context.decoder.decode(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = split_front_matter(text)
    if front is None:
        found = read_text(text)
    else:
        found = RecordReader(context.given.options.mapping).find(front.values)
        found.body = front.body
        found.doubts.extend(front.doubts)
    if not found.title:
        _take_heading(found)
    if doubt:
        found.doubts.append(doubt)
    yield context.article(found, 1)


def _heading(line: str) -> str:
    """The text of a heading of the first level, without the closing marks that it may have."""
    if not line.startswith(("# ", "#\t")):
        return ""
    text = line[1:].strip()
    bare = text.rstrip("#")
    return bare.rstrip() if bare.endswith((" ", "\t")) or not bare else text


def _take_heading(found: Found) -> None:
    """Make the first heading of the first level the title, and drop it where the text begins with it."""
    body = str(found.body).lstrip("\n")
    fenced = False
    for line in body.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (title := _heading(line)):
            found.title = title
            if body.startswith(line):
                found.body = body[len(line) :]
            return
