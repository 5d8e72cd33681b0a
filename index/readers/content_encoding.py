"""What a server packed for the way, unpacked again, never to more than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
_RAW_WINDOW: Final = -zlib.MAX_WBITS
_PLAIN: Final = frozenset({"", "identity", "none", "utf-8", "binary"})
"""No packing, as it should be said, and as servers say it."""
_MOST_ENCODINGS: Final = 3
"""More than one is rare already."""


class NotUnpacked(Exception):
    """Content that cannot be unpacked; `str(error)` is a sentence for a person."""


def unpack_content(data: bytes, encodings: str, limit: int) -> bytes:
    """Return what was packed.

    Args:
        data: as it came.
        encodings: the value of `Content-Encoding`, several names apart by commas, the last one outermost.
        limit: the most bytes that come out.

    Raises:
        NotUnpacked: the packing is unknown, the data is damaged, or more than `limit` bytes come out.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    if len(names) > _MOST_ENCODINGS:
        raise NotUnpacked("It is packed several times over; it was not unpacked.")
    for name in reversed(names):
        if name not in _PLAIN:
            data = _unpack(data, name, limit)
    return data


def _unpack(data: bytes, name: str, limit: int) -> bytes:
    unpack = _PACKINGS.get(name)
    if unpack is None:
        raise NotUnpacked(f"It is packed as “{name[:40]}”, which is not known here.")
    try:
        unpacked = unpack(data, limit)
    except zlib.error as error:
        raise NotUnpacked("It is packed, and the packed data is damaged.") from error
    if len(unpacked) > limit:
        raise NotUnpacked(f"It unpacks to more than {limit // 2**20} MB.")
    return unpacked


def _gunzip(data: bytes, limit: int) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data  # some archives keep what was unpacked under the header of what came
    return _inflate(data, limit, _GZIP_WINDOW)


def _undeflate(data: bytes, limit: int) -> bytes:
    try:
        return _inflate(data, limit, zlib.MAX_WBITS)
    except zlib.error:  # half of the servers leave out what the standard wants around it
        return _inflate(data, limit, _RAW_WINDOW)


def _inflate(data: bytes, limit: int, window: int) -> bytes:
    """Unpack one byte more than the limit at most, so that the caller sees that it was exceeded."""
    unpacker = zlib.decompressobj(window)
    return unpacker.decompress(data, limit + 1)


_PACKINGS: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
}
