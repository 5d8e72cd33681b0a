"""The lines of a list that is text, and the blocks that they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from index.readers.context import Context
from index.readers.limits import MAX_ENTRY_CHARACTERS

_LINE_ENDS: Final = re.compile(r"\r\n?|\n")


@dataclass(slots=True)
class Block:
    """Lines that belong together.

    Attributes:
        line: 1-based number of the first.
        lines: their texts, without line ends.
        doubts: about their characters, each once.
        whole: whether all of it is there; what is too long is cut.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    whole: bool = True
    _length: int = 0

    def add(self, text: str, doubt: str, *, whole: bool) -> None:
        """Add a line."""
        self._length += len(text) + 1
        if not whole or self._length > MAX_ENTRY_CHARACTERS:
            self.whole = False
            return
        self.lines.append(text)
        if doubt and doubt not in self.doubts:
            self.doubts.append(doubt)

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return "\n".join(self.lines)


def blocks(context: Context, begins: Callable[[str], object]) -> Iterator[Block]:
    """Part a list into blocks with bounded memory; what stands before the first is a block as well.

    Args:
        context: of a format of text.
        begins: whether a block begins with a line.
    """
    block = Block(1)
    number = 0
    for line in context.lines:
        text, doubt = context.decoder.decode(line.data)
        for part in _LINE_ENDS.split(text.removesuffix("\n").removesuffix("\r")):
            number += 1
            if begins(part):
                if block.lines or not block.whole:
                    yield block
                block = Block(number)
            block.add(part, doubt, whole=line.whole)
    if block.lines or not block.whole:
        yield block
