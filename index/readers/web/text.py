"""The readable text of a piece of HTML: paragraphs, lists and tables as plain text.

All of the text is kept, in its order; what is not shown to a reader (scripts, styles, hidden parts) is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.web.lines import Markup, lines_of
from index.readers.web.stripping import stripped
from index.readers.web.tree import tidied, tree_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED: Final = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "iframe", "svg",
     "canvas", "audio", "video", "map", "select", "datalist", "input", "button", "textarea", "progress",
     "meter", "rp", "rt", "rtc")
)  # fmt: skip
"""Elements without text for a reader; `rt` repeats in kana what stands beside it in kanji."""

_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_STYLE_CHARACTERS: Final = 4_000
"""How far into a style it is looked for; a longer one carries a picture."""


def text_of_html(html: str) -> str:
    """Return the readable text of a fragment or document of HTML.

    Paragraphs are separated by an empty line; items of lists, rows of tables and broken lines stand on lines
    of their own, cells between bars. Time and memory are bounded whatever the markup. Never raises.
    """
    source = tidied(html[:MAX_DOCUMENT_BYTES])
    root = tree_of(source)
    return stripped(source) if root is None else text_of_tree(root)


def text_of_tree(root: _Element) -> str:
    """Return the readable text under an element of HTML; the tree is left as it is."""
    return lines_of(root, _HTML)


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


def _is_numbered(element: _Element) -> bool:
    return bool(element.tag == "ol")


_HTML: Final = Markup(
    paragraphs=frozenset(
        ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "table", "section", "article", "aside",
         "header", "footer", "main", "nav", "blockquote", "pre", "hr", "figure", "address", "form",
         "fieldset", "details", "center", "hgroup", "body", "search", "xmp", "listing", "plaintext")
    ),
    lines=frozenset(("tr", "dt", "dd", "caption", "figcaption", "summary", "legend", "option")),
    breaks=frozenset(("br",)),
    lists=frozenset(("ul", "ol", "menu", "dir")),
    items=frozenset(("li",)),
    cells=frozenset(("td", "th")),
    preformatted=frozenset(("pre", "xmp", "listing", "plaintext")),
    is_dropped=_is_dropped,
    is_numbered=_is_numbered,
)  # fmt: skip
