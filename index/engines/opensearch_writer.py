"""The lock of the one who writes to an index of a cluster from a folder of this machine."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

from index.errors import EngineError

FILE_NAME: Final = "writer.lock"
_OWNER_WRITES: Final = 0o600


class WriterLock:
    """Held from the first change until it is released. What a crash leaves behind locks nobody out."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock, which may be held already.

        Raises:
            EngineError: another one holds it, or it cannot be had.
        """
        if self._descriptor is not None:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWNER_WRITES)
        except OSError as error:
            raise EngineError(f"{self._path} cannot be made: {error.strerror}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise EngineError(
                f"Another process writes to the index of {self._path.parent}. Try again when it is ready."
            ) from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go of the lock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
