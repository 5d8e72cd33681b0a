"""Texts that a program wrapped fill the pane again; what the author broke stays broken."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from tui.render.reflow import joined_lines

SENTENCE = (
    "Showers continued throughout the week in the Bahia cocoa zone, alleviating the drought since early "
    "January and improving prospects for the coming temporao, although normal humidity was not restored."
)


def test_a_wrapped_paragraph_becomes_one_line_again() -> None:
    assert joined_lines(textwrap.fill(SENTENCE, 62)) == SENTENCE


def test_paragraphs_and_indented_lines_stay_apart() -> None:
    text = (
        textwrap.fill(SENTENCE, 62) + "\n\n" + "    The dry period means the harvest will be late this year."
    )
    assert joined_lines(text).split("\n") == [
        SENTENCE,
        "",
        "    The dry period means the harvest will be late this year.",
    ]


def test_a_heading_of_its_own_stays() -> None:
    text = f"{textwrap.fill(SENTENCE, 62)}\n\nWhat happens next\n\n{textwrap.fill(SENTENCE, 62)}"
    assert "\n\nWhat happens next\n\n" in joined_lines(text)


def test_lists_and_short_lines_stay() -> None:
    text = "apples\npears\nplums"
    assert joined_lines(text) == text
    points = f"{textwrap.fill(SENTENCE, 62)}\n- one point\n- another point"
    assert joined_lines(points).endswith("\n- one point\n- another point")


def test_long_lines_were_never_wrapped() -> None:
    text = f"{SENTENCE}\n{SENTENCE}"
    assert joined_lines(text) == text


@given(st.text(alphabet="ab .\n-A", max_size=400))
def test_only_newlines_change_and_only_to_blanks(text: str) -> None:
    joined = joined_lines(text)
    assert len(joined) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, joined, strict=True))
    assert joined.replace("\n", " ") == text.replace("\n", " ")
