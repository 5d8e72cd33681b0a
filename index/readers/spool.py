"""A file that can seek, for the formats whose table of contents stands at the end."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from index.errors import ReaderError
from index.readers.context import Context
from index.readers.inputs import in_words
from index.readers.limits import MAX_SPOOLED_BYTES, SPOOLED_IN_MEMORY_BYTES
from index.readers.packing import PACKING_BYTES, packing_of

_CHUNK_BYTES: Final = 256 * 1024


@contextmanager
def seekable(context: Context, limit: int = MAX_SPOOLED_BYTES) -> Iterator[BinaryIO]:
    """Give all bytes of an input as a file that can seek.

    The file on disk is used where it is plain. Otherwise the bytes are copied, small ones into memory and
    larger ones into a temporary file that has no name and is gone with the process.

    Args:
        context: of an input of which nothing has been read.
        limit: the largest input that is taken, in bytes.

    Raises:
        ReaderError: the input is larger, or there is no room for the copy.
    """
    stream = context.stream  # a reader to which the input is handed over gives it another one
    plain = _open_plain(context.disk)
    if plain is not None:
        with plain:
            if os.fstat(plain.fileno()).st_size > limit:
                raise ReaderError(_too_large(limit))
            yield plain
        _skim(stream, sys.maxsize)
        return
    with SpooledTemporaryFile(max_size=SPOOLED_IN_MEMORY_BYTES) as copy:
        spooled = cast("BinaryIO", copy)
        _copy(context, spooled, limit)
        spooled.seek(0)
        yield spooled


def follow(context: Context, count: int) -> None:
    """Count bytes of an input as read, which were read through the file that can seek."""
    _skim(context.stream, count)


def _skim(stream: BinaryIO, count: int) -> None:
    while count > 0 and (data := stream.read(min(count, _CHUNK_BYTES))):
        count -= len(data)


def _open_plain(disk: str) -> BinaryIO | None:
    """Open a file on disk, or return None where its bytes are packed or can be read only once."""
    if not disk or not stat.S_ISREG(Path(disk).stat().st_mode):
        return None
    file = Path(disk).open("rb")  # noqa: SIM115 - the caller closes it
    if packing_of(file.read(PACKING_BYTES)):
        file.close()
        return None
    file.seek(0)
    return file


def _copy(context: Context, copy: BinaryIO, limit: int) -> None:
    size = 0
    while data := context.stream.read(_CHUNK_BYTES):
        size += len(data)
        if size > limit:
            raise ReaderError(_too_large(limit))
        try:
            copy.write(data)
        except OSError as error:
            raise ReaderError(
                f"A temporary copy of it could not be written: {in_words(error)}. "
                "Unpack it and import the folder, or set TMPDIR to a folder with more room."
            ) from error


def _too_large(limit: int) -> str:
    megabytes = limit // 2**20
    size = f"{megabytes // 1024:,} GB" if megabytes >= 1024 else f"{megabytes:,} MB"  # noqa: PLR2004 - units
    return f"It is larger than {size}, and files of its kind are only read up to that size."
