"""Fitting what is chosen into one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.render.chip_layout import Chip, lay_out, total

CHIPS = (
    Chip("1", "topic: Alliance", "topic"),
    Chip("2", "not: Charging", "not"),
    Chip("3", "not: Racing", "not"),
    Chip("4", "2024-01 … 2025-02", "period", "2024-01…"),
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (70, "⟨topic: Alliance⟩ ⟨not: Charging⟩ ⟨not: Racing⟩ ⟨2024-01 … 2025-02⟩"),
        (60, "⟨topic: Alliance⟩ ⟨2 not⟩ ⟨2024-01 … 2025-02⟩"),
        (36, "⟨topic: Alliance⟩ ⟨2 not⟩ ⟨2024-01…⟩"),
        (30, "⟨topic: A…⟩ ⟨2 not⟩ ⟨2024-01…⟩"),
        (12, "⟨4 filters⟩"),
        (4, "⟨4⟩"),
        (2, ""),
    ],
)
def test_chips_become_shorter_step_by_step(cells: int, expected: str) -> None:
    assert " ".join(one.text for one in lay_out(CHIPS, cells)) == expected


TEXTS = st.text(st.sampled_from("ab本 :"), max_size=20)
ANY_CHIPS = st.lists(
    st.builds(Chip, id=TEXTS, text=TEXTS, group=st.sampled_from(["", "not", "topic"]), short=TEXTS),
    max_size=9,
).map(tuple)


@given(ANY_CHIPS, st.integers(0, 120))
def test_what_is_shown_fits_and_counts_every_chip(chips: tuple[Chip, ...], cells: int) -> None:
    placed = lay_out(chips, cells)
    assert total(placed) <= cells
    if placed:
        assert sorted(chip.id for one in placed for chip in one.chips) == sorted(chip.id for chip in chips)
