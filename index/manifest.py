"""The manifest of an index: which engine made it, from what, and how far it has come.

A folder that the manifest does not name, or whose seal (`index.seal`) is not that of the manifest, was not
written by this library, and is never read: an index of Whoosh holds pickles.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import orjson

from index.errors import EngineError

FILE_NAME: Final = "manifest.json"
MOVING_NAME: Final = "moving.json"
"""The manifest of an index that is being filled, while the one of `FILE_NAME` still answers."""
FORMAT: Final = 4
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
        store: identity of the store it was made from.
        secret: stands in the seal of the folder, too.
        number: of the folder on its disk.
    """

    engine: str
    folder: str
    analyser: str
    change: int
    format: int = FORMAT
    store: str = ""
    secret: str = ""
    number: int = 0


def read_manifest(library: Path, name: str = FILE_NAME) -> Manifest | None:
    """Return the manifest of a library folder, or None where there is none that can be understood."""
    try:
        fields = orjson.loads((library / name).read_bytes())
        return Manifest(
            engine=str(fields["engine"]),
            folder=Path(str(fields["folder"])).name,
            analyser=str(fields["analyser"]),
            change=int(fields["change"]),
            format=int(fields["format"]),
            store=str(fields["store"]),
            secret=str(fields["secret"]),
            number=int(fields["number"]),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        # Whatever is wrong with it, the answer is the same: the index is rebuilt from the store.
        return None


def write_manifest(library: Path, manifest: Manifest, name: str = FILE_NAME) -> None:
    """Replace the manifest in one step, so that no reader ever sees half of it.

    Raises:
        EngineError: when it cannot be written.
    """
    target = library / name
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise EngineError(
            f"The manifest of the index in {library} cannot be written: {error.strerror}. The articles are"
            " safe; they are made searchable when there is room."
        ) from error
