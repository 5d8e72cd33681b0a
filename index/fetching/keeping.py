"""Where fetched pages and feeds are kept: in the library's folder, so that reading them needs no network."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from index.fetching.targets import Target
from index.readers.fetched import About, read_about, with_about

FOLDER: Final = "fetched"
"""The folder in that of the library."""

_NAME_CHARACTERS: Final = 24
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,200}[a-z0-9_])?", re.ASCII)


def place_of(library: Path, target: Target) -> Path:
    """Return the file in which what an address gives is kept; no part of its name is the address's own."""
    digest = sha256(target.url.encode("utf-8", "surrogatepass")).hexdigest()
    host = target.host if _HOST.fullmatch(target.host) else sha256(target.host.encode()).hexdigest()[:12]
    return library / FOLDER / host / f"{digest[:_NAME_CHARACTERS]}.fetched"


def kept_about(path: Path) -> About | None:
    """Return what is known of a kept answer, or None where there is none."""
    try:
        with path.open("rb") as file:
            return read_about(file)
    except OSError:
        return None


def kept_data(path: Path) -> bytes:
    """Return the bytes of a kept answer."""
    with path.open("rb") as file:
        read_about(file)
        return file.read()


def keep(path: Path, about: About, data: bytes) -> None:
    """Keep an answer; whoever reads the file sees the old one or the new one."""
    for folder in (path.parent.parent.parent, path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(with_about(about, data))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
