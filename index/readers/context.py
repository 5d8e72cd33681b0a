"""What every reader is handed: the lines of one input, and what is known about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from index.model import Origin
from index.readers.draft import Draft, Rejected
from index.readers.encoding import Decoder
from index.readers.fields import Found, Given, build
from index.readers.stream import Lines


@dataclass(slots=True)
class Context:
    """One input that is being read.

    Attributes:
        path: the input as it is shown.
        lines: its bytes in UTF-8 or another encoding that contains ASCII.
        decoder: makes text of them.
        given: options, source and day that the place of the file gives.
        format: the format that was recognised.
        position: how many articles were found until now.
    """

    path: str
    lines: Lines
    decoder: Decoder
    given: Given
    format: str
    position: int = field(default=0, init=False)

    def article(self, found: Found, line: int) -> Draft | Rejected:
        """Make a draft of the next article, which begins at that line."""
        return build(found, self.next_origin(line), self.given)

    def reject(self, line: int, reason: str, excerpt: str = "") -> Rejected:
        """Leave out the next item, which begins at that line."""
        return Rejected(self.next_origin(line), reason, excerpt)

    def next_origin(self, line: int) -> Origin:
        """Count one item more, and say where it stands."""
        self.position += 1
        return Origin(self.path, line, self.position)


Reader = Callable[[Context], Iterator[Draft | Rejected]]
"""Reads the articles of one input, in their order."""
