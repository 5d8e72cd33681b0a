"""What is taken out of a page before its article is looked for, lest that take too much time or memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

MAX_CELLS: Final = 100_000
"""How many cells the tables of a page may have once all their rows are as long as the longest."""

MAX_TEXT_CHARACTERS: Final = 1_000_000
"""The longest text in which an article is looked for: as much as a thick book."""

_LARGE_CHARACTERS: Final = 1_000_000
"""From here on a source is worth being relieved of its scripts."""
_LONG_ATTRIBUTE_CHARACTERS: Final = 10_000

_PLAIN: Final = {
    "table": "div",
    "thead": "div",
    "tbody": "div",
    "tfoot": "div",
    "tr": "div",
    "td": "p",
    "th": "p",
}
_SPANS: Final = ("colspan", "rowspan")


def tame_tables(root: _Element) -> None:
    """Take from cells how far they reach, and from tables that are too large that they are tables."""
    for cell in root.iter("td", "th"):
        for span in _SPANS:
            if span in cell.attrib:
                del cell.attrib[span]
    rows = list(root.iter("tr"))
    if len(rows) * max(map(len, rows), default=0) > MAX_CELLS:
        for element in list(root.iter(*_PLAIN)):
            element.tag = _PLAIN[element.tag]


def relieve(root: HtmlElement, source: str) -> bool:
    """Take what is no text out of a large page; return whether its text is short enough to be searched."""
    if len(source) < _LARGE_CHARACTERS:
        return True
    for element in list(root.iter("script", "style", "svg")):
        element.drop_tree()
    for element in root.iter():
        for name, value in element.attrib.items():
            if len(value) > _LONG_ATTRIBUTE_CHARACTERS:
                del element.attrib[name]
    return sum(map(len, root.itertext())) <= MAX_TEXT_CHARACTERS
