"""Where sentences end, and titles made of the first."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.sentences import TITLE_LENGTH, derived_title, sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Nissan Motor Co., Ltd. is in talks.| It said so.",
        "Nissan Motor Co. Ltd. Chief Makoto Uchida spoke.",
        "It sold 2.4 million cars, 35.3 % more.| In 2024 it sold fewer.",
        "Sales in the U.S. rose.| Sales in the U.S. Midwest fell.",
        "It operates in the U.S.| The plant is new.",
        "Shares of Ford Motor Co.| But shares of GM fell.",
        "J. K. Rowling and John F. Kennedy met Mr. Musk and Dr. Smith on Feb. 3 at No. 10.",
        "At 9 a.m. Tokyo time it rose.| At 10 a.m.| The index fell.",
        "“We are done.”| She left.| 'Why?' he asked.| Nobody knew!",
        "(It was late.)| Then it rained.",
        "Wait... what?| Yes…| No one came.",
        "Why?!| Because.",
        "It ended in 2023.| 2024 was worse.",
        "Plan B.| It failed.",
        "iPhone sales vs. Samsung sales, e.g. Galaxy phones, etc. were flat.",
        "Yahoo! is a firm.| École is open.",
        "日産は発表した。|ホンダも「はい。」|と言った。",
    ],
)
def test_ends(text: str) -> None:
    assert cut(text.replace("|", "")) == [part.strip() for part in text.split("|")]


def test_headings_and_list_items_are_sentences() -> None:
    text = "Strategic Shifts and Synergies\n\nNissan talks.\nWhat comes next\nHonda talks.\n- one\n- two"
    assert cut(text) == [
        "Strategic Shifts and Synergies",
        "Nissan talks.",
        "What comes next",
        "Honda talks.",
        "- one",
        "- two",
    ]


def test_wrapped_lines_are_joined() -> None:
    first = "Rain had fallen all week in the whole country\nof Brazil, easing a drought begun early in\nMay."
    second = "The dry period means it will be\nlate this year."
    third = "Arrivals were 155,221 bags."
    assert cut(f"{first} {second}\n    {third}") == [first, second, third]


@given(st.text('aB .!?…\n"”)。1U.S.', max_size=80) | st.text())
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    pieces = cut(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece and piece == piece.strip() for piece in pieces)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Nissan Motor Co., Ltd. is in talks. More follows.", "Nissan Motor Co., Ltd. is in talks"),
        ("Is Nissan in talks? Yes.", "Is Nissan in talks?"),
        ("The plant is in the U.S.", "The plant is in the U.S."),
        ("A heading\nText.", "A heading"),
        ("***\n\nText follows.", "Text follows"),
        ("wrapped\nhere. More.", "wrapped here"),
        ("word " * 40, "word " * 23 + "word…"),
        ("日産" * 100, "日産" * 59 + "日…"),
        ("", ""),
        ("*** !", ""),
    ],
)
def test_derived_titles(body: str, wanted: str) -> None:
    assert derived_title(body) == wanted


@given(st.text())
def test_titles_are_one_short_line(body: str) -> None:
    title = derived_title(body)
    assert len(title) <= TITLE_LENGTH
    assert title == " ".join(title.split())


@pytest.mark.parametrize("unit", ["a. ", "A. ", ". ", '."', "a\n", " ", "。", "\n"])
def test_no_text_takes_more_than_linear_time(unit: str) -> None:
    assert len(sentences(unit * 50_000)) <= 50_000
