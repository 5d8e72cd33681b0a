"""The frames that stand on the screen before the panes do."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.layout import WIDE_WIDTH, shares_at
from tui.render.frames import frame_lines


def test_boxes_stand_side_by_side_with_their_titles() -> None:
    assert frame_lines(25, 3, ["one", "two"], [1, 1]) == [
        "╭─ one ────╮│╭─ two ────╮",
        "│          │││          │",
        "╰──────────╯│╰──────────╯",
    ]


@given(st.integers(1, 200), st.integers(0, 60), st.integers(1, 3))
def test_no_line_is_longer_than_the_screen(width: int, height: int, panes: int) -> None:
    lines = frame_lines(width, height, ["1 Timeline", "2 Topics", "3 Source"][:panes], [41, 34, 43][:panes])
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)


def test_the_shares_are_those_of_the_style_sheet() -> None:
    sheet = (Path(__file__).parents[3] / "tui" / "desk.tcss").read_text(encoding="utf-8")
    rule = r"^{}#(\w+) \{{ width: (\d+)fr; \}}"
    for before, columns in (("", WIDE_WIDTH - 1), (r"DeskScreen\.-wide ", WIDE_WIDTH)):
        widths = re.findall(rule.format(before), sheet, re.MULTILINE)
        assert dict(widths) == {pane.value: str(share) for pane, share in shares_at(columns).items()}
