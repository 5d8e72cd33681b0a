"""Who leads whom does not depend on the order in which articles come."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.neardup.leaders import Leaders, Signed


def signed(number: int, moment: int) -> Signed:
    """Return an article that shares a band with every other one, so that likeness alone decides."""
    return Signed(moment, f"id{number}", number, struct.pack("<I", 7))


def by_rule(articles: Sequence[Signed], alike: Mapping[int, set[int]]) -> dict[int, int]:
    """Apply the rule to all articles at once, as plainly as can be."""
    leaders: list[int] = []
    found: dict[int, int] = {}
    for article in sorted(articles):
        leader = next((leader for leader in leaders if leader in alike[article.number]), article.number)
        if leader == article.number:
            leaders.append(leader)
        else:
            found[article.number] = leader
    return found


class Shelf:
    """Articles that came so far, and who follows whom."""

    def __init__(self, alike: Mapping[int, set[int]]) -> None:
        self.alike = alike
        self.articles: dict[int, Signed] = {}
        self.followed: dict[int, int] = {}
        self.asked = 0

    def come(self, batch: Sequence[Signed]) -> None:
        self.articles |= {article.number: article for article in batch}
        numbers = {article.number for article in batch}
        leaders = Leaders(self.articles.values, self.of, dict(self.followed), self.are_alike)
        for number, leader in leaders.of_changed(numbers).items():
            self.followed.pop(number, None)
            if leader != number:
                self.followed[number] = leader

    def of(self, numbers: object) -> list[Signed]:
        return [article for number, article in self.articles.items() if number in numbers]  # type: ignore[operator]

    def are_alike(self, one: int, other: int) -> bool:
        self.asked += 1
        return other in self.alike[one]


@st.composite
def libraries(draw: st.DrawFn) -> tuple[list[Signed], dict[int, set[int]], list[int]]:
    size = draw(st.integers(1, 9))
    articles = [signed(number, draw(st.integers(0, 4))) for number in range(size)]
    pairs = draw(st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=18))
    alike: dict[int, set[int]] = {number: set() for number in range(size)}
    for one, other in pairs:
        alike[one].add(other)
        alike[other].add(one)
    return articles, alike, draw(st.permutations(range(size)))


@given(libraries(), st.integers(1, 4))
def test_the_order_in_which_articles_come_does_not_matter(
    library: tuple[list[Signed], dict[int, set[int]], list[int]], size: int
) -> None:
    articles, alike, order = library
    shelf = Shelf(alike)
    for start in range(0, len(order), size):
        shelf.come([articles[number] for number in order[start : start + size]])
    assert shelf.followed == by_rule(articles, alike)


def test_an_article_follows_the_earliest_leader_that_it_is_like_and_no_chain_forms() -> None:
    shelf = Shelf({1: {2}, 2: {1, 3}, 3: {2, 4}, 4: {3}})
    shelf.come([signed(number, number) for number in (1, 2, 3, 4)])
    assert shelf.followed == {2: 1, 4: 3}


def test_an_older_article_that_comes_late_takes_the_lead() -> None:
    everybody = {number: {1, 2, 3} - {number} for number in (1, 2, 3)}
    shelf = Shelf(everybody)
    shelf.come([signed(2, 20), signed(3, 30)])
    assert shelf.followed == {3: 2}
    shelf.come([signed(1, 10)])
    assert shelf.followed == {2: 1, 3: 1}


def test_undated_and_simultaneous_articles_have_one_order() -> None:
    everybody = {number: {1, 2} - {number} for number in (1, 2)}
    shelf = Shelf(everybody)
    shelf.come([signed(2, 5)])
    shelf.come([signed(1, 5)])
    assert shelf.followed == {2: 1}


def test_many_that_are_all_alike_are_compared_with_their_leader_only() -> None:
    size = 400
    shelf = Shelf({number: set(range(size)) for number in range(size)})
    shelf.come([signed(number, number) for number in range(size)])
    assert set(shelf.followed.values()) == {0}
    assert shelf.asked < 2 * size
