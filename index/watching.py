"""Folders that are watched: which files in them are new or have changed, and are complete.

The operating system tells of changes (watchfiles); where it cannot, and from time to time in any case, the
folders are walked. Nobody tells when a file is complete, so a file counts as complete when its size and its
time have stood still for a moment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic, time
from typing import Final, NamedTuple

from index.errors import ReaderError
from index.readers.inputs import check_paths
from index.sanitise import shown_path
from index.store.database import DATABASE_NAME

SETTLE_SECONDS: Final = 1.0
"""How long a file must stand still to count as complete."""
TICK_SECONDS: Final = 0.25
"""Time between two looks at files that are not complete yet, and at whether to stop."""
WALK_SECONDS: Final = 60.0
"""Time between two walks where the system tells of changes: it may drop some when there are very many."""
POLL_SECONDS: Final = 2.0
"""The same where it does not tell of any."""

_UNFINISHED: Final = (
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".tmp",
    ".temp",
    ".swp",
    ".swo",
    ".swx",
)
"""Endings of files that a program is still writing."""
_AUXILIARY: Final = ("~$", "#")
"""Beginnings of files that programs keep beside those they edit."""

_MILLISECONDS: Final = 1000

Tell = Callable[[str], None]


class _Facts(NamedTuple):
    """What tells one state of a file from another."""

    device: int
    inode: int
    size: int
    changed: int


class FolderWatch:
    """Watches folders with all that is in them.

    Args:
        folders: as a person names them.
        library: the folder of the library, which is never read.
        tell: told in a sentence when something about the watching changes.
        polling: walk the folders, and do not ask the operating system.

    Raises:
        ReaderError: when a path does not exist, is no folder, or lies in the library.
    """

    def __init__(
        self,
        folders: Sequence[str],
        *,
        library: Path,
        tell: Tell = lambda _: None,
        polling: bool = False,
        settle: float = SETTLE_SECONDS,
    ) -> None:
        check_paths(folders)
        self._library = library.resolve()
        self._roots = [os.path.abspath(folder) for folder in dict.fromkeys(folders)]  # noqa: PTH100 - keeps links
        for root in self._roots:
            if not os.path.isdir(root):  # noqa: PTH112 - a path of any bytes
                raise ReaderError(f"Folders are watched; '{shown_path(root)}' is none.")
            if Path(root).resolve().is_relative_to(self._library):
                raise ReaderError(f"'{shown_path(root)}' belongs to the library and cannot be watched.")
        self._tell = tell
        self._polling = polling
        self._settle = settle
        self._known: dict[str, _Facts] = {}
        self._waiting: dict[str, tuple[_Facts, float]] = {}
        self._gone: set[str] = set()

    def batches(self, stop: Event) -> Iterator[list[str]]:
        """Yield files that are new or have changed and are complete, in sorted order, until `stop` is set.

        All that is there at the beginning comes first. An empty list comes now and then while nothing does.
        """
        while not stop.is_set():
            present = self._present()
            for changes in self._changes(present, stop):
                for path in changes:
                    self._look_at(path)
                yield self._complete()
                if stop.is_set():
                    return
                if self._present() != present:
                    break

    def _present(self) -> dict[str, tuple[int, int]]:
        """Return the folders that are there, each with what tells it from another of its name."""
        present = {}
        for root in self._roots:
            with suppress(OSError):
                status = os.stat(root)  # noqa: PTH116 - a path of any bytes
                present[root] = (status.st_dev, status.st_ino)
        for root in self._roots:
            if root not in present and root not in self._gone:
                self._gone.add(root)
                self._tell(f"The folder {shown_path(root)} is gone; it is watched again when it is back.")
            elif root in present and root in self._gone:
                self._gone.remove(root)
                self._tell(f"The folder {shown_path(root)} is back.")
        return present

    def _changes(self, present: Iterable[str], stop: Event) -> Iterator[Iterable[str]]:
        """Yield paths that may have changed, at every tick."""
        roots = list(present)
        told = self._told_by_system(roots, stop) if roots and not self._polling else None
        if told is not None:
            # From here on nothing is missed; what was there before comes by the walk.
            next(told, None)
        walk_at = 0.0
        while True:
            if monotonic() >= walk_at:
                yield self._walk(roots)
                walk_at = monotonic() + (POLL_SECONDS if told is None else WALK_SECONDS)
            if told is None:
                stop.wait(TICK_SECONDS)
                yield ()
                continue
            try:
                changes = next(told, None)
            except OSError:
                changes = None
            if changes is None:
                return
            yield changes

    def _told_by_system(self, roots: Sequence[str], stop: Event) -> Iterator[Iterable[str]] | None:
        """Return what gives the paths that the system tells of; None where it cannot, which is told."""
        from watchfiles import watch

        tick = int(TICK_SECONDS * _MILLISECONDS)
        told = watch(
            *roots,
            watch_filter=None,
            debounce=tick,
            rust_timeout=tick,
            yield_on_timeout=True,
            stop_event=stop,
            ignore_permission_denied=True,
            force_polling=False,
        )
        try:
            first = next(told, None)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._polling = True
            self._tell(
                f"This system cannot tell of changes in so many folders ({error}); they are looked through "
                f"every {POLL_SECONDS:.0f} seconds instead."
            )
            return None
        paths = ([path for _, path in changes] for changes in told)
        return _after([path for _, path in first or ()], paths)

    def _walk(self, roots: Iterable[str]) -> Iterator[str]:
        for root in roots:
            for folder, folders, files in os.walk(root):
                folders[:] = [name for name in folders if self._is_read(os.path.join(folder, name))]  # noqa: PTH118
                for name in files:
                    yield os.path.join(folder, name)  # noqa: PTH118 - a path of any bytes

    def _is_read(self, folder: str) -> bool:
        """Whether a folder is walked into: no hidden one, and no library."""
        if os.path.basename(folder).startswith("."):  # noqa: PTH119 - a path of any bytes
            return False
        if os.path.isfile(os.path.join(folder, DATABASE_NAME)):  # noqa: PTH113, PTH118 - as above
            return False
        return not Path(folder).resolve().is_relative_to(self._library)

    def _look_at(self, path: str) -> None:
        """Let a file that has changed wait until it stands still; walk a folder that came."""
        facts = _facts(path)
        if facts is None:
            self._waiting.pop(path, None)
            if os.path.isdir(path) and self._is_inside(path):  # noqa: PTH112 - a path of any bytes
                for inner in self._walk([path]):
                    self._look_at(inner)
            elif not os.path.lexists(path):
                self._known.pop(path, None)
            return
        if self._known.get(path) == facts or not is_article_file(path) or not self._is_inside(path):
            return
        before = self._waiting.get(path)
        if before is None or before[0] != facts:
            # What was last written long ago is complete now.
            age = max(0.0, time() - facts.changed / 1e9) if before is None else 0.0
            self._waiting[path] = (facts, monotonic() - min(age, self._settle))

    def _is_inside(self, path: str) -> bool:
        """Whether all folders from the watched one to a path are read."""
        roots = [root for root in self._roots if path == root or path.startswith(root.rstrip("/") + "/")]
        if not roots:
            return False
        root = max(roots, key=len)
        folder = path if os.path.isdir(path) else os.path.dirname(path)  # noqa: PTH112, PTH120 - as above
        while len(folder) > len(root):
            if not self._is_read(folder):
                return False
            folder = os.path.dirname(folder)  # noqa: PTH120 - as above
        return True

    def _complete(self) -> list[str]:
        """Take out the files that have stood still for long enough."""
        ready = []
        for path, (facts, since) in list(self._waiting.items()):
            found = _facts(path)
            if found is None:
                del self._waiting[path]
            elif found != facts:
                self._waiting[path] = (found, monotonic())
            elif monotonic() - since >= self._settle:
                del self._waiting[path]
                self._known[path] = facts
                ready.append(path)
        return sorted(ready)


def is_article_file(path: str) -> bool:
    """Tell by its name whether a file may hold articles: it is not hidden, and no half-written one."""
    name = os.path.basename(path)  # noqa: PTH119 - a path of any bytes
    lower = name.lower()
    return not (
        name.startswith((".", *_AUXILIARY)) or lower.endswith(_UNFINISHED) or name.endswith("~") or not name
    )


def _facts(path: str) -> _Facts | None:
    """Return the facts of a file, None for what is no regular file or is gone."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a path of any bytes
    except OSError:
        return None
    if not os.path.isfile(path):  # noqa: PTH113 - as above
        return None
    return _Facts(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _after(first: Iterable[str], rest: Iterator[Iterable[str]]) -> Iterator[Iterable[str]]:
    yield first
    yield from rest
