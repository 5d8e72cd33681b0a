"""CSL-JSON, as Zotero, Pandoc and Crossref write it: one article an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.references.entry import Entry, keywords_of
from index.readers.references.json_entries import objects_of, read_entries, text_of

_SOURCES: Final = ("container-title", "publisher", "event-title", "collection-title", "archive", "authority")
_PARAGRAPH: Final = re.compile(r"</(?:jats:)?(?:p|title|sec)\s*>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:jats:)?(?:p|i|b|em|strong|sup|sub|sc|span|italic|bold|title|sec|list|list-item)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_MOST_DATE_PARTS: Final = 3


def read_csl_json(context: Context) -> Iterator[Draft | Rejected]:
    """Read the entries of a list."""
    return read_entries(context, _entry)


def _entry(item: dict[str, object], line: int) -> Entry:
    return Entry(
        line=line,
        key=text_of(item.get("citation-key")) or text_of(item.get("id")),
        title=_without_tags(_first(item.get("title"))),
        abstract=_without_tags(text_of(item.get("abstract"))),
        authors=[_name(person) for person in objects_of(item.get("author") or item.get("editor"))],
        date=_date(item.get("issued") or item.get("event-date")),
        source=next((source for name in _SOURCES if (source := _first(item.get(name)))), ""),
        url=text_of(item.get("URL")),
        doi=text_of(item.get("DOI")),
        keywords=_keywords(item),
        language=text_of(item.get("language")),
        files=[text_of(item.get("file"))] if text_of(item.get("file")) else [],
        record=item,
    )


def _first(value: object) -> str:
    """Crossref has lists where CSL has texts."""
    return text_of(value[0]) if isinstance(value, list) and value else text_of(value)


def _without_tags(text: str) -> str:
    """Return a text without the markup of JATS and CSL; angle brackets of its own stay."""
    return _TAG.sub("", _PARAGRAPH.sub("\n\n", text)).strip() if "<" in text else text


def _name(person: dict[str, object]) -> str:
    if literal := text_of(person.get("literal")):
        return literal
    names = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(filter(None, (text_of(person.get(name)).strip() for name in names)))


def _keywords(item: dict[str, object]) -> list[str]:
    value = item.get("keyword") or item.get("categories") or item.get("subject")
    if isinstance(value, list):
        return [text_of(word) for word in value]
    return keywords_of(text_of(value))


def _date(value: object) -> str:
    if not isinstance(value, dict):
        return _first(value)
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        numbers = [text_of(part).strip() for part in parts[0][:_MOST_DATE_PARTS]]
        if all(number.isdecimal() and len(number) <= 4 for number in numbers):  # noqa: PLR2004 - digits of a year
            return "-".join(number.zfill(2) for number in numbers)
    return next((text for name in ("raw", "literal", "date-time") if (text := text_of(value.get(name)))), "")
