"""One row for each group of near-duplicates: which articles of a result stand in its list.

A result is a set of articles, and so are its days and counts of values. Its list shows less: of the articles
of one group that match, the leader where it matches, and else the earliest of them. All others share its row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.engines.base import GROUP, TWIN, YES
from index.model import Order
from index.query.ast import And, Flag, Ids, Node, Not, Values
from index.query.fields import GROUP_FLAG
from index.query.simplify import conjunction

if TYPE_CHECKING:
    from index.engines.base import Engine
    from index.store.groups import Membership

_TWINS: Final = Values(TWIN, (YES,))

GroupsOf = Callable[[Sequence[str]], Mapping[str, "Membership"]]
"""Gives where articles stand in their groups."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a result.

    Attributes:
        node: matches the articles that have a row.
        hidden: articles that match and share the row of another one.
        matching: group → articles of it that match, for groups with a hidden one among others.
    """

    node: Node
    hidden: int = 0
    matching: Mapping[str, int] = field(default_factory=dict)


def wants_groups(parsed: Node) -> bool:
    """Return whether a parsed query lets near-duplicates share a row; `group:off` in it does not."""
    settings = parsed.nodes if isinstance(parsed, And) else (parsed,)
    return Flag(GROUP_FLAG, "off") not in [node for node in settings if isinstance(node, Flag)]


def has_groups(engine: Engine) -> bool:
    """Return whether any article of the index is a near-duplicate of another one."""
    return engine.count(_TWINS) > 0


def rows_of_groups(node: Node, engine: Engine, groups_of: GroupsOf) -> Rows:
    """Return which articles of a result have rows.

    Args:
        node: the lowered query.
        engine: answers it.
        groups_of: gives the groups of articles.
    """
    twins = dict(engine.facet(conjunction((node, _TWINS)), GROUP))
    if not twins:
        return Rows(node)
    led = dict(engine.facet(conjunction((node, Not(_TWINS))), GROUP))
    leaderless = {group: count for group, count in twins.items() if group not in led}
    first = _first_of(leaderless, node, engine, groups_of) if leaderless else frozenset()
    hidden: Node = And((_TWINS, Not(Ids(first)))) if first else _TWINS
    return Rows(
        conjunction((node, Not(hidden))),
        sum(twins.values()) - len(first),
        {group: count + led.get(group, 0) for group, count in twins.items()},
    )


def members_of(node: Node, group: str) -> Node:
    """Return what matches the articles of one group in a result."""
    return conjunction((node, Values(GROUP, (group,))))


def _first_of(groups: Mapping[str, int], node: Node, engine: Engine, groups_of: GroupsOf) -> frozenset[str]:
    """Return the earliest matching article of each group."""
    wanted = conjunction((node, Values(GROUP, tuple(sorted(groups)))))
    ids = [hit.id for hit in engine.search(wanted, order=Order.OLDEST, limit=sum(groups.values())).hits]
    membership = groups_of(ids)
    first: dict[str, str] = {}
    for id_ in ids:
        if id_ in membership:
            first.setdefault(membership[id_].group, id_)
    for group in groups.keys() - first.keys():
        # The store is ahead of the index and has the group no more; the index answers for itself.
        page = engine.search(members_of(node, group), order=Order.OLDEST, limit=1)
        first.update((group, hit.id) for hit in page.hits)
    return frozenset(first.values())
