"""Counts as bars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.render import bars

COUNTS = st.integers(0, 10**9)
ROWS = st.integers(1, 10)


@given(COUNTS)
def test_the_scale_ends_at_a_round_number_not_far_above(count: int) -> None:
    top = bars.nice_ceiling(count)
    assert top >= max(1, count)
    assert top <= max(1, 2 * count)
    assert int(str(top).rstrip("0")) in {1, 2, 3, 4, 5, 6, 8, 12, 14, 16, 24}


@given(COUNTS, COUNTS, COUNTS, ROWS)
def test_a_larger_count_is_never_a_lower_bar(one: int, other: int, maximum: int, rows: int) -> None:
    top = bars.nice_ceiling(maximum)
    low, high = sorted((one, other))
    assert bars.height(low, top, rows) <= bars.height(high, top, rows)


@given(COUNTS, COUNTS, ROWS)
def test_only_nothing_is_invisible(count: int, maximum: int, rows: int) -> None:
    height = bars.height(count, bars.nice_ceiling(maximum), rows)
    assert (height == 0) == (count == 0)
    assert height <= rows * bars.EIGHTHS


@given(COUNTS, ROWS)
def test_the_top_of_the_scale_fills_the_plot(count: int, rows: int) -> None:
    top = bars.nice_ceiling(count)
    assert bars.height(top, top, rows) == rows * bars.EIGHTHS


@given(st.integers(0, 80), ROWS)
def test_the_cells_of_a_bar_add_up_to_its_height(eighths: int, rows: int) -> None:
    column = [bars.cell(eighths, row) for row in range(rows)]
    assert sum(bars.BLOCKS.index(cell) for cell in column) == min(eighths, rows * 8)
    assert column == sorted(column, key=bars.BLOCKS.index, reverse=True)


@given(st.lists(COUNTS, max_size=60), st.integers(1, 20))
def test_small_bars_fit_and_lose_no_count(counts: list[int], cells: int) -> None:
    pooled = bars.pool(counts, cells)
    assert sum(pooled) == sum(counts)
    line = bars.spark(counts, cells)
    assert len(line) == min(len(counts), cells)
    assert [cell == " " for cell in line] == [count == 0 for count in pooled]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0"), (950, "950"), (9_999, "9999"), (12_345, "12k"), (1_500_000, "1.5M"), (21_000_000, "21M")],
)
def test_numbers_beside_the_axis_are_short(count: int, expected: str) -> None:
    assert bars.short_number(count) == expected


def test_the_scale_names_top_and_middle() -> None:
    assert bars.scale(7, 4).marks == {0: "8", 2: "4"}
    assert bars.scale(7, 2).marks == {0: "8"}
    assert bars.scale(0, 4).top == 1
    assert bars.spark((1, 7, 2, 0, 6), 5) == "▁▇▂ ▆"
