"""Files attached to the entries of a reference list: found beside it and nowhere else, and read.

The list may come from anybody. So a file is read only where it lies in the list's own folder or below it, in
fact and not by its name alone; names with a dot before them belong to programs and are left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote, urlsplit

from index.readers.context import Context
from index.readers.draft import Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_ARTICLE_CHARACTERS

_MAX_PATH_CHARACTERS: Final = 4_096
_MAX_FILES: Final = 20
"""Files of one entry that are looked for."""

_ELSEWHERE: Final = "it was not read, since it does not lie in the folder of the list"


class _NotRead(Exception):
    """A file is not read; `str(error)` is the end of a sentence on it."""


class Attachments:
    """The files attached to the entries of one list. Each is read once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._folder = os.path.realpath(Path(context.disk).parent) if context.disk else ""
        self._read: set[str] = set()

    def text(self, paths: Sequence[str]) -> tuple[str, list[str]]:
        """Return the text of the first file that has one, and a doubt about each that could not be read."""
        doubts: list[str] = []
        for path in paths[:_MAX_FILES]:
            if _is_address(path):
                continue
            try:
                if text := self._text_of(path):
                    return text, doubts
            except _NotRead as reason:
                doubts.append(f"Of the attached file “{excerpt(path)}”: {reason}.")
        return "", doubts

    def _text_of(self, path: str) -> str:
        from index.readers.read import read_member

        real = self._find(path)
        if real in self._read:
            raise _NotRead("its text was taken for an entry before")
        self._read.add(real)
        parts: list[str] = []
        reason = "it has no text"
        length = 0
        with _open(real) as file:
            self._context.budget.admit(os.fstat(file.fileno()).st_size)
            for item in read_member(self._context, os.path.relpath(real, self._folder), file):
                if isinstance(item, Rejected):
                    reason = f"it could not be read. {item.reason}".rstrip(".")
                    continue
                parts.append(item.body)
                length += len(item.body)
                if length > MAX_ARTICLE_CHARACTERS:
                    raise _NotRead(f"its text is longer than {MAX_ARTICLE_CHARACTERS:,} characters")
        text = "\n\n".join(filter(None, parts))
        if not text:
            raise _NotRead(reason)
        return text

    def _find(self, path: str) -> str:
        """Return the real path of a file that may be read."""
        if not self._folder:
            raise _NotRead("it was not looked for, since the list does not lie in a folder")
        if len(path) > _MAX_PATH_CHARACTERS or "\0" in path:
            raise _NotRead("that is no path")
        named = _plain_path(path)
        spellings = dict.fromkeys((named, unquote(named)))
        inside = list(filter(None, map(self._inside, spellings)))
        if not inside:
            raise _NotRead(_ELSEWHERE)
        return next((real for real in inside if os.path.lexists(real)), inside[0])

    def _inside(self, named: str) -> str | None:
        """Return the real path where it lies in the list's folder, None where it does not."""
        if "\0" in named:
            return None
        real = os.path.realpath(os.path.join(self._folder, named))  # noqa: PTH118 - `named` may be absolute
        within = os.path.relpath(real, self._folder)
        return None if any(step.startswith(".") for step in Path(within).parts) else real


def _plain_path(path: str) -> str:
    """Return a path without `file://`, with slashes."""
    path = path.strip()
    if path.lower().startswith("file:"):
        path = unquote(path[len("file:") :])
        if path.startswith("//"):
            path = "/" + path[2:].partition("/")[2]
    return path if "/" in path else path.replace("\\", "/")


def _is_address(path: str) -> bool:
    """Whether a path leads into the web; nothing is fetched from there."""
    try:
        return urlsplit(path.strip()).scheme.lower() in {"http", "https", "ftp"}
    except ValueError:
        return False


def _open(real: str) -> BinaryIO:
    try:
        # A named pipe must not be waited for, and a link that was put there meanwhile not be followed.
        descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise _NotRead("it is not there") from None
    except (OSError, ValueError):
        raise _NotRead("it cannot be opened") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _NotRead("it is no file")
    return os.fdopen(descriptor, "rb")
