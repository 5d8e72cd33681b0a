"""What is taken for nearly the same, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyser import Analyser
from index.neardup.shingles import LEAST_ALIKE, likeness, shingles
from index.neardup.signatures import BANDS, bands_of

ANALYSER = Analyser()
TALKS = (
    "Nissan is reportedly in discussions with Honda about a wide partnership in electric vehicles, said two"
    " people who know of the talks. Both firms declined to comment. The talks began last week in Tokyo and"
    " may go on for months before anything is signed."
)


def of(title: str, body: str = "") -> set[str]:
    return shingles(title, body, ANALYSER)


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return likeness(of(*one), of(*other)) >= LEAST_ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Nissan talks with Honda", TALKS), ("RPT-Nissan talks with Honda", TALKS)),
        (("Nissan talks with Honda", TALKS), ("Honda and Nissan talk", TALKS.replace("two", "three"))),
        (("Nissan talks with Honda", TALKS), ("Nissan talks with Honda", f"TOKYO, March 13 - {TALKS}")),
        (("On The Wires", ""), ("On the wires", "")),
        (
            ("RPT-U.S. stocks open higher on strong jobs report", ""),
            ("U.S. stocks open higher on strong jobs report", ""),
        ),
    ],
)
def test_copies_and_corrections_are_alike(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Fed sets 1.5 billion dollar repurchase", ""), ("Fed sets 2 billion dollar repurchase", "")),
        (("FACTBOX: Security in Iraq, Jan 2", ""), ("FACTBOX: Security in Iraq, Jan 3", "")),
        (("Honda", ""), ("Honda recalls", "")),
        (("", ""), ("", "")),
        (("Nissan talks with Honda", TALKS), ("Nissan talks with Honda", "Honda confirmed the plan today.")),
    ],
)
def test_other_news_in_the_same_words_is_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not alike(one, other)


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "omega"]), max_size=12).map(" ".join)


@given(WORDS, WORDS, WORDS, WORDS)
def test_likeness_has_its_laws(title: str, body: str, other_title: str, other_body: str) -> None:
    one, other = of(title, body), of(other_title, other_body)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == (1.0 if one else 0.0)
    assert (likeness(one, other) == 1.0) == (one == other and bool(one))


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_equal_texts_share_all_bands_and_empty_ones_have_none(bodies: list[str]) -> None:
    texts = [of("", body) for body in bodies]
    for text, bands in zip(texts, bands_of(texts), strict=True):
        assert len(bands) == (4 * BANDS if text else 0)
        assert bands == bands_of([text])[0]


def test_texts_that_are_much_alike_share_a_band() -> None:
    words = [f"word{number}" for number in range(200)]
    changed = [
        " ".join([*words[:at], "else", *words[at + 1 : at + 12], "other", *words[at + 13 :]])
        for at in range(0, 180, 3)
    ]
    whole = of("", " ".join(words))
    (bands,) = bands_of([whole])
    for text, others in zip(changed, bands_of([of("", body) for body in changed]), strict=True):
        assert likeness(whole, of("", text)) >= LEAST_ALIKE
        assert any(bands[at : at + 4] == others[at : at + 4] for at in range(0, 4 * BANDS, 4))
