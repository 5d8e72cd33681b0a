"""The desk before Textual is there: real rows in lines that are exactly as wide as the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from index.model import Hit
from tui.panes.first_desk import FirstAnswer, FirstDesk
from tui.session import Session

DAY = date(2024, 3, 13)


def answer(title: str = "Nissan is said to be in talks", articles: int = 40) -> FirstAnswer:
    hits = tuple(
        Hit(id=f"a{number}", title=title, day=DAY, time=None, source="Wire", score=0.0)
        for number in range(articles)
    )
    days = {DAY.toordinal(): articles}
    return FirstAnswer(
        Session(query="nissan"), hits, 0, 0, articles, articles, days, days, days, 1_000_000, "tantivy", 0.012
    )


def painted(desk: FirstDesk, width: int, height: int) -> list[str]:
    lines = desk.lines(width, height, lambda _: Style.null())
    return ["".join(segment.text for segment in line) for line in lines]


def test_it_shows_query_rows_and_how_the_question_was_answered() -> None:
    text = "\n".join(painted(FirstDesk(answer()), 120, 40))
    assert text.startswith(" / nissan ")
    assert "13 Mar 2024 ──" in text
    assert "▌  · Nissan is said to be in talks" in text
    assert "40 of 1,000,000 · 12 ms · tantivy · oldest first" in text


def test_the_row_of_the_last_sitting_is_in_view() -> None:
    text = "\n".join(painted(FirstDesk(replace(answer(), number=39)), 120, 24))
    assert "▌" in text


@given(st.integers(20, 240), st.integers(5, 80), st.text(max_size=40), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_every_line_is_as_wide_as_the_terminal_and_steers_nothing(
    width: int, height: int, title: str, articles: int
) -> None:
    lines = painted(FirstDesk(answer(title, articles), "A banner."), width, height)
    assert len(lines) == height
    assert [cell_len(line) for line in lines] == [width] * height
    assert not any("\x1b" in line for line in lines)
