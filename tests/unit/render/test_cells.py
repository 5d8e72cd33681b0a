"""Cutting and padding text in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.render import cells

TEXTS = st.text(st.sampled_from("ab é本田日産。「」🚗\u0301 …\u200d\ufe0f☎"), max_size=40)


@given(TEXTS, st.integers(0, 30))
def test_truncated_text_never_takes_more_cells_than_allowed(text: str, room: int) -> None:
    cut = cells.truncate(text, room)
    assert cell_len(cut) <= room
    if cell_len(text) <= room and room:
        assert cut == text
    elif room:
        assert cut.endswith("…")
        assert text.startswith(cut[:-1])


@given(TEXTS, st.integers(0, 30))
def test_padded_text_takes_exactly_the_cells(text: str, room: int) -> None:
    assert cell_len(cells.pad(text, room)) == room
    assert cell_len(cells.pad_left(text, room)) == room


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("Honda and Nissan", 16, "Honda and Nissan"),
        ("Honda and Nissan", 10, "Honda and…"),
        ("Honda and Nissan", 11, "Honda and…"),
        ("本田と日産", 10, "本田と日産"),
        ("本田と日産", 8, "本田と…"),
        ("本田と日産", 7, "本田と…"),
        ("e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_cutting_keeps_letters_whole(text: str, room: int, expected: str) -> None:
    assert cells.truncate(text, room) == expected


def test_cutting_costs_nothing_for_a_huge_text() -> None:
    assert cells.truncate("é本" * 5_000_000, 9) == "é本é本é…"


@given(st.text())
def test_cleaned_text_has_no_control_or_bidirectional_character_and_the_same_length(text: str) -> None:
    cleaned = cells.clean(text)
    assert len(cleaned) == len(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200f\ufeff" for c in cleaned)


def test_cleaning_shows_what_was_there() -> None:
    assert cells.clean("a\x1b[31mb\u202ec\td\ne") == "a�[31mb�c d e"
    assert cells.clean("a\x07\nb", keep_newlines=True) == "a�\nb"
    clean = "plain text, 本田 and é"
    assert cells.clean(clean) is clean
