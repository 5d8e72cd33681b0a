"""Work on threads: the newest wish first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.dom import DOMNode


class Lane:
    """Does jobs on threads, most often one at a time; of the jobs that wait, only the newest stays.

    Args:
        node: what the threads belong to.
        name: of the threads.
        at_once: jobs that may be done at the same time. With more than one, a job overtakes an older one that
            is not wanted any more but cannot be stopped at once.
    """

    def __init__(self, node: DOMNode, name: str, *, at_once: int = 1) -> None:
        self._node = node
        self._name = name
        self._at_once = at_once
        self._lock = threading.Lock()
        self._waiting: Callable[[], None] | None = None
        self._busy = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is being done and nothing waits."""
        with self._lock:
            return not self._busy and self._waiting is None

    def submit(self, job: Callable[[], None]) -> None:
        """Do a job as soon as there is a thread for it, unless a newer one comes meanwhile."""
        with self._lock:
            self._waiting = job
            if self._busy >= self._at_once:
                return
            self._busy += 1
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
                    self._busy -= 1

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            job, self._waiting = self._waiting, None
            if job is None:
                self._busy -= 1
            return job
