"""The names of a whole library, article by article: two steps over its texts, then variants joined."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from index.analysis.names import Run, runs_of, shorthand_in
from index.model import Article
from index.namebook import NameBook, small_words
from index.namejoin import join_names

LEAST_ARTICLES: Final = 2
"""A name must stand in so many articles to be a value of the facet, but in a tiny library."""

TINY_LIBRARY: Final = 20
"""Libraries with fewer articles show every name."""

NAMES_PER_ARTICLE: Final = 50
"""Of an article with more names, those that it says most."""


def find_names(
    read: Callable[[], Iterable[Article]], step: Callable[[], None] = lambda: None
) -> dict[str, tuple[str, ...]]:
    """Return the names in each article by its id, the most mentioned first; empty where there are none.

    Args:
        read: gives the articles; called once.
        step: called after each article; may raise to stop the work.
    """
    numbers: dict[Run, int] = {}
    counts: Counter[Run] = Counter()
    small: Counter[str] = Counter()
    shorthand: set[str] = set()
    articles: list[tuple[str, array[int]]] = []
    for article in read():
        runs = runs_of(article)
        counts.update(runs)
        small.update(small_words(article.body))
        shorthand.update(shorthand_in(article.body))
        articles.append((article.id, array("L", [numbers.setdefault(run, len(numbers)) for run in runs])))
        step()
    book = NameBook(counts, small, shorthand)
    resolved = [book.names_of(run) for run in numbers]
    mentions = [Counter(name for number in runs for name in resolved[number]) for _, runs in articles]
    joined = join_names(mentions)
    spread = Counter(name for names in joined for name in names)
    least = LEAST_ARTICLES if len(articles) >= TINY_LIBRARY else 1
    return {
        identifier: tuple(name for name, _ in names.most_common() if spread[name] >= least)[
            :NAMES_PER_ARTICLE
        ]
        for (identifier, _), names in zip(articles, joined, strict=True)
    }
