"""How slow work shares a library: one analysis at a time, and the writer's right only for moments."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from index.errors import Cancelled, LibraryBusy, LibraryError
from index.model import Progress, Report

if TYPE_CHECKING:
    from pathlib import Path

    from index.store import Store

ANALYSIS_LOCK: Final = "analysis.lock"

RETRY_SECONDS: Final = 0.2
"""Time between two attempts while another process writes for long."""
COURTESY_SHARE: Final = 0.25
COURTESY_SECONDS: Final = 0.02
"""After a turn the right is left to others for this share of its time, and at least so long."""

WAITING: Final = "Waiting for another evtui to end its work"

Cancelling = Callable[[], bool]


class Turns:
    """Takes the writer's right of a library for a moment, again and again.

    Args:
        store: the library's store.
        report: told when there is waiting.
        cancelled: asked now and then whether to stop.
    """

    def __init__(
        self, store: Store, report: Report | None = None, cancelled: Cancelling | None = None
    ) -> None:
        self._store = store
        self._report = report
        self._cancelled = cancelled

    def stop_if_wanted(self) -> None:
        """Stop the work where that is wanted.

        Raises:
            Cancelled: says what stands.
        """
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The analysis was stopped; what was done stands, and the next one goes on.")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the writer's right for a moment; wait while another process holds it, and be polite after.

        Raises:
            Cancelled: when stopped while waiting.
        """
        with self._entered():
            began = monotonic()
            yield
            taken = monotonic() - began
        sleep(max(COURTESY_SECONDS, COURTESY_SHARE * taken))

    @contextmanager
    def _entered(self) -> Iterator[None]:
        while True:
            self.stop_if_wanted()
            right = self._store.writer(brief=True)
            try:
                right.__enter__()
            except LibraryBusy:
                self.wait()
                continue
            break
        try:
            yield
        finally:
            right.__exit__(None, None, None)

    def patiently(self, write: Callable[[], None]) -> None:
        """Do a short write that needs no right; do it again while the database is busy.

        Raises:
            Cancelled: when stopped while waiting.
        """
        while True:
            try:
                write()
            except LibraryBusy:
                self.wait()
            else:
                return

    def wait(self) -> None:
        """Wait a little for another process, and say so.

        Raises:
            Cancelled: when stopped.
        """
        self.stop_if_wanted()
        if self._report is not None:
            self._report(Progress(WAITING, 0))
        sleep(RETRY_SECONDS)


@contextmanager
def sole_analysis(folder: Path) -> Iterator[bool]:
    """Give whether no other process analyses the library; until the end, none begins.

    The right goes with the process, however that ends.

    Raises:
        LibraryError: when the lock file cannot be written.
    """
    try:
        descriptor = os.open(folder / ANALYSIS_LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LibraryError(f"The lock {folder / ANALYSIS_LOCK} cannot be taken: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
