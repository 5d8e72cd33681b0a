"""The text of a source of markup that is too large or too deep for a tree, in one pass over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from index.readers.limits import MAX_ARTICLE_CHARACTERS

_MARK: Final = re.compile(r"<([/!?]?[A-Za-z][^\s<>/]{0,20}|!--|!\[CDATA\[)[^<>]*>?")
"""A tag, or what of it lies before the next one: each character is looked at once."""

_SILENT: Final = frozenset(("script", "style", "template", "noscript", "svg", "head", "title", "iframe"))
_PARAGRAPHS: Final = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article", "blockquote",
     "pre", "hr", "header", "footer", "body")
)  # fmt: skip
_LINES: Final = frozenset(("br", "li", "tr", "dt", "dd"))
_CELLS: Final = frozenset(("td", "th"))
_SPACE: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r" ?\n ?")
_PARAGRAPH_ENDS: Final = re.compile(r"\n{3,}")
_LONG_NUMBER: Final = re.compile(r"&#\d{12,}")
"""A number that stands for no character, and that takes long to find that out of."""

_MOST_CHARACTERS: Final = 2 * MAX_ARTICLE_CHARACTERS
"""More text than this is not looked for: with or without the spaces in it, no article may be so long."""


def stripped(source: str) -> str:
    """Return the text of a source, in time and memory that grow no faster than it does."""
    text = unescape(_LONG_NUMBER.sub(" ", "".join(_bounded(_pieces(source)))))
    return _PARAGRAPH_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", _SPACE.sub(" ", text))).strip()


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    length, last = 0, ""
    for piece in pieces:
        if not piece or (piece == last and piece.isspace()):
            continue
        yield piece[:_MOST_CHARACTERS]
        last = piece
        length += len(piece)
        if length > _MOST_CHARACTERS:
            return


def _pieces(source: str) -> Iterator[str]:
    """Give the texts between the tags, and the space that each tag makes."""
    silent = ""
    end = 0
    for mark in _MARK.finditer(source):
        if not silent and mark.start() > end:
            yield source[end : mark.start()].replace("\n", " ")
        end = mark.end()
        name = mark[1].lower()
        if silent:
            silent = "" if name == f"/{silent}" else silent
        elif name in _SILENT:
            silent = name
        else:
            yield _space_of(name.lstrip("/"))
    if not silent:
        yield source[end:].replace("\n", " ")


def _space_of(name: str) -> str:
    if name in _PARAGRAPHS:
        return "\n\n"
    if name in _LINES:
        return "\n"
    return " " if name in _CELLS else ""
