"""Reading the pages of an SQLite database without SQLite, which gives up where this goes on.

SQLite finds a row by a tree of pages; one page out of place hides all below it. Here a page is read for what
it is, whatever leads to it. The format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

HEADER_BYTES: Final = 100
TABLE_LEAF: Final = 0x0D
TABLE_INSIDE: Final = 0x05
INDEX_LEAF: Final = 0x0A
INDEX_INSIDE: Final = 0x02
USUAL_PAGE_BYTES: Final = 4096
"""Taken where the beginning of the file does not tell."""
SMALLEST_PAGE_BYTES: Final = 512
LARGEST_ROW_BYTES: Final = 1 << 30
DEEPEST_TREE: Final = 40
WAL_HEADER_BYTES: Final = 32
WAL_FRAME_BYTES: Final = 24

Cells: TypeAlias = "tuple[int, tuple[Any, ...]]"
"""A row: its rowid (0 in a table without them) and its values."""

_INTEGER_BYTES: Final = (0, 1, 2, 3, 4, 6, 8)
_FLOAT: Final = 7
_WAL_MAGIC: Final = (0x377F0682, 0x377F0683)


class PageError(Exception):
    """A page or a row is not what it should be."""


class Pages:
    """The pages of a database file, with those of its write-ahead log over them."""

    def __init__(self, database: Path) -> None:
        self._file = database.open("rb")
        beginning = self._file.read(HEADER_BYTES)
        self.page_bytes = _page_bytes(beginning)
        self._usable = self.page_bytes
        self.count = -(-database.stat().st_size // self.page_bytes)
        self._newer = _newer_pages(database.with_name(f"{database.name}-wal"), self.page_bytes)
        self.count = max(self.count, *self._newer.keys(), 0)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def page(self, number: int) -> bytes:
        """Return a page by its number, from 1.

        Raises:
            PageError: there is no such page.
        """
        if number in self._newer:
            return self._newer[number]
        if not 1 <= number <= self.count:
            raise PageError(f"there is no page {number}")
        self._file.seek((number - 1) * self.page_bytes)
        return self._file.read(self.page_bytes).ljust(self.page_bytes, b"\0")

    def kind(self, number: int) -> int:
        """Return what a page says it is; anything at all where it is no page of a tree."""
        return self.page(number)[HEADER_BYTES if number == 1 else 0]

    def tree(self, root: int) -> Iterator[int]:
        """Yield the pages that hold the rows of the tree below a page; broken branches are left out."""
        waiting, seen = [(root, 0)], set()
        while waiting:
            number, depth = waiting.pop()
            if number in seen or depth > DEEPEST_TREE or not 1 <= number <= self.count:
                continue
            seen.add(number)
            kind = self.kind(number)
            if kind in (TABLE_LEAF, INDEX_LEAF, INDEX_INSIDE):
                yield number
            if kind in (TABLE_INSIDE, INDEX_INSIDE):
                waiting.extend((child, depth + 1) for child in reversed(self._children(number)))

    def rows(self, number: int) -> Iterator[Cells]:
        """Yield the rows on a page; those that cannot be read are left out."""
        page = self.page(number)
        kind = self.kind(number)
        if kind not in (TABLE_LEAF, INDEX_LEAF, INDEX_INSIDE):
            return
        for at in _cell_places(page, number, kind):
            try:
                if kind == TABLE_LEAF:
                    length, at_rowid = _varint(page, at)
                    rowid, start = _varint(page, at_rowid)
                else:
                    length, start = _varint(page, at + 4 if kind == INDEX_INSIDE else at)
                    rowid = 0
                yield _signed(rowid), _values(self._payload(page, start, length, table=kind == TABLE_LEAF))
            except (PageError, IndexError, struct.error, UnicodeDecodeError):
                continue

    def free(self) -> set[int]:
        """Return the pages that are out of use, as far as they can be told; old rows may stand on them."""
        first = self.page(1)
        trunk: int = struct.unpack_from(">I", first, 32)[0]
        found: set[int] = set()
        while 1 <= trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            following, leaves = struct.unpack_from(">II", page)
            if leaves > self._usable // 4 - 2:
                break
            found.update(struct.unpack_from(f">{leaves}I", page, 8))
            trunk = following
        return found

    def _children(self, number: int) -> list[int]:
        page, kind = self.page(number), self.kind(number)
        header = HEADER_BYTES if number == 1 else 0
        children = [
            int(struct.unpack_from(">I", page, at)[0])
            for at in _cell_places(page, number, kind)
            if at + 4 <= len(page)
        ]
        return [*children, int(struct.unpack_from(">I", page, header + 8)[0])]

    def _payload(self, page: bytes, start: int, length: int, *, table: bool) -> bytes:
        if length > LARGEST_ROW_BYTES or length > self.count * self.page_bytes:
            raise PageError("a row is longer than the file")
        usable = self._usable
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            if start + length > usable:
                raise PageError("a row leaves its page")
            return page[start : start + length]
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        parts, left = [page[start : start + local]], length - local
        following: int = struct.unpack_from(">I", page, start + local)[0]
        while left > 0:
            overflow = self.page(following)
            following = struct.unpack_from(">I", overflow)[0]
            parts.append(overflow[4 : 4 + min(left, usable - 4)])
            left -= usable - 4
        return b"".join(parts)


def _page_bytes(beginning: bytes) -> int:
    if len(beginning) < HEADER_BYTES:
        return USUAL_PAGE_BYTES
    told: int = struct.unpack_from(">H", beginning, 16)[0]
    told = 65536 if told == 1 else told
    return told if told >= SMALLEST_PAGE_BYTES and told & (told - 1) == 0 else USUAL_PAGE_BYTES


def _cell_places(page: bytes, number: int, kind: int) -> list[int]:
    header = HEADER_BYTES if number == 1 else 0
    count: int = struct.unpack_from(">H", page, header + 3)[0]
    first = header + (12 if kind in (TABLE_INSIDE, INDEX_INSIDE) else 8)
    count = min(count, (len(page) - first) // 2)
    places = struct.unpack_from(f">{count}H", page, first)
    return [at for at in places if first <= at < len(page)]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _values(payload: bytes) -> tuple[Any, ...]:
    length, at = _varint(payload, 0)
    if length > len(payload):
        raise PageError("the head of a row is longer than the row")
    kinds = []
    while at < length:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise PageError("a row does not end where it should")
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind == _FLOAT:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind in (10, 11):
        raise PageError("a value is of no known kind")
    size = _INTEGER_BYTES[kind] if kind < _FLOAT else (kind - 12) // 2
    data = payload[at : at + size]
    if len(data) < size:
        raise PageError("a value leaves its row")
    if kind < _FLOAT:
        return int.from_bytes(data, "big", signed=True), at + size
    return (data.decode() if kind % 2 else data), at + size


def _newer_pages(log: Path, page_bytes: int) -> dict[int, bytes]:
    """Return the pages of the committed transactions in a write-ahead log."""
    try:
        data = log.read_bytes()
    except OSError:
        return {}
    if len(data) < WAL_HEADER_BYTES:
        return {}
    magic, _, size, _, *salts = struct.unpack_from(">6I", data)
    if magic not in _WAL_MAGIC or size != page_bytes:
        return {}
    order = ">" if magic & 1 else "<"
    sums = _checksum(data[:24], (0, 0), order)
    committed: dict[int, bytes] = {}
    open_ones: dict[int, bytes] = {}
    for at in range(WAL_HEADER_BYTES, len(data) - WAL_FRAME_BYTES - size + 1, WAL_FRAME_BYTES + size):
        number, commit, *rest = struct.unpack_from(">6I", data, at)
        page = data[at + WAL_FRAME_BYTES : at + WAL_FRAME_BYTES + size]
        sums = _checksum(page, _checksum(data[at : at + 8], sums, order), order)
        if rest[:2] != salts or tuple(rest[2:]) != sums:
            break
        open_ones[number] = page
        if commit:
            committed.update(open_ones)
            open_ones.clear()
    return committed


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    numbers = struct.unpack(f"{order}{len(data) // 4}I", data)
    for place in range(0, len(numbers), 2):
        first = (first + numbers[place] + second) & 0xFFFFFFFF
        second = (second + numbers[place + 1] + first) & 0xFFFFFFFF
    return first, second
