"""Back and forward are a walk along a line: laws of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.history import LONGEST, History
from tui.session import Session

steps = st.lists(st.sampled_from("abcdefgh<>"), max_size=30)


def walked(moves: list[str]) -> History:
    history = History()
    for move in moves:
        if move == "<":
            history = history.back()
        elif move == ">":
            history = history.forward()
        else:
            history = history.visited(Session(move))
    return history


@given(steps)
def test_forward_undoes_back(moves: list[str]) -> None:
    history = walked(moves)
    if history.past:
        assert history.back().forward() == history
    if history.future:
        assert history.forward().back() == history


@given(steps)
def test_the_ends_hold(moves: list[str]) -> None:
    history = walked(moves)
    for _ in range(len(history.past) + 1):
        history = history.back()
    assert history.back() == history
    assert history.past == ()


@given(steps)
def test_a_visit_forgets_what_lay_ahead_and_can_be_left(moves: list[str]) -> None:
    history = walked(moves)
    visited = history.visited(Session("somewhere else"))
    assert visited.future == ()
    assert visited.back().present == history.present


@given(steps)
def test_the_same_session_twice_is_one_step(moves: list[str]) -> None:
    history = walked(moves).visited(Session("x"))
    assert history.visited(Session("x")) == history


def test_another_place_in_the_same_article_is_no_step() -> None:
    history = History().visited(Session("x", article="a1", place=3))
    moved = history.visited(Session("x", article="a1", place=90))
    assert moved.past == history.past
    assert moved.present.place == 90


def test_the_way_back_is_limited() -> None:
    history = walked([])
    for number in range(LONGEST + 50):
        history = history.visited(Session(str(number)))
    assert len(history.past) == LONGEST
