"""What the robots.txt of a site allows (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from protego import Protego

from index.fetching.connecting import Reply
from index.fetching.failure import FetchFailed
from index.fetching.targets import Target, target_of

AGENT: Final = "evtui"
"""The name under which a robots.txt speaks of evtui."""

_MAX_BYTES: Final = 512 * 1024
"""What is read of a robots.txt; the standard asks for 500 KiB at least."""
_AGENT_LINE: Final = re.compile(r"\s*user[- ]?agent[\s:]+(.*)", re.IGNORECASE)
_OTHER_AGENT: Final = "user-agent: another"


@dataclass(slots=True)
class Robots:
    """The rules of the sites of one run, each fetched once.

    Attributes:
        get: fetches an address for a site's rules, following redirects.
    """

    get: Callable[[Target], Reply]
    _rules: dict[str, Protego | FetchFailed] = field(default_factory=dict, init=False)

    def check(self, target: Target) -> float:
        """Make sure that an address may be fetched, and return the pause that the site asks for, in seconds.

        Raises:
            FetchFailed: it may not, or the site does not say now.
        """
        if target.site not in self._rules:
            self._rules[target.site] = self._fetched(target)
        rules = self._rules[target.site]
        if isinstance(rules, FetchFailed):
            raise FetchFailed(str(rules))
        if not rules.can_fetch(target.url, AGENT):
            raise FetchFailed(f"The robots.txt of {target.host} asks programs not to fetch it.")
        return rules.crawl_delay(AGENT) or 0.0

    def _fetched(self, target: Target) -> Protego | FetchFailed:
        try:
            reply = self.get(target_of(f"{target.site}/robots.txt"))
        except FetchFailed as error:
            return FetchFailed(f"Its robots.txt could not be read. {error}")
        if 400 <= reply.status < 500:  # noqa: PLR2004 - there is none, and so no rule
            return Protego.parse("")
        if not 200 <= reply.status < 300:  # noqa: PLR2004 - anything but a success
            return FetchFailed(f"Its robots.txt is not there for now (the server answered {reply.status}).")
        return Protego.parse(_ours(reply.data[:_MAX_BYTES].decode("utf-8", "replace")))


def _ours(text: str) -> str:
    """Return rules in which all other agents are one, lest thousands of names take as many rules each."""
    return "\n".join(_our_line(line) for line in text.removeprefix("\ufeff").splitlines())


def _our_line(line: str) -> str:
    match = _AGENT_LINE.match(line)
    if match is None:
        return line
    name = match[1].split("#")[0].strip().lower()
    if name.startswith(AGENT):
        return f"user-agent: {AGENT}"  # whatever version the site speaks of
    return line if name == "*" else _OTHER_AGENT
