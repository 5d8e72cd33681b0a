"""Which line belongs to which row."""

from hypothesis import given
from hypothesis import strategies as st

from tui.render.heights import Heights

RUNS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 3)), max_size=20)


@given(RUNS)
def test_lines_and_rows_agree_with_counting_them_one_by_one(runs: list[tuple[int, int]]) -> None:
    heights = Heights(runs)
    each = [height for count, height in runs for _ in range(count)]
    assert heights.rows == len(each)
    assert heights.lines == sum(each)
    line = 0
    for row, height in enumerate(each):
        assert heights.height(row) == height
        assert heights.line_of(row) == line
        for part in range(height):
            assert heights.row_at(line) == (row, part)
            line += 1


def test_a_million_equal_rows_are_one_run() -> None:
    heights = Heights.uniform(1_000_000, 2)
    assert heights.lines == 2_000_000
    assert heights.row_at(1_999_999) == (999_999, 1)
