"""Opening an input, recognising what it is, and reading its articles."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from index.model import Origin
from index.readers import formats
from index.readers.context import Context, Reader
from index.readers.draft import Draft, ReadOptions, Rejected
from index.readers.encoding import (
    Decoder,
    check_encoding,
    encoding_note,
    has_binary_signature,
    is_binary,
    unit_encoding,
)
from index.readers.fields import Given, excerpt
from index.readers.formats import check_format, extension_of, recognise, stem_of
from index.readers.inputs import STANDARD_INPUT, Input, in_words, shown_path
from index.readers.limits import MAX_HOPELESS_ITEMS, SAMPLE_BYTES
from index.readers.mapping import check_mapping
from index.readers.plain import read_plain
from index.readers.stream import DAMAGE, Lines, open_stream, transcoded
from index.sanitise import sanitise_line

_BINARY: Final = "It is not text, and so not a format that evtui reads."
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ONE_ARTICLE: Final = {formats.PLAIN, formats.MARKDOWN}
"""Formats of which a file is mostly one article, so that a day in its name is the article's."""

_FILE_DAY: Final = re.compile(r"(?<!\d)((?:1[6-9]|2[01])\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)


def read(
    given: Input,
    options: ReadOptions,
    *,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Draft | Rejected]:
    """Read the articles of one input, with bounded memory.

    Args:
        given: the file, or standard input.
        options: what the person who imports says about it.
        stdin: read where the input is `-`; the process's own by default.
        on_bytes: told how many bytes more were read from the file, packed as they are, so that the sum
            reaches `Input.size`.

    Raises:
        ReaderError: the options name an unknown format, encoding or field. Raised at the call. Whatever
            is wrong with the input itself is given as `Rejected`.
    """
    check_format(options.format)
    check_mapping(options.mapping)
    encoding = check_encoding(options.encoding) if options.encoding else ""
    return _read(given, options, encoding, stdin, on_bytes)


def _read(
    given: Input,
    options: ReadOptions,
    encoding: str,
    stdin: BinaryIO | None,
    on_bytes: Callable[[int], None] | None,
) -> Iterator[Draft | Rejected]:
    whole = Origin(given.shown)
    with ExitStack() as stack:
        try:
            if given.path == STANDARD_INPUT:
                file = stdin if stdin is not None else sys.stdin.buffer
            else:
                file = stack.enter_context(Path(given.path).open("rb"))
            context = _prepare(file, given, options, encoding, on_bytes)
        except DAMAGE as error:
            yield Rejected(whole, f"The file cannot be read: {_why(error)}.")
            return
        if isinstance(context, Rejected):
            yield context
            return
        yield from _until_hopeless(_guarded(context), context)


def _prepare(
    file: BinaryIO,
    given: Input,
    options: ReadOptions,
    encoding: str,
    on_bytes: Callable[[int], None] | None,
) -> Context | Rejected:
    whole = Origin(given.shown)
    stream, sample = open_stream(file, on_bytes)
    if not sample and not stream.peek(1):
        return Rejected(whole, "The file is empty.")
    if has_binary_signature(sample):
        return Rejected(whole, _BINARY)
    unit, guessed = (encoding, False) if encoding else unit_encoding(sample)
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
    kind = options.format or recognise(given.path, sample)
    if not kind:
        return Rejected(whole, _unknown(given.path), excerpt(sample[:1000].decode("utf-8", "replace")))
    return Context(
        path=given.shown,
        lines=Lines(stream),
        decoder=Decoder(encoding_note(unit, guessed=guessed)),
        given=Given(
            options=options,
            source=sanitise_line(options.source) or _folder(given.path),
            file_day=_file_day(given.path) if kind in _ONE_ARTICLE else None,
        ),
        format=kind,
    )


def _guarded(context: Context) -> Iterator[Draft | Rejected]:
    """Read on until the end, or until the file turns out to be damaged."""
    try:
        yield from _reader(context.format)(context)
    except DAMAGE as error:
        last = f"{context.lines.number:,}"
        reason = f"The file is damaged, and nothing after line {last} could be read: {_why(error)}."
        yield context.reject(max(1, context.lines.number), reason)
    if context.lines.abandoned:
        yield context.reject(
            context.lines.number, "The line has no end in sight; the rest of the file was not read."
        )


def _until_hopeless(items: Iterator[Draft | Rejected], context: Context) -> Iterator[Draft | Rejected]:
    """Leave a file of which nothing can be used, instead of reporting each of a million lines."""
    rejected = 0
    for item in items:
        yield item
        if rejected < 0:
            continue
        rejected = rejected + 1 if isinstance(item, Rejected) else -1
        if rejected >= MAX_HOPELESS_ITEMS:
            reason = f"The first {rejected:,} items could not be used; the rest of the file was not read."
            yield context.reject(context.lines.number, reason)
            return


def _reader(kind: str) -> Reader:
    """Import what the format needs, and nothing more."""
    if kind == formats.MARKDOWN:
        from index.readers.markdown import read_markdown

        return read_markdown
    if kind == formats.JSON:
        from index.readers.json_document import read_json_document

        return read_json_document
    if kind == formats.JSON_LINES:
        from index.readers.jsonlines import read_json_lines

        return read_json_lines
    if kind in {formats.CSV, formats.TSV}:
        from index.readers.tables import read_table

        return read_table
    return read_plain


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
        known = "text, Markdown, JSON, JSON Lines, CSV and TSV"
        return f"“{shown_path(extension)}” is not a format that evtui reads; it reads {known}."
    return "Its name and its beginning do not tell its format; name the format at import."


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return in_words(error)
    return "the compressed data is incomplete or damaged"
