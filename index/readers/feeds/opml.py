"""OPML: a list of feeds. Those saved beside it are read; of the others it is said how to get them."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from index.readers import formats
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.feeds.markup import web_address
from index.readers.fields import excerpt
from index.readers.limits import SAMPLE_BYTES
from index.readers.recognise import recognise
from index.sanitise import sanitise_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_LIST_BYTES: Final = 8 * 1024 * 1024
"""The largest list, some 40,000 feeds; its tree takes ten times the memory."""

_PLACES: Final = ("xmlurl", "path", "url", "htmlurl")
"""Attributes of an outline that may name a feed, the surest first."""

_FEEDS: Final = frozenset({formats.FEED, formats.JSON_FEED})


def read_opml(context: Context) -> Iterator[Draft | Rejected]:
    """Read the saved feeds that a list names."""
    from lxml import etree

    data = context.stream.read(_MAX_LIST_BYTES + 1)
    if len(data) > _MAX_LIST_BYTES:
        yield context.reject(1, f"The list is larger than {_MAX_LIST_BYTES // 2**20} MB.")
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield context.reject(1, f"It is no list of feeds: {excerpt(error.msg or 'it is empty').rstrip('.')}.")
        return
    outlines = [] if root is None else [each for each in root.iter("{*}outline") if _attributes(each)]
    if not outlines:
        yield context.reject(1, "The list names no feeds.")
        return
    seen: set[str] = set()
    for outline in outlines:
        yield from _read_outline(outline, seen, context)


def _attributes(outline: _Element) -> dict[str, str]:
    """Return the places that an outline names; programs do not agree on capital letters."""
    given = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
    return {name: given[name] for name in _PLACES if given.get(name)}


def _read_outline(outline: _Element, seen: set[str], context: Context) -> Iterator[Draft | Rejected]:
    places = _attributes(outline)
    line = int(outline.sourceline or 1)
    name = next((place for place in places.values() if not _scheme(place)), "")
    if not name:
        yield context.reject(line, _not_saved(outline, places), excerpt(next(iter(places.values()))))
        return
    if name in seen:
        return
    seen.add(name)
    path = _beside(context.disk, name)
    if isinstance(path, str):
        yield context.reject(line, path, excerpt(name))
        return
    from index.readers.read import read_member

    with path.open("rb") as file:
        if recognise(path.name, file.read(SAMPLE_BYTES)) not in _FEEDS:
            yield context.reject(line, "The file that the list names is no feed.", excerpt(name))
            return
        file.seek(0)
        context.budget.admit(path.stat().st_size)
        yield from read_member(context, name, file)


def _scheme(place: str) -> str:
    """Return the scheme of an address, empty where the place may be the name of a file."""
    try:
        return urlsplit(place).scheme
    except ValueError:  # a broken bracket; no file is called so either
        return "broken"


def _not_saved(outline: _Element, places: dict[str, str]) -> str:
    title = sanitise_line(outline.get("title") or outline.get("text") or "")
    which = f"The feed “{excerpt(title)}”" if title else "The feed"
    address = sanitise_line(web_address(places.values()))
    how = f" To get it: evtui fetch {shlex.quote(address)}" if address else ""
    return f"{which} is not saved beside the list.{how}"


def _beside(disk: str, name: str) -> Path | str:
    """Return the file beside the list that an outline names, or the reason why it is not read."""
    if not disk:
        return "The list does not lie in a folder, so that the feeds that it names were not looked for."
    parts = PurePosixPath(unquote(name))
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or "\0" in str(parts):
        return "It leads out of the folder of the list; it was not read."
    folder = Path(os.path.realpath(disk)).parent
    try:
        path = Path(os.path.realpath(folder / parts))
        status = path.stat()
    except (OSError, ValueError):
        return "There is no such file beside the list."
    if not path.is_relative_to(folder):
        return "It is a link out of the folder of the list; it was not read."
    return path if stat.S_ISREG(status.st_mode) else "It is no file; it was not read."
