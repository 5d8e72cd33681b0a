"""Bytes of an input: counted, unpacked, in UTF-8, line by line with bounded memory."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple

from index.readers.budget import Budget, TooMuch
from index.readers.limits import MAX_RECORD_BYTES, MAX_SKIPPED_BYTES, SAMPLE_BYTES
from index.readers.packing import PACKING_BYTES, packing_of, unpacked

_CHUNK_BYTES: Final = 128 * 1024

DAMAGE: Final = (OSError, EOFError, zlib.error)
"""What reading a file that cannot be read, or a damaged packed stream, raises."""


class _Counted(io.RawIOBase):
    """A file that tells how many bytes were read from it."""

    def __init__(self, file: BinaryIO, on_bytes: Callable[[int], None] | None) -> None:
        self._file = file
        self._on_bytes = on_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants any buffer; io passes this one
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        if data and self._on_bytes is not None:
            self._on_bytes(len(data))
        return len(data)


class _Sampled(io.RawIOBase):
    """A stream whose first bytes were read already and are given out again."""

    def __init__(self, sample: bytes, rest: io.BufferedIOBase, damage: Exception | None) -> None:
        self._sample = sample
        self._rest = rest
        self._damage = damage

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as above
        if self._sample:
            data, self._sample = self._sample[: len(buffer)], self._sample[len(buffer) :]
        elif self._damage is not None:
            raise self._damage
        else:
            data = self._rest.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Transcoded(io.RawIOBase):
    """A stream in some other encoding, given out as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, stream: io.BufferedIOBase, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._waiting = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as above
        while not self._waiting and not self._ended:
            data = self._stream.read(_CHUNK_BYTES)
            self._ended = not data
            self._waiting = self._decoder.decode(data, self._ended).encode("utf-8", "replace")
        data, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def open_stream(
    file: BinaryIO, on_bytes: Callable[[int], None] | None, budget: Budget
) -> tuple[io.BufferedReader, bytes]:
    """Unpack gzip, bzip2, xz and lzma where the bytes say so, and look at the beginning.

    Args:
        file: the bytes as they are.
        on_bytes: told how many of them more were read.
        budget: what is unpacked counts against it.

    Returns:
        The stream from its first byte, and a sample of its beginning.
    """
    counted = io.BufferedReader(_Counted(file, on_bytes), _CHUNK_BYTES)
    packing = packing_of(counted.peek(PACKING_BYTES)[:PACKING_BYTES])
    stream: io.BufferedIOBase = unpacked(counted, packing, budget) if packing else counted
    sample, damage = _take_sample(stream)
    return io.BufferedReader(_Sampled(sample, stream, damage), _CHUNK_BYTES), sample


def _take_sample(stream: io.BufferedIOBase) -> tuple[bytes, Exception | None]:
    """Read the beginning; damage found on the way is kept for when the reader comes to it."""
    sample = b""
    try:
        while len(sample) < SAMPLE_BYTES and (data := stream.read1(SAMPLE_BYTES - len(sample))):
            sample += data
    except (*DAMAGE, TooMuch) as error:
        return sample, error
    return sample, None


def transcoded(stream: io.BufferedReader, encoding: str) -> io.BufferedReader:
    """Give a stream in `encoding` as UTF-8."""
    return io.BufferedReader(_Transcoded(stream, encoding), _CHUNK_BYTES)


class Line(NamedTuple):
    """One line of a stream.

    Attributes:
        number: 1-based.
        data: its bytes with the line end, only the first of them where it is too long.
        whole: whether all of it is there.
    """

    number: int
    data: bytes
    whole: bool = True


@dataclass(slots=True)
class Lines:
    """The lines of a stream, none longer in memory than `limit` bytes.

    Attributes:
        number: 1-based number of the line that was given last.
        abandoned: whether the end of a line was so far off that the rest was left unread.
    """

    stream: io.BufferedReader
    limit: int = MAX_RECORD_BYTES
    number: int = 0
    abandoned: bool = False

    def __iter__(self) -> Iterator[Line]:
        readline, limit = self.stream.readline, self.limit + 1
        while data := readline(limit):
            self.number += 1
            if len(data) < limit or data.endswith(b"\n"):
                yield Line(self.number, data)
                continue
            self._skip_line()
            yield Line(self.number, data[:-1], whole=False)
            if self.abandoned:
                return

    def _skip_line(self) -> None:
        skipped = 0
        while data := self.stream.readline(_CHUNK_BYTES):
            if data.endswith(b"\n"):
                return
            skipped += len(data)
            if skipped > MAX_SKIPPED_BYTES:
                self.abandoned = True
                return
