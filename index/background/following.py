"""Imports what comes into watched folders, for as long as it is wanted."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Final

from index.errors import Cancelled, EvtuiError, LibraryBusy, ReaderError
from index.model import ImportReport, Report
from index.watching import FolderWatch

if TYPE_CHECKING:
    from index.library import Library
    from index.readers.draft import ChooseOptions, ReadOptions

BUSY_SECONDS: Final = 1.0
"""Time between two attempts while another process writes to the library."""
FAILED_SECONDS: Final = 15.0
"""Time between two attempts after a failure, as of a full disk."""
ANALYSIS_SECONDS: Final = 30.0
ANALYSIS_SHARE: Final = 10.0
"""Least time between two analyses: this many seconds, and so many times what the last one took."""
FILES_AT_ONCE: Final = 500
"""Files of one import, so that a stop is heard and what came is told."""


@dataclass(frozen=True, slots=True)
class Came:
    """Files that were imported together, and what the import did."""

    files: tuple[str, ...]
    report: ImportReport


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that the person who watches should know; a sentence."""

    text: str


Happening = Came | Noticed
Progressing = Callable[[], AbstractContextManager[Report | None]]


def quietly() -> AbstractContextManager[Report | None]:
    """Tell nobody of the progress."""
    return nullcontext()


class Following:
    """Follows watched folders.

    Args:
        library: where articles go.
        folders: what is watched.
        options: how files are read.
        stop: ends it, between two batches of articles.
        analyse: whether names and topics follow, when nothing else is to be done.
        progress: gives what is told of the progress of each import.

    Raises:
        ReaderError: when a folder cannot be watched.
    """

    def __init__(
        self,
        library: Library,
        folders: Sequence[str],
        options: ReadOptions | ChooseOptions | None,
        stop: Event,
        *,
        analyse: bool = True,
        progress: Progressing = quietly,
        polling: bool = False,
    ) -> None:
        self._library = library
        self._options = options
        self._stop = stop
        self._analyse = analyse
        self._progress = progress
        self._notices: deque[Noticed] = deque()
        self._said = ""
        self._analyse_at = 0.0
        self._watch = FolderWatch(folders, library=library.folder, tell=self._notice, polling=polling)

    def events(self) -> Iterator[Happening]:
        """Yield what happens, until it is stopped."""
        for files in self._watch.batches(self._stop):
            yield from self._drain()
            for start in range(0, len(files), FILES_AT_ONCE):
                yield from self._import(files[start : start + FILES_AT_ONCE])
            if not files and self._analyse:
                yield from self._analyse_now_and_then()
        yield from self._drain()

    def _notice(self, text: str) -> None:
        self._notices.append(Noticed(text))

    def _drain(self) -> Iterator[Noticed]:
        while self._notices:
            yield self._notices.popleft()

    def _import(self, files: Sequence[str]) -> Iterator[Happening]:
        """Import files; wait and try again where that cannot be done at the moment."""
        while not self._stop.is_set():
            there = [path for path in files if os.path.exists(path)]  # noqa: PTH110 - a path of any bytes
            if not there:
                return
            try:
                with self._progress() as report:
                    done = self._library.import_from(
                        there, self._options, report=report, cancelled=self._stop.is_set, derive=False
                    )
            except ReaderError as error:
                if all(os.path.exists(path) for path in there):  # noqa: PTH110 - as above
                    yield Noticed(str(error))
                    return
            except LibraryBusy:
                yield from self._say_once("Another evtui is writing to the library; waiting for it.")
                self._stop.wait(BUSY_SECONDS)
            except (EvtuiError, OSError) as error:
                yield from self._say_once(f"{_words(error)} It is tried again every {FAILED_SECONDS:.0f} s.")
                self._stop.wait(FAILED_SECONDS)
            else:
                self._said = ""
                yield Came(tuple(there), done)
                return

    def _say_once(self, text: str) -> Iterator[Noticed]:
        if text != self._said:
            self._said = text
            yield Noticed(text)

    def _analyse_now_and_then(self) -> Iterator[Noticed]:
        if monotonic() < self._analyse_at or self._library.analysed:
            return
        began = monotonic()
        try:
            with self._progress() as report:
                self._library.derive(report, self._stop.is_set)
        except Cancelled:
            return
        except (EvtuiError, OSError) as error:
            yield from self._say_once(_words(error))
        taken = monotonic() - began
        self._analyse_at = monotonic() + max(ANALYSIS_SECONDS, ANALYSIS_SHARE * taken)


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"This cannot be done here: {error.strerror or error}."
    return str(error)
