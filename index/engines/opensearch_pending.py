"""What was given to the engine since the last commit.

A cluster cannot take back what it was sent. So what changes a document that readers can see is held back
here, on disk where it is much, until the commit. Documents that the index certainly does not hold are sent at
once: nobody sees them before the commit, and to forget them is to remove them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Final

from index.engines.opensearch_bulk import Operation, Written

MEMORY_BYTES: Final = 32_000_000
"""Held back in memory; more goes into a temporary file."""


class Pending:
    """Operations of one batch, the last of each id."""

    def __init__(self) -> None:
        self.sent: dict[str, Written | None] = {}
        """Documents that were sent before the commit; None while not acknowledged."""
        self._held: dict[str, tuple[int, int] | None] = {}
        self._file = SpooledTemporaryFile(MEMORY_BYTES, prefix="evtui-")  # noqa: SIM115 - `clear` closes it
        self._end = 0

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._held or identifier in self.sent

    def hold(self, identifier: str, source: bytes | None) -> None:
        """Hold an operation back; without a source it removes the document."""
        if source is None:
            self._held[identifier] = None
            return
        self._file.seek(self._end)
        self._file.write(source)
        self._held[identifier] = (self._end, len(source))
        self._end += len(source)

    def held(self) -> Iterator[Operation]:
        """Yield what is held back."""
        for identifier, place in self._held.items():
            if place is None:
                yield Operation(identifier, None)
            else:
                self._file.seek(place[0])
                yield Operation(identifier, self._file.read(place[1]))

    def acknowledged(self, identifier: str, written: Written) -> None:
        """Note which writing of a document it was."""
        if identifier in self.sent:
            self.sent[identifier] = written

    def withdrawals(self) -> Iterator[Operation]:
        """Yield what removes the documents that were sent, each only where nobody wrote it since."""
        for identifier, written in self.sent.items():
            yield Operation(identifier, None, written)

    def clear(self) -> None:
        """Forget everything."""
        self.sent.clear()
        self._held.clear()
        self._file.seek(0)
        self._file.truncate()
        self._end = 0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
