"""The processes that read for an import, and what happens when one of them fails.

Each process has a thread here that hands it tasks and takes in what it read. A task's portions wait in a
short queue of its own: when that is full the process waits, so memory stays bounded whatever is read. A
process that takes too long over one item is killed, one that died is replaced; its input is told of with a
reason, and the others never notice.
"""

from __future__ import annotations

import os
import pickle
import queue
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Final

import index
from index.importing.parcels import Item, Shift, pack, unpack
from index.importing.tasks import SomeLines, Task, messages, results
from index.importing.wire import receive, send
from index.importing.worker import BROKEN, END, NO_MEMORY
from index.model import Origin
from index.readers import Rejected

ITEM_SECONDS: Final = 60.0
"""Processor time that a process may take from one thing that it hands on to the next."""
PATIENCE: Final = 5
"""How many times as long may pass meanwhile: a busy machine is no fault of what is read."""
MEMORY_BYTES: Final = 2 * 1024**3
"""How much memory a process may take, where the system can see to it."""
WAITING_PORTIONS: Final = 4
"""Portions of one task that wait to be taken."""
PIPE_BYTES: Final = 1024 * 1024
"""How much a pipe holds, where the system allows it: a portion and more."""

WORKER_CODE: Final = (
    "import sys; sys.path.append({home!r}); from index.importing.worker import main; main({memory})"
)
"""What such a process runs."""

_LOOK: Final = 0.1
"""Seconds between two looks whether all is to end."""
_SET_PIPE_SIZE: Final = 1031
"""`F_SETPIPE_SZ` of Linux."""


class Job:
    """A task that was given to the crew."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.portions: queue.Queue[bytes | None] = queue.Queue(WAITING_PORTIONS)
        self.dropped = False

    def drop(self) -> None:
        """Say that nobody will take what is read."""
        self.dropped = True

    def items(self, idle: Callable[[], None], shift: Shift) -> Iterator[Item]:
        """Yield what was read; while there is nothing yet, `idle` is called now and then."""
        while True:
            try:
                portion = self.portions.get(timeout=_LOOK)
            except queue.Empty:
                idle()
                continue
            if portion is None:
                return
            yield from unpack(portion, shift)


class Crew:
    """Some processes that read.

    Args:
        size: how many.
    """

    def __init__(self, size: int) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._ended = threading.Event()
        self._hands = [_Hand(self._jobs, self._ended) for _ in range(size)]
        for hand in self._hands:
            hand.start()

    def give(self, task: Task) -> Job:
        """Have a task done as soon as a process is free."""
        job = Job(task)
        self._jobs.put(job)
        return job

    def close(self) -> None:
        """End all processes at once."""
        self._ended.set()
        for hand in self._hands:
            self._jobs.put(None)
            hand.kill()
        for hand in self._hands:
            hand.join()


class _Ended(Exception):
    """The whole crew is to end."""


class _Failed(Exception):
    """A process did not do its task; `str(error)` is the reason as a sentence."""


class _Hand(threading.Thread):
    """The thread of one process."""

    def __init__(self, jobs: queue.Queue[Job | None], ended: threading.Event) -> None:
        super().__init__(name="evtui-reading", daemon=True)
        self._jobs = jobs
        self._ended = ended
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Do tasks until there are no more."""
        with suppress(_Ended):
            while (job := self._jobs.get()) is not None and not self._ended.is_set():
                self._do(job)
        self.kill()

    def kill(self) -> None:
        """End the process."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in _pipes(process):
                with suppress(OSError):
                    pipe.close()

    def _do(self, job: Job) -> None:
        if job.dropped:
            return
        try:
            process = self._running()
            if process is None:
                # No process can be started here: then it is read in this one, without limits.
                for portion in messages(job.task, results(job.task)):
                    self._put(job, pack(portion))
            else:
                self._ask(process, job)
        except _Failed as error:
            self.kill()
            self._put(job, pack([_left_out(job.task, str(error))]))
        except _Ended:
            raise
        except Exception as error:  # noqa: BLE001 - the import waits for the job, whatever happened to it
            self._put(job, pack([_left_out(job.task, _mistake(f"{type(error).__name__}: {error}"))]))
        self._put(job, None)

    def _ask(self, process: subprocess.Popen[bytes], job: Job) -> None:
        tasks, answers = _pipes(process)
        try:
            send(tasks, pickle.dumps(job.task, pickle.HIGHEST_PROTOCOL))
        except (OSError, ValueError):
            raise self._why_it_died(process) from None
        while True:
            self._wait(process)
            try:
                message = receive(answers)
            except (OSError, ValueError):
                message = None
            if message is None:
                raise self._why_it_died(process)
            kind, content = message[:1], message[1:]
            if kind == END:
                return
            if kind == BROKEN:
                raise _Failed(_mistake(content.decode("utf-8", "replace")))
            self._put(job, content)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        _, answers = _pipes(process)
        began, spent = monotonic(), processor_seconds(process.pid)
        while not self._ended.is_set():
            try:
                ready, _, _ = select.select([answers], [], [], min(_LOOK, ITEM_SECONDS))
            except (OSError, ValueError):  # closed from another thread
                break
            if ready:
                return
            waited = monotonic() - began
            if waited > ITEM_SECONDS and (
                waited > ITEM_SECONDS * PATIENCE or processor_seconds(process.pid) - spent > ITEM_SECONDS
            ):
                raise _Failed(f"Reading it took longer than {ITEM_SECONDS:.0f} seconds")
        raise _Ended

    def _why_it_died(self, process: subprocess.Popen[bytes]) -> Exception:
        if self._ended.is_set():
            return _Ended()
        code = process.wait()
        if code == NO_MEMORY:
            return _Failed(f"Reading it takes more than {MEMORY_BYTES / 1024**3:.0f} GB of memory")
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        return _Failed(f"The process that read it ended {how}")

    def _put(self, job: Job, portion: bytes | None) -> None:
        while not self._ended.is_set():
            if job.dropped:
                return
            try:
                job.portions.put(portion, timeout=_LOOK)
            except queue.Full:
                continue
            return
        raise _Ended

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._ended.is_set():
                raise _Ended
            if self._process is None or self._process.poll() is not None:
                self._process = start_process()
            return self._process


def start_process() -> subprocess.Popen[bytes] | None:
    """Start a process that reads; None where none can be started."""
    if not sys.executable:
        return None
    # The folder that one imports from is no place to look for modules in: -P.
    home = str(Path(index.__file__).parents[1])
    code = WORKER_CODE.format(home=home, memory=MEMORY_BYTES)
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            process_group=0,  # Ctrl-C is for the importing process alone
        )
    except OSError:
        return None
    if sys.platform.startswith("linux"):
        import fcntl

        for pipe in _pipes(process):
            with suppress(OSError):
                fcntl.fcntl(pipe.fileno(), _SET_PIPE_SIZE, PIPE_BYTES)
    return process


def processor_seconds(process: int) -> float:
    """Return the processor time that a process has taken; where no one tells, the time on the clock."""
    try:
        told = Path(f"/proc/{process}/stat").read_bytes()
        # The second field is a name in brackets that may hold anything; user and system time are 14 and 15.
        user, system = told[told.rindex(b")") :].split()[12:14]
    except (OSError, ValueError):
        return monotonic()
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("A process without pipes was started.")
    return process.stdin, process.stdout


def crew_size() -> int:
    """Return how many processes read best on this machine."""
    return max(1, os.cpu_count() or 1)


def _left_out(task: Task, reason: str) -> Rejected:
    if isinstance(task, SomeLines):
        count = task.data.count(b"\n")
        return Rejected(Origin(task.shown, 1), f"{reason}; this and the next {count:,} lines were left out.")
    return Rejected(Origin(task.shown), f"{reason}; what was not read by then was left out.")


def _mistake(said: str) -> str:
    from index.sanitise import sanitise_line

    return f"It could not be read ({sanitise_line(said)[:200]})"
