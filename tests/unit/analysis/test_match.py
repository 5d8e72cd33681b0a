"""Where leaves match, and that the clever search for `Near` agrees with the plain definition of it."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis.match import matches, occurrences
from index.analysis.near import near_holds, near_occurrences
from index.engines.base import TokenText
from index.query.ast import BODY, TITLE, Fuzzy, Leaf, Near, Phrase, Prefix, Term, Wildcard

WORDS = ["nissan", "plans", "new", "nissans", "with", "honda", "and", "nissan", "honda", "planes"]
STEMS = ["nissan", "plan", "new", "nissan", "with", "honda", "and", "nissan", "honda", "plane"]


def term(*texts: str) -> tuple[Term | Phrase, ...]:
    return tuple(Phrase(tuple(text.split())) if " " in text else Term(text) for text in texts)


@pytest.mark.parametrize(
    ("leaf", "wanted"),
    [
        (Term("nissan"), [(0, 0), (3, 3), (7, 7)]),
        (Term("nissans"), []),
        (Phrase(("nissan", "honda")), [(7, 8)]),
        (Phrase(("honda", "nissan")), []),
        (Phrase(("plane", "x")), []),
        (Prefix("nissans"), [(3, 3)]),
        (Prefix("plan"), [(1, 1), (9, 9)]),
        (Wildcard("n?w"), [(2, 2)]),
        (Wildcard("*an*s"), [(1, 1), (3, 3), (9, 9)]),
        (Fuzzy("hodna", 1), [(5, 5), (8, 8)]),
        (Fuzzy("plan", 1), [(1, 1)]),
        (Fuzzy("zebra", 2), []),
        (Near(term("nissan", "honda"), 1), [(3, 3), (5, 5), (7, 7), (8, 8)]),
        (Near(term("nissan", "honda"), 0), [(7, 7), (8, 8)]),
        (Near(term("plan", "nissan honda"), 5), [(1, 1), (7, 8)]),
        (Near(term("plan", "nissan honda"), 4), []),
        (Near(term("nissan", "nissan", "honda"), 2), [(3, 3), (5, 5), (7, 7)]),
        (Near(term("honda", "honda", "honda"), 9), []),
    ],
)
def test_places(leaf: Leaf, wanted: list[tuple[int, int]]) -> None:
    assert occurrences(leaf, WORDS, STEMS) == wanted
    text = TokenText(tuple(WORDS), tuple(STEMS))
    assert matches(leaf, text, TokenText()) == matches(leaf, TokenText(), text) == bool(wanted)


def test_fields_are_looked_at_apart() -> None:
    title, body = TokenText(("honda",), ("honda",)), TokenText(("nissan",), ("nissan",))
    assert matches(Term("honda", TITLE), title, body)
    assert not matches(Term("honda", BODY), title, body)
    assert not matches(Phrase(("honda", "nissan")), title, body)
    assert not matches(Near(term("honda", "nissan"), 9), title, body)
    assert not matches(Prefix("hon", BODY), title, body)


def by_definition(near: Near, stems: list[str]) -> set[tuple[int, int]]:
    """Try every choice of one place for each part."""
    parts = [(part.text,) if isinstance(part, Term) else part.words for part in near.parts]
    places = [
        [(i, i + len(part) - 1) for i in range(len(stems)) if tuple(stems[i : i + len(part)]) == part]
        for part in parts
    ]
    found: set[tuple[int, int]] = set()
    for choice in product(*places):
        ordered = sorted(choice)
        apart = all(one[1] < other[0] for one, other in pairwise(ordered))
        if apart and ordered[-1][1] - ordered[0][0] + 1 - sum(map(len, parts)) <= near.distance:
            found.update(choice)
    return found


texts = st.lists(st.sampled_from("abcx"), max_size=14)
parts = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(" ".join), min_size=2, max_size=4
)


@given(texts, parts, st.integers(0, 6))
@example(list("aab"), ["a", "a", "b"], 0)
@example(list("aba"), ["a b", "b a"], 3)
@example(list("abxbab"), ["a b", "b", "a b"], 1)
@example(list("aaaa"), ["a a", "a a"], 0)
@example(list("abca"), ["a b c", "c a"], 0)
@example(list("abcxxxxxxxxxxxxabxbc"), ["a b", "b c"], 1)
@example(list("abxxxxxxxxxxxxbcxxxxxxxxxxxxxxxxxbcxab"), ["a b", "b c"], 1)
def test_near_is_as_defined(stems: list[str], texts: list[str], distance: int) -> None:
    near = Near(term(*texts), distance)
    wanted = by_definition(near, stems)
    assert {(first, last) for first, last, _ in near_occurrences(near, stems)} == wanted
    assert near_holds(near, stems) == bool(wanted)


@pytest.mark.parametrize(
    ("parts", "stems"),
    [
        (["a"] * 8, ["a"] * 50_000),
        (["a", "b", "c", "d", "e", "f", "g", "h"], list("abcdefgh") * 5_000),
        (["a", "b", "c", "d", "e", "f", "g", "z"], list("abcdefgh") * 5_000 + ["z"]),
        (["a b", "b c", "c a", "a", "b", "c", "a b c", "b c a"], list("abc") * 300),
        (["a " * n + "a" for n in range(8)], ["a"] * 300),
    ],
)
def test_many_parts_do_not_explode(parts: list[str], stems: list[str]) -> None:
    found = near_occurrences(Near(term(*parts), 30), stems)
    assert found
    assert near_holds(Near(term(*parts), 30), stems)
