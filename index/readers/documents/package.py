"""Documents that are zip files of XML: opened within limits, parsed without surprises."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final
from zipfile import BadZipFile, ZipFile

from index.errors import ReaderError
from index.readers.archives.contents import MOST_RATIO, check_contents, inflated, overlapping
from index.readers.budget import Budget
from index.readers.context import Context
from index.readers.limits import MAX_DOCUMENT_BYTES, MAX_SEEKABLE_DOCUMENT_BYTES
from index.readers.spool import seekable

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PARTS: Final = 20_000
_RATIO_MATTERS_BYTES: Final = 8 * 1024 * 1024
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
_DAMAGED: Final = "The document is damaged: its table of contents cannot be read."

_INFLATED: Final = f"A part of it unpacks to more than {MOST_RATIO} times its size; it was not read."


@contextmanager
def package(context: Context) -> Iterator[tuple[ZipFile, BinaryIO]]:
    """Open a document that is a zip file; give it with the file that it lies in.

    Raises:
        ReaderError: it is damaged, locked, or made to fill memory.
    """
    with seekable(context, MAX_SEEKABLE_DOCUMENT_BYTES) as file:
        check_contents(file)
        try:
            archive = ZipFile(file)
        except _DAMAGE as error:
            raise ReaderError(_DAMAGED) from error
        with archive:
            infos = archive.infolist()
            if len(infos) > _MOST_PARTS or overlapping(infos):
                raise ReaderError(
                    "It is no document that a program made: its parts are too many, or overlap."
                )
            if any(info.flag_bits & _ENCRYPTED for info in infos):
                raise ReaderError("It is locked with a password; save a copy without one and import that.")
            yield archive, file


def check_size(archive: ZipFile, limit: int) -> None:
    """Make sure that the parts of a document, which are all held in memory, are not made to fill it.

    Raises:
        ReaderError: they do not.
    """
    # What is read of a part is never more than it declares.
    infos = archive.infolist()
    if any(inflated(info, _RATIO_MATTERS_BYTES) for info in infos):
        raise ReaderError(_INFLATED)
    if sum(info.file_size for info in infos) > limit:
        raise ReaderError(f"It unpacks to more than {limit // 2**20} MB; it was not read.")


def part(archive: ZipFile, name: str, budget: Budget) -> bytes:
    """Return the bytes of a part.

    Raises:
        ReaderError: there is none, or it is damaged or too large.
    """
    try:
        info = archive.getinfo(name)
        if inflated(info, _RATIO_MATTERS_BYTES):
            raise ReaderError(_INFLATED)
        if info.file_size > MAX_DOCUMENT_BYTES:
            raise ReaderError(
                f"A part of it is larger than {MAX_DOCUMENT_BYTES // 2**20} MB; it was not read."
            )
        budget.spend(info.file_size)
        return archive.read(info)
    except KeyError as error:
        raise ReaderError("The document is damaged: a part of it is missing.") from error
    except _DAMAGE as error:
        raise ReaderError("The document is damaged: a part of it cannot be read.") from error


def parsed(data: bytes) -> _Element | None:
    """Return the root of an XML document, mended where it is broken; None where nothing can be made of it.

    Entities stay as they are, nothing is fetched, and depth and size are limited.
    """
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None
