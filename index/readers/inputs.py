"""From what a person names on the command line to the files that are read.

Folders are walked in sorted order. Files and folders whose name begins with a dot are left out, since
they hold settings of programs and not articles, and so are the folders in which browsers put the pictures
and styles of a page that they save beside it. Everything else that is not read is reported.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import ReaderError
from index.model import Origin
from index.readers.draft import Rejected
from index.readers.savedpages import folders_of_pages
from index.sanitise import shown_path

STANDARD_INPUT: Final = "-"
"""The path that stands for standard input."""

_DATABASE: Final = "library.db"
"""The file by which a library is known: its own files are no articles, not even those in plain JSON."""

DESCRIPTION: Final = re.compile(
    r"(?:read[ _-]?me|licen[cs]e|copying|changelog)(?:\.(?:md|markdown|txt|text|rst|html?))?", re.IGNORECASE
)
"""Names of files that describe a folder, by old custom."""

OnProblem = Callable[[Rejected], None]
_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read.

    Attributes:
        path: as the operating system knows it, or `-` for standard input.
        size: in bytes on disk, 0 where it is not known.
        named: whether a person named this very file, so that it did not come out of a folder.
    """

    path: str
    size: int = 0
    named: bool = True

    @property
    def shown(self) -> str:
        """The path in characters that can be stored and shown."""
        return shown_path(self.path)


def check_paths(paths: Sequence[str]) -> None:
    """Make sure that every path exists; `-` always does.

    Raises:
        ReaderError: one does not.
    """
    for path in paths:
        if path != STANDARD_INPUT and not os.path.lexists(path):
            raise ReaderError(f"There is no file or folder '{shown_path(path)}'.")


def find_inputs(paths: Sequence[str], *, on_problem: OnProblem) -> Iterator[Input]:
    """Give the files to read, folders walked in sorted order.

    Args:
        paths: files, folders, or `-` for standard input.
        on_problem: told of every file or folder in the walk that cannot be read, with the reason.

    Raises:
        ReaderError: one of the paths does not exist. Raised at the call, before anything is read.
    """
    check_paths(paths)
    return _find_all(paths, on_problem)


def _find_all(paths: Sequence[str], on_problem: OnProblem) -> Iterator[Input]:
    walk = _Walk(on_problem)
    for path in dict.fromkeys(paths):
        if path == STANDARD_INPUT:
            yield Input(path)
        else:
            yield from walk.start(path)


@dataclass(slots=True)
class _Folder:
    """A folder on the way from the root of a walk, with the entries that are still to be visited."""

    identity: _Identity
    entries: Iterator[str]


class _Walk:
    """A walk through folders that visits none twice."""

    def __init__(self, on_problem: OnProblem) -> None:
        self._on_problem = on_problem
        self._seen: set[_Identity] = set()

    def start(self, path: str) -> Iterator[Input]:
        """Walk from a path that a person named."""
        status = self._status(path)
        if status is None:
            return
        if not stat.S_ISDIR(status.st_mode):
            # A named pipe or /dev/fd entry is a stream that somebody offers on purpose.
            yield Input(path, status.st_size if stat.S_ISREG(status.st_mode) else 0)
            return
        way: list[_Folder] = []
        self._enter(path, status, way)
        while way:
            inner = next(way[-1].entries, None)
            if inner is None:
                way.pop()
                continue
            status = self._status(inner)
            if status is None:
                continue
            if stat.S_ISDIR(status.st_mode):
                self._enter(inner, status, way)
            elif stat.S_ISREG(status.st_mode):
                yield Input(inner, status.st_size, named=False)
            else:
                self._report(inner, "It is a device, pipe or socket and not a file.")

    def _enter(self, path: str, status: os.stat_result, way: list[_Folder]) -> None:
        identity = (status.st_dev, status.st_ino)
        if any(folder.identity == identity for folder in way):
            self._report(path, "The link leads back to a folder that contains it; it was not followed.")
            return
        if identity in self._seen:
            if Path(path).is_symlink():
                self._report(path, "The link leads to a folder that was read already.")
            return
        self._seen.add(identity)
        if os.path.isfile(os.path.join(path, _DATABASE)):  # noqa: PTH113, PTH118 - keeps the path as it was named
            self._report(
                path, "The folder is a library of evtui and no collection of articles; it was not read."
            )
            return
        try:
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208 - keeps the path as it was named
        except OSError as error:
            self._report(path, f"The folder cannot be read: {in_words(error)}.")
            return
        passed = folders_of_pages(names)
        names = [name for name in names if name not in passed]
        names = [name for name in names if not self._describes(path, name, names)]
        way.append(_Folder(identity, (os.path.join(path, name) for name in names)))  # noqa: PTH118 - as above

    def _describes(self, folder: str, name: str, names: list[str]) -> bool:
        """Whether a file says what the others in its folder are, as README.md does; that is reported."""
        if len(names) == 1 or not DESCRIPTION.fullmatch(name):
            return False
        path = os.path.join(folder, name)  # noqa: PTH118 - keeps the path as it was named
        if not os.path.isfile(path):  # noqa: PTH113 - as above
            return False
        self._report(path, "It describes the folder that it lies in. Where it is an article, name it itself.")
        return True

    def _status(self, path: str) -> os.stat_result | None:
        try:
            return os.stat(path)  # noqa: PTH116 - keeps the path as it was named
        except OSError as error:
            link = Path(path).is_symlink()
            reason = "The link leads nowhere" if link else "The file cannot be read"
            self._report(path, f"{reason}: {in_words(error)}.")
            return None

    def _report(self, path: str, reason: str) -> None:
        self._on_problem(Rejected(Origin(shown_path(path)), reason))


def in_words(error: OSError) -> str:
    """Return what the operating system says, without numbers and paths."""
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:]
