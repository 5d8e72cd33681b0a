"""The seal of an index folder: that this library wrote it, here, and that its files are what was written.

A library may be handed on as a folder, and an index in it may hold anything; Whoosh reads pickles, which can
run code. So a folder is opened only where the manifest names it, a secret of the manifest stands in it too,
and it is the very folder that was made here, by its number on the disk: in place of a copied one, another is
built from the store.

Each file is sealed with its length, its time and a checksum. Opening looks at length and time, which costs
nothing, and reads a file only where its time differs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final
from zlib import crc32

import orjson

SEAL_NAME: Final = "evtui.json"
BLOCK_BYTES: Final = 1 << 20
_REWRITTEN: Final = frozenset({"meta.json", ".managed.json"})
"""Files that an engine writes again under the same name; all others never change once they are written."""

_File = tuple[int, int, int]
"""Length, time of the last change in nanoseconds, CRC-32."""


class SealState(Enum):
    """How an index folder stands to its seal."""

    WHOLE = "whole"
    CHANGED = "changed"
    """Files came or went since: a process died between writing the index and sealing it, or one is at it."""
    DAMAGED = "damaged"
    FOREIGN = "foreign"


def folder_number(folder: Path) -> int:
    """Return the number of a folder on its disk, which no copy of it has; 0 where there is none."""
    try:
        return folder.lstat().st_ino
    except OSError:
        return 0


def write_seal(folder: Path, secret: str) -> None:
    """Seal an index folder as it is.

    Raises:
        OSError: when it cannot be written.
    """
    known = _read(folder)[1]
    files: dict[str, _File] = {}
    for path in _files(folder):
        try:
            facts = path.stat()
            before = known.get(path.name)
            unchanged = before is not None and before[:2] == (facts.st_size, facts.st_mtime_ns)
            checksum = before[2] if before is not None and unchanged else _checksum(path)
        except FileNotFoundError:  # the engine has just put segments together
            continue
        files[path.name] = (facts.st_size, facts.st_mtime_ns, checksum)
    unfinished = folder / f".{SEAL_NAME}.{os.getpid()}.tmp"
    with unfinished.open("wb") as file:
        file.write(orjson.dumps({"secret": secret, "files": files}))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / SEAL_NAME)


def seal_state(folder: Path, secret: str, number: int, *, thorough: bool = False) -> SealState:
    """Return how an index folder stands to its seal.

    Args:
        folder: the index folder.
        secret: from the manifest.
        number: of the folder, from the manifest.
        thorough: read every file, also those whose time says that they are as they were.
    """
    if not secret or folder.is_symlink() or not folder.is_dir() or folder_number(folder) != number:
        return SealState.FOREIGN
    sealed_with, sealed = _read(folder)
    if sealed_with != secret:
        return SealState.FOREIGN
    state = SealState.WHOLE
    seen = set()
    for path in _files(folder):
        seen.add(path.name)
        known = sealed.get(path.name)
        if path.is_symlink():
            return SealState.FOREIGN
        if known is None:
            state = SealState.CHANGED
        elif not _as_sealed(path, known, thorough=thorough):
            if path.name not in _REWRITTEN:
                return SealState.DAMAGED
            state = SealState.CHANGED
    return SealState.CHANGED if sealed.keys() - seen else state


def _as_sealed(path: Path, known: _File, *, thorough: bool) -> bool:
    try:
        facts = path.stat()
        if facts.st_size != known[0]:
            return False
        return (facts.st_mtime_ns == known[1] and not thorough) or _checksum(path) == known[2]
    except OSError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.name
        if not (name.endswith((".lock", "LOCK", ".tmp")) or name == SEAL_NAME):
            yield path


def _read(folder: Path) -> tuple[str, dict[str, _File]]:
    try:
        fields = orjson.loads((folder / SEAL_NAME).read_bytes())
        files = {
            str(name): (int(size), int(time), int(checksum))
            for name, (size, time, checksum) in fields["files"].items()
        }
        return str(fields["secret"]), files
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            value = crc32(block, value)
    return value
