"""Whether an index holds what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Final

from index.errors import EngineError
from index.model import UNDATED, Article
from index.query.ast import All, And, Ids, Node, Not, Term

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.engines.base import Engine
    from index.manifest import Manifest
    from index.store import Store

SAMPLED_ARTICLES: Final = 25
"""Articles whose words are asked for one by one; days, sources, names and topics are compared for all."""
SAMPLED_WORDS: Final = 6
LONGEST_STEM: Final = 20
"""Engines may leave out longer ones."""
CHANGES_AT_ONCE: Final = 10_000
_SEED: Final = 20_240_316


def disagreements(store: Store, engine: Engine, manifest: Manifest, analyser: Analyser) -> list[str]:
    """Return in sentences where an index differs from its store.

    Articles that changed after what the index holds are left out. Nobody may write to the library meanwhile.
    """
    try:
        pending = set(_pending(store, manifest.change))
        return list(_differences(store, engine, pending, analyser))
    except EngineError as error:
        return [f"The index cannot answer: {error}"]


def _differences(store: Store, engine: Engine, pending: set[str], analyser: Analyser) -> Iterator[str]:
    stored, indexed = store.all_ids(), engine.ids(All())
    if missing := len(stored - indexed - pending):
        yield f"The index lacks {missing:,} of {len(stored):,} articles."
    if extra := len(indexed - stored - pending):
        yield f"The index has {extra:,} articles that the library has not."
    if engine.size() != len(indexed):
        yield f"The index counts {engine.size():,} articles, and gives {len(indexed):,}."
    if missing or extra:
        return
    known: Node = All() if not pending else Not(Ids(frozenset(pending)))
    if dict(engine.days(known)) != store.day_counts(pending):
        yield "Articles stand on other days in the index than in the library."
    for field in ("source", "name", "topic"):
        if Counter(dict(engine.facet(known, field))) != store.value_counts(field, pending):
            yield f"The {field}s in the index are not those of the library."
    lost = sum(not _held(engine, article, analyser) for article in _sample(store, stored - pending))
    if lost:
        yield f"{lost:,} of {SAMPLED_ARTICLES} articles looked for cannot be found by their own words."


def _pending(store: Store, after: int) -> Iterator[str]:
    while changes := store.changes(after, CHANGES_AT_ONCE):
        yield from (change.id for change in changes)
        after = changes[-1].seq


def _sample(store: Store, ids: set[str]) -> Iterator[Article]:
    # Another sample for another library, the same for the same one.
    chosen = Random(_SEED).sample(sorted(ids), min(SAMPLED_ARTICLES, len(ids)))  # noqa: S311 - no secret
    yield from store.articles(chosen).values()


def _held(engine: Engine, article: Article, analyser: Analyser) -> bool:
    stems = sorted({*analyser.analyse(article.title).stems, *analyser.analyse(article.body).stems})
    stems = [stem for stem in stems if stem.isalnum() and len(stem) <= LONGEST_STEM]
    words = Random(_SEED).sample(stems, min(SAMPLED_WORDS, len(stems)))  # noqa: S311 - no secret
    day = article.day.toordinal() if article.day else UNDATED
    node = And((Ids(frozenset({article.id})), *(Term(word) for word in words)))
    return dict(engine.days(node)) == {day: 1}
