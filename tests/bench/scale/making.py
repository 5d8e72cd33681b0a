"""Libraries to measure: made-up articles with made-up names and topics, set as the analysis would set them.

The analysis itself takes hours at a million articles and is measured elsewhere. What an answer costs depends
on how many different values there are and how often each occurs; that is what is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Final

from index.analysis.reading import READING_VERSION
from index.background.state import DERIVED_VERSION
from index.engines import TANTIVY
from index.library import open_library
from index.neardup.signatures import rules_of
from index.searchindex import ENGINE_SETTING
from index.store.groups import GROUPS_SETTING
from index.store.readings import DERIVED_SETTING, READINGS_SETTING

if TYPE_CHECKING:
    from index.library import Library

SEED: Final = 7_919
TOPICS: Final = 200
MOST_TOPICS: Final = 3
NAMES: Final = 50_000
MOST_NAMES: Final = 8
RUN: Final = "bench"
_BATCH: Final = 5_000
"""Articles that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class PeerArticle:
    """An article as peers are fed it: the same texts and values that the library has."""

    id: str
    title: str
    body: str
    day: int
    source: str
    topics: tuple[str, ...]
    names: tuple[str, ...]


def make_library(folder: Path, source: Path) -> tuple[Library, float]:
    """Import articles into a library of its own engine; return it and the seconds until they can be found."""
    library = open_library(folder, create=True)
    with library.store.writer():
        # Below 2,000 articles another engine would be chosen, and a curve must be of one.
        library.store.set_setting(ENGINE_SETTING, TANTIVY)
    started = perf_counter()
    report = library.import_from([str(source)], derive=False)
    seconds = perf_counter() - started
    if not report.added:
        raise RuntimeError(f"Nothing of {source} was imported.")
    return library, seconds


def give_values(library: Library) -> None:
    """Give each article made-up names and topics; the index is then behind, as after the analysis."""
    values = _values()
    articles = library.store.iterate()
    while batch := [article.id for _, article in islice(articles, _BATCH)]:
        library.store.set_derived({id_: next(values) for id_ in batch}, RUN)


def peer_articles(library: Library) -> Iterator[PeerArticle]:
    """Yield the articles of a library with their values."""
    rows = library.store.iterate()
    while batch := [article for _, article in islice(rows, _BATCH)]:
        ids = [article.id for article in batch]
        names, topics = library.store.names(ids), library.store.topics(ids)
        for article in batch:
            yield PeerArticle(
                article.id,
                article.title,
                article.body,
                article.day.toordinal() if article.day else 0,
                article.source,
                topics.get(article.id, ()),
                names.get(article.id, ()),
            )


def _values() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield names and topics of one article after the other, each value as often as Zipf's law has it."""
    random = Random(SEED)
    topics = [f"topic {number:03}" for number in range(1, TOPICS + 1)]
    names = [f"Name {number:05}" for number in range(1, NAMES + 1)]
    topic_sums, name_sums = (
        list(accumulate(1 / rank for rank in range(1, count + 1))) for count in (TOPICS, NAMES)
    )
    while True:
        chosen_names = random.choices(names, cum_weights=name_sums, k=random.randint(0, MOST_NAMES))
        chosen_topics = random.choices(topics, cum_weights=topic_sums, k=random.randint(1, MOST_TOPICS))
        yield tuple(dict.fromkeys(chosen_names)), tuple(dict.fromkeys(chosen_topics))


def mark_analysed(library: Library) -> None:
    """Let the library count as analysed up to its last change, so that the desk starts no analysis."""
    change = library.store.last_change()
    reading = {"rules": READING_VERSION, "change": change, "round": 1}
    derived = {
        "version": DERIVED_VERSION,
        "analyser": library.analyser.fingerprint,
        "readings": {"rules": READING_VERSION, "round": 1},
        "change": change,
    }
    with library.store.writer():
        library.store.set_setting(READINGS_SETTING, reading)
        library.store.set_setting(DERIVED_SETTING, derived)
        library.store.set_setting(GROUPS_SETTING, {"rules": rules_of(library.analyser), "change": change})
    if not library.analysed:
        raise RuntimeError(f"The library {library.folder} does not count as analysed.")
