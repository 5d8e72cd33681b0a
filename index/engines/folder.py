"""The folder of an index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from index.errors import EngineError

OWNER_ONLY: Final = 0o700


def cleared(folder: Path, own_files: re.Pattern[str]) -> None:
    """Make the folder, and remove an engine's files from it; other files are left alone.

    Args:
        folder: the index folder.
        own_files: what the names of the engine's files look like.

    Raises:
        EngineError: when that cannot be done.
    """
    try:
        folder.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
        for path in folder.iterdir():
            if own_files.fullmatch(path.name) and path.is_file():
                path.unlink()
    except OSError as error:
        raise EngineError(f"The index folder {folder} cannot be made: {error}.") from error
