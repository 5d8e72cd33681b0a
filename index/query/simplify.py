"""Makes query trees smaller without changing what they match."""

from __future__ import annotations

from collections.abc import Iterable

from index.query.ast import All, And, Field, Node, Not, Nothing, Or
from index.query.walk import transform


def simplified(node: Node) -> Node:
    """Return a lowered tree without And in And, Or in Or, double negation, repeated leaves, idle All."""
    return transform(node, lambda leaf, _field: leaf, rejoined)


def rejoined(node: And | Or | Not, parts: list[Node]) -> Node:
    """Return `node` with other inner nodes, which are simplified already."""
    if isinstance(node, Not):
        return negation(parts[0], node.column)
    return (conjunction if isinstance(node, And) else disjunction)(parts, node.column)


def conjunction(nodes: Iterable[Node], column: int = 0) -> Node:
    """Return what matches where all of these do; All for none."""
    return _joined(And, nodes, All(column), Nothing(column), column)


def disjunction(nodes: Iterable[Node], column: int = 0) -> Node:
    """Return what matches where any of these does; Nothing for none."""
    return _joined(Or, nodes, Nothing(column), All(column), column)


def negation(node: Node, column: int = 0) -> Node:
    """Return what matches where this does not."""
    match node:
        case Not(node=inner):
            return inner
        case All():
            return Nothing(column)
        case Nothing():
            return All(column)
        case _:
            return Not(node, column)


def _joined(kind: type[And | Or], nodes: Iterable[Node], idle: Node, decisive: Node, column: int) -> Node:
    """Join nodes; `idle` changes nothing among them, and `decisive` is stronger than all others."""
    kept: list[Node] = []
    seen: set[Node] = set()
    for node in nodes:
        for part in node.nodes if isinstance(node, kind) else (node,):
            if part == decisive:
                return decisive
            # Only leaves are compared: it takes time and stack to compare deep trees.
            if part == idle or part in seen:
                continue
            if not isinstance(part, And | Or | Not | Field):
                seen.add(part)
            kept.append(part)
    if not kept:
        return idle
    return kept[0] if len(kept) == 1 else kind(tuple(kept), column)
