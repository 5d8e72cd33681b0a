"""From the source of a web page to a tree, with bounds that hold whatever the source is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TREE_CHARACTERS: Final = 8 * 1024 * 1024
"""The longest source that is made into a tree, pictures inside it not counted, in characters."""

MAX_TREE_TAGS: Final = 400_000
"""The most tags of a source that is made into a tree."""

_LARGE_CHARACTERS: Final = 1024 * 1024
"""From here on a source is worth being searched for pictures inside it."""

_DATA: Final = re.compile(r"data:[\w/+.;=,%-]{500,}", re.ASCII)
"""A picture, font or style that a program for saving pages put into the source itself."""

_LONG_TAG: Final = re.compile(r"<[^<>]{10000,}")
_MAX_ATTRIBUTES: Final = 200
"""The most attributes of an element; to take them away one by one takes time that grows with their square."""

_NOT_OF_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def tidied(source: str) -> str:
    """Return a source without the pictures inside it, and without characters that no tree can hold."""
    if len(source) > _LARGE_CHARACTERS:
        source = _DATA.sub("data:,", source)
    return _NOT_OF_XML.sub("", source)


def tree_of(source: str) -> HtmlElement | None:
    """Return the root of the tree of a tidied source, or None where it is too large, too deep or empty.

    Never raises. Nothing is fetched, no entity is expanded but those of HTML.
    """
    from lxml import etree, html

    if len(source) > MAX_TREE_CHARACTERS or source.count("<") > MAX_TREE_TAGS or not source.strip():
        return None
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True,
        collect_ids=False, default_doctype=False,
    )  # fmt: skip
    # One class for all elements: looking for those of forms and links takes a tenth of an extraction's time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return None
    if _LONG_TAG.search(source):
        _forget_attributes(root)
    # A parser that gives up on nesting leaves out everything that follows, without raising.
    last = parser.error_log.last_error
    return None if last is not None and last.level >= etree.ErrorLevels.FATAL else root


def _forget_attributes(root: HtmlElement) -> None:
    for element in root.iter():
        if len(element.attrib) > _MAX_ATTRIBUTES:
            element.attrib.clear()
