"""Work on threads, one job at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.dom import DOMNode


class Lane:
    """Does one job at a time on a thread; of the jobs that wait, only the newest stays."""

    def __init__(self, node: DOMNode, name: str) -> None:
        self._node = node
        self._name = name
        self._lock = threading.Lock()
        self._waiting: Callable[[], None] | None = None
        self._busy = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being done and nothing waits."""
        with self._lock:
            return not self._busy and self._waiting is None

    def submit(self, job: Callable[[], None]) -> None:
        """Do a job as soon as the one before is done, unless a newer one comes meanwhile."""
        with self._lock:
            self._waiting = job
            if self._busy:
                return
            self._busy = True
        self._node.run_worker(self._work, name=self._name, thread=True, exit_on_error=False)

    def _work(self) -> None:
        finished = False
        try:
            while (job := self._next()) is not None:
                job()
            finished = True
        finally:
            # A bug ends the worker, and the screen tells of it; the lane must serve the next job.
            if not finished:
                with self._lock:
                    self._busy = False

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            job, self._waiting = self._waiting, None
            self._busy = job is not None
            return job
