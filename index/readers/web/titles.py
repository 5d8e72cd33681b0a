"""Titles of pages, and names of their sites, as people would write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

_SEPARATOR: Final = re.compile(r"\s+[-–—|·•»›‹«]{1,2}\s+")
_FEWEST_LETTERS: Final = 3
_FEWEST_WORDS: Final = 3
_NO_NAME: Final = re.compile(r"https?:|copyright\b|\(c\)|©|@", re.IGNORECASE)


def best_title(found: str, told: str, shown: str) -> str:
    """Return the most probable title of an article.

    Args:
        found: the one that was found in the text of the page.
        told: the one that the page's head tells to other programs, or empty.
        shown: the one that browsers show, or empty.
    """
    if told or not shown or (found and _bare(found) in _bare(shown)):
        return found or told or shown
    # A heading that has nothing to do with the page's title is one of a menu or a form. But a title of few
    # words is only the name of the site or of its section.
    first = _SEPARATOR.split(shown, maxsplit=1)[0]
    return first if not found or len(first.split()) >= _FEWEST_WORDS else found


def plain_title(title: str, names: Iterable[str]) -> str:
    """Return a title without the name of its site at its end.

    Args:
        title: as the page has it.
        names: the site's name, its address.
    """
    known = [_bare(name) for name in names]
    *_, last = [None, *_SEPARATOR.finditer(title)]
    while last is not None and last.start():
        ending = _bare(title[last.end() :]).removeprefix("www")
        if len(ending) < _FEWEST_LETTERS or not any(ending in name for name in known):
            break
        title = title[: last.start()]
        *_, last = [None, *_SEPARATOR.finditer(title)]
    return title


def site_name(found: str, title: str, address: str) -> str:
    """Return the name of a site, its host where what was found is no name."""
    if found and not _NO_NAME.match(found) and _bare(found) != _bare(title):
        return found
    return host_of(address).removeprefix("www.")


def host_of(address: str) -> str:
    """Return the host of an address, or an empty string."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def without_title(text: str, title: str) -> str:
    """Return a text that does not begin with its own title."""
    first, separator, rest = text.partition("\n\n")
    return rest if separator and title and _bare(first) == _bare(title) else text


def _bare(text: str) -> str:
    """Return the letters and digits of a text, in small letters."""
    return "".join(filter(str.isalnum, text.casefold()))
