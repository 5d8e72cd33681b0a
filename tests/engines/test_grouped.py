"""The rows of a grouped result: one for each group, whichever engine answers and whatever is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.engines.base import GROUP, TWIN, YES, Document
from index.grouped import has_groups, members_of, rows_of_groups
from index.model import Order
from index.query.ast import All, Node, Term
from index.store.groups import Membership
from tests.engines.oracle import matching, ordered
from tests.engines.shelf import Shelf, document
from tests.engines.test_same_answers import UNHURRIED, libraries, queries, shelves


def grouped(library: Sequence[Document], leaders: Mapping[str, str]) -> list[Document]:
    """Return the documents with what the index knows of their groups; a leader leads itself."""
    leading = set(leaders.values())
    made = []
    for one in library:
        leader = leaders.get(one.id)
        values = (
            {GROUP: (leader,), TWIN: (YES,)} if leader else {GROUP: (one.id,)} if one.id in leading else {}
        )
        made.append(replace(one, values={**one.values, **values}))
    return made


def group_of(one: Document) -> str:
    return next(iter(one.values.get(GROUP, ())), "")


def rows_by_rule(query: Node, library: Sequence[Document]) -> set[str]:
    """Return the articles that have a row, by the rule: leaders, articles alone, else the earliest."""
    found = [one for one in library if one.id in matching(query, list(library))]
    rows = {one.id for one in found if TWIN not in one.values}
    for group in {group_of(one) for one in found if TWIN in one.values} - rows:
        members = [one for one in found if group_of(one) == group]
        rows.add(ordered(All(), members, Order.OLDEST)[0])
    return rows


@st.composite
def libraries_in_groups(draw: st.DrawFn) -> tuple[list[Document], dict[str, str]]:
    library = draw(libraries)
    ids = [one.id for one in library]
    leaders: dict[str, str] = {}
    for id_ in ids[2:]:
        if draw(st.booleans()):
            leaders[id_] = draw(st.sampled_from(ids[:2]))
    return grouped(library, leaders), leaders


@UNHURRIED
@given(libraries_in_groups(), st.lists(queries, min_size=2, max_size=3), st.booleans())
def test_every_group_has_one_row(
    made: tuple[list[Document], dict[str, str]], asked: list[Node], store_knows: bool
) -> None:
    library, leaders = made
    known = {id_: Membership(leader, True) for id_, leader in leaders.items()}

    def groups_of(ids: Sequence[str]) -> dict[str, Membership]:
        # The store may have forgotten groups that the index still has.
        return {id_: known[id_] for id_ in ids if id_ in known} if store_knows else {}

    with shelves(library[:3], library[3:]) as both:
        for query in asked:
            expected = rows_by_rule(query, library)
            total = len(matching(query, library))
            for shelf in both:
                rows = rows_of_groups(query, shelf.engine, groups_of)
                assert shelf.engine.ids(rows.node) == expected, (shelf.name, query)
                assert rows.hidden == total - len(expected)
                for order in Order:
                    page = shelf.engine.search(rows.node, order=order, limit=99)
                    assert {hit.id for hit in page.hits} == expected
                sizes = Counter(group_of(one) for one in library if one.id in matching(query, library))
                assert all(sizes[group] == count for group, count in rows.matching.items())
                assert sum(count - 1 for count in rows.matching.values()) == rows.hidden
                for group in rows.matching:
                    assert shelf.engine.count(members_of(query, group)) == sizes[group]


def test_a_row_keeps_the_score_of_its_article(shelf: Shelf) -> None:
    shelf.put(
        *grouped(
            [
                document("a", "honda honda talks"),
                document("b", "honda talks"),
                document("c", "honda talks with others about more"),
            ],
            {"b": "a"},
        )
    )
    query = Term("honda")
    rows = rows_of_groups(query, shelf.engine, lambda _: {})
    plain = {hit.id: hit.score for hit in shelf.engine.search(query, order=Order.BEST, limit=9).hits}
    hits = shelf.engine.search(rows.node, order=Order.BEST, limit=9).hits
    assert [hit.id for hit in hits] == ["a", "c"]
    assert all(abs(hit.score - plain[hit.id]) < 1e-4 for hit in hits)
    assert has_groups(shelf.engine)


def test_a_library_without_groups_has_a_row_for_each(shelf: Shelf) -> None:
    shelf.put(document("a", "x"), document("b", "x"))
    assert not has_groups(shelf.engine)
    rows = rows_of_groups(Term("x"), shelf.engine, lambda _: {})
    assert (rows.node, rows.hidden, rows.matching) == (Term("x"), 0, {})
