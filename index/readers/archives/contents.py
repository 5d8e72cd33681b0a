"""The table of contents of a zip file: how large it is, what it tells, and whether it can be true."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final
from zipfile import ZipInfo

from index.errors import ReaderError
from index.readers import formats

_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_MOST_COMMENT_BYTES: Final = 65_535
_CONTENTS_SIZE: Final = slice(12, 16)
_IN_ZIP64: Final = 0xFFFFFFFF
_LOCATOR: Final = b"PK\x06\x07"
_LOCATOR_BYTES: Final = 20
_END_64_BYTES: Final = 56
_CONTENTS_SIZE_64: Final = 40
_MOST_CONTENTS_BYTES: Final = 32 * 1024 * 1024
"""The largest table of contents that is read, in bytes; an entry takes five times that in memory."""
MOST_RATIO: Final = 200
"""How many times its packed size a member may have."""
_LOCAL_HEADER_BYTES: Final = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """What a zip file is by its contents.

    Attributes:
        reader: the name of the format that reads it, or empty.
        title: with its article, where nothing reads it, or empty.
    """

    reader: str = ""
    title: str = ""


ARCHIVE: Final = Kind()
"""Files that somebody put together."""

_KINDS: Final = (
    ("META-INF/container.xml", Kind(reader=formats.EPUB)),
    ("word/document.xml", Kind(reader=formats.DOCX)),
    ("content.xml", Kind(reader=formats.ODT)),
    ("xl/workbook.xml", Kind(title="a spreadsheet (Excel)")),
    ("xl/workbook.bin", Kind(title="a spreadsheet (Excel)")),
    ("ppt/presentation.xml", Kind(title="a presentation (PowerPoint)")),
    ("AndroidManifest.xml", Kind(title="a program for Android")),
    ("META-INF/MANIFEST.MF", Kind(title="a program for Java")),
)


def check_contents(file: BinaryIO) -> None:
    """Make sure that the table of contents can be read into memory.

    Raises:
        ReaderError: there is none, or it is too large.
    """
    size = file.seek(0, 2)
    begin = max(0, size - _END_BYTES - _MOST_COMMENT_BYTES - _LOCATOR_BYTES)
    file.seek(begin)
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise ReaderError("The archive is damaged or incomplete: it has no table of contents.")
    (contents,) = struct.unpack("<L", tail[end:][_CONTENTS_SIZE])
    if contents == _IN_ZIP64:
        contents = _size_in_zip64(file, tail[max(0, end - _LOCATOR_BYTES) : end])
    file.seek(0)
    if contents > _MOST_CONTENTS_BYTES:
        raise ReaderError(
            f"Its table of contents is larger than {_MOST_CONTENTS_BYTES // 2**20} MB; "
            "unpack the archive and import the folder."
        )


def _size_in_zip64(file: BinaryIO, locator: bytes) -> int:
    if not locator.startswith(_LOCATOR) or len(locator) < _LOCATOR_BYTES:
        return 0
    (place,) = struct.unpack("<Q", locator[8:16])
    try:
        file.seek(place)
        end = file.read(_END_64_BYTES)
    except (OSError, OverflowError, ValueError):
        return 0
    if len(end) < _END_64_BYTES:
        return 0
    (size,) = struct.unpack("<Q", end[_CONTENTS_SIZE_64 : _CONTENTS_SIZE_64 + 8])
    return int(size)


def kind_of_contents(names: Collection[str]) -> Kind:
    """Return what a zip file is, told by the files that only one kind of document has."""
    present = set(names)
    if "content.xml" in present and "mimetype" not in present:
        return ARCHIVE
    return next((kind for name, kind in _KINDS if name in present), ARCHIVE)


def overlapping(infos: Iterable[ZipInfo]) -> bool:
    """Whether members share bytes of the file, so that a small file unpacks to a huge one."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
    return False


def inflated(info: ZipInfo, matters: int) -> bool:
    """Whether a member unpacks to so many times its size that it is no text that anyone wrote.

    Args:
        info: what the archive declares; no more than that is ever read of a member.
        matters: up to what size that does no harm, in bytes.
    """
    return info.file_size > matters and info.file_size > MOST_RATIO * info.compress_size
