"""A tree of markup as lines of plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINE: Final = 1
_PARAGRAPH: Final = 2
"""How many line ends a line and a paragraph are followed by."""

_BULLET: Final = "- "
_BAR: Final = " | "


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a language of markup mean for lines of text.

    Attributes:
        paragraphs: stand between empty lines.
        lines: stand on a line of their own.
        breaks: end a line; they are empty.
        lists, items: lists, and what is counted or marked in them.
        cells: stand between bars on one line.
        preformatted: keep their line ends.
        is_dropped: whether an element and all that is in it is left out.
        is_numbered: whether the items of a list have numbers.
    """

    paragraphs: frozenset[str]
    lines: frozenset[str]
    breaks: frozenset[str]
    lists: frozenset[str]
    items: frozenset[str]
    cells: frozenset[str]
    preformatted: frozenset[str]
    is_dropped: Callable[[_Element], bool]
    is_numbered: Callable[[_Element], bool]


def lines_of(root: _Element, markup: Markup) -> str:
    """Return the text under an element; the tree is left as it is, however deep it may be."""
    from lxml import etree

    out = _Writer(markup)
    events = etree.iterwalk(root, events=("start", "end"))
    dropped = None
    for event, element in events:
        if event == "start":
            if element is not root and markup.is_dropped(element):
                events.skip_subtree()
                dropped = element
            else:
                out.begin(element)
            continue
        if element is dropped:
            dropped = None
        else:
            out.end(element)
        if element is not root and element.tail:
            out.add(element.tail)
    return out.text()


class _Writer:
    """Puts text together line by line."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._blocks = markup.paragraphs | markup.lines | markup.lists | markup.items
        self._done: list[str] = []
        self._line: list[str] = []
        self._has_text = False
        self._mark = ""
        self._break = 0
        self._preformatted = 0
        self._numbers: list[int] = []

    def begin(self, element: _Element) -> None:
        markup, name = self._markup, element.tag
        if name in markup.cells:
            if self._has_text:
                self._line.append(_BAR)
        elif name in markup.breaks:
            self._end_line(_LINE if self._has_text else _PARAGRAPH)
        elif name in self._blocks:
            self._end_line(self._break_around(element))
        if name in markup.items:
            self._mark = self._next_mark()
        elif name in markup.lists:
            self._numbers.append(1 if markup.is_numbered(element) else 0)
        elif name in markup.preformatted:
            self._preformatted += 1
        if element.text:
            self.add(element.text)

    def end(self, element: _Element) -> None:
        markup, name = self._markup, element.tag
        if name in markup.preformatted:
            self._preformatted -= 1
        elif name in markup.lists:
            self._numbers.pop()
        if name in self._blocks:
            self._end_line(self._break_around(element))

    def add(self, text: str) -> None:
        if self._preformatted and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self._line.append(line)
                self._end_line(_LINE)
        if self._has_text:
            self._line.append(text)
        elif text and not text.isspace():
            self._line.append(text)
            self._has_text = True

    def text(self) -> str:
        self._end_line(_PARAGRAPH)
        return "".join(self._done)

    def _next_mark(self) -> str:
        number = self._numbers[-1] if self._numbers else 0
        if not number:
            return _BULLET
        self._numbers[-1] += 1
        return f"{number}. "

    def _break_around(self, element: _Element) -> int:
        """Return how many line ends stand before and after a block."""
        markup, name = self._markup, element.tag
        if name in markup.lines or name in markup.items:
            return _LINE
        parent = element.getparent()
        if parent is None:
            return _PARAGRAPH
        if name in markup.lists:
            return _LINE if parent.tag in markup.items else _PARAGRAPH
        # A paragraph that is the whole of a table's cell, as word processors write them, breaks nothing.
        return 0 if parent.tag in markup.cells and len(parent) == 1 and len(element) == 0 else _PARAGRAPH

    def _end_line(self, wanted: int) -> None:
        """Break after what stands on the line; the largest break since the last text counts."""
        if not wanted:
            return
        line = " ".join("".join(self._line).split()).rstrip(_BAR)
        self._line.clear()
        self._has_text = False
        if not line:
            self._break = max(self._break, wanted)
            return
        if self._done:
            self._done.append("\n" * self._break)
        self._done.append(self._mark + line)
        self._mark = ""
        self._break = wanted
