"""Opening a stream of bytes: unpacking it, recognising what it is, and making it ready for its reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final

from index.model import Origin
from index.readers import formats
from index.readers.budget import Budget
from index.readers.context import Context
from index.readers.draft import ReadOptions, Rejected
from index.readers.encoding import (
    Decoder,
    encoding_note,
    has_binary_signature,
    is_binary,
    unit_encoding,
)
from index.readers.fields import Given, excerpt
from index.readers.formats import FORMATS, extension_of, stem_of
from index.readers.inputs import STANDARD_INPUT
from index.readers.limits import MAX_LINE_CHARACTERS, SAMPLE_BYTES
from index.readers.recognise import recognise
from index.readers.stream import Lines, open_stream, transcoded
from index.sanitise import sanitise_line, shown_path

_BINARY: Final = "It is not text, and so not a format that evtui reads."
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ONE_ARTICLE: Final = frozenset(
    {formats.PLAIN, formats.MARKDOWN, formats.HTML, formats.MHTML, formats.PDF, formats.DOCX, formats.EPUB}
)
"""Formats of which a file is mostly one article, so that a day in its name is the article's."""

_FILE_DAY: Final = re.compile(r"(?<!\d)((?:1[6-9]|2[01])\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unopened:
    """A stream that has not been looked at yet.

    Attributes:
        file: its bytes.
        name: its path as the operating system or the archive knows it; tells format, source and day.
        shown: the path as it is shown.
        options: what the person who imports says about it.
        encoding: a checked codec name, or empty.
        disk, depth, budget: see `Context`.
        source: the source of its articles where they name none, or empty.
        within: names of the formats that it lies in, the outermost first, each with `/` after it.
    """

    file: BinaryIO
    name: str
    shown: str
    options: ReadOptions
    encoding: str = ""
    disk: str = ""
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    source: str = ""
    within: str = ""


def open_input(unopened: Unopened, on_bytes: Callable[[int], None] | None = None) -> Context | Rejected:
    """Return the context for the reader of a stream, or the reason why nothing reads it.

    Raises:
        What reading a damaged file raises; see `index.readers.stream.DAMAGE`.
    """
    whole = Origin(unopened.shown)
    stream, sample = open_stream(unopened.file, on_bytes, unopened.budget)
    if not sample and not stream.peek(1):
        return Rejected(whole, "The file is empty.")
    kind = unopened.options.format or recognise(unopened.name, sample)
    if kind and not FORMATS[kind].text:
        return _context(unopened, Lines(stream), kind, "")
    if has_binary_signature(sample):
        return Rejected(whole, _BINARY)
    return _open_text(unopened, stream, sample)


def _open_text(unopened: Unopened, stream: BufferedReader, sample: bytes) -> Context | Rejected:
    whole = Origin(unopened.shown)
    unit, guessed = (unopened.encoding, False) if unopened.encoding else unit_encoding(sample)
    if unit != "utf-8":
        stream = transcoded(stream, unit)
        sample = sample.decode(unit, "replace").encode("utf-8", "replace")
    if sample.startswith(_BYTE_ORDER_MARK):
        stream.read(len(_BYTE_ORDER_MARK))
        sample = sample.removeprefix(_BYTE_ORDER_MARK)
    if is_binary(sample):
        return Rejected(whole, _BINARY)
    if not sample.strip() and len(sample) < SAMPLE_BYTES:
        return Rejected(whole, "The file holds nothing but empty lines.")
    kind = unopened.options.format or recognise(unopened.name, sample)
    if not kind or not FORMATS[kind].text:
        return Rejected(whole, _unknown(unopened.name), excerpt(sample[:1000].decode("utf-8", "replace")))
    return _context(unopened, Lines(stream), kind, encoding_note(unit, guessed=guessed))


def _context(unopened: Unopened, lines: Lines, kind: str, note: str) -> Context:
    return Context(
        path=unopened.shown,
        lines=lines,
        decoder=Decoder(note),
        given=Given(
            options=unopened.options,
            source=_safe(unopened.options.source) or _safe(unopened.source) or _folder(unopened.name),
            file_day=_file_day(unopened.name) if kind in _ONE_ARTICLE else None,
            format=unopened.within + kind,
        ),
        format=kind,
        disk=unopened.disk,
        depth=unopened.depth,
        budget=unopened.budget,
    )


def _safe(source: str) -> str:
    return sanitise_line(source[:MAX_LINE_CHARACTERS])


def _folder(path: str) -> str:
    return "" if path == STANDARD_INPUT else shown_path(Path(path).absolute().parent.name)


def _file_day(path: str) -> date | None:
    """The day in a file's name, or None where it has none or several."""
    days = set()
    for match in _FILE_DAY.finditer(stem_of(path)):
        try:
            days.add(date(int(match[1]), int(match[3]), int(match[4])))
        except ValueError:
            continue  # an eight-digit number that is no date is just a number
    return days.pop() if len(days) == 1 else None


def _unknown(path: str) -> str:
    extension = extension_of(path)
    if extension:
        return f"“{shown_path(extension)}” is not a format that evtui reads; it reads {formats.titles()}."
    return "Its name and its beginning do not tell its format; name the format at import."
