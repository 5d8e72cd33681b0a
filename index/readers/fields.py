"""From the values that a reader found to a draft: cleaned, checked, with the doubts collected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from index.dates.parse import ParsedDate, parse_date
from index.model import Origin
from index.readers.draft import Draft, ReadOptions, Rejected
from index.readers.languages import language_code
from index.readers.limits import (
    MAX_ARTICLE_CHARACTERS,
    MAX_EXCERPT_CHARACTERS,
    MAX_LINE_CHARACTERS,
    MAX_TAGS,
)
from index.sanitise import sanitise, sanitise_line

_NAME_KEYS: Final = (
    "#text", "text", "value", "rendered", "name", "title", "label", "term", "_", "$date", "$oid", "id",
)  # fmt: skip
"""Where a value that is an object keeps its text."""

_MAX_DEPTH: Final = 4
"""How deep in lists and mappings a text is looked for."""

_TAG_MARKS: Final = re.compile(r"[,;|\n]")
_EXCERPT_SOURCE_CHARACTERS: Final = 2_000
TOO_LONG: Final = f"The text is longer than {MAX_ARTICLE_CHARACTERS:,} characters."
_EMPTY: Final = "It has neither a title nor a text."
_TEXTLESS: Final = "It has neither a title nor a text; it was kept for its id and its date."


@dataclass(slots=True)
class Found:
    """The values of one article as the input has them; texts, numbers, lists or mappings."""

    title: object = None
    body: object = None
    date: object = None
    source: object = None
    author: object = None
    url: object = None
    language: object = None
    tags: object = None
    key: object = None
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known about an article before its input is read.

    Attributes:
        options: what the person who imports says.
        source: the source of an article that names none, sanitised.
        file_day: the day in the file's name, or None.
        format: as for a draft.
    """

    options: ReadOptions
    source: str = ""
    file_day: date | None = None
    format: str = ""


def build(found: Found, origin: Origin, given: Given) -> Draft | Rejected:
    """Make a draft, or say why there is none."""
    doubts = found.doubts
    raw_body = as_text(found.body, "\n\n")
    if len(raw_body) > MAX_ARTICLE_CHARACTERS:
        return Rejected(origin, TOO_LONG, excerpt(raw_body), given.format)
    body = sanitise(raw_body).strip()
    title = _line(found.title, "title", doubts)
    key = _line(found.key, "id", doubts)
    day, at = _published(found.date, given, doubts)
    if not body and not title:
        # A record of a collection that came without its text still says that something appeared on that day.
        if not (key and day):
            return Rejected(origin, _EMPTY, excerpt(key), given.format)
        doubts.append(_TEXTLESS)
    return Draft(
        body=body,
        title=title,
        day=day,
        time=at,
        source=_line(found.source, "source", doubts) or given.source,
        author=_line(found.author, "author", doubts),
        url=_line(found.url, "address", doubts),
        language=_language(found.language or given.options.language, doubts),
        tags=_tags(found.tags, doubts),
        key=key,
        origin=origin,
        doubts=tuple(doubts),
        format=given.format,
    )


def excerpt(text: str) -> str:
    """Return the first characters of a text on one line, safe to show."""
    clean = sanitise_line(text[:_EXCERPT_SOURCE_CHARACTERS])
    return clean if len(clean) <= MAX_EXCERPT_CHARACTERS else clean[: MAX_EXCERPT_CHARACTERS - 1] + "…"


def as_text(value: object, separator: str, depth: int = _MAX_DEPTH) -> str:
    """Return a value of a record as a text; lists are joined, of a mapping its name is taken."""
    text = ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, date | time):
        text = value.isoformat()
    elif isinstance(value, dict) and depth:
        names = (as_text(value.get(name), separator, depth - 1) for name in _NAME_KEYS)
        text = next(filter(None, names), "")
    elif isinstance(value, list) and depth:
        text = separator.join(filter(None, (as_text(item, separator, depth - 1) for item in value)))
    return text


def _line(value: object, name: str, doubts: list[str]) -> str:
    if value is None:
        return ""
    text = as_text(value, ", ")
    if len(text) > MAX_LINE_CHARACTERS:
        doubts.append(f"The {name} is longer than {MAX_LINE_CHARACTERS:,} characters; the rest was left out.")
        text = text[:MAX_LINE_CHARACTERS]
    return sanitise_line(text).strip()


def _published(value: object, given: Given, doubts: list[str]) -> tuple[date | None, time | None]:
    if isinstance(value, dict | list):
        value = as_text(value, " ")
    parsed: ParsedDate = parse_date(value, order=given.options.date_order)
    if parsed.doubt:
        doubts.append(parsed.doubt)
    elif parsed.day is None:
        return given.file_day, None
    return parsed.day, parsed.time


def _language(value: object, doubts: list[str]) -> str:
    text = _line(value, "language", doubts)
    code = language_code(text)
    if text and not code:
        doubts.append(f"The language “{excerpt(text)}” is not known; it was left out.")
    return code


def _tags(value: object, doubts: list[str]) -> tuple[str, ...]:
    if not value:
        return ()
    if isinstance(value, list):
        parts: Iterable[str] = (as_text(item, ", ") for item in value)
    else:
        parts = _TAG_MARKS.split(as_text(value, ","))
    unique = dict.fromkeys(
        tag for part in parts if (tag := sanitise_line(part[:MAX_LINE_CHARACTERS]).strip())
    )
    if len(unique) > MAX_TAGS:
        doubts.append(f"It has {len(unique):,} tags; the first {MAX_TAGS} were kept.")
    return tuple(unique)[:MAX_TAGS]
