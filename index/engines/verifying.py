"""Finding by their texts the articles in which words stand near each other, for engines that cannot tell."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from time import monotonic
from typing import Final

from index.analysis.match import matches
from index.engines.base import TokensOf
from index.errors import QueryTooSlow
from index.query.ast import Near

MOST_KEPT: Final = 32
"""Leaves whose articles are kept for the next request on the same state of the index."""
AT_ONCE: Final = 500
"""Articles whose text is asked for in one go."""
MOST_SECONDS: Final = 10.0
"""How long the texts are read for one query, before it is refused in words."""


class Verifier:
    """Tells which articles of one state of an index match a `Near` leaf. Threads can share one."""

    def __init__(self, tokens_of: TokensOf) -> None:
        self._tokens_of = tokens_of
        self._kept: dict[Near, frozenset[str]] = {}
        self._lock = threading.Lock()

    def kept(self, leaf: Near) -> frozenset[str] | None:
        """Return the articles that were found to match before, or None."""
        return self._kept.get(leaf)

    def verified(self, leaf: Near, candidates: Sequence[str], deadline: float) -> frozenset[str]:
        """Return those of some articles that match.

        Args:
            leaf: what is looked for.
            candidates: ids of all articles that may match.
            deadline: moment of `monotonic()` at which to give up; see `deadline`.

        Raises:
            QueryTooSlow: it has passed.
        """
        found: set[str] = set()
        for start in range(0, len(candidates), AT_ONCE):
            for identifier, title, body in self._tokens_of(candidates[start : start + AT_ONCE]):
                if monotonic() > deadline:
                    raise QueryTooSlow(
                        f"To find words near each other, {len(candidates):,} articles would have to be read,"
                        " since all the words are common. Add a rarer word, or choose a period first."
                    )
                if matches(leaf, title, body):
                    found.add(identifier)
        with self._lock:
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[leaf] = frozenset(found)
        return frozenset(found)


def deadline() -> float:
    """Return the moment until which the texts may be read for a query that begins at this one."""
    return monotonic() + MOST_SECONDS
