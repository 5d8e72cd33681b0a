"""Giving back the memory in which files of an index are mapped.

tantivy maps its files, and what was read of them once stays in this process's memory as long as the system
has room: after a hundred queries that is most of an index. What is given back stays in the system's cache of
files, so that it costs next to nothing to have it again.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from functools import cache
from mmap import PAGESIZE
from pathlib import Path
from typing import Any, Final

MOST_MAPPED: Final = 96_000_000
"""Bytes of files that may stay in memory before they are given back."""
_MAPS: Final = Path("/proc/self/maps")
_FIGURES: Final = Path("/proc/self/statm")
_SHARED: Final = 2
"""Place of the pages of mapped files among the figures."""
_DO_NOT_NEED: Final = 4
"""`MADV_DONTNEED` of Linux: pages of a file that is mapped to be read are read again when they are needed."""


def give_back(folder: Path, most: int = MOST_MAPPED) -> bool:
    """Give back the pages of mapped files in a folder where there are too many; return whether it was done.

    Only Linux tells how much is mapped; elsewhere nothing happens. Whoever reads meanwhile reads the same.

    Args:
        folder: holds the files.
        most: bytes of mapped files that may stay.
    """
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, ValueError, AttributeError):
        if int(_FIGURES.read_text("ascii").split()[_SHARED]) * PAGESIZE <= most:
            return False
        beginning = f"{folder.resolve()}/".encode("utf-8", "surrogateescape")
        advise = _advise()
        for line in _MAPS.read_bytes().splitlines():
            fields = line.split(maxsplit=5)
            if len(fields) > 5 and fields[5].startswith(beginning) and fields[1].startswith(b"r--"):  # noqa: PLR2004
                first, last = (int(part, 16) for part in fields[0].split(b"-"))
                advise(first, last - first, _DO_NOT_NEED)
        return True
    return False


@cache
def _advise() -> Any:
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return advise
