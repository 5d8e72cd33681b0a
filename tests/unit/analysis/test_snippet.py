"""The line of text that shows why an article was found."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis.cut import shortened
from index.analysis.snippet import snippet
from index.model import Snippet, Span

BODY = (
    "Carmakers met on Monday. Honda spoke first about the weather and the coffee.\n\n"
    "Later in the day\nHonda and Nissan confirmed the talks, which had been reported before;"
    " both declined to say more."
)


def found(pattern: str, text: str = BODY) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(pattern, text)]


def shown(result: Snippet) -> list[str]:
    return [result.text[span.start : span.end] for span in result.matches]


def test_the_densest_group_of_matches_is_shown() -> None:
    result = snippet(BODY, found("Honda|Nissan"), width=60)
    assert result.text == "…in the day Honda and Nissan confirmed the talks, which had…"
    assert shown(result) == ["Honda", "Nissan"]


def test_different_words_count_more_than_one_word_often() -> None:
    text = "talks talks talks talks. " + "x " * 50 + "talks with Honda"
    assert shown(snippet(text, found("talks|Honda", text), width=40)) == ["talks", "Honda"]


def test_a_short_text_is_shown_whole() -> None:
    result = snippet("One line\nof Honda.", found("Honda", "One line\nof Honda."), width=40)
    assert result == Snippet("One line of Honda.", (Span(12, 17),))


def test_the_beginning_is_shown_where_a_match_is_near_it() -> None:
    assert snippet(BODY, found("met"), width=40).text == "Carmakers met on Monday. Honda spoke…"


def test_the_end_is_filled() -> None:
    assert snippet(BODY, found("more"), width=40).text == "…before; both declined to say more."


def test_without_matches_it_is_the_beginning() -> None:
    assert snippet(BODY, [], width=40) == Snippet("Carmakers met on Monday. Honda spoke…")
    assert snippet("", [], width=40) == Snippet("")
    assert snippet("a \n\n b", [], width=40) == Snippet("a b")


def test_text_without_blanks_is_cut_anywhere_between_characters() -> None:
    text = "東京都立大学" * 20
    result = snippet(text, [Span(60, 62)], width=20)
    assert shown(result) == [text[60:62]]
    assert len(result.text) == 20


@pytest.mark.parametrize(
    ("line", "width", "wanted"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two, three", 10, "one two…"),
        ("onetwothree", 6, "onetw…"),
        ("abcde\u0301fgh", 6, "abcd…"),
        ("👩\u200d💻👩\u200d💻👩\u200d💻", 6, "👩\u200d💻…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_shortened(line: str, width: int, wanted: str) -> None:
    assert shortened(line, width) == wanted


@st.composite
def matched_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text("abc \n.,東京\u0301", max_size=200))
    spans = [Span(*match.span()) for match in re.finditer(r"[^\s.,]+", text)]
    kept = draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)))
    return text, [span for span, keep in zip(spans, kept, strict=True) if keep]


@given(matched_texts(), st.integers(0, 80))
@example(("a b", [Span(0, 1)]), 1)
@example(("x" * 50, [Span(0, 50)]), 13)
@example(("x" * 300 + " y", [Span(0, 300)]), 20)
def test_laws(matched: tuple[str, list[Span]], width: int) -> None:
    text, spans = matched
    result = snippet(text, spans, width=width)
    assert len(result.text) <= width
    assert "\n" not in result.text
    assert "  " not in result.text
    assert all(0 <= span.start < span.end <= len(result.text) for span in result.matches)
    assert all(a.end <= b.start for a, b in pairwise(result.matches))
    line = " ".join(text.split())
    assert result.text.strip("…") in line
    if spans and width:
        assert result.matches
        sought = {text[span.start : span.end] for span in spans}
        assert all(any(piece in whole for whole in sought) for piece in shown(result))


def test_a_huge_text_with_many_matches_is_quick() -> None:
    text = "honda " * 500_000
    result = snippet(text, found("honda", text), width=100)
    assert len(result.text) <= 100
    assert set(shown(result)) == {"honda"}
