"""How much one input may unpack, so that a small file cannot fill memory or disk, or take for ever."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.readers.limits import (
    MAX_MEMBERS,
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
    MIN_UNPACKED_BYTES,
)


class TooMuch(Exception):
    """An input unpacks to more than is read of one; `str(error)` is a sentence for a person."""


@dataclass(slots=True)
class Budget:
    """What an input may still unpack. All that is nested in it shares one budget.

    Attributes:
        bytes_left: bytes that may still come out of archives and compressed parts.
        members_left: files, messages and parts that may still be opened.
        size: of the input, in bytes, packed as it is; 0 where nobody knows.
    """

    bytes_left: int = MAX_UNPACKED_BYTES
    members_left: int = MAX_MEMBERS
    size: int = field(default=0, init=False)
    _spent: int = field(default=0, init=False)

    def admit(self, size: int) -> None:
        """Count a file that lies beside the input and is read with it.

        Raises:
            TooMuch: as for `spend`.
        """
        self.size += size if self.size else 0
        self.spend(size)

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            TooMuch: the input has unpacked to more than is read of one.
        """
        self.bytes_left -= count
        self._spent += count
        if self.bytes_left < 0:
            raise TooMuch(
                f"It unpacks to more than {MAX_UNPACKED_BYTES // 2**30} GB; the rest was not read. "
                "Unpack it and import the folder."
            )
        if self.size and self._spent > max(MIN_UNPACKED_BYTES, self.size * MAX_UNPACKED_RATIO):
            raise TooMuch(
                f"It unpacks to more than {MAX_UNPACKED_RATIO} times its size, as files made to fill a disk "
                "do; the rest was not read."
            )

    def open_member(self) -> None:
        """Count a member that is opened.

        Raises:
            TooMuch: the input has more members than are read of one.
        """
        self.members_left -= 1
        if self.members_left < 0:
            raise TooMuch(
                f"It holds more than {MAX_MEMBERS:,} files; the rest was not read. "
                "Unpack it and import the folder."
            )
