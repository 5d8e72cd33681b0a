"""The manifest of an index: which engine made it, from what, and how far it has come.

The manifest is the only thing that says an index folder may be opened: a folder that it does not name was not
    written by this library, and is never read (an index of Whoosh holds pickles).
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import orjson

FILE_NAME: Final = "manifest.json"
FORMAT: Final = 1
"""Raised when what an engine is given, or how it lays it out, changes; older indexes are then rebuilt."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index holds.

    Attributes:
        engine: name of the engine that wrote it.
        folder: name of the index folder inside the library's `index/`.
        analyser: fingerprint of the analyser that made the tokens.
        change: the last row of the store's change log that it holds.
        format: `FORMAT` at the time of writing.
    """

    engine: str
    folder: str
    analyser: str
    change: int
    format: int = FORMAT


def read_manifest(library: Path) -> Manifest | None:
    """Return the manifest of a library folder, or None where there is none that can be understood."""
    try:
        fields = orjson.loads((library / FILE_NAME).read_bytes())
        return Manifest(
            engine=str(fields["engine"]),
            folder=Path(str(fields["folder"])).name,
            analyser=str(fields["analyser"]),
            change=int(fields["change"]),
            format=int(fields["format"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        # Whatever is wrong with it, the answer is the same: the index is rebuilt from the store.
        return None


def write_manifest(library: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step, so that no reader ever sees half of it."""
    target = library / FILE_NAME
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
