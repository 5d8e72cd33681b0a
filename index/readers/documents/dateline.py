"""The date that a document gives itself: on a line of its own near the beginning, or in a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.dates.order import DateOrder
from index.dates.parse import parse_date

_HEAD_LINES: Final = 25
_HEAD_CHARACTERS: Final = 1_500
"""How far the beginning of a document goes, in lines that are not empty and in characters."""
_LINE_CHARACTERS: Final = 120
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d年")
_NUMERIC: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}")
_PARTED: Final = re.compile(r"\s*[|·•‧]\s*|\s+[–—-]\s+|\s{3,}")
_LABEL: Final = re.compile(
    r"^(?:first |last )?"
    r"(?:published|dated?|issued|released|updated|posted|stand|veröffentlicht|publié|fecha)"
    r"(?: (?:on|am|le|el))?\s*[:.]?\s+",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(
    r"^[^\W\d_][\w .,'’/()&-]{1,60}?[,(]\s*"
    r"((?:[A-Za-z]{3,9}\.? )?\d{1,2}(?:st|nd|rd|th)?,? (?:[A-Za-z]{3,9}\.?,? )?(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d)\)?\s*(?:/[\w ]{1,30}/)?\s*(?:[–—:-]|$)"
)


def date_line(text: str, order: DateOrder) -> str:
    """Return the date of publication near the beginning of a text as it is written there, or an empty string.

    A date in the middle of a sentence is none: it is when something happened.
    """
    for line in _head(text):
        for piece in _pieces(line):
            plain = _LABEL.sub("", piece).strip(" ().,;")
            if _YEAR.search(plain) and not plain.isdigit():
                parsed = parse_date(plain, order=order)
                # A doubt about the order of day and month is kept; one about what follows means a sentence.
                if parsed.day is not None and (not parsed.doubt or _NUMERIC.fullmatch(plain)):
                    return plain
    return ""


def _head(text: str) -> Iterator[str]:
    lines = (line.strip() for line in text[: 2 * _HEAD_CHARACTERS].split("\n", 4 * _HEAD_LINES))
    seen = 0
    for count, line in enumerate(filter(None, lines)):
        if count == _HEAD_LINES or seen > _HEAD_CHARACTERS:
            return
        seen += len(line)
        yield line


def _pieces(line: str) -> Iterator[str]:
    dateline = _DATELINE.match(line[: 2 * _LINE_CHARACTERS])
    if dateline is not None:
        yield dateline[1]
    if len(line) <= _LINE_CHARACTERS:
        yield line
        pieces = _PARTED.split(line)
        if len(pieces) > 1:
            yield from pieces
