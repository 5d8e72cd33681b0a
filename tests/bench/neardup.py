"""Groups of near-duplicates, beside the likeness of all pairs of articles, compared one by one."""

from __future__ import annotations

import gzip
import resource
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations, islice
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import Final

from index.background.turns import Turns
from index.library import Library, open_library
from index.model import Order
from index.neardup.grouping import Grouping
from index.neardup.shingles import LEAST_ALIKE, likeness, shingles
from tests.bench.newswire import CORPUS
from tests.bench.table import Figure, middle_and_p95, milliseconds, print_figures

HEADLINES: Final = CORPUS.with_name("headlines-2007.jsonl.gz")
FIRST_HEADLINES: Final = 100_000

GOAL: Final = 0.95
"""Recall and precision that are asked for."""
ANSWERS: Final = ("", "oil", "econom*", "wheat OR corn", "oil date:1987-03")
REPEATS: Final = 11

Pair = tuple[int, int]


def alike_pairs(texts: Sequence[set[str]]) -> set[Pair]:
    """Return all pairs of texts that are near-duplicates, exactly.

    Two sets can only be as much alike where the rarest shingles of the one meet those of the other (prefix
    filtering, Chaudhuri 2006); all pairs that pass are compared.
    """
    frequency = Counter(shingle for text in texts for shingle in text)
    rarest_first = [sorted(text, key=lambda shingle: (frequency[shingle], shingle)) for text in texts]
    found: set[Pair] = set()
    holders: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(texts)), key=lambda number: len(texts[number])):
        text = texts[number]
        prefix = rarest_first[number][: len(text) - ceil(LEAST_ALIKE * len(text) - 1e-9) + 1]
        near = {other for shingle in prefix for other in holders[shingle]}
        for other in near:
            if (
                len(texts[other]) >= LEAST_ALIKE * len(text) - 1e-9
                and likeness(text, texts[other]) >= LEAST_ALIKE
            ):
                found.add((min(number, other), max(number, other)))
        for shingle in prefix:
            holders[shingle].append(number)
    return found


def grouped_pairs(library: Library) -> set[Pair]:
    """Return all pairs of articles in one group."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, leader in library.store.twins().items():
        members[leader].append(number)
    return {
        pair
        for leader, followers in members.items()
        for pair in combinations(sorted((leader, *followers)), 2)
    }


def group(library: Library) -> tuple[float, float]:
    """Group a library; return the seconds that signatures and groups took."""
    work = Grouping(library.store, library.analyser, Turns(library.store))
    started = perf_counter()
    work.sign()
    signed = perf_counter()
    work.settle()
    return signed - started, perf_counter() - signed


def quality(library: Library) -> list[Figure]:
    """Compare the groups with all pairs that are alike."""
    rows = [(number, article) for number, article in library.store.iterate()]
    texts = [shingles(article.title, article.body, library.analyser) for _, article in rows]
    started = perf_counter()
    exact = {(rows[one][0], rows[other][0]) for one, other in alike_pairs(texts)}
    seconds = perf_counter() - started
    grouped = grouped_pairs(library)
    both = len(exact & grouped)
    recall, precision = both / len(exact), both / len(grouped)
    return [
        Figure("pairs alike, all compared", f"{len(exact):,} in {seconds:.0f} s"),
        Figure("recall of pairs", f"{recall:.4f}", f">= {GOAL}", recall >= GOAL),
        Figure("precision of pairs", f"{precision:.4f}", f">= {GOAL}", precision >= GOAL),
    ]


def speed(what: str, library: Library) -> list[Figure]:
    """Group a library and tell how fast."""
    signing, settling = group(library)
    count = library.store.count()
    rate = count / (signing + settling)
    twins = library.store.twins()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Figure(
            f"{what}: {count:,} articles",
            f"{rate:,.0f}/s (signatures {signing:.1f} s, groups {settling:.1f} s)",
        ),
        Figure(
            f"{what}: groups", f"{len(set(twins.values())):,}, with {len(twins):,} articles beside leaders"
        ),
        Figure(f"{what}: peak memory of the process", f"{memory:,.0f} MB"),
    ]


def answers(library: Library) -> list[Figure]:
    """Return how long the first rows of a result take, grouped and not."""
    figures = []
    for text in ANSWERS:
        grouped = middle_and_p95([_rows(library, text, number) for number in range(REPEATS)])[0]
        single = middle_and_p95([_rows(library, f"{text} group:off", number) for number in range(REPEATS)])[0]
        found = library.search(text, limit=1)
        figures.append(
            Figure(
                f"{text or 'all'}: {found.total:,} articles in {found.rows:,} rows",
                f"50 rows in {milliseconds(grouped)}; group:off {milliseconds(single)}",
            )
        )
    return figures


def _rows(library: Library, text: str, number: int) -> float:
    # A word that no article has makes it a new question, of which nothing is kept.
    query = f"{text} -nothing{number}q"
    started = perf_counter()
    library.search(query, order=Order.OLDEST, limit=50)
    return perf_counter() - started


def _imported(folder: Path, source: Path) -> Library:
    folder.mkdir(parents=True, exist_ok=True)
    library = open_library(folder, create=True)
    library.import_from([str(source)], derive=False)
    return library


def main(folder: Path) -> None:
    """Measure and print."""
    if not CORPUS.exists():
        print("Near-duplicates: skipped, the corpus is not here.")
        return
    with _imported(folder / "newswire", CORPUS) as library:
        figures = speed("newswire", library) + quality(library)
        library.catch_up()
        print_figures("Near-duplicates", figures)
        print_figures("Rows of a grouped result", answers(library))
    if HEADLINES.exists():
        sample = folder / "headlines.jsonl"
        with gzip.open(HEADLINES, "rb") as lines, sample.open("wb") as first:
            first.writelines(islice(lines, FIRST_HEADLINES))
        with _imported(folder / "headlines", sample) as library:
            print_figures("Near-duplicates among headlines", speed("headlines", library))
