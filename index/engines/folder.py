"""The folder of an index."""

from __future__ import annotations

import re
from pathlib import Path

from index.errors import EngineError


def cleared(folder: Path, own_files: re.Pattern[str]) -> None:
    """Make the folder, and remove an engine's files from it; other files are left alone.

    Args:
        folder: the index folder.
        own_files: what the names of the engine's files look like.

    Raises:
        EngineError: when that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if own_files.fullmatch(path.name) and path.is_file():
                path.unlink()
    except OSError as error:
        raise EngineError(f"The index folder {folder} cannot be prepared: {error}.") from error
