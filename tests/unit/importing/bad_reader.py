"""A reader that misbehaves as it is told, for the processes that read; it takes the place of that of HTML."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from dataclasses import replace

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found
from index.readers.formats import FORMATS, HTML

WAIT_SECONDS = 4.0

CODE = (
    "import sys; sys.path[:0] = [{home!r}]; from tests.unit.importing.bad_reader import take_html;"
    " take_html();"
    " from index.importing.worker import main; main({memory})"
)


def read_bad(context: Context) -> Iterator[Draft | Rejected]:
    """Read one article a word, until a word says what to do."""
    for word in context.stream.read().decode().removeprefix("<html>").split():
        if word == "hang":
            signal.pause()
        elif word == "work":
            while True:
                pass
        elif word == "wait":
            select.select([], [], [], WAIT_SECONDS)
        elif word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif word == "grow":
            kept = []
            while True:
                kept.append(bytearray(16 * 1024 * 1024))
        elif word == "print":
            print("Something that is no message", flush=True)
            os.write(1, b"nor is this")
        else:
            item = context.article(Found(title=word, body=f"{word} is in the news.", date="2024-03-13"))
            yield item


def take_html() -> None:
    """Have this reader read HTML, in this process for good."""
    FORMATS[HTML] = replace(FORMATS[HTML], reader=f"{__name__}:read_bad", needs=())
