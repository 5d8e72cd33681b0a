"""The words that distinguish a result."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.distinctive import distinctive_words, log_likelihood


def test_a_word_of_the_result_stands_before_a_word_of_everywhere() -> None:
    inside = {"memorandum": 8, "said": 10, "plant": 2}
    library = {"memorandum": 9, "said": 100, "plant": 40}
    words = distinctive_words(inside, 10, library, 100, limit=5)
    assert [entry.word for entry in words] == ["memorandum"]
    assert (words[0].count, words[0].library_count) == (8, 9)


def test_the_whole_library_is_distinguished_by_nothing() -> None:
    assert distinctive_words({"plant": 5}, 10, {"plant": 5}, 10, limit=5) == []


def test_words_of_one_article_and_numbers_are_left_out() -> None:
    inside = {"once": 1, "2024": 5, "ab": 5, "merger": 4}
    words = distinctive_words(inside, 5, {"once": 1, "2024": 5, "ab": 5, "merger": 4}, 50, limit=9)
    assert [entry.word for entry in words] == ["merger"]


def test_words_that_were_typed_can_be_left_out() -> None:
    counts = {"honda": 5, "merger": 4}
    words = distinctive_words(counts, 5, counts, 50, limit=9, leave_out={"honda"})
    assert [entry.word for entry in words] == ["merger"]


def test_the_ratio_is_the_g_statistic_of_the_table() -> None:
    table = [[8, 2], [1, 89]]
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    total = sum(rows)
    expected = [[row * column / total for column in columns] for row in rows]
    pairs = [(table[i][j], expected[i][j]) for i in range(2) for j in range(2)]
    g_statistic = 2 * sum(observed * log(observed / expected) for observed, expected in pairs)
    assert log_likelihood(8, 10, 1, 90) == pytest.approx(g_statistic)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_ratio_is_never_negative(inside: int, missed: int, outside: int, others: int) -> None:
    assert log_likelihood(inside, inside + missed, outside, outside + others + 1) >= -1e-9


@given(
    st.dictionaries(
        st.text("abcdefg", min_size=3, max_size=5), st.tuples(st.integers(0, 40), st.integers(0, 90))
    ),
    st.integers(40, 60),
    st.integers(90, 400),
    st.integers(1, 4),
)
def test_no_better_word_is_missed(
    counts: dict[str, tuple[int, int]], inside_total: int, outside_total: int, limit: int
) -> None:
    inside = {word: count for word, (count, _) in counts.items()}
    library = {word: sum(both) for word, both in counts.items()}
    over = {
        word: log_likelihood(count, inside_total, outside, outside_total)
        for word, (count, outside) in counts.items()
        if count >= 2 and count * outside_total > outside * inside_total
    }
    best = sorted(over, key=lambda word: (over[word], word), reverse=True)[:limit]
    found = distinctive_words(inside, inside_total, library, inside_total + outside_total, limit=limit)
    assert [entry.word for entry in found] == best
