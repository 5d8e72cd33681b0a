"""The caret stands under the mistake."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.query.messages import caret, cells
from index.query.parser import parse


def shown(query: str, column: int, length: int = 1, width: int = 76) -> list[str]:
    return caret(QueryError("No.", query=query, column=column, length=length), width).split("\n")


def width_of(text: str) -> int:
    return sum(map(cells, text))


def test_carets_stand_under_what_is_wrong() -> None:
    with pytest.raises(QueryError) as caught:
        parse("honda titel:merger", today=date(2024, 5, 15))
    assert caret(caught.value) == "honda titel:merger\n      ^^^^^"


def test_wide_characters_count_two_cells_and_accents_none() -> None:
    assert shown("日産 x", 3) == ["日産 x", "     ^"]
    assert shown("e\u0301 x", 3) == ["e\u0301 x", "  ^"]
    assert shown("日産", 0, 2) == ["日産", "^^^^"]


def test_a_long_query_is_cut_around_the_mistake() -> None:
    line, under = shown("a " * 200 + "BAD" + " b" * 200, 400, 3, width=40)
    assert width_of(line) <= 40
    assert line.startswith("…")
    assert line.endswith("…")
    assert line[under.index("^") : under.rindex("^") + 1] == "BAD"


def test_control_characters_are_not_printed() -> None:
    assert shown("a\x1b[31m\nb\u202ec", 0) == ["a [31m b\ufffdc", "^"]


@given(st.text(max_size=120), st.integers(0, 130), st.integers(1, 130), st.integers(20, 80))
def test_two_lines_that_fit_for_any_query(query: str, column: int, length: int, width: int) -> None:
    line, under = shown(query, column, length, width)
    assert width_of(line) <= width
    assert set(under) <= {" ", "^"}
    assert "^" in under
    assert len(under) <= width + 1
