"""Zip archives: the files in them, read one after another and never unpacked to disk.

Documents of several programs are zip archives too. Where the beginning of a file does not tell, its table
of contents does, and the file is handed to the reader that knows it, or named in the reason.
"""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from index.errors import ReaderError
from index.readers.archives.contents import (
    MOST_RATIO,
    check_contents,
    inflated,
    kind_of_contents,
    overlapping,
)
from index.readers.archives.members import EMPTY, Member, Passed, inner_name, shown_name, to_read
from index.readers.budget import Budget
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.formats import FORMATS, ZIP
from index.readers.read import read_member
from index.readers.spool import follow, seekable
from index.readers.stream import Lines
from index.sanitise import shown_path

_DAMAGE: Final = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
"""What the standard library raises on archives that are damaged, or made in ways that it does not know."""

_ENCRYPTED: Final = 0x1
_UTF_8: Final = 0x800
_RATIO_MATTERS_BYTES: Final = 64 * 1024 * 1024


class _Unzipped:
    """A member's bytes, counted; what is wrong with them is raised as `EOFError`."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._file = file
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        try:
            data = self._file.read(size)
        except _DAMAGE as error:
            raise EOFError(str(error)) from error
        self._budget.spend(len(data))
        return data


def read_zip(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of all files in a zip archive."""
    with seekable(context) as file:
        check_contents(file)
        try:
            archive = ZipFile(file)
        except _DAMAGE as error:
            raise ReaderError("The archive is damaged: its table of contents cannot be read.") from error
        with archive:
            kind = kind_of_contents(archive.namelist())
            if kind.reader:
                yield from _handed_over(context, kind.reader, file)
            elif kind.title:
                raise ReaderError(f"It is {kind.title}, which evtui does not read.")
            else:
                yield from _read_members(context, archive)


def _handed_over(context: Context, name: str, file: BinaryIO) -> Iterator[Draft | Rejected]:
    """Let the reader of another format begin at the first byte."""
    file.seek(0)
    context.lines = Lines(io.BufferedReader(cast("io.RawIOBase", file)))
    context.given = replace(context.given, format=context.given.format.removesuffix(ZIP) + name)
    context.format = name
    yield from FORMATS[name].load()(context)


def _read_members(context: Context, archive: ZipFile) -> Iterator[Draft | Rejected]:
    infos = archive.infolist()
    if overlapping(infos):
        raise ReaderError(
            "Files in it lie upon each other, as in archives made to fill a disk; it was not read."
        )
    passed = Passed()
    members = [Member(inner_name(_name(info)), info) for info in infos if not info.filename.endswith("/")]
    chosen = to_read(members, passed)
    if not (chosen or passed.kinds):
        raise ReaderError(EMPTY)
    for member in chosen:
        if stat.S_ISLNK(member.entry.external_attr >> 16):
            passed.count("links", member.name)
            continue
        reason = _refused(member.entry)
        if reason:
            yield _rejected(context, member, reason)
        else:
            yield from _read_one(context, archive, member)
        follow(context, member.entry.compress_size)
    yield from passed.remark(context)


def _read_one(context: Context, archive: ZipFile, member: Member[ZipInfo]) -> Iterator[Draft | Rejected]:
    try:
        file = archive.open(member.entry)
    except NotImplementedError:
        yield _rejected(context, member, "It is packed in a way that is not known here; unpack the archive.")
        return
    except _DAMAGE:
        yield _rejected(context, member, "Its place in the archive is damaged; it cannot be read.")
        return
    with file:
        unzipped = cast("BinaryIO", _Unzipped(cast("BinaryIO", file), context.budget))
        yield from read_member(context, shown_name(member.name), unzipped, source=member.source)


def _refused(info: ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "It is locked with a password; unpack the archive and import the folder."
    if inflated(info, _RATIO_MATTERS_BYTES):
        return (
            f"It unpacks to more than {MOST_RATIO} times its size, as files made to fill a disk do; "
            "it was not read."
        )
    return ""


def _name(info: ZipInfo) -> str:
    """The name of a member; many programs write UTF-8 without saying so."""
    name = info.filename
    if info.flag_bits & _UTF_8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _rejected(context: Context, member: Member[ZipInfo], reason: str) -> Rejected:
    shown = f"{context.path}/{shown_path(shown_name(member.name))}"
    return Rejected(replace(context.next_origin(1), path=shown), reason, format=context.given.format)
