"""Wrapping text to a width in cells, keeping for every line where it stands in the text.

Latin text breaks at blanks, CJK between any two characters (but not before closing or after opening
punctuation), and a word that is longer than a line breaks where the line is full. Wrapping is lazy: a
`Wrapper` goes only as far as it is asked to, so that a huge text costs no more than the part that is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from rich.cells import split_graphemes

_NARROW: Final = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u0384-\u0386\u0388-\u038a\u038e-\u03a1\u03a3-\u0482"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20b5]*"
)
"""Characters that surely take one cell; everything else is measured."""
_NEVER_BEFORE: Final = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】〙〗〟’”…‥ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NEVER_AFTER: Final = frozenset("（［｛〔〈《「『【〘〖〝‘“")


class Line(NamedTuple):
    """A wrapped line: characters `start` (included) to `end` (excluded), without newline and trailing blanks.

    A named tuple, since a long text makes a hundred thousand of them at once.
    """

    start: int
    end: int


def wrap(text: str, width: int) -> list[Line]:
    """Return the lines of `text` at `width` cells; an empty line of the text is an empty line here.

    Between the end of a line and the start of the next there are only blanks or one newline. No line is wider
    than `width`, unless a single character is.
    """
    wrapper = Wrapper(text, width)
    wrapper.advance(len(text) + 1)
    return wrapper.lines


class Wrapper:
    """Wraps a text from its beginning as far as needed.

    Attributes:
        text, width: what is wrapped, and to how many cells.
        lines: the lines known so far.
        done: whether these are all.
    """

    __slots__ = ("_paragraph_end", "_position", "done", "lines", "text", "width")

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(1, width)
        self.lines: list[Line] = []
        self.done = not text
        self._position = 0
        self._paragraph_end = _newline(text, 0)

    @property
    def reached(self) -> int:
        """The character up to which the text is wrapped."""
        return len(self.text) if self.done else self._position

    def advance(self, characters: int) -> None:
        """Wrap at least `characters` further, or to the end."""
        goal = self._position + characters
        while not self.done and self._position < goal:
            self._next_line()

    def reach_line(self, line: int) -> None:
        """Wrap until `line` is known, or to the end."""
        while not self.done and len(self.lines) <= line:
            self._next_line()

    def reach_offset(self, offset: int) -> None:
        """Wrap until the line of character `offset` is known, or to the end."""
        self.advance(offset + 1 - self._position)

    def line_at(self, offset: int) -> int:
        """Return the number of the line of character `offset` (for a blank between lines: the one before)."""
        self.reach_offset(offset)
        return max(0, bisect_right(self.lines, (offset, len(self.text) + 1)) - 1)

    def _next_line(self) -> None:
        start, stop = self._position, self._paragraph_end
        end, following = _break(self.text, start, stop, self.width)
        self.lines.append(Line(start, end))
        if following < stop:
            self._position = following
        elif stop >= len(self.text):
            self._position = stop
            self.done = True
        else:
            self._position = stop + 1
            self._paragraph_end = _newline(self.text, stop + 1)


def _newline(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found


def _break(text: str, start: int, stop: int, width: int) -> tuple[int, int]:
    """Return where the line that begins at `start` ends, and where the next begins (`stop`: nowhere)."""
    limit = min(stop, start + width + 1)
    if _NARROW.fullmatch(text, start, limit) is None:
        return _break_measured(text, start, stop, width)
    if stop - start <= width:
        return _without_blanks(text, start, stop), stop
    blank = text.rfind(" ", start, limit)
    if blank <= start or text[start:blank].isspace():
        return start + width, start + width
    return _without_blanks(text, start, blank), _skip_blanks(text, blank, stop)


def _break_measured(text: str, start: int, stop: int, width: int) -> tuple[int, int]:
    """Do the work of `_break` where characters are not all one cell wide."""
    # Mostly a window as long as the line is wide is enough; many combining marks need a longer one.
    for reach in (width + 2, width + width // 2, width * 4 + 16):
        window = text[start : min(stop, start + reach)]
        graphemes, cells = split_graphemes(window)
        if cells > width:
            cut = start + _cut(window, graphemes, width)
            return _without_blanks(text, start, cut), _skip_blanks(text, cut, stop)
        if start + len(window) >= stop:
            break
    end = start + len(window)
    return _without_blanks(text, start, end), _skip_blanks(text, end, stop)


def _cut(window: str, graphemes: list[tuple[int, int, int]], width: int) -> int:
    """Return the best place to break `window`, which is wider than `width`."""
    used = best = 0
    before = " "
    wide_before = seen = False
    for first, last, size in graphemes:
        character = window[first]
        if character != " " or last - first > 1:
            if seen and (before == " " or ((size > 1 or wide_before) and _may_part(before, character))):
                best = first
            if used + size > width and first:
                return best or first
            seen = True
        used += size
        before, wide_before = character, size > 1
    return last


def _may_part(before: str, after: str) -> bool:
    return after not in _NEVER_BEFORE and before not in _NEVER_AFTER


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _skip_blanks(text: str, start: int, stop: int) -> int:
    while start < stop and text[start] == " ":
        start += 1
    return start
