"""The readable text of a piece of HTML: paragraphs, lists and tables as plain text.

All of the text is kept, in its order; what is not shown to a reader (scripts, styles, hidden parts) is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.stripping import stripped
from index.readers.web.tree import tidied, tree_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED: Final = frozenset(
    ("script", "style", "head", "template", "noscript", "iframe", "svg",
     "canvas", "audio", "video", "map", "select", "datalist", "input", "button", "textarea", "progress",
     "meter", "rp", "rt", "rtc")
)  # fmt: skip
"""Elements without text for a reader; `rt` repeats in kana what stands beside it in kanji."""

_PARAGRAPHS: Final = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "menu", "dir", "table", "section",
     "article", "aside", "header", "footer", "main", "nav", "blockquote", "pre", "hr", "figure", "address",
     "form", "fieldset", "details", "center", "hgroup", "body", "search", "xmp", "listing", "plaintext")
)  # fmt: skip
_LINES: Final = frozenset(
    ("br", "li", "tr", "dt", "dd", "caption", "figcaption", "summary", "legend", "option")
)
_BLOCKS: Final = _PARAGRAPHS | _LINES
_LISTS: Final = frozenset(("ul", "ol", "menu", "dir"))
_CELLS: Final = frozenset(("td", "th"))
_KEPT_SPACE: Final = frozenset(("pre", "xmp", "listing", "plaintext"))
_BULLET: Final = "- "
_BAR: Final = " | "

_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_STYLE_CHARACTERS: Final = 4_000
"""How far into a style it is looked for; a longer one carries a picture."""

_LINE: Final = 1
_PARAGRAPH: Final = 2


def text_of_html(html: str) -> str:
    """Return the readable text of a fragment or document of HTML.

    Paragraphs are separated by an empty line; items of lists, rows of tables and broken lines stand on lines
    of their own, cells between bars. Time and memory are bounded whatever the markup. Never raises.
    """
    source = tidied(html[:MAX_DOCUMENT_BYTES])
    root = tree_of(source)
    return stripped(source) if root is None else text_of_tree(root)


def text_of_tree(root: _Element) -> str:
    """Return the readable text under an element; the tree is left as it is."""
    from lxml import etree

    out = _Lines()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if element is not root and _is_dropped(element):
                events.skip_subtree()
            else:
                out.begin(element)
        else:
            out.end(element)
            if element is not root:
                out.add(element.tail)
    return out.text()


def _is_dropped(element: _Element) -> bool:
    if element.tag in _DROPPED:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style[:_STYLE_CHARACTERS]) is not None


class _Lines:
    """Text that is put together line by line."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._mark = ""
        self._break = 0
        self._kept_space = 0
        self._numbers: list[int] = []

    def begin(self, element: _Element) -> None:
        name = element.tag
        if name in _DROPPED:
            return
        if name in _CELLS:
            if self._line and "".join(self._line).strip():
                self._line.append(_BAR)
        elif name == "br":
            self._end_line(_LINE if self._line else _PARAGRAPH)
        elif name in _BLOCKS:
            self._end_line(_break_around(element))
        if name == "li":
            self._mark = self._next_mark()
        elif name in _LISTS:
            self._numbers.append(1 if name == "ol" else 0)
        elif name in _KEPT_SPACE:
            self._kept_space += 1
        self.add(element.text)

    def end(self, element: _Element) -> None:
        name = element.tag
        if name in _KEPT_SPACE:
            self._kept_space -= 1
        elif name in _LISTS:
            self._numbers.pop()
        if name in _BLOCKS:
            self._end_line(_break_around(element))

    def add(self, text: str | None) -> None:
        if not text:
            return
        if self._kept_space and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self._line.append(line)
                self._end_line(_LINE)
        if self._line or not text.isspace():
            self._line.append(text)

    def text(self) -> str:
        self._end_line(_PARAGRAPH)
        return "".join(self._done)

    def _next_mark(self) -> str:
        number = self._numbers[-1] if self._numbers else 0
        if not number:
            return _BULLET
        self._numbers[-1] += 1
        return f"{number}. "

    def _end_line(self, wanted: int) -> None:
        """Break after what stands on the line; the largest break since the last text counts."""
        if not wanted:
            return
        line = " ".join("".join(self._line).split()).rstrip(_BAR)
        self._line.clear()
        if not line:
            self._break = max(self._break, wanted)
            return
        if self._done:
            self._done.append("\n" * self._break)
        self._done.append(self._mark + line)
        self._mark = ""
        self._break = wanted


def _break_around(element: _Element) -> int:
    """Return how many line ends stand before and after a block."""
    name = element.tag
    if name in _LINES:
        return _LINE
    parent = element.getparent()
    if parent is None:
        return _PARAGRAPH
    if name in _LISTS:
        return _LINE if parent.tag == "li" else _PARAGRAPH
    # A paragraph that is the whole of a table's cell, as word processors write them, breaks nothing.
    return 0 if parent.tag in _CELLS and len(parent) == 1 and len(element) == 0 else _PARAGRAPH
