"""Texts of feeds, which may be plain, HTML, or HTML in disguise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from index.readers.web.text import text_of_html

_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_WEB: Final = frozenset({"http", "https"})


def text_of(detail: Mapping[str, object]) -> str:
    """Return the text of a construct of feedparser, which has a `type` and a `value`."""
    value = str(detail.get("value") or "")
    return text_of_html(value) if is_markup(str(detail.get("type") or "")) else value.strip()


def is_markup(kind: str) -> bool:
    """Whether a content type is one of markup."""
    return kind in _HTML_TYPES or kind.endswith(("+xml", "/xml"))


def web_address(addresses: Iterable[object]) -> str:
    """Return the first that is an address on the web; scripts, mail and relative addresses are none."""
    for address in addresses:
        text = str(address or "").strip()
        if host_of(text):
            return text
    return ""


def host_of(address: str) -> str:
    """Return the host of an address on the web without `www.`, or an empty string."""
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.scheme.lower() in _WEB else None
    except ValueError:  # a broken bracket
        return ""
    return (host or "").removeprefix("www.")
