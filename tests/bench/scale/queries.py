"""Queries drawn from a library: the same ones each time, over frequent, middling and rare words.

None is chosen by hand. Single words come from the vocabulary, by how many articles have them; words that are
asked for together, and phrases, come from one article each, so that there is something to be found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from index.analysis.stopwords import STOPWORDS
from index.model import UNDATED, Filters, Order, Period

if TYPE_CHECKING:
    from index.library import Library

SEED: Final = 1_000_003
KINDS: Final = ("one word", "two words", "three words", "phrase", "prefix", "fuzzy", "date range")
_TOGETHER: Final = {"two words": 2, "three words": 3}
_FREQUENT_SHARE: Final = 0.05
"""A word in more than this share of the articles is frequent."""
_MIDDLING_SHARE: Final = 0.001
"""A word in more than this share is middling, and in fewer rare."""
_LEAST_ARTICLES: Final = 3
_LEAST_LETTERS: Final = 3
_FUZZY_LETTERS: Final = 5
_PREFIX_LETTERS: Final = (2, 3, 4)
_PHRASE_WORDS: Final = (2, 2, 3)
_RANGE_DAYS: Final = (30, 365, 1500)
_DRAWS: Final = 1_000
"""How often a word or an article is drawn until it fits, before giving up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query, in parts, so that each peer can be asked it in its own language.

    Attributes:
        kind: one of `KINDS`.
        words: the words, one of them cut where it is a prefix.
        period: the days that the articles are to be of, or None.
    """

    kind: str
    words: tuple[str, ...]
    period: Period | None = None

    @property
    def text(self) -> str:
        """The query as it is typed into evtui."""
        joined = " ".join(self.words)
        if self.kind == "phrase":
            return f'"{joined}"'
        if self.kind == "prefix":
            return f"{joined}*"
        if self.kind == "fuzzy":
            return f"{joined}~1"
        if self.period is not None:
            return f"{joined} date:{self.period.first}..{self.period.last}"
        return joined


class Drawing:
    """Draws queries from a library.

    Args:
        library: an open library.
        seed: another one gives other queries.
    """

    def __init__(self, library: Library, seed: int = SEED) -> None:
        self._library = library
        self._random = Random(seed)
        engine = library.index.engine
        if engine is None:
            raise ValueError(f"The library {library.folder} has no index.")
        size = engine.size()
        self._counts = {word: count for word, count in engine.vocabulary() if _usable(word)}
        self._bands = _bands(self._counts, size)
        self._days = sorted(day for day in library.days("") if day != UNDATED)

    def some(self, of_each_kind: int) -> tuple[Asked, ...]:
        """Return so many queries of each kind, each with something to be found."""
        return tuple(self._one(kind, number) for number in range(of_each_kind) for kind in KINDS)

    def _one(self, kind: str, number: int) -> Asked:
        if kind in _TOGETHER:
            return Asked(kind, self._together(_TOGETHER[kind]))
        if kind == "phrase":
            return Asked(kind, self._phrase(_PHRASE_WORDS[number % len(_PHRASE_WORDS)]))
        if kind == "fuzzy":
            return Asked(kind, (self._word(number, _FUZZY_LETTERS),))
        word = self._word(number)
        if kind == "prefix":
            return Asked(kind, (word[: _PREFIX_LETTERS[number % len(_PREFIX_LETTERS)]],))
        return Asked(kind, (word,), self._period(number) if kind == "date range" else None)

    def _word(self, number: int, letters: int = _LEAST_LETTERS) -> str:
        """Return a word of the frequent, the middling and the rare ones in turn."""
        for turn in range(len(self._bands)):
            if band := self._bands[(number + turn) % len(self._bands)]:
                for _ in range(_DRAWS):
                    if len(word := self._random.choice(band)) >= letters:
                        return word
        raise ValueError("The library has too few words to ask for.")

    def _together(self, count: int) -> tuple[str, ...]:
        """Return words of one article: of its rarer, middling and more frequent ones in equal shares."""
        for _ in range(_DRAWS):
            known = sorted(set(self._article_words()) & self._counts.keys(), key=self._rank)
            if len(known) >= count:
                size = len(known) / count
                return tuple(
                    self._random.choice(known[int(part * size) : int((part + 1) * size)])
                    for part in range(count)
                )
        raise ValueError("The articles of the library have too few words to ask for together.")

    def _phrase(self, count: int) -> tuple[str, ...]:
        for _ in range(_DRAWS):
            words = self._article_words()
            start = self._random.randrange(max(1, len(words) - count))
            chosen = words[start : start + count]
            if len(chosen) == count and all(word.isalpha() for word in chosen):
                return tuple(chosen)
        raise ValueError("The articles of the library have too few words for a phrase.")

    def _rank(self, word: str) -> tuple[int, str]:
        return self._counts[word], word

    def _article_words(self) -> Sequence[str]:
        """Return the words of an article of some day, in order."""
        day = date.fromordinal(self._random.choice(self._days))
        query = self._library.compile("", filters=Filters(period=Period(day, day)))
        hits = self._library.search(query, order=Order.OLDEST, limit=20).hits
        article = self._library.article(self._random.choice(hits).id)
        return self._library.analyser.analyse(article.body or article.title).words

    def _period(self, number: int) -> Period:
        first = date.fromordinal(self._random.choice(self._days))
        return Period(first, first + timedelta(days=_RANGE_DAYS[number % len(_RANGE_DAYS)]))


def _usable(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and word.isalpha() and word.isascii() and word not in STOPWORDS


def _bands(counts: Mapping[str, int], size: int) -> tuple[list[str], list[str], list[str]]:
    frequent: list[str] = []
    middling: list[str] = []
    rare: list[str] = []
    for word, count in counts.items():
        if count > size * _FREQUENT_SHARE:
            frequent.append(word)
        elif count > size * _MIDDLING_SHARE:
            middling.append(word)
        elif count >= _LEAST_ARTICLES:
            rare.append(word)
    return frequent, middling, rare
