"""The names of a whole library, article by article: what was read in its texts, then variants joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from index.analysis.names import Run
from index.analysis.reading import Readings
from index.namebook import NameBook, small_words
from index.namejoin import join_names

LEAST_ARTICLES: Final = 2
"""A name must stand in so many articles to be a value of the facet, but in a tiny library."""

TINY_LIBRARY: Final = 20
"""Libraries with fewer articles show every name."""

NAMES_PER_ARTICLE: Final = 50
"""Of an article with more names, those that it says most."""


def find_names(readings: Readings, step: Callable[[], None] = lambda: None) -> dict[str, tuple[str, ...]]:
    """Return the names in each article by its id, the most mentioned first; empty where there are none.

    Args:
        readings: what was read in the articles; gone through twice.
        step: called after each article of each reading; may raise to stop the work.
    """
    book = _book(readings, step)
    resolved = [book.names_of(run) for run in readings.vocabulary.runs.terms]
    mentions: list[Counter[str]] = []
    for reading in readings:
        mentions.append(Counter(name for number in reading.runs for name in resolved[number]))
        step()
    joined = join_names(mentions)
    spread = Counter(name for names in joined for name in names)
    least = LEAST_ARTICLES if len(readings.ids) >= TINY_LIBRARY else 1
    return {
        identifier: tuple(name for name, _ in names.most_common() if spread[name] >= least)[
            :NAMES_PER_ARTICLE
        ]
        for identifier, names in zip(readings.ids, joined, strict=True)
    }


def _book(readings: Readings, step: Callable[[], None]) -> NameBook:
    """Gather the evidence of all articles."""
    runs: Counter[int] = Counter()
    words: Counter[int] = Counter()
    shorthand: set[int] = set()
    for reading in readings:
        runs.update(reading.runs)
        words.update(reading.words[reading.title :])
        shorthand.update(reading.shorthand)
        step()
    terms, run_terms = readings.vocabulary.words.terms, readings.vocabulary.runs.terms
    small: Counter[str] = Counter()
    for number, count in words.items():
        for word in small_words(terms[number]):
            small[word] += count
    counts: dict[Run, int] = {run_terms[number]: count for number, count in runs.items()}
    return NameBook(counts, small, {terms[number] for number in shorthand})
