"""Which panes a terminal shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.layout import Pane, fits, shown_panes

panes = st.sampled_from(Pane)


@given(st.integers(1, 400), panes, st.sampled_from((Pane.TOPICS, Pane.SOURCE)), st.booleans())
def test_the_focused_pane_is_always_shown(width: int, focused: Pane, beside: Pane, zoomed: bool) -> None:
    shown = shown_panes(width, focused, beside, zoomed=zoomed)
    assert focused in shown
    assert list(shown) == [pane for pane in Pane if pane in shown]
    assert len(shown) == 1 or not zoomed


def test_more_room_shows_more_panes() -> None:
    counts = [len(shown_panes(width, Pane.TIMELINE, Pane.SOURCE)) for width in (60, 80, 120)]
    assert counts == [1, 2, 3]


def test_topics_take_the_place_beside_the_timeline_when_they_are_wanted() -> None:
    assert shown_panes(80, Pane.TOPICS, Pane.SOURCE) == (Pane.TIMELINE, Pane.TOPICS)
    assert shown_panes(80, Pane.TIMELINE, Pane.TOPICS) == (Pane.TIMELINE, Pane.TOPICS)


def test_a_tiny_terminal_does_not_fit() -> None:
    assert fits(80, 20)
    assert not fits(30, 24)
    assert not fits(80, 8)
