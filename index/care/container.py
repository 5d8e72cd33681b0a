"""The file of a backup: a zip archive of the database, what was fetched, and what it says of itself.

A zip archive, because any machine can open it, each part of it has a checksum, and a part can be read without
the others. Nothing in it is trusted when it is read: names are looked at before anything is written.
"""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol

import orjson

from index.errors import LibraryError, LibraryTooNew
from index.model import Progress, Report

CONTAINER_FORMAT: Final = 1
"""Raised when older programs cannot read the container any more."""
DATABASE: Final = "library.db"
ABOUT: Final = "evtui-backup.json"
FETCHED: Final = "fetched"
"""The folder of a library that holds pages and feeds as they were fetched."""
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a damaged archive raises. A flipped bit may also name another kind of compression."""

LEVEL: Final = 1
"""zlib's fastest, which makes texts half as long; the slower levels gain little for the time they take."""
BLOCK_BYTES: Final = 1 << 20
LONGEST_ABOUT_BYTES: Final = 1 << 20
SQLITE_BEGINNING: Final = b"SQLite format 3\0"
_COMPRESSED_ALREADY: Final = frozenset({".gz", ".xz", ".zip", ".warc.gz", ".jpg", ".png", ".pdf", ".zst"})


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself.

    Attributes:
        container: `CONTAINER_FORMAT` of the program that wrote it.
        format: the library's format.
        made: ISO timestamp, UTC.
        version: of evtui.
        rows: table → rows in it.
        fetched: files in `fetched/`.
    """

    container: int
    format: int
    made: str
    version: str
    rows: Mapping[str, int]
    fetched: int


def rows_of(database: Path) -> dict[str, int]:
    """Return how many rows each table of a database file has."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " ORDER BY name"
            )
        ]
        return {
            name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names
        }


def write_container(target: IO[bytes], about: About, database: Path, fetched: Path, report: Report) -> int:
    """Write a backup; return how many fetched files went into it."""
    files = [] if not fetched.is_dir() else [path for path in sorted(fetched.rglob("*")) if _plain(path)]
    packed = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        _pack(archive, database, DATABASE, Meter("Packing", database.stat().st_size, report))
        for path in files:
            name = f"{FETCHED}/{path.relative_to(fetched).as_posix()}"
            try:
                _pack(archive, path, name, None)
            except FileNotFoundError:  # it was removed since; nothing in the database names it any more
                continue
            packed += 1
        described = orjson.dumps(asdict(about) | {"fetched": packed}, option=orjson.OPT_INDENT_2)
        archive.writestr(ABOUT, described)
    return packed


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Meter:
    """Counts bytes and tells of them."""

    def __init__(self, stage: str, total: int, report: Report) -> None:
        self._stage, self._total, self._report = stage, total, report
        self._done = 0

    def add(self, count: int) -> None:
        """Count some bytes."""
        self._done += count
        self._report(Progress(self._stage, self._done, self._total, "bytes"))


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _pack(archive: zipfile.ZipFile, path: Path, name: str, meter: Meter | None) -> None:
    # A name that is no text on this machine cannot be written into an archive that others read.
    entry = zipfile.ZipInfo.from_file(path, name.encode("utf-8", "replace").decode(), strict_timestamps=False)
    entry.compress_type = (
        zipfile.ZIP_STORED if path.suffix.lower() in _COMPRESSED_ALREADY else zipfile.ZIP_DEFLATED
    )
    entry.external_attr = 0o600 << 16
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
        _copy(source, packed, meter)


def _copy(source: _Readable, target: IO[bytes], meter: Meter | None) -> None:
    while block := source.read(BLOCK_BYTES):
        target.write(block)
        if meter is not None:
            meter.add(len(block))


class Container:
    """A backup that is read. Made by `open_container`."""

    def __init__(self, archive: zipfile.ZipFile, about: About) -> None:
        self._archive = archive
        self.about = about

    @property
    def database_bytes(self) -> int:
        """How long the database is."""
        return self._archive.getinfo(DATABASE).file_size

    def check(self, report: Report) -> None:
        """Read all of it, so that its checksums are looked at.

        Raises:
            LibraryError: when a part is damaged.
        """
        meter = Meter("Checking", sum(entry.file_size for entry in self._archive.infolist()), report)
        for entry in self._archive.infolist():
            with self._part(entry) as part:
                while block := part.read(BLOCK_BYTES):
                    meter.add(len(block))

    def unpack_database(self, target: Path, report: Report) -> None:
        """Write the database into an empty file."""
        entry = self._archive.getinfo(DATABASE)
        with self._part(entry) as part, target.open("wb") as file:
            _copy(part, file, Meter("Unpacking", entry.file_size, report))

    def unpack_fetched(self, folder: Path) -> None:
        """Write what was fetched into a folder; what is there already stays as it is."""
        for entry, place in self._fetched():
            target = folder.joinpath(*place.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists() or target.is_symlink():
                continue
            unfinished = target.with_name(f"{target.name[:100]}.unfinished")
            with self._part(entry) as part, unfinished.open("wb") as file:
                _copy(part, file, None)
            unfinished.replace(target)

    def _fetched(self) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
        for entry in self._archive.infolist():
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or path.parts[:1] != (FETCHED,):
                continue
            inside = PurePosixPath(*path.parts[1:])
            if not inside.parts or ".." in inside.parts or "\\" in entry.filename or "\0" in entry.filename:
                raise LibraryError(f"The backup names a file outside of the library ({entry.filename!r}).")
            yield entry, inside

    def _part(self, entry: zipfile.ZipInfo) -> _Told:
        try:
            return _Told(self._archive.open(entry), entry.filename)
        except DAMAGE as error:
            raise _damaged(entry.filename, error) from error


class _Told:
    """A part of an archive whose damage is told in words."""

    def __init__(self, part: IO[bytes], name: str) -> None:
        self._part, self._name = part, name

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._part.read(size)
        except DAMAGE as error:
            raise _damaged(self._name, error) from error

    def __enter__(self) -> _Told:
        return self

    def __exit__(self, *_: object) -> None:
        self._part.close()


def _damaged(name: str, error: Exception) -> LibraryError:
    return LibraryError(f"The backup is damaged: {name} in it cannot be read ({error}).")


def open_container(file: IO[bytes], shown: str) -> Container:
    """Open a backup.

    Args:
        file: open for reading; it must stay open while the container is used.
        shown: how it is named in errors.

    Raises:
        LibraryTooNew: a newer evtui wrote it.
        LibraryError: it is no backup, or damaged.
    """
    try:
        archive = zipfile.ZipFile(file)
        if archive.getinfo(ABOUT).file_size > LONGEST_ABOUT_BYTES:
            raise ValueError("what it says of itself is too long")
        archive.getinfo(DATABASE)
        fields = orjson.loads(archive.read(ABOUT))
        about = About(
            container=int(fields["container"]),
            format=int(fields["format"]),
            made=str(fields["made"]),
            version=str(fields["version"]),
            rows={str(name): int(count) for name, count in fields["rows"].items()},
            fetched=int(fields["fetched"]),
        )
    except (*DAMAGE, KeyError, TypeError, AttributeError) as error:
        raise LibraryError(f"{shown} is no backup of evtui, or it is damaged ({error}).") from error
    if about.container > CONTAINER_FORMAT:
        raise LibraryTooNew(f"{shown} was written by a newer evtui ({about.version}). Update evtui.")
    return Container(archive, about)
