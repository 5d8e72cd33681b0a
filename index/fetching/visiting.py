"""Visiting addresses politely: by the rules of each site, with pauses, and with every redirect checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic, sleep
from typing import Final
from urllib.parse import urljoin

from index.fetching.addresses import Guard
from index.fetching.connecting import Limits, Reply, ask
from index.fetching.failure import FetchFailed
from index.fetching.robots import Robots
from index.fetching.targets import Target, target_of
from index.version import VERSION

MAX_REDIRECTS: Final = 5
PAUSE_SECONDS: Final = 1.0
"""Between two requests to one host."""
MAX_PAUSE_SECONDS: Final = 30.0
"""The longest pause that a robots.txt can ask for."""

USER_AGENT: Final = f"evtui/{VERSION} (+no url)"
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml,"
    " application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Visitor:
    """Fetches addresses in one run, one after the other.

    Proxies of the environment are not used: a proxy looks names up by itself, so that nobody could say
    whether a request ends on a private network.
    """

    def __init__(
        self,
        guard: Guard,
        limits: Limits | None = None,
        *,
        pause: float | None = None,
        wait: Callable[[float], None] = sleep,
    ) -> None:
        """Prepare a run.

        Args:
            guard: says which machines may be asked.
            limits: of time and size.
            pause: between two requests to one host, in seconds; None for the usual one.
            wait: waits so many seconds.
        """
        self._guard = guard
        self._limits = limits or Limits()
        self._pause = PAUSE_SECONDS if pause is None else pause
        self._wait = wait
        self._robots = Robots(self._rules)
        self._free: dict[str, float] = {}

    def get(self, url: str, conditions: Mapping[str, str]) -> Reply:
        """Fetch an address.

        Args:
            url: what a person or a feed named.
            conditions: headers with which a server answers 304 where nothing has changed.

        Raises:
            FetchFailed: it must not or cannot be fetched. A failure that the server tells is a reply.
        """
        return self._follow(target_of(url), conditions, check=True)

    def _rules(self, target: Target) -> Reply:
        return self._follow(target, {}, check=False)

    def _follow(self, target: Target, conditions: Mapping[str, str], *, check: bool) -> Reply:
        for _ in range(MAX_REDIRECTS + 1):
            addresses = self._guard.addresses(target)
            if check:
                self._be_polite(target)
            reply = ask(target, addresses, {**_HEADERS, **conditions}, self._limits)
            location = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not location:
                return reply
            target = target_of(_resolved(target.url, location))
        raise FetchFailed(f"It leads on from one address to the next more than {MAX_REDIRECTS} times.")

    def _be_polite(self, target: Target) -> None:
        asked = min(self._robots.check(target), MAX_PAUSE_SECONDS)
        if (left := self._free.get(target.host, 0.0) - monotonic()) > 0:
            self._wait(left)
        self._free[target.host] = monotonic() + max(self._pause, asked)


def _resolved(base: str, location: str) -> str:
    # HTTP hands headers out as Latin-1, whatever they are.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return urljoin(base, text)
    except ValueError as error:
        raise FetchFailed("It leads to an address that cannot be understood.") from error
