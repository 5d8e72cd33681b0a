"""Which files of an archive are read, in which order, and under which names.

An archive is read as the folder that it was made of. Names in it come from strangers: they are shown, and
they tell formats and sources, but they never reach the file system.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, Generic, TypeVar

from index.readers.context import Context
from index.readers.draft import Rejected
from index.readers.fields import excerpt
from index.readers.inputs import DESCRIPTION
from index.readers.savedpages import folders_of_pages

MAX_NAME_CHARACTERS: Final = 300
"""How much of a member's name is shown."""

EMPTY: Final = "The archive holds no files, or only hidden ones."

_ASSETS: Final = {
    extension: kind
    for kind, extensions in {
        "pictures": "png jpg jpeg jpe gif svg svgz webp avif ico bmp tif tiff heic heif jxl psd eps cur",
        "styles": "css scss less",
        "scripts": "js mjs cjs wasm",
        "fonts": "woff woff2 ttf otf eot",
        "sounds": "mp3 m4a ogg oga opus wav flac aac wma mid aif aiff",
        "films": "mp4 m4v webm mov avi mkv mpg mpeg wmv flv ogv 3gp",
    }.items()
    for extension in extensions.split()
}
"""Ending of a file's name → what it is; parts of pages and not articles."""

_HIDDEN: Final = frozenset({"__MACOSX"})
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_MOST_FOLDERS: Final = 32
"""How deep folders are looked into for those that belong to saved pages."""
_NAMELESS: Final = "unnamed"
_WAYS: Final = frozenset({"", ".", ".."})

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Member(Generic[Entry]):
    """One file of an archive.

    Attributes:
        name: with `/` between folders, without anything that would lead out of the archive.
        entry: what the archive knows of it.
    """

    name: str
    entry: Entry

    @property
    def source(self) -> str:
        """The name of the folder that it lies in, or an empty string."""
        return PurePosixPath(self.name).parent.name


@dataclass(slots=True)
class Passed:
    """What was passed over in an archive, kind by kind."""

    kinds: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def count(self, kind: str, name: str) -> None:
        """Count one member that is passed over."""
        self.first = self.first or name
        self.kinds[kind] += 1

    def remark(self, context: Context) -> Iterator[Rejected]:
        """Give one remark on all that was passed over, or none."""
        if self.kinds:
            listed = ", ".join(f"{kind} ({count:,})" for kind, count in self.kinds.most_common())
            reason = f"Passed over in it, since they are no articles: {listed}."
            yield context.reject(1, reason, excerpt(self.first))


def shown_name(name: str) -> str:
    """Return a member's name, cut to a length that can be shown."""
    return name if len(name) <= MAX_NAME_CHARACTERS else f"{name[:MAX_NAME_CHARACTERS]}…"


def inner_name(name: str) -> str:
    """Return a name from an archive as a path that stays in it, with `/` between folders."""
    plain = _DRIVE.sub("", name.replace("\\", "/"))
    return "/".join(part for part in plain.split("/") if part not in _WAYS) or _NAMELESS


def to_read(members: Sequence[Member[Entry]], passed: Passed) -> list[Member[Entry]]:
    """Return the members that are read, in the order of their names.

    Hidden files are left out in silence, as in folders; parts of pages are counted in `passed`.
    """
    saved = _folders_of_saved_pages(member.name for member in members)
    chosen = []
    for member in members:
        parts = member.name.split("/")
        if any(part.startswith(".") or part in _HIDDEN for part in parts):
            continue
        kind = _ASSETS.get(PurePosixPath(member.name).suffix[1:].lower(), "")
        if not kind and any("/".join(parts[:depth]) in saved for depth in _depths(parts)):
            kind = "parts of saved pages"
        if not kind and len(members) > 1 and DESCRIPTION.fullmatch(parts[-1]):
            kind = "files that describe a folder"
        if kind:
            passed.count(kind, member.name)
        else:
            chosen.append(member)
    return sorted(chosen, key=lambda member: member.name.split("/"))


def _folders_of_saved_pages(names: Iterable[str]) -> frozenset[str]:
    """Return the folders in which a browser put what belongs to a page."""
    contents: dict[str, set[str]] = {}
    for name in names:
        parts = name.split("/")
        for depth in (0, *_depths(parts)):
            contents.setdefault("/".join(parts[:depth]), set()).add(parts[depth])
    return frozenset(
        f"{folder}/{inner}" if folder else inner
        for folder, inside in contents.items()
        for inner in folders_of_pages(inside)
    )


def _depths(parts: Sequence[str]) -> range:
    """How many of the parts of a name make up each of the folders that it lies in."""
    return range(1, min(len(parts), _MOST_FOLDERS))
