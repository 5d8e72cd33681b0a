"""A simplified tree matches what the whole one matches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.query.ast import All, And, Ids, Node, Not, Nothing, Or
from index.query.simplify import conjunction, disjunction, simplified
from index.query.walk import transform

EVERYTHING = frozenset("abcd")
leaves = st.one_of(st.just(All()), st.just(Nothing()), st.frozensets(st.sampled_from("abcd")).map(Ids))


def branch(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, max_size=4).map(tuple)
    return several.map(And) | several.map(Or) | nodes.map(Not)


trees = st.recursive(leaves, branch, max_leaves=20)


def matches(node: Node) -> frozenset[str]:
    match node:
        case All():
            return EVERYTHING
        case Ids(ids=ids):
            return ids
        case And(nodes=nodes):
            return EVERYTHING.intersection(*map(matches, nodes))
        case Or(nodes=nodes):
            return frozenset().union(*map(matches, nodes))
        case Not(node=inner):
            return EVERYTHING - matches(inner)
    return frozenset()


@given(trees)
def test_simplifying_keeps_the_meaning(tree: Node) -> None:
    assert matches(simplified(tree)) == matches(tree)


@given(trees)
def test_nothing_idle_is_left(tree: Node) -> None:
    small = simplified(tree)
    assert simplified(small) == small

    def check(node: And | Or | Not, parts: list[Node]) -> Node:
        assert not any(isinstance(part, All | Nothing | type(node)) for part in parts)
        assert isinstance(node, Not) or len(parts) > 1
        return node

    transform(small, lambda leaf, _field: leaf, check)


def test_joining_none_and_one() -> None:
    one = Ids(frozenset("a"))
    assert conjunction([]) == All()
    assert disjunction([]) == Nothing()
    assert conjunction([one]) == disjunction([one, one]) == one


def test_deep_trees_need_no_stack() -> None:
    tree: Node = Ids(frozenset("a"))
    for _ in range(20_000):
        tree = Or((And((Not(tree), All())), Nothing()))
    assert simplified(tree) == Ids(frozenset("a"))
