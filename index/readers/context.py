"""What every reader is handed: the bytes of one input, and what is known about it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from index.model import Origin
from index.readers.budget import Budget
from index.readers.draft import Draft, Rejected
from index.readers.encoding import Decoder
from index.readers.fields import Found, Given, build
from index.readers.stream import Lines


@dataclass(slots=True)
class Context:
    """One input that is being read: a file, or a member of an archive, of a message, of a collection.

    Attributes:
        path: the input as it is shown; a member as `archive.zip/inner/page.html`.
        lines: its bytes, line by line; of a format of text in UTF-8 or another encoding that contains ASCII.
        decoder: makes text of them.
        given: options, source and day that the place of the file gives.
        format: the name of the format that was recognised.
        disk: where the file lies on disk, or empty for standard input and for what lies inside another file.
        depth: how many files it lies in; 0 for one that lies in a folder.
        budget: what may still be unpacked, shared with everything that is nested in the same file.
        position: how many articles were found until now.
        columns: of records, field → the name that gave it, as far as that was met.
    """

    path: str
    lines: Lines
    decoder: Decoder
    given: Given
    format: str
    disk: str = ""
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    position: int = field(default=0, init=False)
    columns: dict[str, str] = field(default_factory=dict, init=False)

    @property
    def stream(self) -> io.BufferedReader:
        """The bytes of the input from where it has been read to, unpacked; it cannot seek."""
        return self.lines.stream

    def article(self, found: Found, line: int = 1) -> Draft | Rejected:
        """Make a draft of the next article, which begins at that line."""
        return build(found, self.next_origin(line), self.given)

    def reject(self, line: int, reason: str, excerpt: str = "") -> Rejected:
        """Leave out the next item, which begins at that line."""
        return Rejected(self.next_origin(line), reason, excerpt, self.given.format)

    def next_origin(self, line: int) -> Origin:
        """Count one item more, and say where it stands."""
        self.position += 1
        return Origin(self.path, line, self.position)


Reader = Callable[[Context], Iterator[Draft | Rejected]]
"""Reads the articles of one input, in their order."""
