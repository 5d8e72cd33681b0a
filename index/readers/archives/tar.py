"""Tar archives: the files in them, read one after another and never unpacked to disk.

Only regular files are read. Links and devices are passed over: what they point to is read where it lies, or
is none of our business.
"""

from __future__ import annotations

import struct
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from index.errors import ReaderError
from index.readers.archives.members import EMPTY, Member, Passed, inner_name, shown_name, to_read
from index.readers.budget import Budget
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_MEMBERS
from index.readers.read import read_member
from index.readers.spool import follow, seekable

_MOST_HEADER_BYTES: Final = 16 * 1024
"""The longest extended header of a member; one with a long name has a few hundred bytes."""

_DAMAGE: Final = (
    tarfile.TarError, EOFError, LookupError, OSError, OverflowError, RecursionError, ValueError, struct.error,
)  # fmt: skip
_NO_BEGIN: Final = "The archive is damaged: its beginning cannot be read."
_CUT: Final = "The archive is damaged or incomplete; what follows “{name}” could not be read."


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the bytes of a member stand in the archive."""

    offset: int
    size: int


class _Headers:
    """The archive as `tarfile` sees it while it reads headers, which are short."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.tell = file.tell
        self.seek = file.seek

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; refuse what is no header that a program would write."""
        if not 0 <= size <= _MOST_HEADER_BYTES:
            raise tarfile.ReadError("a header has no end")
        return self._file.read(size)


class _Slice:
    """The bytes of one member, counted."""

    def __init__(self, file: BinaryIO, place: _Place, budget: Budget) -> None:
        self._file = file
        self._offset = place.offset
        self._left = place.size
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        wanted = self._left if size < 0 else min(size, self._left)
        if not wanted:
            return b""
        self._file.seek(self._offset)
        data = self._file.read(wanted)
        if not data:
            raise EOFError
        self._offset += len(data)
        self._left -= len(data)
        self._budget.spend(len(data))
        return data


def read_tar(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of all files in a tar archive."""
    with seekable(context) as file:
        passed = Passed()
        members: list[Member[_Place]] = []
        problem = _list_members(file, members, passed)
        chosen = to_read(members, passed)
        for member in chosen:
            content = cast("BinaryIO", _Slice(file, member.entry, context.budget))
            yield from read_member(context, shown_name(member.name), content, source=member.source)
            follow(context, member.entry.size)
        yield from passed.remark(context)
        if not (chosen or passed.kinds or problem):
            problem = EMPTY
        if problem:
            yield context.reject(1, problem)


def _list_members(file: BinaryIO, members: list[Member[_Place]], passed: Passed) -> str:
    """Find the regular files; return a sentence where the list may not be complete, or an empty string."""
    try:
        archive = tarfile.TarFile(fileobj=cast("BinaryIO", _Headers(file)), errorlevel=0)
    except _DAMAGE as error:
        raise ReaderError(_NO_BEGIN) from error
    last, offset = "", -1
    while len(members) < MAX_MEMBERS:
        try:
            info = archive.next()
        except _DAMAGE:
            return _CUT.format(name=excerpt(last)) if last else _NO_BEGIN
        if info is None:
            return _ending(file, archive.offset, last)
        if archive.offset <= offset or info.size < 0:
            return _CUT.format(name=excerpt(last))  # its headers lead back, and would do so for ever
        offset = archive.offset
        archive.members.clear()  # type: ignore[attr-defined]  # it would grow with the archive
        last = inner_name(info.name)
        if info.issparse() or not (info.isreg() or info.isdir()):
            passed.count("sparse files" if info.issparse() else "links and devices", last)
        elif info.isreg():
            members.append(Member(last, _Place(info.offset_data, info.size)))
    return f"It holds more than {MAX_MEMBERS:,} files; unpack it and import the folder."


def _ending(file: BinaryIO, offset: int, last: str) -> str:
    """Say what follows the last member, if it is no proper ending."""
    file.seek(offset)
    return _CUT.format(name=excerpt(last)) if any(file.read(tarfile.BLOCKSIZE)) else ""
