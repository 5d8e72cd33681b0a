"""Whether the folder of a library is its owner's alone, and free of what dead processes left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.care.backup import UNFINISHED, alive
from index.care.findings import Diagnosis, Part
from index.engines import OPENSEARCH
from index.manifest import MOVING_NAME, Manifest, read_manifest
from index.store.database import DATABASE_NAME

OTHERS_MAY_WRITE: Final = 0o022


def check_permissions(folder: Path, diagnosis: Diagnosis, *, repair: bool) -> None:
    """Look whether others may write to the library or its index, which could make evtui read anything."""
    for path in (folder, folder / DATABASE_NAME, folder / "index", *_folders_in(folder / "index")):
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if not mode & OTHERS_MAY_WRITE:
            continue
        if repair:
            path.chmod(mode & ~OTHERS_MAY_WRITE & 0o7777)
        diagnosis.add(
            Part.FOLDER,
            f"Others may write to {path}.",
            repaired="Now only its owner may." if repair else "",
            advice=f"If nobody else should: chmod go-w '{path}', or evtui doctor --repair.",
        )


def check_leftovers(folder: Path, manifest: Manifest | None, diagnosis: Diagnosis, *, repair: bool) -> None:
    """Look for files of processes that died. Nobody may write to the library meanwhile."""
    for path in _leftovers(folder, manifest):
        if repair:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        diagnosis.add(
            Part.FOLDER,
            f"{path.relative_to(folder)} was left behind by a process that died.",
            repaired="It was removed." if repair else "",
        )


def _leftovers(folder: Path, manifest: Manifest | None) -> Iterator[Path]:
    yield from sorted(folder.glob(f"*.{UNFINISHED}"))
    for path in sorted(folder.glob("manifest.*.tmp")):
        pid = path.name.split(".")[1]
        if not (pid.isdecimal() and alive(int(pid))):
            yield path
    moving = read_manifest(folder, MOVING_NAME)
    # A shared library has a folder of this name, which no index has.
    used = {OPENSEARCH, *(known.folder for known in (manifest, moving) if known is not None)}
    yield from (path for path in _folders_in(folder / "index") if path.name not in used)


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []
