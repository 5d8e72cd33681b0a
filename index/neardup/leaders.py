"""Which article leads which: groups out of pairs that are alike.

The rule: taken from the earliest article to the latest, an article follows the earliest leader that it is
like, and where there is none it leads itself. So a group holds what is like its leader, and no chain of small
changes joins articles that have little in common. Undated articles come last; ties go by id.

The rule looks at all articles in the order of their dates. Here it is applied to some of them, those that
came or changed, and to all others for whom that changes something; the groups that come out are those of the
rule applied to all, in whatever order the articles came.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Final, NamedTuple

MOST_COMPARED: Final = 200
"""Leaders that one article is compared with at most: those that share most bands with it."""


class Signed(NamedTuple):
    """An article as its group is found by.

    Attributes:
        moment: when it was published; undated ones have the highest.
        id: decides between articles of the same moment.
        number: of the article in the store.
        bands: of its signature, packed.
    """

    moment: int
    id: str
    number: int
    bands: bytes


class Leaders:
    """Applies the rule to articles that came or changed.

    Args:
        signed: gives all articles whose group is known, in any order.
        of: gives the articles with these numbers.
        followed: number of an article → number of its leader, for all that follow one.
        alike: whether two articles are near-duplicates.
    """

    def __init__(
        self,
        signed: Callable[[], Iterable[Signed]],
        of: Callable[[Set[int]], Iterable[Signed]],
        followed: Mapping[int, int],
        alike: Callable[[int, int], bool],
    ) -> None:
        self._signed = signed
        self._of = of
        self._followed = followed
        self._alike = alike
        self._followers: dict[int, list[int]] = defaultdict(list)
        for number, leader in followed.items():
            self._followers[leader].append(number)

    def of_changed(self, changed: Set[int]) -> dict[int, int]:
        """Return article → leader for the changed ones and all others that follow another leader by that."""
        judged = set(changed)
        while True:
            found, concerned = self._judge(judged)
            if concerned <= judged:
                return found
            judged |= concerned

    def _judge(self, judged: Set[int]) -> tuple[dict[int, int], set[int]]:
        """Apply the rule to some articles; return their leaders, and whom else that concerns."""
        articles = sorted(self._of(judged))
        shelf = _Shelf(articles, self._signed(), judged, self._followed)
        found: dict[int, int] = {}
        concerned: set[int] = set()
        for article in articles:
            leader = next(
                (other for other in shelf.leaders_before(article) if self._alike(other, article.number)),
                article.number,
            )
            found[article.number] = leader
            if leader != article.number:
                concerned.update(self._followers.get(article.number, ()))
                continue
            concerned.update(
                other for other in shelf.concerned_by(article) if self._alike(article.number, other)
            )
            shelf.add_leader(article)
        return found, concerned


class _Shelf:
    """Numbers of leaders and followers by the bands that they share with the articles in question."""

    def __init__(
        self,
        articles: Sequence[Signed],
        signed: Iterable[Signed],
        judged: Set[int],
        followed: Mapping[int, int],
    ) -> None:
        self._leaders: dict[int, list[int]] = defaultdict(list)
        self._followers: dict[int, list[int]] = defaultdict(list)
        self._followed = followed
        self._known = {article.number: article for article in articles}
        own = Counter(chain.from_iterable(map(_unpacked, articles)))
        wanted = own.keys()
        for article in signed:
            if article.number in judged:
                continue
            bands = _unpacked(article)
            if wanted.isdisjoint(bands):
                continue
            self._known[article.number] = article
            shelf = self._followers if article.number in followed else self._leaders
            for band in wanted & bands:
                shelf[band].append(article.number)
        # Most bands are of one article alone, and nothing is ever found by them.
        shared = {band for band, count in own.items() if count > 1}.union(self._leaders, self._followers)
        self._bands = {article.number: tuple(shared.intersection(_unpacked(article))) for article in articles}

    def add_leader(self, article: Signed) -> None:
        for band in self._bands[article.number]:
            self._leaders[band].append(article.number)

    def leaders_before(self, article: Signed) -> list[int]:
        """Return the leaders that an article may follow, earliest first."""
        shared = Counter(self._sharing(self._leaders, article))
        earlier = [number for number in shared if self._known[number] < article]
        if len(earlier) > MOST_COMPARED:
            earlier.sort(key=lambda number: (-shared[number], self._known[number]))
            del earlier[MOST_COMPARED:]
        return sorted(earlier, key=self._known.__getitem__)

    def concerned_by(self, article: Signed) -> set[int]:
        """Return the later articles, judged before, that would follow a leader rather than what they do."""
        leaders = {
            number for number in set(self._sharing(self._leaders, article)) if self._known[number] > article
        }
        followers = {
            number
            for number in set(self._sharing(self._followers, article))
            if self._known[number] > article and self._leads_later(number, article)
        }
        return leaders | followers

    def _sharing(self, shelf: Mapping[int, list[int]], article: Signed) -> Iterator[int]:
        bands = self._bands[article.number]
        return chain.from_iterable([shelf[band] for band in bands if band in shelf])

    def _leads_later(self, follower: int, article: Signed) -> bool:
        leader = self._known.get(self._followed[follower])
        return leader is None or leader > article


def _unpacked(article: Signed) -> array[int]:
    # Four bytes are what an unsigned integer has on every machine that evtui runs on.
    return array("I", article.bands)
