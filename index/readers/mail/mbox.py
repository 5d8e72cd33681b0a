"""Mailboxes (mbox): messages one after another, of which one at a time is held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.mail.message import read_message

_BEGIN: Final = re.compile(rb"From [^\n]*\d\d:\d\d")
_QUOTED: Final = re.compile(rb">+From ")
_TOO_LONG: Final = f"The message is larger than {MAX_DOCUMENT_BYTES // 2**20} MB; it was left out."
_EXCERPT_BYTES: Final = 1_000


@dataclass(slots=True)
class _Collected:
    """The lines of one message; none any more once they are too many.

    Attributes:
        line: where it begins.
        size: in bytes.
    """

    line: int
    parts: list[bytes] = field(default_factory=list)
    size: int = 0

    @property
    def too_long(self) -> bool:
        """Whether it is larger than what is held in memory."""
        return self.size > MAX_DOCUMENT_BYTES

    def add(self, data: bytes) -> None:
        """Take in one line."""
        self.size += len(data)
        if self.too_long:
            del self.parts[1:]
        else:
            self.parts.append(data)


def read_mbox(context: Context) -> Iterator[Draft | Rejected]:
    """Read the messages of a mailbox and what is attached to them."""
    number = 0
    for number, message in enumerate(_messages(context), start=1):
        if message.too_long:
            begin = b"".join(message.parts)[:_EXCERPT_BYTES].decode("utf-8", "replace")
            yield context.reject(message.line, _TOO_LONG, excerpt(begin))
        else:
            yield from read_message(context, b"".join(message.parts), message.line, f"{number}/")
    if not number:
        yield context.reject(1, "It holds no message: no line begins with “From ” and gives a time.")


def _messages(context: Context) -> Iterator[_Collected]:
    """Split at lines that begin with `From `, follow an empty line and give a time."""
    message: _Collected | None = None
    after_empty = True
    for line in context.lines:
        data = line.data
        if after_empty and data.startswith(b"From ") and _BEGIN.match(data):
            if message is not None:
                yield message
            message = _Collected(line.number + 1)
        elif message is not None:
            message.add(data[1:] if data.startswith(b">") and _QUOTED.match(data) else data)
        after_empty = data in {b"\n", b"\r\n"}
    if message is not None:
        yield message
