"""From the source of a web page to a tree, with bounds that hold whatever the source is."""

from __future__ import annotations

import re
from collections.abc import Mapping
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

_TAG: Final = re.compile(r"""<[A-Za-z](?:[^>"']++|"[^"]*+"|'[^']*+')*+(?:>|["']|\Z)""")
"""A tag, however it ends, so that each character is looked at once or twice."""
_LONG_TAG_CHARACTERS: Final = 8_000
"""From here on a tag may have so many attributes that they are worth being counted."""
_MAX_SQUARES: Final = 10_000_000
"""How large the sum of the squares of the numbers of attributes may be, which a tree takes time for."""

_DECLARATIONS: Final = re.compile(
    r"(\s*+(?:<\?[^>]*+>\s*+)?<!DOCTYPE\b[^<>\[]*+)\[.{0,65536}?\]\s*+>", re.DOTALL | re.IGNORECASE
)
"""What XML may declare at its beginning, such as entities; to a parser of HTML it would be text."""

_NOT_OF_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_REFERENCE: Final = re.compile(
    r"&#(?:[xX]0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F])|0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]))(?:;|(?![0-9a-fA-F]))"
)
"""A reference to such a character; libraries give up on a page with one."""


def tidied(source: str) -> str:
    """Return a source without what is no page in it: pictures, declarations, characters no tree can hold."""
    if declared := _DECLARATIONS.match(source):
        source = f"{declared[1]}>{source[declared.end() :]}"
    if len(source) > _LARGE_CHARACTERS:
        source = _DATA.sub("data:,", source)
    source = _NOT_OF_XML.sub("", source)
    return _REFERENCE.sub("", source) if "&#" in source else source


def tree_of(source: str) -> HtmlElement | None:
    """Return the root of the tree of a tidied source, or None where it is too large, too deep or empty.

    Never raises. Nothing is fetched, no entity is expanded but those of HTML.
    """
    from lxml import etree, html

    if len(source) > MAX_TREE_CHARACTERS or source.count("<") > MAX_TREE_TAGS or not source.strip():
        return None
    if _has_too_many_attributes(source):
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
    # A parser that gives up on nesting leaves out everything that follows, without raising.
    last = parser.error_log.last_error
    return None if last is not None and last.level >= etree.ErrorLevels.FATAL else root


def _has_too_many_attributes(source: str) -> bool:
    if max(map(len, _TAG.findall(source)), default=0) <= _LONG_TAG_CHARACTERS:
        return False
    from lxml import etree

    parser = etree.HTMLParser(target=_Counter(), encoding="utf-8", huge_tree=True)
    try:
        squares = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return True
    return bool(squares > _MAX_SQUARES)


class _Counter:
    """Adds up the squares of the numbers of attributes, as the parser comes along."""

    def __init__(self) -> None:
        self._squares = 0

    def start(self, _name: str, attributes: Mapping[str, str]) -> None:
        self._squares += len(attributes) ** 2

    def end(self, _name: str) -> None:
        pass

    def close(self) -> int:
        return self._squares
