"""The demo library: the sample collection, imported once for each state of it."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.errors import LibraryBusy, LibraryMissing
from index.library import Library, open_library

_HASH_CHARACTERS: Final = 12


def samples_folder() -> Path:
    """Return the folder of the sample articles: inside an installed package, or beside it in a checkout.

    Raises:
        LibraryMissing: when the samples are not there.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "demo_articles", here.parent / "samples" / "ev"):
        if folder.is_dir():
            return folder
    raise LibraryMissing(
        "The sample collection was not installed. Reinstall evtui, or import your own articles."
    )


def open_demo(cache: Path | None = None) -> Library:
    """Open the demo library, importing the samples when they are new or have changed.

    Args:
        cache: where demo libraries lie; None is the user's cache folder.
    """
    samples = samples_folder()
    if cache is None:
        from platformdirs import user_cache_path

        cache = user_cache_path("evtui", appauthor=False)
    folder = cache / f"demo-{_state_of(samples)}"
    with _one_at_a_time(cache):
        library = open_library(folder, create=True)
        if library.store.setting("demo", default=None) != "complete":
            try:
                library.import_from([str(samples)])
                library.store.set_setting("demo", "complete")
            except LibraryBusy:
                # Somebody imports into it by name; what it has so far can be read.
                return library
    return library


@contextmanager
def _one_at_a_time(cache: Path) -> Iterator[None]:
    """Wait while another evtui makes the same library, which takes a second or two."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        file = (cache / "demo.lock").open("wb")
    except OSError:
        # Where nothing can be written, nobody makes a library; one that is there can be read.
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _state_of(samples: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(samples.rglob("*.txt")):
        facts = path.stat()
        digest.update(f"{path.relative_to(samples)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:_HASH_CHARACTERS]
