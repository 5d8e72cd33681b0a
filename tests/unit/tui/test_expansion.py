"""Places in a list with unfolded rows: every row and what is under it, in order, and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from index.model import Granularity, Order
from tui.expansion import Expansion, Spot
from tui.rows import HitLayout, Section, laid_out

ROWS = 12
unfoldings = st.dictionaries(st.integers(0, ROWS - 1), st.integers(0, 5), max_size=6)


def plainly(unfolded: dict[int, int]) -> list[Spot]:
    return [
        spot
        for number in range(ROWS)
        for spot in (Spot(number), *(Spot(number, member) for member in range(unfolded.get(number, 0))))
    ]


@given(unfoldings)
def test_places_and_numbers_are_two_sides_of_one_thing(unfolded: dict[int, int]) -> None:
    expansion = Expansion(unfolded)
    spots = plainly(unfolded)
    assert [expansion.at(place) for place in range(ROWS + expansion.extra)] == spots
    assert [expansion.place_of(*spot) for spot in spots] == list(range(len(spots)))


@given(unfoldings, st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_sections_grow_by_what_is_unfolded_in_them(unfolded: dict[int, int], counts: list[int]) -> None:
    layout = HitLayout([Section(None, count) for count in counts])
    rows = sum(counts)
    kept = {number: count for number, count in unfolded.items() if number < rows}
    expansion = Expansion(kept)
    grown = layout.unfolded(expansion)
    assert grown.total == rows + sum(kept.values())
    assert [section.told for section in grown.sections] == counts
    for number in range(rows):
        section = bisect_right(list(accumulate(counts)), number)
        place = expansion.place_of(number)
        assert sum(one.count for one in grown.sections[:section]) <= place
        assert place < sum(one.count for one in grown.sections[: section + 1])


def test_a_row_far_down_a_long_list_is_reckoned_at_once() -> None:
    expansion = Expansion({10: 3, 500_000: 2})
    assert expansion.at(999_999) == Spot(999_994)
    assert expansion.place_of(999_994) == 999_999


def test_a_heading_tells_the_articles_and_its_section_has_the_rows() -> None:
    march, april = 738_960, 738_990
    articles = {march: 5, april: 2, 0: 3}
    layout = laid_out({march: 3, april: 1, 0: 2}, Granularity.MONTH, Order.OLDEST, articles)
    assert [(section.count, section.told) for section in layout.sections] == [(3, 5), (1, 2), (2, 3)]
