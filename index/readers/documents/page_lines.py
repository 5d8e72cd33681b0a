"""The lines of a printed page with their size, and where the gaps between its paragraphs are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pypdf import PageObject

_WIDE_GAP: Final = 1.3
"""A gap between lines that is so many times the usual one parts paragraphs."""

_OTHER_SIZE: Final = 0.12
"""Letters that differ by this share in their height belong to a heading or its text, not to one paragraph."""

_LEAST_TITLE_LETTERS: Final = 6
_MOST_TITLE_CHARACTERS: Final = 300
_MOST_TITLE_LINES: Final = 5


@dataclass(slots=True)
class Line:
    """One line of a page.

    Attributes:
        pieces: its characters, as they were drawn.
        height: of its tallest letters, in points; 0 where there are none.
        place: above the lower edge of the page, in points.
    """

    pieces: list[str] = field(default_factory=list)
    height: float = 0.0
    place: float = 0.0

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(self.pieces)


def lines_of(page: PageObject) -> list[Line]:
    """Return the lines of a page in reading order.

    Raises:
        Whatever a damaged page makes pypdf stumble over.
    """
    lines = [Line()]

    def see(text: str, matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
        height = abs(size * (text_matrix[3] or text_matrix[1]) * (matrix[3] or matrix[1] or 1.0))
        place = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append(Line())
            line = lines[-1]
            line.pieces.append(piece)
            if piece.strip():
                line.height = max(line.height, height)
                line.place = place

    page.extract_text(visitor_text=see)
    return [line for line in lines if any(map(str.strip, line.pieces))]


def text_of(lines: Sequence[Line]) -> str:
    """Return the text of a page, with an empty line wherever a gap or other letters part two lines."""
    gaps = [above.place - below.place for above, below in pairwise(lines)]
    usual = median([gap for gap in gaps if gap > 0] or [0.0])
    texts = [line.text for line in lines[:1]]
    for gap, (above, below) in zip(gaps, pairwise(lines), strict=True):
        other = abs(above.height - below.height) > _OTHER_SIZE * max(above.height, below.height)
        if gap > 0 and (other or gap > _WIDE_GAP * usual):
            texts.append("")
        texts.append(below.text)
    return "\n".join(texts)


def headline_of(lines: Sequence[Line]) -> str:
    """Return what is written in the largest letters, or an empty string where all are alike."""
    heights = sorted({round(line.height, 1) for line in lines}, reverse=True)
    for height in heights if len(heights) > 1 else ():
        large = [line for line in lines if round(line.height, 1) == height]
        text = " ".join(" ".join(line.text for line in large).split())
        if sum(map(str.isalpha, text)) >= _LEAST_TITLE_LETTERS:
            fits = len(text) <= _MOST_TITLE_CHARACTERS and len(large) <= _MOST_TITLE_LINES
            return text if fits else ""
    return ""
