"""One table of actions: everything that comes from it agrees with it."""

from __future__ import annotations

import pytest

from tui import reference
from tui.actions import ACTIONS, Action, Scope, footer, key_name, of_scope
from tui.panes.search import QueryInput
from tui.panes.timeline import ArticleList
from tui.panes.topics import TopicsPane
from tui.screens.desk import DeskScreen
from tui.widgets.article_text import ArticleText
from tui.widgets.facet_list import FacetList
from tui.widgets.histogram import Histogram

WIDGETS = {
    Scope.SEARCH: QueryInput,
    Scope.HISTOGRAM: Histogram,
    Scope.ARTICLES: ArticleList,
    Scope.TOPICS: FacetList,
    Scope.SOURCE: ArticleText,
}


def bound_keys(widget: type) -> set[str]:
    return {
        key.strip()
        for base in widget.__mro__
        for binding in base.__dict__.get("BINDINGS", ())
        for key in (binding.key if hasattr(binding, "key") else binding[0]).split(",")
    }


@pytest.mark.parametrize("action", [a for a in ACTIONS if not a.own], ids=lambda a: a.id)
def test_every_action_is_done_by_a_method_and_bound(action: Action) -> None:
    owner = TopicsPane if action.scope is Scope.TOPICS else DeskScreen
    assert hasattr(owner, f"action_{action.id}")
    assert hasattr(DeskScreen, f"action_{action.id}"), "the palette runs it on the screen"
    assert set(action.keys) <= bound_keys(owner)


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.own], ids=lambda a: a.id)
def test_keys_of_a_widget_are_bound_by_it(action: Action) -> None:
    assert set(action.keys) <= bound_keys(WIDGETS[action.scope])


@pytest.mark.parametrize("scope", Scope)
def test_no_key_means_two_things_in_one_scope(scope: Scope) -> None:
    keys = [key for action in of_scope(scope) for key in action.keys]
    assert len(keys) == len(set(keys))


def test_ids_are_unique_and_help_is_a_sentence() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(action.help.endswith(".") and action.label for action in ACTIONS)


@pytest.mark.parametrize("scope", Scope)
def test_the_footer_names_keys_of_the_focus_first_and_help_somewhere(scope: Scope) -> None:
    named = footer(scope)
    own = [action for action in named if action.scope is scope]
    assert list(named[: len(own)]) == own
    assert scope is Scope.SEARCH or any(action.id == "help" for action in named)


def test_the_page_of_keys_is_as_the_table_says() -> None:
    assert reference.main(["--check"]) == 0


def test_a_page_that_has_drifted_is_told(tmp_path, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(reference, "PAGE", tmp_path / "keys.md")
    assert reference.main(["--check"]) == 1
    assert "python -m tui.reference" in capsys.readouterr().err
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("key", "name"), [("ctrl+p", "^P"), ("shift+tab", "Shift+Tab"), ("right_square_bracket", "]"), ("G", "G")]
)
def test_keys_are_named_for_a_person(key: str, name: str) -> None:
    assert key_name(key) == name
