"""Unpacking one stream of bytes: gzip, bzip2, xz and lzma, told by their first bytes."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import Final, Protocol

from index.readers.budget import Budget

PACKING_BYTES: Final = 13
"""How many bytes of a file tell how it is packed."""

_READ_BYTES: Final = 64 * 1024
_MOST_MEMORY_BYTES: Final = 128 * 1024 * 1024
"""What an xz or lzma stream may ask for to be unpacked; the strongest setting of xz needs 65 MB."""

_GZIP: Final = b"\x1f\x8b\x08"
_BZIP2: Final = b"BZh"
_BZIP2_BLOCKS: Final = (b"1AY&SY", b"\x17rE8P\x90")
"""How the first block of a bzip2 stream begins, and how an empty one ends."""
_XZ: Final = b"\xfd7zXZ\x00"
_LZMA: Final = b"\x5d\x00\x00"
_LZMA_UNKNOWN_SIZE: Final = b"\xff" * 8
_LZMA_MOST_SIZE_BYTES: Final = 5
"""A text begins with `]` too, but is followed neither by NULs nor by a size that is possible."""
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the manners of those of bzip2 and xz: it keeps what it has not used yet."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(_GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


def packing_of(head: bytes) -> str:
    """Return how bytes are packed (`gzip`, `bzip2`, `xz`, `lzma`), or an empty string."""
    if head.startswith(_GZIP):
        return "gzip"
    if head.startswith(_BZIP2) and head[3:4].isdigit() and head[4:10] in _BZIP2_BLOCKS:
        return "bzip2"
    if head.startswith(_XZ):
        return "xz"
    size = head[5:13]
    if head.startswith(_LZMA) and (
        size == _LZMA_UNKNOWN_SIZE
        or (len(size) == len(_LZMA_UNKNOWN_SIZE) and not any(size[_LZMA_MOST_SIZE_BYTES:]))
    ):
        return "lzma"
    return ""


def unpacked(stream: io.BufferedIOBase, packing: str, budget: Budget) -> io.BufferedIOBase:
    """Return the bytes that a packed stream holds, counted against a budget.

    Reading from it raises `TooMuch` when the budget is spent, and `EOFError`, `OSError` or `zlib.error`
    where the stream is damaged.
    """
    return io.BufferedReader(_Unpacked(stream, packing, budget), _READ_BYTES)


class _Unpacked(io.RawIOBase):
    """A stream that may consist of several packed ones, as `cat a.gz b.gz` makes it."""

    def __init__(self, stream: io.BufferedIOBase, packing: str, budget: Budget) -> None:
        self._stream = stream
        self._packing = packing
        self._budget = budget
        self._current = _decompressor(packing)
        self._waiting = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants any buffer; io passes this one
        while not self._ended:
            data = self._step(len(buffer))
            if data:
                self._budget.spend(len(data))
                buffer[: len(data)] = data
                return len(data)
        return 0

    def _step(self, most: int) -> bytes:
        packed = b""
        if self._current.needs_input:
            packed, self._waiting = self._waiting or self._stream.read1(_READ_BYTES), b""
            if not packed:
                raise EOFError
        try:
            data = self._current.decompress(packed, most)
        except lzma.LZMAError as error:
            raise EOFError(str(error)) from error
        if self._current.eof:
            self._next_stream(self._current.unused_data)
        return data

    def _next_stream(self, rest: bytes) -> None:
        """Go on with the packed stream that follows, if one does; whatever else follows is padding."""
        rest = rest.lstrip(b"\0")
        while len(rest) < PACKING_BYTES and (more := self._stream.read1(_READ_BYTES)):
            rest = (rest + more).lstrip(b"\0")
        self._ended = packing_of(rest) != self._packing
        self._waiting = rest
        if not self._ended:
            self._current = _decompressor(self._packing)


def _decompressor(packing: str) -> _Decompressor:
    if packing == "gzip":
        return _Gzip()
    if packing == "bzip2":
        return bz2.BZ2Decompressor()
    kind = lzma.FORMAT_XZ if packing == "xz" else lzma.FORMAT_ALONE
    return lzma.LZMADecompressor(kind, memlimit=_MOST_MEMORY_BYTES)
