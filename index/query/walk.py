"""Goes through query trees of any depth without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from index.query.ast import (
    TEXT,
    And,
    Field,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
)

T = TypeVar("T")


def transform(
    node: Node, leaf: Callable[[Node, str], T], branch: Callable[[And | Or | Not, list[T]], T]
) -> T:
    """Make something of a tree from the leaves up.

    Args:
        node: the tree.
        leaf: makes it of a node without inner nodes; it is also given the field that the node stands in.
        branch: makes it of And, Or and Not, from what was made of their inner nodes. A Field is what it
            holds.
    """
    done: list[T] = []
    stack: list[tuple[Node, str, bool]] = [(node, TEXT, False)]
    while stack:
        here, field, finished = stack.pop()
        match here:
            case Field(name=name, node=inner):
                stack.append((inner, name, False))
            case And() | Or() | Not():
                inner_nodes = (here.node,) if isinstance(here, Not) else here.nodes
                if finished:
                    first = len(done) - len(inner_nodes)
                    parts = done[first:]
                    del done[first:]
                    done.append(branch(here, parts))
                else:
                    stack.append((here, field, True))
                    stack.extend((part, field, False) for part in reversed(inner_nodes))
            case _:
                done.append(leaf(here, field))
    return done.pop()


def positive_leaves(node: Node) -> tuple[Leaf, ...]:
    """Return the leaves of a lowered tree that are not negated, each once, in order: what is highlighted."""
    return tuple(dict.fromkeys(leaf for leaf, _ in _positive(node)))


def terms_of(node: Node) -> tuple[Node, ...]:
    """Return the words, phrases and patterns of a parsed tree that are wanted, as typed, each once.

    One that stands in a field comes with it, so that each can be lowered, counted and written by itself.
    """
    found = (Field(name, leaf, leaf.column) if name else leaf for leaf, name in _positive(node))
    return tuple(dict.fromkeys(found))


def _positive(node: Node) -> Iterator[tuple[Leaf, str]]:
    """Give every leaf that stands under no Not, or under an even number of them, with its field."""
    stack: list[tuple[Node, str, bool]] = [(node, "", True)]
    while stack:
        here, field, wanted = stack.pop()
        match here:
            case Field(name=name, node=inner):
                stack.append((inner, name, wanted))
            case Not(node=inner):
                stack.append((inner, field, not wanted))
            case And(nodes=nodes) | Or(nodes=nodes):
                stack.extend((part, field, wanted) for part in reversed(nodes))
            case Term() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy():
                if wanted:
                    yield here, field
            case _:
                pass
