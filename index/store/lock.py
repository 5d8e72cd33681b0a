"""One writer at a time: a lock file that says who writes.

The operating system's lock on the file is what counts: it goes with the process, however that ends. The text
in the file is for the message to the second one, and says whether waiting for it is worth while.
"""

from __future__ import annotations

import fcntl
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import orjson

from index.errors import LibraryBusy, LibraryError

LOCK_NAME: Final = "lock"

PATIENCE_SECONDS: Final = 60.0
"""How long somebody waits for one who holds the lock for a moment only …"""
UNKNOWN_SECONDS: Final = 1.0
"""… and how long for one who has not written yet who that is."""
RETRY_SECONDS: Final = 0.01
"""Time between two attempts meanwhile."""


class WriterLock:
    """The right to write articles into the library in a folder. The thread that has it may take it again."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._state = threading.Lock()
        self._thread = 0
        self._depth = 0

    @contextmanager
    def held(self, *, brief: bool = False) -> Iterator[None]:
        """Hold the right.

        Args:
            brief: whether for a moment only; others then wait.

        Raises:
            LibraryBusy: when another process or thread has it, at once unless that is brief; says which, and
                since when.
            LibraryError: when the lock file cannot be written.
        """
        with self._state:
            again = self._depth > 0 and self._thread == threading.get_ident()
            if again:
                self._depth += 1
        if again:
            try:
                yield
            finally:
                with self._state:
                    self._depth -= 1
            return
        descriptor = self._take(brief)
        with self._state:
            self._thread, self._depth = threading.get_ident(), 1
        try:
            yield
        finally:
            with self._state:
                self._depth = 0
            os.ftruncate(descriptor, 0)
            os.close(descriptor)

    def owner_lives(self) -> bool:
        """Whether the lock file names an owner that has not ended. Takes nothing, and may be late."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            owner = _owner(descriptor)
        finally:
            os.close(descriptor)
        return "pid" in owner and not _gone(owner)

    def _take(self, brief: bool) -> int:
        began = monotonic()
        try:
            while True:
                descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                try:
                    if self._locked(descriptor, waited=monotonic() - began):
                        _write_owner(descriptor, brief)
                        return descriptor
                except BaseException:
                    os.close(descriptor)
                    raise
                os.close(descriptor)
        except OSError as error:
            raise LibraryError(f"The lock {self._path} cannot be taken: {error.strerror}.") from error

    def _locked(self, descriptor: int, *, waited: float) -> bool:
        """Lock the open file; False where it must be opened anew, since it was replaced or is soon free."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _owner(descriptor)
            if not _gone(owner):
                if waited < _patience(owner):
                    sleep(RETRY_SECONDS)
                    return False
                raise LibraryBusy(self._in_words(owner)) from None
            # A child of the dead owner inherited the open file. A new file ends its hold.
            if _same_file(descriptor, self._path):
                self._path.unlink(missing_ok=True)
            return False
        return _same_file(descriptor, self._path)

    def _in_words(self, owner: dict[str, object]) -> str:
        who = f"process {owner['pid']} on {owner['host']}" if "pid" in owner else "another process"
        since = f" since {_local_time(str(owner['since']))}" if "since" in owner else ""
        return (
            f"The library in {self._path.parent} is being written to by {who}{since}."
            " Try again when it has ended."
        )


def _write_owner(descriptor: int, brief: bool) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    owner = {"pid": os.getpid(), "host": socket.gethostname(), "since": now, "brief": brief}
    text = orjson.dumps(owner)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text, 0)


def _owner(descriptor: int) -> dict[str, object]:
    try:
        owner = orjson.loads(os.pread(descriptor, 4096, 0))
    except (orjson.JSONDecodeError, OSError):  # it is being written at this moment
        return {}
    return owner if isinstance(owner, dict) else {}


def _patience(owner: dict[str, object]) -> float:
    """Return for how many seconds it is worth waiting for the owner."""
    if not owner:
        return UNKNOWN_SECONDS
    return PATIENCE_SECONDS if owner.get("brief") else 0.0


def _gone(owner: dict[str, object]) -> bool:
    """Whether the owner is a process of this machine that has ended."""
    pid = owner.get("pid")
    if not isinstance(pid, int) or owner.get("host") != socket.gethostname():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives and is someone else's
        return False
    return False


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _local_time(stamp: str) -> str:
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return stamp
