"""Addresses that may be fetched: http and https, without credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from index.fetching.failure import FetchFailed

_PORTS: Final = {"http": 80, "https": 443}
_MAX_CHARACTERS: Final = 4_000
"""The longest address that is fetched."""
_MAX_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes.

    Attributes:
        scheme: `http` or `https`.
        host: a name in ASCII or an IP address, in small letters, without brackets.
        port: the one that is meant where none is written, too.
        path: path and query, as they are sent.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address and in the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme, host and port: what a robots.txt holds for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.site}{self.path}"


def target_of(url: str) -> Target:
    """Return where an address leads.

    Raises:
        FetchFailed: it is none that is fetched.
    """
    text = url.strip()
    if len(text) > _MAX_CHARACTERS:
        raise FetchFailed(f"The address is longer than {_MAX_CHARACTERS:,} characters.")
    if any(mark.isspace() or not mark.isprintable() for mark in text):
        raise FetchFailed("The address holds blanks or control characters.")
    try:
        parts = parse_url(text)
    except LocationParseError as error:
        raise FetchFailed("The address cannot be understood.") from error
    scheme = parts.scheme or ""
    if scheme not in _PORTS:
        raise FetchFailed(_not_web(text, scheme))
    if parts.auth:
        raise FetchFailed("The address holds a name or a password, which evtui sends nowhere.")
    host = (parts.host or "").strip("[]").rstrip(".").lower()
    port = parts.port if parts.port is not None else _PORTS[scheme]
    if not host or "%" in host or not 0 < port <= _MAX_PORT:
        raise FetchFailed("The address cannot be understood.")
    return Target(scheme, host, port, parts.request_uri)


def _not_web(text: str, scheme: str) -> str:
    if not scheme or "://" not in text:
        return "The address does not begin with http:// or https://."
    return f"Only http and https are fetched, not {scheme}."
