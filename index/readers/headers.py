"""Header lines at the beginning of a text: `Title: …`, `Date: …`, up to the first empty line."""

from __future__ import annotations

import re
from typing import Final

from index.readers.fields import Found
from index.readers.names import FIELD_OF_HEADER

_MAX_HEADER_LINES: Final = 64
_HEADER: Final = re.compile(r"([A-Za-z][A-Za-z0-9 _-]{0,30}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")


def split_headers(text: str) -> tuple[Found, str]:
    """Take the header lines off a text.

    The first line must have a name that is known, and every line up to the first empty one must have
    a name or begin with a blank, which continues the line before it. Otherwise nothing is a header.

    Returns:
        What the headers say, and the text after them.
    """
    found = Found()
    begin = text.lstrip("\n \t")
    head, _, body = begin.partition("\n\n")
    lines = head.split("\n", _MAX_HEADER_LINES)
    first = _HEADER.match(lines[0])
    if first is None or _known(first[1]) is None or len(lines) > _MAX_HEADER_LINES:
        return found, text
    values: dict[str, str] = {}
    name = ""
    for line in lines:
        match = _HEADER.match(line)
        if match is not None:
            name = match[1]
            values.setdefault(name, match[2] or "")
        elif line[:1] in {" ", "\t"}:
            values[name] += " " + line.strip()
        elif line:
            return found, text
    for label, value in values.items():
        target = _known(label)
        if target is not None and not getattr(found, target):
            setattr(found, target, value.strip())
    return found, body


def _known(name: str) -> str | None:
    return FIELD_OF_HEADER.get(name.lower())
