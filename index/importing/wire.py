"""Messages between the process that imports and those that read for it: a length, then that many bytes.

Both ends are unbuffered, so that what `select` says of a pipe is all there is to know.
"""

from __future__ import annotations

from io import RawIOBase
from typing import IO, Final

LENGTH_BYTES: Final = 8


def send(stream: IO[bytes] | RawIOBase, message: bytes) -> None:
    """Write a message.

    Raises:
        OSError: nobody reads at the other end any more.
    """
    rest = memoryview(len(message).to_bytes(LENGTH_BYTES, "big") + message)
    while rest:
        rest = rest[stream.write(rest) :]


def receive(stream: IO[bytes] | RawIOBase) -> bytes | None:
    """Return the next message, or None where the other end has closed or broke off."""
    head = _exactly(stream, LENGTH_BYTES)
    return None if head is None else _exactly(stream, int.from_bytes(head, "big"))


def _exactly(stream: IO[bytes] | RawIOBase, count: int) -> bytes | None:
    parts = []
    while count:
        part = stream.read(count)
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
