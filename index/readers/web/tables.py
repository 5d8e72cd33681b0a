"""Tables that a page may not have, lest they fill memory when they are filled up to be square."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CELLS: Final = 100_000
"""How many cells the tables of a page may have once all their rows are as long as the longest."""

_PLAIN: Final = {
    "table": "div",
    "thead": "div",
    "tbody": "div",
    "tfoot": "div",
    "tr": "p",
    "td": "span",
    "th": "span",
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
