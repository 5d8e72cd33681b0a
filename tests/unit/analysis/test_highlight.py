"""What is marked in an article for a query."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyser import Analyser
from index.analysis.highlight import highlight, merged
from index.model import Span
from index.query.ast import BODY, TITLE, Fuzzy, Leaf, Near, Phrase, Prefix, Term, Wildcard

ANALYSER = Analyser()


def marked(text: str, *leaves: Leaf) -> list[str]:
    return [text[span.start : span.end] for span in highlight(leaves, "", text, ANALYSER).body]


@pytest.mark.parametrize(
    ("text", "leaves", "wanted"),
    [
        ("Plans, planned and Planning.", [Term("plan")], ["Plans", "planned", "Planning"]),
        ("Nissan’s Nissan's (Nissan)", [Term("nissan")], ["Nissan", "Nissan", "Nissan"]),
        ("Citroën and Škoda", [Term("citroen"), Term("skoda")], ["Citroën", "Škoda"]),
        ("a note—of\nunderstanding’s", [Phrase(("note", "of", "understand"))], ["note—of\nunderstanding"]),
        ("the e-POWER line", [Phrase(("e", "power"))], ["e-POWER"]),
        ("“U.S.-made” ID.4", [Term("us"), Term("id.4")], ["U.S.", "ID.4"]),
        ("a b c", [Phrase(("a", "b")), Phrase(("b", "c"))], ["a b c"]),
        ("honda honda", [Term("honda"), Prefix("hon")], ["honda", "honda"]),
        ("Honda, Handa and Hinds", [Wildcard("h?nda")], ["Honda", "Handa"]),
        ("Nisan and Nissna", [Fuzzy("nissan", 1)], ["Nisan", "Nissna"]),
        ("Honda x Nissan y y y y Honda", [Near((Term("nissan"), Term("honda")), 1)], ["Honda", "Nissan"]),
        ("x東京都立大学y", [Phrase(("東京", "京都"))], ["東京都"]),
        ("x東京都立大学y", [Term("大学")], ["大学"]),
        ("株 東京", [Prefix("株")], ["株"]),
        ("ﾎﾝﾀﾞの車", [Phrase(("ホン", "ンダ"))], ["ﾎﾝﾀﾞ"]),
        ("현대자동차 전기차", [Term("전기차")], ["전기차"]),
        ("nothing here", [Term("honda")], []),
        ("", [Term("honda")], []),
        ("no leaves", [], []),
    ],
)  # fmt: skip
def test_marks(text: str, leaves: list[Leaf], wanted: list[str]) -> None:
    assert marked(text, *leaves) == wanted


def test_title_and_body_are_marked_by_field() -> None:
    found = highlight([Term("a", TITLE), Term("b", BODY), Term("c")], "a b c", "a b c", ANALYSER)
    assert found.title == (Span(0, 1), Span(4, 5))
    assert found.body == (Span(2, 3), Span(4, 5))


@given(
    st.text("ab ’s-東京,\n", max_size=60),
    st.lists(st.sampled_from(["a", "b", "ab", "ba", "as", "東京", "京東"]), max_size=3),
)
def test_spans_are_sorted_disjoint_and_what_was_sought(text: str, words: list[str]) -> None:
    found = highlight([Term(ANALYSER.stem(word)) for word in words], text, text, ANALYSER)
    assert found.title == found.body
    assert all(0 <= span.start < span.end <= len(text) for span in found.body)
    assert all(a.end <= b.start for a, b in pairwise(found.body))
    wanted = set(map(ANALYSER.stem, words))
    assert bool(found.body) == any(stem in wanted for stem in ANALYSER.analyse(text).stems)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda t: (t[0], t[0] + t[1]))))
def test_merging_keeps_every_character_once(stretches: list[tuple[int, int]]) -> None:
    spans = merged(stretches)
    covered = [position for span in spans for position in range(span.start, span.end)]
    assert covered == sorted({position for start, end in stretches for position in range(start, end)})
