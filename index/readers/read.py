"""Reading the articles of an input, whatever it is, and of everything that is nested in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from index.errors import ReaderError
from index.model import Origin
from index.readers.budget import TooMuch
from index.readers.context import Context, Reader
from index.readers.draft import Draft, ReadOptions, Rejected
from index.readers.encoding import check_encoding
from index.readers.formats import FORMATS, check_format
from index.readers.inputs import STANDARD_INPUT, Input, in_words
from index.readers.limits import MAX_EXCERPT_CHARACTERS, MAX_HOPELESS_ITEMS, MAX_NESTING
from index.readers.mapping import check_mapping
from index.readers.opening import Unopened, open_input
from index.readers.stream import DAMAGE
from index.sanitise import sanitise_line, shown_path

_NOTHING: Final = "It holds no articles."


def read(
    given: Input,
    options: ReadOptions,
    *,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
    readers: Mapping[str, Reader] | None = None,
) -> Iterator[Draft | Rejected]:
    """Read the articles of one input, with bounded memory.

    Args:
        given: the file, or standard input.
        options: what the person who imports says about it.
        stdin: read where the input is `-`; the process's own by default.
        on_bytes: told how many bytes more were read from the file, packed as they are, so that the sum
            reaches `Input.size`.
        readers: readers in place of the usual ones, by the name of their format, for the input itself.

    Raises:
        ReaderError: the options name an unknown format, encoding or field. Raised at the call. Whatever
            is wrong with the input itself is given as `Rejected`.
    """
    check_format(options.format)
    check_mapping(options.mapping)
    encoding = check_encoding(options.encoding) if options.encoding else ""
    return _read_input(given, options, encoding, stdin=stdin, on_bytes=on_bytes, readers=readers or {})


def read_member(
    context: Context, name: str, file: BinaryIO, *, source: str = "", options: ReadOptions | None = None
) -> Iterator[Draft | Rejected]:
    """Read what lies inside an input: a file of an archive, an attachment, a saved response.

    Args:
        context: of the input that it lies in.
        name: its name there, with folders; used to recognise and to show it, never as a path on disk.
        file: its bytes.
        source: the source of its articles where they name none; that of the outer input by default.
        options: how it is read, where that differs from the outer input's options but for the format.
    """
    inner = options or _unformatted(context.given.options)
    shown = f"{context.path}/{shown_path(name)}"
    if context.depth >= MAX_NESTING:
        yield Rejected(
            Origin(shown), f"It lies in more than {MAX_NESTING} files inside each other; it was not read."
        )
        return
    context.budget.open_member()
    unopened = Unopened(
        file,
        name,
        shown,
        inner,
        depth=context.depth + 1,
        budget=context.budget,
        source=source or context.given.source,
        within=f"{context.given.format}/",
    )
    for item in _read_stream(unopened, None, {}):
        # Positions tell the articles of a file apart, so that they count through all that is nested in it.
        position = context.next_origin(item.origin.line).position
        yield replace(item, origin=replace(item.origin, position=position))


def _unformatted(options: ReadOptions) -> ReadOptions:
    return replace(options, format="", encoding="")


def _read_input(
    given: Input,
    options: ReadOptions,
    encoding: str,
    *,
    stdin: BinaryIO | None,
    on_bytes: Callable[[int], None] | None,
    readers: Mapping[str, Reader],
) -> Iterator[Draft | Rejected]:
    with ExitStack() as stack:
        standard = given.path == STANDARD_INPUT
        try:
            if standard:
                file = stdin if stdin is not None else sys.stdin.buffer
            else:
                file = stack.enter_context(Path(given.path).open("rb"))
        except DAMAGE as error:
            yield Rejected(Origin(given.shown), f"The file cannot be read: {_why(error)}.")
            return
        disk = "" if standard else given.path
        unopened = Unopened(file, given.path, given.shown, options, encoding, disk)
        unopened.budget.size = given.size
        yield from _read_stream(unopened, on_bytes, readers)


def _read_stream(
    unopened: Unopened, on_bytes: Callable[[int], None] | None, readers: Mapping[str, Reader]
) -> Iterator[Draft | Rejected]:
    try:
        context = open_input(unopened, on_bytes)
    except DAMAGE as error:
        yield Rejected(Origin(unopened.shown), f"The file cannot be read: {_why(error)}.")
        return
    if isinstance(context, Rejected):
        yield context
        return
    items = _until_hopeless(_guarded(context, readers.get(context.format)), context)
    first = next(items, None)
    yield context.reject(1, _NOTHING) if first is None else first
    yield from items


def _guarded(context: Context, reader: Reader | None) -> Iterator[Draft | Rejected]:
    """Read on until the end, or until the file turns out to be damaged."""
    try:
        yield from (reader or FORMATS[context.format].load())(context)
    except ReaderError as error:
        yield context.reject(1, f"{error}")
    except TooMuch as error:
        yield context.reject(max(1, context.lines.number), str(error))
        if context.depth:
            raise
    except DAMAGE as error:
        last = f"{context.lines.number:,}"
        reason = f"The file is damaged, and nothing after line {last} could be read: {_why(error)}."
        yield context.reject(max(1, context.lines.number), reason)
    except Exception as error:
        if FORMATS[context.format].text:
            raise
        yield context.reject(1, f"The file could not be read to its end: {_said(error)}.")
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


def _said(error: Exception) -> str:
    """What a parser that is not ours says, with the kind of its error, since it may say nothing."""
    if isinstance(error, MemoryError):
        return "it takes more memory than reading may have"
    said = sanitise_line(str(error))[:MAX_EXCERPT_CHARACTERS].rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return in_words(error)
    return "the compressed data is incomplete or damaged"
