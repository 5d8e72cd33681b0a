"""From the lines of printed pages to paragraphs: heads and page numbers removed, broken words rejoined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

_EDGE_LINES: Final = 3
"""How many lines at the top and the bottom of a page may be running heads and page numbers."""

_FEWEST_PAGES: Final = 3
_MOST_PAGES_SHARE: Final = 0.5
_DIGITS: Final = re.compile(r"\d+|\b[ivxlc]{1,7}\b", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(
    r"(?:page|seite|p\.|s\.)?\s*[-–—|]?\s*\d{1,5}\s*[-–—|]?(?:\s*(?:/|of|von|de|sur)\s*\d{1,5})?",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
_BULLET: Final = re.compile(
    r"[•▪◦‣●○■□–—*-]\s|\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[^\W\d_])|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s"
)
_HYPHENS: Final = ("-", "\u00ad", "\u2010")
_END_CHARACTERS: Final = 40
"""How much of a paragraph is looked at to see whether it ends."""
_LONG_PARAGRAPH_CHARACTERS: Final = 50_000
_SHORT_SHARE: Final = 0.8
_FULL_LINE_RANK: Final = 0.8
_BLANKS: Final = re.compile(r"[ \t\u00a0]+")


def paragraphs_of(pages: Sequence[str]) -> str:
    """Return the text of pages as paragraphs, separated by empty lines."""
    parted = [_lines(page) for page in pages]
    running = _running_lines(parted)
    bodies = [_without_edges(lines, running) for lines in parted]
    if not any(bodies):  # pages that are alike, as labels and slides may be
        bodies = [[line for line in lines if line] for lines in parted]
    full = _full_length(bodies)
    paragraphs: list[str] = []
    for body in bodies:
        _add_page(paragraphs, body, full)
    return "\n\n".join(paragraphs)


def _lines(page: str) -> list[str]:
    return [_BLANKS.sub(" ", line).strip() for line in page.splitlines()]


def _edges(lines: Sequence[str]) -> Iterable[str]:
    present = [line for line in lines if line]
    return {*present[:_EDGE_LINES], *present[-_EDGE_LINES:]}


def _pattern(line: str) -> str:
    """A line without what changes from page to page."""
    return _DIGITS.sub("#", line.casefold())


def _running_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the patterns of lines that stand at an edge of most pages."""
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    counts = Counter(pattern for page in pages for pattern in {_pattern(line) for line in _edges(page)})
    fewest = max(_FEWEST_PAGES, _MOST_PAGES_SHARE * sum(1 for page in pages if any(page)))
    # Books have one head on the left pages and another on the right ones.
    return frozenset(pattern for pattern, count in counts.items() if count + 1 >= fewest)


def _without_edges(lines: Sequence[str], running: frozenset[str]) -> list[str]:
    kept = list(lines)
    for ends in (0, -1):
        for _ in range(2 * _EDGE_LINES):
            if kept and (
                not kept[ends] or _pattern(kept[ends]) in running or _PAGE_NUMBER.fullmatch(kept[ends])
            ):
                kept.pop(ends)
    return kept


def _full_length(pages: Sequence[Sequence[str]]) -> int:
    """The length of a line that reaches the margin, in characters."""
    lengths = sorted(len(line) for page in pages for line in page if line)
    return lengths[int(len(lengths) * _FULL_LINE_RANK)] if lengths else 0


def _add_page(paragraphs: list[str], lines: Sequence[str], full: int) -> None:
    """Add the lines of a page, the first to the paragraph before where a sentence goes on over the page."""
    current: list[str] = []
    gaps = "" in lines
    if paragraphs and lines and _goes_on(paragraphs[-1], lines[0]):
        current.append(paragraphs.pop())
    for line in lines:
        if current and (not line or _ends(current[-1], line, full, gaps=gaps)):
            paragraphs.append(_joined(current))
            current = []
        if line:
            current.append(line)
    if current:
        paragraphs.append(_joined(current))


def _goes_on(before: str, line: str) -> bool:
    end = before[-_END_CHARACTERS:]
    if len(before) > _LONG_PARAGRAPH_CHARACTERS:
        return False
    return _broken(end) or (not _SENTENCE_END.search(end) and line[:1].islower())


def _broken(before: str) -> bool:
    """Whether a line ends in the middle of a word."""
    return before.endswith(_HYPHENS) and before[-2:-1].isalpha()


def _ends(before: str, line: str, full: int, *, gaps: bool) -> bool:
    """Whether a paragraph ends between two lines, on a page that shows paragraphs by gaps too or does not."""
    if _broken(before) and line[:1].islower():
        return False
    if _BULLET.match(line):
        return True
    short = len(before) < _SHORT_SHARE * full
    return short and (
        bool(_SENTENCE_END.search(before[-_END_CHARACTERS:])) or not (gaps or line[:1].islower())
    )


def _joined(lines: Iterable[str]) -> str:
    pieces: list[str] = []
    for line in lines:
        if pieces and _broken(pieces[-1]) and line[:1].islower():
            pieces[-1] = pieces[-1][:-1]
        elif pieces:
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces)
