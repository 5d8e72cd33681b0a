"""What is done once at the beginning, until the library can answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Final

from index.errors import ClusterAway, LibraryBusy
from tui.messages import LibraryAwaited, LibraryProgressed

if TYPE_CHECKING:
    from textual.message import Message

    from index.library import Library
    from index.model import Progress

WAIT_SECONDS: Final = 0.5
"""Time between two looks whether another process has made an index."""
AWAY: Final = "away"
"""How an index stands whose cluster did not answer a moment ago; asking it once more would take as long."""
PROGRESS_SECONDS: Final = 0.1
"""Least time between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a library stands that can be asked.

    Attributes:
        current: whether its index holds all articles.
        since: moment up to which the answers speak of all texts; empty where that is not known.
        lost: whether its cluster did not answer.
    """

    current: bool
    since: str = ""
    lost: bool = False


def made_ready(library: Library, post: Callable[[Message], None], closed: Event) -> Readiness:
    """Bring the index up to date, unless that is work for the background, and load what a question needs.

    Args:
        library: is open.
        post: sends what is to be told meanwhile.
        closed: set when nobody waits any more.

    Raises:
        EvtuiError: the library cannot be asked.
    """
    moment = now_text()
    try:
        current = not library.far_behind and _caught_up(library, post, closed)
        if library.index.status() == AWAY:
            return Readiness(current=False, lost=True)
        # What the first question loads is loaded now; the time told for it is the engine's own.
        library.search("", limit=1)
    except ClusterAway:
        # The desk can be used for what is here, and asks again until the cluster is back.
        return Readiness(current=False, lost=True)
    return Readiness(current, moment if current else "")


def _caught_up(library: Library, post: Callable[[Message], None], closed: Event) -> bool:
    """Bring the index up to date; where there is none and another process is at it, wait for that."""
    while True:
        try:
            return library.catch_up(_reporter(post), closed.is_set)
        except LibraryBusy as error:
            post(LibraryAwaited(str(error)))
            if closed.wait(WAIT_SECONDS):
                raise


def _reporter(post: Callable[[Message], None]) -> Callable[[Progress], None]:
    told = 0.0

    def report(progress: Progress) -> None:
        nonlocal told
        now = perf_counter()
        if now - told >= PROGRESS_SECONDS:
            told = now
            post(LibraryProgressed(progress))

    return report


def now_text() -> str:
    """Return the present moment as the store writes it."""
    from index.store.part import now_text as now

    return now()
