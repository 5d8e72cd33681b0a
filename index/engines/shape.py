"""Query trees in the shape that engines emit from: checked, without needless levels."""

from __future__ import annotations

from typing import Final

from index.engines.base import EXACT_FIELDS
from index.errors import EngineError
from index.query.ast import (
    BODY,
    TEXT,
    TITLE,
    And,
    Field,
    Flag,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Values,
    Wildcard,
)

MOST_LEVELS: Final = 200
"""Levels of `And`, `Or` and `Not` inside each other that an engine takes."""

TEXT_FIELDS: Final = (TEXT, TITLE, BODY)


def shaped(node: Node) -> Node:
    """Return a tree that matches the same articles: double negation and nested `And` or `Or` are flat.

    Raises:
        EngineError: when the tree is not lowered, names an unknown field, or is nested too deeply.
    """
    _check(node)
    return _flat(node)


def _check(node: Node) -> None:
    waiting = [(node, 1)]
    while waiting:
        here, level = waiting.pop()
        if level > MOST_LEVELS:
            raise EngineError(
                f"The query is nested more than {MOST_LEVELS} levels deep. Write it with fewer parentheses."
            )
        match here:
            case And(nodes) | Or(nodes):
                waiting.extend((child, level + 1) for child in nodes)
            case Not(child):
                waiting.append((child, level + 1))
            case Term() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy():
                _known(here.field, TEXT_FIELDS)
            case Values(field):
                _known(field, EXACT_FIELDS)
            case Field() | Flag():
                raise EngineError("The query reached the search engine before it was made ready for it.")
            case _:
                pass


def known_facet(field: str) -> str:
    """Return the field, or raise `EngineError` where there is no such facet field."""
    return _known(field, EXACT_FIELDS)


def _known(field: str, known: tuple[str, ...]) -> str:
    if field not in known:
        raise EngineError(f"There is no field '{field}' here. Known ones: {', '.join(known)}.")
    return field


def _flat(node: Node) -> Node:
    match node:
        case And(nodes) | Or(nodes):
            kind = type(node)
            return kind(tuple(_spliced(kind, nodes)))
        case Not(child):
            flat = _flat(child)
            return flat.node if isinstance(flat, Not) else Not(flat)
        case Phrase(words, field):
            return _flat_words(words, field)
        case Near(parts, _, field) if len(parts) <= 1:
            return _flat_words(tuple(word for part in parts for word in words_of(part)), field)
        case _:
            return node


def words_of(part: Term | Phrase) -> tuple[str, ...]:
    """Return the words of a part of `Near`."""
    return (part.text,) if isinstance(part, Term) else part.words


def _flat_words(words: tuple[str, ...], field: str) -> Node:
    if not words:
        return Nothing()
    return Term(words[0], field) if len(words) == 1 else Phrase(words, field)


def _spliced(kind: type[And] | type[Or], nodes: tuple[Node, ...]) -> list[Node]:
    spliced: list[Node] = []
    for child in nodes:
        flat = _flat(child)
        if isinstance(flat, kind):
            spliced.extend(flat.nodes)
        else:
            spliced.append(flat)
    return spliced
