"""What a page says of its article in JSON-LD (https://schema.org/Article)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from index.readers.json_parse import JsonError, parse_json

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CHARACTERS: Final = 1024 * 1024
"""The longest script that is read: more than this is a catalogue of a shop and no article."""
_MAX_RECORDS: Final = 2_000
_ARTICLE: Final = re.compile(r"(?:Article|Posting|BlogPost|Report|Review)$", re.ASCII)
_PAGE: Final = re.compile(r"(?:Page|CreativeWork|PodcastEpisode|VideoObject|NewsItem)$", re.ASCII)
_WRAPPING: Final = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*$|;\s*$")
_PUBLISHED: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')

Record = dict[str, Any]


def linked_records(root: _Element) -> list[Record]:
    """Return the objects of a page's JSON-LD, outer ones first, and of broken scripts what can be read."""
    records: list[Record] = []
    for script in root.iterfind(".//script[@type]"):
        if script.get("type", "").strip().lower() != "application/ld+json" or not script.text:
            continue
        if len(script.text) <= _MAX_CHARACTERS and len(records) < _MAX_RECORDS:
            records.extend(_records_of(script.text))
    return records


def linked_dates(records: list[Record], url: str) -> tuple[list[str], list[str]]:
    """Return when the article was published, and when it was changed, each with the best candidate first.

    Where several articles are described, the one that names the page's own address is meant.
    """
    articles = [record for record in records if _is(record, _ARTICLE)]
    meant = [record for record in articles if url and _addresses(record) & {url, f"{url}/", url.rstrip("/")}]
    pages = [record for record in records if _is(record, _PAGE)]
    ordered = [*(meant or articles[:1]), *pages]
    return (
        [text for record in ordered if (text := _text(record, "datePublished"))],
        [text for record in ordered if (text := _text(record, "dateModified"))],
    )


def linked_language(records: list[Record]) -> str:
    """Return the language that an article is said to be in, or an empty string."""
    named = (_text(record, "inLanguage") for record in records if _is(record, _ARTICLE))
    return next(filter(None, named), "")


def _records_of(script: str) -> list[Record]:
    try:
        value = parse_json(_WRAPPING.sub("", script))
    except JsonError:
        found = _PUBLISHED.search(script)
        return [{"@type": "Article", "datePublished": found[1]}] if found else []
    return list(_objects(value))


def _objects(value: object) -> Iterator[Record]:
    """Give the objects in a value, outer ones first: what is about the page comes before what it quotes."""
    waiting = [value]
    for seen, each in enumerate(waiting):
        if isinstance(each, dict):
            yield each
            waiting.extend(inner for inner in each.values() if isinstance(inner, dict | list))
        elif isinstance(each, list):
            waiting.extend(inner for inner in each if isinstance(inner, dict | list))
        if seen >= _MAX_RECORDS:
            return


def _is(record: Record, wanted: re.Pattern[str]) -> bool:
    kinds = record.get("@type")
    return any(
        isinstance(kind, str) and wanted.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _addresses(record: Record) -> set[str]:
    values = [record.get("url"), record.get("@id"), record.get("mainEntityOfPage")]
    values += [value.get("@id") for value in values if isinstance(value, dict)]
    return {value for value in values if isinstance(value, str)}


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return value.strip() if isinstance(value, str) else ""
