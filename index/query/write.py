"""From a parsed tree back to a query: `parse(write(tree)) == tree`. It is how saved queries are shown."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from index.query.ast import (
    All,
    And,
    DateRange,
    Field,
    Flag,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Wildcard,
)
from index.query.leaves import Mistake, word_leaf
from index.query.lexer import Kind, tokens

_DECEMBER: Final = 12
_OR, _AND, _NEAR, _ATOM = range(4)
"""How strongly a node binds, weakest first."""


def write(node: Node) -> str:
    """Return the query that parses to this tree, in its plainest form.

    Raises:
        TypeError: the tree is a lowered one; what the store or the analyser put there cannot be typed.
    """
    pieces: list[str] = []
    stack: list[str | tuple[Node, int]] = [(node, _OR)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        part, outer = item
        if _binding(part) < outer:
            stack += [")", (part, _OR), "("]
        else:
            stack += reversed(_pieces(part))
    return "".join(pieces)


def _binding(node: Node) -> int:
    match node:
        case Or():
            return _OR
        case And():
            return _AND
        case Near():
            return _NEAR
        case _:
            return _ATOM


def _pieces(node: Node) -> list[str | tuple[Node, int]]:
    """Return text and inner nodes of one node, in order, each inner one with the binding it needs."""
    match node:
        case Or(nodes=nodes):
            return _joined(nodes, " OR ", _AND)
        case And(nodes=nodes):
            return _joined(nodes, " ", _NEAR)
        case Near(parts=parts, distance=distance):
            return _joined(parts, f" NEAR/{distance} ", _ATOM)
        case Not(node=inner):
            return ["-", (inner, _ATOM)]
        case Field(name=name, node=inner):
            return [f"{name}:", (inner, _ATOM)]
        case _:
            return [_leaf(node)]


def _joined(nodes: tuple[Node, ...], separator: str, binding: int) -> list[str | tuple[Node, int]]:
    pieces: list[str | tuple[Node, int]] = []
    for node in nodes:
        pieces += [separator, (node, binding)]
    return pieces[1:]


def _leaf(node: Node) -> str:
    match node:
        case DateRange(first=first, last=last):
            return f"date:{_range(first, last)}"
        case Undated():
            return "is:undated"
        case Flag(name=name, value=value):
            return f"{name}:{value}"
        case All():
            return "*"
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return _words(node)
        case _:
            raise TypeError(f"{type(node).__name__} cannot be written as a query.")


def _words(node: Term | Phrase | Prefix | Wildcard | Fuzzy) -> str:
    match node:
        case Term(text=text):
            return text if _plain(text) else f'"{text}"'
        case Phrase(words=words):
            return f'"{" ".join(words)}"'
        case Prefix(text=text):
            return f"{text}*"
        case Wildcard(pattern=pattern):
            return pattern
        case Fuzzy(text=text, distance=distance):
            return f"{text}~{distance}"


def _plain(text: str) -> bool:
    """Whether a word means itself when it is typed without quotes, wherever it stands."""
    found = list(tokens(text))
    if len(found) != 1 or found[0].kind is not Kind.WORD or text.startswith("-"):
        return False
    try:
        return word_leaf(found[0], "") == Term(text)
    except Mistake:
        return False


def _range(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return "*"
    if first is not None and last is not None:
        return _whole(first, last) or f"{first}..{last}"
    return f"{first or ''}..{last or ''}"


def _whole(first: date, last: date) -> str:
    """Return a day, month or year in one expression, or an empty string for other ranges."""
    if first == last:
        return str(first)
    month_ends = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if first.year != last.year or not month_ends:
        return ""
    if first.month == last.month:
        return f"{first.year:04}-{first.month:02}"
    return f"{first.year:04}" if (first.month, last.month) == (1, _DECEMBER) else ""
