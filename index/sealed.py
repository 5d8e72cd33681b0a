"""Opening the index that a manifest names, if it is the one that was written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from index.engines import open_engine
from index.errors import EngineError, IndexDamaged
from index.query.ast import All
from index.seal import SealState, seal_state, write_seal

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines.base import Engine, TokensOf
    from index.manifest import Manifest
    from index.store import Store

CHANGES_AT_ONCE: Final = 10_000
PLACE_NAME: Final = "index-in-cluster"
LEAST_ROOM_BYTES: Final = 4_000_000
"""With less than this left, a failure to write is for want of room."""


def seal(folder: Path, manifest: Manifest) -> None:
    """Seal an index folder after a commit, before the manifest says so.

    Raises:
        EngineError: when it cannot be written.
    """
    try:
        write_seal(folder, manifest.secret)
    except OSError as error:
        raise EngineError(
            f"The index in {folder} cannot be written: {os.strerror(error.errno or 0)}."
            " The articles are safe; they are made searchable when there is room."
        ) from error


def note_place(folder: Path, engine: Engine) -> None:
    """Note in an index folder which index of a cluster belongs to it, where the engine has one there."""
    if name := getattr(engine, "index", ""):
        (folder / PLACE_NAME).write_text(str(name), encoding="utf-8")


@contextmanager
def told_when_full(library: Path) -> Iterator[None]:
    """Say that the disk is full where an engine, which only says that it failed, has no room left."""
    try:
        yield
    except EngineError as error:
        if shutil.disk_usage(library).free >= LEAST_ROOM_BYTES:
            raise
        raise EngineError(
            f"The disk with the library in {library} is full, so its index cannot be written."
            " The articles are safe; they are made searchable when there is room."
        ) from error


def open_sealed(store: Store, manifest: Manifest, *, tokens_of: TokensOf) -> tuple[Engine, bool]:
    """Open the index that a manifest names.

    Returns:
        The engine, and whether the folder has changed since it was sealed, for good reasons.

    Raises:
        IndexDamaged: when it is not the one that was written, or not as it was written.
        EngineMissing: when its engine is not installed.
    """
    folder = store.folder / "index" / manifest.folder
    state = seal_state(folder, manifest.secret, manifest.number)
    if state in (SealState.FOREIGN, SealState.DAMAGED):
        raise IndexDamaged(f"The index in {folder} is not the one that was written there.")
    engine = open_engine(manifest.engine, folder, tokens_of=tokens_of)
    if not _in_its_place(folder, engine):
        engine.close()
        raise IndexDamaged(f"The index in the cluster that {folder} stands for has made way for another one.")
    if state is SealState.CHANGED and not (store.being_written() or _agrees(store, engine, manifest.change)):
        engine.close()
        raise IndexDamaged(f"The index in {folder} is not as it was written.")
    return engine, state is SealState.CHANGED and not store.readonly


def _in_its_place(folder: Path, engine: Engine) -> bool:
    """Whether the cluster gives the very index that was made for a folder: its name may stand for another."""
    try:
        return (folder / PLACE_NAME).read_text(encoding="utf-8") == getattr(engine, "index", "")
    except FileNotFoundError:
        return True


def is_whole(store: Store, manifest: Manifest) -> bool:
    """Whether every file of an index is as it was written."""
    folder = store.folder / "index" / manifest.folder
    state = seal_state(folder, manifest.secret, manifest.number, thorough=True)
    return state in (SealState.WHOLE, SealState.CHANGED)


def _agrees(store: Store, engine: Engine, change: int) -> bool:
    """Whether an index that was left between two seals holds the articles that it should."""
    try:
        indexed = engine.ids(All())
    except EngineError:
        return False
    pending: set[str] = set()
    while changes := store.changes(change, CHANGES_AT_ONCE):
        pending.update(entry.id for entry in changes)
        change = changes[-1].seq
    return not (indexed ^ store.all_ids()) - pending
