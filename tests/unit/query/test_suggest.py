"""Edit distance, and the nearest words of a vocabulary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.analysis.distance import edit_distance
from index.query.suggest import nearest

words = st.text("abc", max_size=8)


def whole_distance(first: str, second: str) -> int:
    """Optimal string alignment by its definition, every cell computed."""
    rows = [[max(i, j) if 0 in {i, j} else 0 for j in range(len(second) + 1)] for i in range(len(first) + 1)]
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            change = rows[i - 1][j - 1] + (first[i - 1] != second[j - 1])
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, change)
            if i > 1 and j > 1 and first[i - 1] == second[j - 2] and first[i - 2] == second[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(words, words, st.integers(0, 4))
def test_the_distance_is_exact_up_to_the_limit(first: str, second: str, limit: int) -> None:
    assert edit_distance(first, second, limit) == min(whole_distance(first, second), limit + 1)


def test_swapped_neighbours_are_one_edit_and_no_stretch_is_edited_twice() -> None:
    assert edit_distance("hodna", "honda", 2) == 1
    assert edit_distance("ca", "abc", 3) == 3


def test_the_nearest_word_comes_first() -> None:
    assert nearest("nisan", ["honda", "nissan", "nisshan", "niscan"], 2) == ["niscan", "nissan"]
    assert nearest("nissan", ["nissan"], 3) == []
    assert nearest("zzzzzz", ["honda"], 3) == []


def test_frequent_words_and_words_with_the_same_first_letter_are_nearer() -> None:
    assert nearest("hunda", [("honda", 5), ("handa", 900)], 2) == ["handa", "honda"]
    assert nearest("tonda", [("honda", 5), ("tonga", 5)], 2) == ["tonga", "honda"]


def test_short_words_may_differ_by_one_edit_only() -> None:
    assert nearest("ev", ["eve", "tv", "of", "evict"], 5) == ["eve", "tv"]


def test_other_first_letters_are_looked_up_only_where_too_few_are_near() -> None:
    asked: list[str] = []

    def vocabulary(prefix: str) -> list[tuple[str, int]]:
        asked.append(prefix)
        return [(word, 1) for word in ("bonda", "honda", "hondas") if word.startswith(prefix)]

    assert nearest("hond", vocabulary, 1) == ["honda"]
    assert asked == ["h"]
    assert nearest("hondo", vocabulary, 3) == ["honda", "hondas", "bonda"]
    assert asked == ["h", "h", ""]
