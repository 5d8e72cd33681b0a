"""The records of a web archive, with bounded memory, and beyond a broken one.

Needs the extra `archive`; only `index.readers.webarchives`, which is imported when it is there, imports this.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader as Stream
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from index.readers.budget import TooMuch
from index.readers.fields import excerpt
from index.readers.stream import DAMAGE

_MAX_HEAD_BYTES: Final = 1024 * 1024
"""The longest head of a record, and all between two records; servers send a hundredth of it."""

_MAX_BROKEN: Final = 100
"""After so many broken records the rest of the file is left."""

_START: Final = b"WARC/"
_BROKEN: Final = "A record of the archive is broken"

# warcio tells of odd records on standard error, which belongs to the desk.
logging.getLogger("warcio").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read; `reason` is a sentence for a person."""

    reason: str


def records(stream: Stream) -> Iterator[ArcWarcRecord | BadRecord]:
    """Give the records of an unpacked WARC or ARC file; read each before asking for the next one.

    After a broken one the search goes on at the next line that begins a WARC record.

    Raises:
        What reading a damaged file raises; see `index.readers.stream.DAMAGE`.
    """
    reader = _Reader(stream)
    first: bytes | None = None
    for _ in range(_MAX_BROKEN):
        try:
            yield from _until_broken(stream, reader, first)
        except (*DAMAGE, TooMuch):
            raise
        except Exception as error:  # noqa: BLE001 - warcio raises anything on records of unforeseen form
            yield BadRecord(_why(error))
        else:
            return
        first = reader.next_start()
        if not first:
            return
    yield BadRecord(f"{_MAX_BROKEN} records are broken; the rest of the archive was not read.")


def _until_broken(stream: Stream, reader: _Reader, first: bytes | None) -> Iterator[ArcWarcRecord]:
    iterator = _Records(stream, arc2warc=True)
    iterator.reader = reader
    iterator.next_line = first
    reader.head_bytes = 0
    for record in iterator:
        if record.length is None:  # else it would reach to the end of the file
            raise ArchiveLoadFailed("its length is not told")
        yield record
        reader.head_bytes = 0


def _why(error: Exception) -> str:
    said = str(error) if isinstance(error, ArchiveLoadFailed) else type(error).__name__
    return f"{_BROKEN} ({excerpt(said).rstrip('.')}); the search went on at the next one."


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    INC_RECORD = ""


class _Reader(BufferedReader):  # type: ignore[misc]  # as above
    """Reads lines and blocks, and gives up on heads of records that have no end.

    Attributes:
        head_bytes: how much was read line by line since the last record.
    """

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream)
        self.head_bytes = 0

    def readline(self, length: int | None = None) -> bytes:
        """Return the next line, or its first `length` bytes."""
        most = _MAX_HEAD_BYTES if length is None else min(length, _MAX_HEAD_BYTES)
        line: bytes = super().readline(most)
        self.head_bytes += len(line)
        if self.head_bytes > _MAX_HEAD_BYTES or len(line) == _MAX_HEAD_BYTES:
            raise ArchiveLoadFailed("its head has no end")
        return line

    def next_start(self) -> bytes:
        """Return the next line that begins a record, or nothing at the end of the file."""
        whole = True
        while line := super().readline(_MAX_HEAD_BYTES):
            if whole and line.startswith(_START):
                return bytes(line)
            whole = line.endswith(b"\n")
        return b""

    def read_next_member(self) -> Any:
        """Return False: what comes here is unpacked already."""
        return False
