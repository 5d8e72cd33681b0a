"""What an engine is asked for a typed query."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from index.analysis.analyser import Analyser
from index.model import FacetField, Filters, Period
from index.query.ast import (
    All,
    And,
    DateRange,
    Field,
    Flag,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Values,
    Wildcard,
)
from index.query.filters import with_filters
from index.query.lower import lower, positive_leaves, terms_of
from index.query.parser import parse
from index.query.walk import transform
from index.query.write import write

from .fakes import FakeAnalyser, FakeFacts
from .typed import QUERIES

TODAY = date(2024, 5, 15)
ANALYSER = FakeAnalyser()
FACTS = FakeFacts(
    values={
        "source": ["Auto Ledger", "Reuters", "The Ledger of Autos"],
        "author": ["M. Tanaka"],
        "tag": ["EV", "Solid State"],
        "lang": ["de", "en"],
        "name": ["东风日产"],
    },
    tags={"EV watch": frozenset({"t1"}), "later": frozenset({"t2"})},
    starred=frozenset({"s"}),
    read=frozenset({"r"}),
    notes={"n": "check the figures"},
    urls={"3f2a": "https://a.com/x?y=1", "77b0": "https://b.org/"},
)


def lowered(query: str, facts: FakeFacts = FACTS) -> Node:
    return lower(parse(query, today=TODAY), analyser=ANALYSER, store=facts)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", All()),
        ("Mergers", Term("merger")),
        ('"Merging Firms"', Phrase(("merg", "firm"))),
        ("e-POWER", Phrase(("e", "power"))),
        ('e-POWER NEAR/5 "joint ventures"', Near((Phrase(("e", "power")), Phrase(("joint", "venture"))), 5)),
        ("title:a body:b", And((Term("a", "title"), Term("b", "body")))),
        ("title:(a* OR -(b?c d~2))",
         Or((Prefix("a", "title"), Not(And((Wildcard("b?c", "title"), Fuzzy("d", 2, "title"))))))),
        ("title:(a NEAR/3 b)", Near((Term("a", "title"), Term("b", "title")), 3, "title")),
        ("title:*", All()),
        ("Mergers*", Prefix("mergers")),
        ("E-Powers*", And((Term("e"), Prefix("powers")))),
        ("M?RGERS", Wildcard("m?rgers")),
        ("ab**", Prefix("ab")),
        ("Mergers~1", Fuzzy("mergers", 1)),
        ("e-powers~1", Phrase(("e", "power"))),
        ("日产", Term("日产")),
        ("日产汽车", Phrase(("日产", "产汽", "汽车"))),
        ('"日产 汽车"', Phrase(("日产", "产", "汽车"))),
        ("日产*", Term("日产")),
        ("日", Prefix("日")),
        ("日*", Prefix("日")),
        ('"ev 日"', And((Term("ev"), Prefix("日")))),
        ("日产~1", Term("日产")),
        ("date:2024", DateRange(date(2024, 1, 1), date(2024, 12, 31))),
        ("is:undated", Undated()),
    ],
)  # fmt: skip
def test_words_become_stems_and_fields_go_to_the_leaves(query: str, tree: Node) -> None:
    assert lowered(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a - b", And((Term("a"), Term("b")))),
        ("a OR &", Term("a")),
        ("-", All()),
        ("NOT & …", All()),
        ("a -(& …)", Term("a")),
        ("& NEAR/5 b", Term("b")),
        ("source:&", All()),
        ("note:&", All()),
    ],
)
def test_punctuation_asks_for_nothing(query: str, tree: Node) -> None:
    assert lowered(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("source:ledger", Values("source", ("Auto Ledger", "The Ledger of Autos"))),
        ("source:autos", Values("source", ("The Ledger of Autos",))),
        ('source:"auto ledger"', Values("source", ("Auto Ledger",))),
        ('source:"ledger auto"', Nothing()),
        ("source:reut*", Values("source", ("Reuters",))),
        ("source:r?uters", Values("source", ("Reuters",))),
        ("source:ruters~1", Values("source", ("Reuters",))),
        ("source:(autos NEAR/1 the)", Values("source", ("The Ledger of Autos",))),
        (
            "source:(reuters OR auto)",
            Or((Values("source", ("Reuters",)), Values("source", ("Auto Ledger",)))),
        ),
        ("-source:reuters", Not(Values("source", ("Reuters",)))),
        ("source:*", Values("source", ("Auto Ledger", "Reuters", "The Ledger of Autos"))),
        ("topic:*", Nothing()),
        ("author:TANAKA", Values("author", ("M. Tanaka",))),
        ("name:日产", Values("name", ("东风日产",))),
        ("name:东", Values("name", ("东风日产",))),
        ("lang:DE", Values("lang", ("de",))),
        ("lang:d", Nothing()),
        ("tag:ev", Or((Values("tag", ("EV",)), Ids(frozenset({"t1"}))))),
        ("tag:later", Ids(frozenset({"t2"}))),
        ("tag:solid", Values("tag", ("Solid State",))),
        ("tag:*", Or((Values("tag", ("EV", "Solid State")), Ids(frozenset({"t1", "t2"}))))),
        ("source:nothing a", Nothing()),
        ("source:nothing OR a", Term("a")),
        ("a -source:nothing", Term("a")),
    ],
)
def test_facet_fields_become_values(query: str, tree: Node) -> None:
    assert lowered(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("is:starred", Ids(frozenset("s"))),
        ("is:read", Ids(frozenset("r"))),
        ("is:unread", Not(Ids(frozenset("r")))),
        ("-is:unread", Ids(frozenset("r"))),
        ("has:note", Ids(frozenset("n"))),
        ("has:tag", Ids(frozenset({"t1", "t2"}))),
        ("note:figures", Ids(frozenset("n"))),
        ('note:"the check"', Ids(frozenset("n"))),
        ("note:other", Nothing()),
        ("note:*", Ids(frozenset("n"))),
        ("url:a.com/x?y", Ids(frozenset({"3f2a"}))),
        ("url:(https NEAR org)", Ids(frozenset({"77b0"}))),
        ("id:3f", Ids(frozenset({"3f2a"}))),
        ("id:3f*", Ids(frozenset({"3f2a"}))),
        ("id:zz", Nothing()),
    ],
)
def test_what_the_store_knows_becomes_ids(query: str, tree: Node) -> None:
    assert lowered(query) == tree


def test_the_real_analyser_does_what_lowering_needs() -> None:
    def real(query: str) -> Node:
        return lower(parse(query, today=TODAY), analyser=Analyser(), store=FACTS)

    assert real("Citroën mergers") == And((Term("citroen"), Term("merger")))
    assert real("e-POWER ID.4 don't") == And((Phrase(("e", "power")), Term("id.4"), Term("dont")))
    assert real("Citro?n CITROË* Škodda~1") == And(
        (Wildcard("citro?n"), Prefix("citroe"), Fuzzy("skodda", 1))
    )
    assert real("日产汽车") == Phrase(("日产", "产汽", "汽车"))
    assert real("日产EV") == Phrase(("日产", "产", "ev"))
    assert real("name:日产") == Values("name", ("东风日产",))
    assert real("source:LEDGER") == Values("source", ("Auto Ledger", "The Ledger of Autos"))


def test_in_a_new_library_everything_is_unread_and_nothing_starred() -> None:
    assert lowered("is:unread", FakeFacts()) == All()
    assert lowered("is:starred", FakeFacts()) == Nothing()


def test_unknown_names_in_a_tree_made_by_hand_are_refused() -> None:
    for tree in (Flag("is", "blue"), Field("colour", Term("red"))):
        with pytest.raises(ValueError, match="There is no"):
            lower(tree, analyser=ANALYSER, store=FACTS)


@given(QUERIES)
def test_any_query_is_lowered_to_nodes_that_engines_know(query: str) -> None:
    def leaf(node: Node, field: str) -> None:
        assert not isinstance(node, Flag)
        assert field == "text", "a Field is left"

    tree = lower(parse(query, today=TODAY, lenient=True), analyser=ANALYSER, store=FACTS)
    transform(tree, leaf, lambda _node, _parts: None)


def test_leaves_to_highlight_are_those_that_are_wanted() -> None:
    tree = lowered('honda -nissan title:(x OR "y z") -(-kept) honda source:ledger')
    assert positive_leaves(tree) == (
        Term("honda"),
        Term("x", "title"),
        Phrase(("y", "z"), "title"),
        Term("kept"),
    )


def test_terms_as_typed_can_each_be_written_and_lowered_alone() -> None:
    found = terms_of(parse('Mergers -no title:(ab* "y z") date:2024 Mergers is:read', today=TODAY))
    assert [write(term) for term in found] == ["Mergers", "title:ab*", 'title:"y z"']
    assert lower(found[1], analyser=ANALYSER, store=FACTS) == Prefix("ab", "title")


def test_filters_are_joined_to_the_query() -> None:
    filters = Filters(
        required=((FacetField.TOPIC, "Battery swap"),),
        excluded=((FacetField.SOURCE, "Reuters"),),
        period=Period(date(2024, 3, 1), date(2024, 3, 31)),
    )
    chosen = (Values("topic", ("Battery swap",)), Not(Values("source", ("Reuters",))))
    days = DateRange(date(2024, 3, 1), date(2024, 3, 31))
    query = And((Term("a"), Term("b")))
    assert with_filters(query, filters) == And((Term("a"), Term("b"), *chosen, days))
    assert with_filters(query, filters, period=False) == And((Term("a"), Term("b"), *chosen))
    assert with_filters(All(), filters) == And((*chosen, days))


def test_undated_is_a_choice_in_time() -> None:
    assert with_filters(Term("a"), Filters(undated=True)) == And((Term("a"), Undated()))
    assert with_filters(Term("a"), Filters(undated=True), period=False) == Term("a")


def test_no_filters_leave_the_query_as_it_is() -> None:
    assert with_filters(Term("a"), Filters()) == Term("a")
